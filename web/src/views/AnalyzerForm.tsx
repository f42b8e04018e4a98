// Creating and changing an analyzer by hand.
import { useState, type FormEvent, type ReactNode } from 'react';
import { askAgain, tell } from '../api/client';
import { useStatus } from '../api/status';
import type { Analyzer, AnalyzerKind } from '../api/finding-types';
import { failure } from '../parts/Dialogs';
import { announce } from '../parts/live';
import { Note } from '../parts/states';
import { draftOf, emptyDraft, listed, orderOf, plainInclude, type AnalyzerDraft } from '../lib/analyzer-form';
import { accountId } from '../lib/names';
import { below, go } from '../lib/router';

const kinds: readonly { kind: AnalyzerKind; name: string; says: string }[] = [
  { kind: 'external', name: 'External access', says: 'who from outside the zone of trust reaches something inside' },
  { kind: 'internal', name: 'Internal access', says: 'who inside reaches the resources that you choose' },
  { kind: 'unused', name: 'Unused access', says: 'roles, keys, passwords and permissions that nobody used' },
];

export function AnalyzerForm({ analyzer, onClose }: { analyzer: Analyzer | null; onClose: () => void }) {
  const { status } = useStatus();
  const [draft, setDraft] = useState<AnalyzerDraft>(() => (analyzer ? draftOf(analyzer) : emptyDraft));
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  const set = (part: Partial<AnalyzerDraft>) => setDraft((old) => ({ ...old, ...part }));
  const keep = analyzer && !plainInclude(analyzer) ? analyzer.include : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError('');
    const order = orderOf(draft, keep);
    (analyzer ? tell<Analyzer>('PUT', below('analyzers', analyzer.name), order) : tell<Analyzer>('POST', '/analyzers', order)).then(
      (made) => {
        announce(analyzer ? 'Analyzer saved.' : 'Analyzer created.');
        askAgain();
        go(below('analyzers', made.name), analyzer ? 'replace' : 'add');
      },
      (err: unknown) => {
        setBusy(false);
        setError(failure(err));
      },
    );
  };
  const accounts = status?.accounts ?? [];
  const organizations = status?.organizations ?? [];
  return (
    <>
      <h1>{analyzer ? `Edit ${analyzer.name}` : 'New analyzer'}</h1>
      <form className="form panel sheetform" onSubmit={submit}>
        {!analyzer && (
          <>
            <Labelled id="an-name" label="Name" hint="letters, digits, _ . -; it never changes">
              <input id="an-name" className="field" value={draft.name} maxLength={255} autoComplete="off" spellCheck={false} required aria-describedby="an-name-hint" onChange={(event) => set({ name: event.target.value })} />
            </Labelled>
            <fieldset className="options">
              <legend>What it watches for</legend>
              {kinds.map(({ kind, name, says }) => (
                <label key={kind} className="option">
                  <input type="radio" name="an-kind" checked={draft.type === kind} onChange={() => set({ type: kind })} />
                  <span>
                    <b className="strong">{name}</b> <span className="sub">{says}</span>
                  </span>
                </label>
              ))}
            </fieldset>
          </>
        )}
        <fieldset className="options">
          <legend>Zone of trust: what is inside is trusted</legend>
          <label className="option">
            <input type="radio" name="an-zone" checked={draft.zoneKind === 'organization'} onChange={() => set({ zoneKind: 'organization' })} />
            <span>
              <b className="strong">Organization</b> <span className="sub">every account of it, also those that join later</span>
            </span>
          </label>
          {draft.zoneKind === 'organization' && (organizations.length > 1 || draft.organization) && (
            <label className="choice set indent">
              <span>which</span>
              <select value={draft.organization} onChange={(event) => set({ organization: event.target.value })}>
                <option value="">the only one</option>
                {[...new Set([...organizations.map((one) => one.id), draft.organization].filter(Boolean))].map((id) => (
                  <option key={id} value={id}>
                    {id}
                  </option>
                ))}
              </select>
            </label>
          )}
          <label className="option">
            <input type="radio" name="an-zone" checked={draft.zoneKind === 'account'} onChange={() => set({ zoneKind: 'account', accounts: draft.accounts.slice(0, 1) })} />
            <span>
              <b className="strong">One account</b> <span className="sub">other accounts of the organization are outside</span>
            </span>
          </label>
          {draft.zoneKind === 'account' && <Accounts id="an-account" label="Account" known={accounts} value={draft.accounts} onChange={(list) => set({ accounts: list.slice(-1) })} />}
          <label className="option">
            <input type="radio" name="an-zone" checked={draft.zoneKind === 'accounts'} onChange={() => set({ zoneKind: 'accounts' })} />
            <span>
              <b className="strong">Chosen accounts</b> <span className="sub">these, and no others</span>
            </span>
          </label>
          {draft.zoneKind === 'accounts' && <Accounts id="an-accounts" label="Accounts" known={accounts} value={draft.accounts} onChange={(list) => set({ accounts: list })} />}
        </fieldset>
        {draft.type === 'unused' && (
          <Labelled id="an-age" label="Unused for" hint="days, 1 to 365">
            <input id="an-age" className="field short" type="number" min={1} max={365} value={draft.age} required aria-describedby="an-age-hint" onChange={(event) => set({ age: event.target.value })} />
          </Labelled>
        )}
        {draft.type === 'internal' && keep && <Note>Its resources are chosen by several entries, which stay as they are; the command line changes them.</Note>}
        {draft.type === 'internal' && !keep && (
          <fieldset className="options">
            <legend>Resources to watch: those that agree with every list that is not empty</legend>
            <Labelled id="an-resources" label="ARNs" hint="one a line, whole, without wildcards">
              <textarea id="an-resources" className="field" rows={3} value={draft.resources} spellCheck={false} aria-describedby="an-resources-hint" onChange={(event) => set({ resources: event.target.value })} />
            </Labelled>
            <Several id="an-types" label="Types" known={(status?.resourceTypes ?? []).map((one) => [one.type, one.readable || one.type])} value={draft.resourceTypes} onChange={(list) => set({ resourceTypes: list })} other="AWS::S3::Bucket" />
            <Accounts id="an-include" label="Accounts" known={accounts} value={draft.includeAccounts} onChange={(list) => set({ includeAccounts: list })} />
          </fieldset>
        )}
        {draft.type === 'external' && (
          <label className="option">
            <input type="checkbox" checked={draft.servicePrincipals} onChange={(event) => set({ servicePrincipals: event.target.checked })} />
            <span>
              <b className="strong">AWS services, too</b> <span className="sub">services that may act for anybody, because no condition ties them to your accounts</span>
            </span>
          </label>
        )}
        <fieldset className="options">
          <legend>Leave out</legend>
          <Accounts id="an-without" label="Accounts" known={accounts} value={draft.excludeAccounts} onChange={(list) => set({ excludeAccounts: list })} />
          <Labelled id="an-without-tags" label="What has a tag" hint="one a line: key, or key=value">
            <textarea id="an-without-tags" className="field" rows={2} value={draft.excludeTags} spellCheck={false} aria-describedby="an-without-tags-hint" onChange={(event) => set({ excludeTags: event.target.value })} />
          </Labelled>
        </fieldset>
        <Labelled id="an-tags" label="Tags of the analyzer" hint="one a line: key=value">
          <textarea id="an-tags" className="field" rows={2} value={draft.tags} spellCheck={false} aria-describedby="an-tags-hint" onChange={(event) => set({ tags: event.target.value })} />
        </Labelled>
        {error && <Note kind="bad">{error}</Note>}
        <p className="row">
          <button type="submit" className="btn primary" aria-disabled={busy}>
            {analyzer ? (busy ? 'Saving' : 'Save') : busy ? 'Creating' : 'Create'}
          </button>
          <button type="button" className="btn quiet" onClick={onClose}>
            Cancel
          </button>
        </p>
      </form>
    </>
  );
}

