// An archive rule: its criteria, what goes with what it archives, and what it would hide.
import { useEffect, useMemo, useState, type FormEvent } from 'react';
import { askAgain, tell } from '../api/client';
import { useStatus } from '../api/status';
import type { Analyzer, ArchiveRule, Filter, RulePreview } from '../api/finding-types';
import { endOfDay, SetFields, unset, type Aside } from '../parts/Archive';
import { failure } from '../parts/Dialogs';
import { Icon } from '../parts/Icon';
import { Link } from '../parts/Link';
import { announce } from '../parts/live';
import { Name } from '../parts/Name';
import { useSettled } from '../parts/Palette';
import { SeverityMark } from '../parts/Severity';
import { Note } from '../parts/states';
import { severities } from '../lib/finding-place';
import { filterOf, findingTypes, keyWord, operators, rowHeadline, rowsOf, ruleKeys, typeWord, type CriterionRow, type Operator } from '../lib/finding-words';
import { below, go } from '../lib/router';
import { capital, count, figure } from '../lib/words';
import { Labelled } from './AnalyzerForm';

const fresh: CriterionRow[] = [{ key: 'isPublic', operator: 'is', values: ['false'] }, { key: 'resource', operator: 'is', values: [''] }];

export function RuleForm({ analyzer, rule, onClose }: { analyzer: Analyzer; rule: ArchiveRule | null; onClose: () => void }) {
  const [name, setName] = useState(rule?.ruleName ?? '');
  const [rows, setRows] = useState<CriterionRow[]>(() => (rule ? rowsOf(rule.filter) : fresh));
  const [given, setGiven] = useState<Aside>(() => (rule ? { reason: rule.reason ?? '', owner: rule.owner ?? '', ticket: rule.ticket ?? '', expires: (rule.expires ?? '').slice(0, 10) } : unset));
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  const filter = useMemo(() => filterOf(rows), [rows]);
  const base = `${below('analyzers', analyzer.name)}/archive-rules`;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError('');
    // A day that was not changed keeps its hour.
    const expires = rule?.expires && rule.expires.slice(0, 10) === given.expires ? rule.expires : endOfDay(given.expires);
    const order = { ruleName: name.trim(), filter, ...(given.reason && { reason: given.reason }), ...(given.owner && { owner: given.owner }), ...(given.ticket && { ticket: given.ticket }), ...(expires && { expires }) };
    (rule ? tell('PUT', `${base}/${encodeURIComponent(rule.ruleName)}`, order) : tell('POST', base, order)).then(
      () => {
        announce('Rule saved.');
        askAgain();
        go(below('analyzers', analyzer.name), 'replace');
      },
      (err: unknown) => {
        setBusy(false);
        setError(failure(err));
      },
    );
  };
  const change = (at: number, part: Partial<CriterionRow>) => setRows((old) => old.map((row, i) => (i === at ? { ...row, ...part } : row)));
  return (
    <>
      <h1>
        {rule ? <>Edit rule <Name text={rule.ruleName} max={60} /></> : 'New archive rule'} <span className="sub">of <Name text={analyzer.name} max={60} /></span>
      </h1>
      <div className="fcols ruleform">
        <form className="form panel sheetform" onSubmit={submit}>
          {!rule && (
            <Labelled id="rule-name" label="Name" hint="a letter, then letters, digits, _ . -">
              <input id="rule-name" className="field" value={name} maxLength={255} required autoComplete="off" spellCheck={false} aria-describedby="rule-name-hint" onChange={(event) => setName(event.target.value)} />
            </Labelled>
          )}
          <fieldset className="options criteria">
            <legend>It archives a finding of which all of this is so</legend>
            {rows.map((row, i) => (
              <Criterion key={i} at={i} row={row} onChange={(part) => change(i, part)} onDrop={() => setRows((old) => old.filter((_, j) => j !== i))} />
            ))}
            <button type="button" className="btn sm" onClick={() => setRows((old) => [...old, { key: 'resourceType', operator: 'is', values: [''] }])}>
              <Icon name="plus" />
              And
            </button>
          </fieldset>
          <SetFields value={given} onChange={setGiven} idPrefix="rule" />
          {error && <Note kind="bad">{error}</Note>}
          <p className="row">
            <button type="submit" className="btn primary" aria-disabled={busy}>
              {rule ? 'Save rule' : 'Create rule'}
            </button>
            <button type="button" className="btn quiet" onClick={onClose}>
              Cancel
            </button>
          </p>
        </form>
        <Preview base={base} filter={filter} />
      </div>
    </>
  );
}

function valuesOf(key: string, accounts: readonly { id: string; name: string }[], types: readonly { type: string }[]): readonly (readonly [string, string])[] | null {
  switch (key) {
    case 'findingType':
      return findingTypes.map((type) => [type, typeWord(type)]);
    case 'isPublic':
    case 'undetermined':
      return [['true', 'true'], ['false', 'false']];
    case 'severity':
      return severities.map((one) => [one, one]);
    case 'error':
      return [['ACCESS_DENIED', 'ACCESS_DENIED'], ['INTERNAL_ERROR', 'INTERNAL_ERROR']];
    case 'resourceOwnerAccount':
      return accounts.length ? accounts.map((one) => [one.id, one.name || one.id]) : null;
    case 'resourceType':
      return types.length ? types.map((one) => [one.type, one.type]) : null;
    default:
      return null;
  }
}

