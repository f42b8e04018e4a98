// Setting findings aside, and taking them back.
import { useState, type FormEvent } from 'react';
import { askAgain, tell } from '../api/client';
import { count } from '../lib/words';
import { Dialog, failure } from './Dialogs';
import { announce } from './live';
import { Note } from './states';

/** endOfDay reads the day of a field as the end of that day in UTC. */
export function endOfDay(day: string): string {
  return day ? `${day}T23:59:59Z` : '';
}

function tomorrow(): string {
  return new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
}

const longest = 4000;

export interface Aside {
  reason: string;
  owner: string;
  ticket: string;
  expires: string;
}

/** SetFields are what goes with setting aside: the same for findings and for rules. */
export function SetFields({ value, onChange, idPrefix, min }: { value: Aside; onChange: (value: Aside) => void; idPrefix: string; min?: string }) {
  const field = (name: 'owner' | 'ticket', label: string) => (
    <div className="fieldbox">
      <label htmlFor={`${idPrefix}-${name}`}>
        {label} <span className="faint">optional</span>
      </label>
      <input id={`${idPrefix}-${name}`} className="field" value={value[name]} maxLength={longest} autoComplete="off" onChange={(event) => onChange({ ...value, [name]: event.target.value })} />
    </div>
  );
  return (
    <>
      <div className="fieldbox">
        <label htmlFor={`${idPrefix}-reason`}>Reason</label>
        <input id={`${idPrefix}-reason`} className="field" value={value.reason} maxLength={longest} autoComplete="off" placeholder="Why this access is meant" onChange={(event) => onChange({ ...value, reason: event.target.value })} />
      </div>
      <div className="fieldrow">
        {field('owner', 'Owner')}
        {field('ticket', 'Ticket')}
        <div className="fieldbox">
          <label htmlFor={`${idPrefix}-expires`}>
            Until <span className="faint">optional</span>
          </label>
          <input id={`${idPrefix}-expires`} className="field" type="date" value={value.expires} min={min} onChange={(event) => onChange({ ...value, expires: event.target.value })} />
        </div>
      </div>
    </>
  );
}

export const unset: Aside = { reason: '', owner: '', ticket: '', expires: '' };

/** ArchiveDialog asks why, whose and until when, and archives. */
export function ArchiveDialog({ ids, onClose, onDone }: { ids: readonly string[]; onClose: () => void; onDone: () => void }) {
  const [set, setSet] = useState<Aside>(unset);
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError('');
    const order = { ids, ...(set.reason && { reason: set.reason }), ...(set.owner && { owner: set.owner }), ...(set.ticket && { ticket: set.ticket }), ...(set.expires && { expires: endOfDay(set.expires) }) };
    tell('POST', '/findings/archive', order).then(
      () => {
        announce(`${count(ids.length, 'finding')} archived.`);
        askAgain();
        onDone();
      },
      (err: unknown) => {
        setBusy(false);
        setError(failure(err));
      },
    );
  };
  return (
    <Dialog title={`Archive ${count(ids.length, 'finding')}`} onClose={onClose}>
      <p className="sub">What is archived stays on record{set.expires ? ' and is active again after the day below' : ''}. Access in another shape is a new finding.</p>
      <form onSubmit={submit} className="form gap-top">
        <SetFields value={set} onChange={setSet} idPrefix="archive" min={tomorrow()} />
        {error && (
          <div className="gap-top">
            <Note kind="bad">{error}</Note>
          </div>
        )}
        <p className="row gap-top">
          <button type="submit" className="btn primary" aria-disabled={busy}>
            {busy ? 'Archiving' : 'Archive'}
          </button>
          <button type="button" className="btn quiet" onClick={onClose}>
            Cancel
          </button>
        </p>
      </form>
    </Dialog>
  );
}

/** unarchive makes findings active again. */
export function unarchive(ids: readonly string[]): Promise<void> {
  return tell('POST', '/findings/unarchive', { ids }).then(() => {
    announce(`${count(ids.length, 'finding')} made active again.`);
    askAgain();
  });
}