export function Labelled({ id, label, hint, children }: { id: string; label: string; hint?: string; children: ReactNode }) {
  return (
    <div className="fieldbox">
      <label htmlFor={id}>{label}</label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="faint small">
          {hint}
        </p>
      )}
    </div>
  );
}

type Known = readonly { id: string; name: string }[];

function Accounts({ id, label, known, value, onChange }: { id: string; label: string; known: Known; value: string[]; onChange: (list: string[]) => void }) {
  return <Several id={id} label={label} known={known.map((one) => [one.id, one.name || accountId(one.id)])} value={value} onChange={onChange} other="12 digits" />;
}

const mostShown = 24;

/** Several chooses from what is known by a click, and takes what is not known by its name. */
function Several({ id, label, known, value, onChange, other }: { id: string; label: string; known: readonly (readonly [string, string])[]; value: string[]; onChange: (list: string[]) => void; other: string }) {
  const [text, setText] = useState('');
  const names = new Map(known);
  const shown = [...known.slice(0, mostShown).map(([one]) => one), ...value.filter((one) => !known.slice(0, mostShown).some(([k]) => k === one))];
  const add = () => {
    const more = listed(text).filter((one) => !value.includes(one));
    if (more.length) onChange([...value, ...more]);
    setText('');
  };
  return (
    <div className="fieldbox" role="group" aria-label={label}>
      <label htmlFor={id}>{label}</label>
      <div className="row wrap several">
        {shown.map((one) => {
          const on = value.includes(one);
          return (
            <button key={one} type="button" className={on ? 'toggle on' : 'toggle'} aria-pressed={on} title={one} onClick={() => onChange(on ? value.filter((k) => k !== one) : [...value, one])}>
              {names.get(one) ?? accountId(one)}
            </button>
          );
        })}
        <input
          id={id}
          className="field other"
          value={text}
          placeholder={shown.length ? `another, ${other}` : other}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
        />
      </div>
    </div>
  );
}