function Criterion({ at, row, onChange, onDrop }: { at: number; row: CriterionRow; onChange: (part: Partial<CriterionRow>) => void; onDrop: () => void }) {
  const { status } = useStatus();
  const open = row.key.startsWith('condition.');
  const choices = row.operator === 'contains' ? null : valuesOf(row.key, status?.accounts ?? [], status?.resourceTypes ?? []);
  const asks = row.operator === 'exists' || row.operator === 'does not exist';
  const label = `Criterion ${at + 1}`;
  return (
    <div className="criterion" role="group" aria-label={label}>
      <select className="field" aria-label={`${label}: what`} value={open ? 'condition.' : row.key} onChange={(event) => onChange({ key: event.target.value, values: [''] })}>
        {!open && !ruleKeys.includes(row.key) && <option value={row.key}>{row.key}</option>}
        {ruleKeys.map((key) => (
          <option key={key} value={key}>
            {key === 'condition.' ? 'condition key' : keyWord(key)}
          </option>
        ))}
      </select>
      {open && <input className="field" aria-label={`${label}: condition key`} placeholder="aws:SourceVpc" value={row.key.slice('condition.'.length)} spellCheck={false} onChange={(event) => onChange({ key: `condition.${event.target.value}` })} />}
      <select className="field" aria-label={`${label}: how`} value={row.operator} onChange={(event) => onChange({ operator: event.target.value as Operator, values: row.values.length ? row.values : [''] })}>
        {operators.map((operator) => (
          <option key={operator} value={operator}>
            {operator}
          </option>
        ))}
      </select>
      {!asks && (
        <div className="values">
          {(row.values.length ? row.values : ['']).map((value, i) => {
            const set = (text: string) => onChange({ values: row.values.length ? row.values.map((old, j) => (j === i ? text : old)) : [text] });
            const called = `${label}: value${i ? ` ${i + 1}` : ''}`;
            return choices ? (
              <select key={i} className="field" aria-label={called} value={value} onChange={(event) => set(event.target.value)}>
                <option value="">choose</option>
                {value && !choices.some(([one]) => one === value) && <option value={value}>{value}</option>}
                {choices.map(([one, word]) => (
                  <option key={one} value={one}>
                    {word}
                  </option>
                ))}
              </select>
            ) : (
              <input key={i} className="field" aria-label={called} value={value} maxLength={4000} autoComplete="off" spellCheck={false} onChange={(event) => set(event.target.value)} />
            );
          })}
          {row.values.length < Math.min(20, choices ? choices.length - 1 : 20) && (row.values.at(-1) ?? '') !== '' && (
            <button type="button" className="btn sm quiet" onClick={() => onChange({ values: [...row.values, ''] })}>
              or
            </button>
          )}
        </div>
      )}
      <button type="button" className="iconbtn" aria-label={`Drop ${label.toLowerCase()}`} onClick={onDrop}>
        <Icon name="x" />
      </button>
    </div>
  );
}

const mostListed = 8;

/** Preview says what a rule would hide, while it is written. */
function Preview({ base, filter }: { base: string; filter: Filter }) {
  const text = JSON.stringify(filter);
  const settled = useSettled(text, 400);
  const [state, setState] = useState<{ data: RulePreview | null; error: string; of: string }>({ data: null, error: '', of: '' });
  const empty = settled === '{}';
  useEffect(() => {
    if (empty) return undefined;
    let given = false;
    tell<RulePreview>('POST', `${base}/preview`, { filter: JSON.parse(settled) as Filter }).then(
      (data) => !given && setState({ data, error: '', of: settled }),
      (err: unknown) => !given && setState({ data: null, error: failure(err), of: settled }),
    );
    return () => {
      given = true;
    };
  }, [settled, base, empty]);
  const { data, error } = state;
  const busy = !empty && state.of !== text;
  return (
    <section className="panel preview" aria-label="What it would hide">
      <header>
        <h2>What it would hide</h2>
      </header>
      <div className={busy ? 'body busy' : 'body'} aria-live="polite">
        {empty ? (
          <p className="sub">A rule without criteria would hide everything: add one.</p>
        ) : error ? (
          <Note kind="bad">{error}</Note>
        ) : !data ? (
          <p className="sub">Looking.</p>
        ) : (
          <>
            <p data-hides>
              <b className="strong">{data.total === 0 ? 'No active finding is like that.' : `${capital(count(data.total, 'active finding'))} would be archived.`}</b>{' '}
              <span className="sub">It acts on what is found from now on, and on these when it is applied.</span>
            </p>
            {data.hidesPublic && (
              <div className="gap-top">
                <Note kind="bad">It may hide public access. Add “public is false” unless that is meant.</Note>
              </div>
            )}
          </>
        )}
      </div>
      {data && !empty && !error && (data.findings ?? []).length > 0 && (
        <ul className="rel">
          {(data.findings ?? []).slice(0, mostListed).map((one) => (
            <li key={one.id}>
              <SeverityMark severity={one.severity} />
              <span>
                <Link to={below('findings', one.id)}>
                  <Name text={rowHeadline(one)} max={80} />
                </Link>
                <span className="faint small secondline">
                  <Name text={one.subject.name || one.resource} max={50} code />
                </span>
              </span>
            </li>
          ))}
          {data.total > mostListed && <li className="faint small">{figure(data.total - mostListed)} more</li>}
        </ul>
      )}
    </section>
  );
}
