// Findings as a list: tabs by status, filters, rows, and what is done to many at once.
import { useEffect, useMemo, useRef, useState } from 'react';
import { ask, useAnswer } from '../api/client';
import { useStatus } from '../api/status';
import type { Finding, FindingsPage } from '../api/finding-types';
import { ArchiveDialog, unarchive } from '../parts/Archive';
import { failure } from '../parts/Dialogs';
import { Choice, Drop, Pages } from '../parts/Filters';
import { Icon, iconOf } from '../parts/Icon';
import { Link } from '../parts/Link';
import { announce } from '../parts/live';
import { Name } from '../parts/Name';
import { useSettled } from '../parts/Palette';
import { SeverityMark } from '../parts/Severity';
import { Failed, Note, Waiting } from '../parts/states';
import { useMargin } from '../parts/strip-context';
import { VerdictMark } from '../parts/Verdict';
import { lookAt } from '../lib/finding-list';
import { chosen, findingsAddress, findingsQuestion, readFindings, severities, type FindingsState } from '../lib/finding-place';
import { findingTypes, rowHeadline, statusWord, typeWord, verdictOf } from '../lib/finding-words';
import { useKeys } from '../lib/keys';
import { accountId } from '../lib/names';
import { below, go, usePlace } from '../lib/router';
import { ago, capital, count, figure, moment } from '../lib/words';
import { useTitle } from './title';

const pageSize = 50;
/** as many as one order takes */
const mostAtOnce = 1000;

const sorts: readonly (readonly [string, string])[] = [
  ['-createdAt', 'newest first'], ['createdAt', 'oldest first'], ['-updatedAt', 'changed last'], ['resource', 'resource'], ['resourceType', 'resource type'], ['resourceOwnerAccount', 'account'], ['findingType', 'type'],
];

export function Findings() {
  useTitle('Findings');
  const { search } = usePlace();
  const state = useMemo(() => readFindings(search), [search]);
  const question = findingsQuestion(state, pageSize);
  const answer = useAnswer<FindingsPage>(question);
  const { status } = useStatus();
  const data = answer.data;
  useMargin(useMemo(() => (data ? { gaps: data.gaps ?? [], ...(data.notCollected ? { notCollected: data.notCollected } : {}) } : {}), [data]));

  const found = useMemo(() => data?.findings ?? [], [data]);
  const total = data?.total ?? 0;
  useEffect(() => {
    if (data) lookAt({ address: findingsAddress(state), ids: found.map((one) => one.id), offset: data.offset, total: data.total });
  }, [data, found, state]);

  const set = (part: Partial<FindingsState>) => go(findingsAddress({ ...state, page: 1, ...part }), part.page ? 'add' : 'replace');
  const selection = useSelection(found, question);
  const rows = useRef<HTMLTableSectionElement>(null);
  const [archiving, setArchiving] = useState<readonly string[] | null>(null);
  const [trouble, setTrouble] = useState('');

  const links = () => [...(rows.current?.querySelectorAll<HTMLElement>('a[data-row]') ?? [])];
  const step = (by: number) => {
    const all = links();
    const at = all.findIndex((link) => link.closest('tr')?.contains(document.activeElement));
    all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))]?.focus();
  };
  const focused = () => found[links().findIndex((link) => link.closest('tr')?.contains(document.activeElement))];
  const back = state.status === 'ARCHIVED';
  const act = (ids: readonly string[]) => {
    setTrouble('');
    if (ids.length === 0) return announce('Choose a finding first.');
    if (!back) return setArchiving(ids);
    unarchive(ids).then(selection.clear, (err: unknown) => setTrouble(failure(err)));
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    x: () => selection.toggle(focused()?.id, false),
    X: () => selection.toggle(focused()?.id, true),
    e: () => {
      const one = focused();
      if (state.status !== 'RESOLVED') act(selection.ids.length ? selection.ids : one ? [one.id] : []);
    },
    f: () => document.querySelector<HTMLElement>('.filters input')?.focus(),
    Escape: selection.clear,
  });

  const now = status ? new Date(status.now).getTime() : Date.now();
  return (
    <>
      <div className="head">
        <div className="grow">
          <h1>Findings</h1>
          <p className="sub small" aria-live="polite">
            {data ? `${capital(count(total, `${state.status === 'ALL' ? '' : `${statusWord(state.status)} `}finding`))}${total > found.length && found.length > 0 ? `, ${figure(data.offset + 1)} to ${figure(data.offset + found.length)} shown` : ''}` : '\u00a0'}
          </p>
        </div>
        <Link className="btn" to="/analyzers">
          <Icon name="watch" />
          Analyzers and rules
        </Link>
      </div>
      <StatusTabs state={state} data={data} />
      <Filters state={state} data={data} set={set} />
      {trouble && (
        <div className="notice">
          <Note kind="bad">{trouble}</Note>
        </div>
      )}
      {answer.error ? (
        <Failed what="The findings did not come." error={answer.error} again={answer.again} />
      ) : !data ? (
        <Waiting what="the findings" rows={12} onStop={answer.stop} />
      ) : found.length === 0 ? (
        <Nothing state={state} data={data} set={set} />
      ) : (
        <div className={answer.loading ? 'panel tw busy' : 'panel tw'} tabIndex={0} role="region" aria-label="Findings">
          <table className="list fi">
            <thead>
              <tr>
                <th scope="col" className="pick">
                  <label className="tap">
                    <span className="vh">Choose all on this page</span>
                    <input type="checkbox" checked={selection.all} onChange={selection.toggleAll} />
                  </label>
                </th>
                <th scope="col" className="sv">
                  <span className="hide-m">Severity</span>
                </th>
                <th scope="col">Finding</th>
                <th scope="col" className="hide-m">
                  Verdict
                </th>
                <th scope="col" className="hide-m hide-1280">
                  Type
                </th>
                <th scope="col" className="hide-m">
                  Account
                </th>
                {back && (
                  <th scope="col" className="hide-m">
                    Archived
                  </th>
                )}
                <th scope="col" className="num">
                  Age
                </th>
              </tr>
            </thead>
            <tbody ref={rows}>
              {found.map((finding) => (
                <Row key={finding.id} finding={finding} now={now} archived={back} all={state.status === 'ALL'} several={(data.analyzers ?? []).length > 1 && !state.analyzer} picked={selection.has(finding.id)} onPick={(range) => selection.toggle(finding.id, range)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pages page={state.page} pages={Math.max(1, Math.ceil(total / pageSize))} onPage={(page) => set({ page })} />
      {selection.ids.length > 0 && (
        <BulkBar state={state} ids={selection.ids} total={total} onAll={selection.choose} onAct={() => act(selection.ids)} onClear={selection.clear} />
      )}
      {archiving && (
        <ArchiveDialog
          ids={archiving}
          onClose={() => setArchiving(null)}
          onDone={() => {
            setArchiving(null);
            selection.clear();
          }}
        />
      )}
    </>
  );
}

/** useSelection keeps what is chosen for as long as the list is the same. */
function useSelection(found: readonly Finding[], question: string) {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const last = useRef('');
  useEffect(() => {
    setPicked((old) => (old.size ? new Set() : old));
    last.current = '';
  }, [question]);
  const all = found.length > 0 && found.every((one) => picked.has(one.id));
  return {
    ids: [...picked],
    all,
    has: (id: string) => picked.has(id),
    clear: () => setPicked((old) => (old.size ? new Set() : old)),
    choose: (ids: readonly string[]) => setPicked(new Set(ids)),
    toggleAll: () => setPicked(all ? new Set() : new Set(found.map((one) => one.id))),
    toggle: (id: string | undefined, range: boolean) => {
      if (!id) return;
      setPicked((old) => {
        const next = new Set(old);
        const from = found.findIndex((one) => one.id === last.current);
        const to = found.findIndex((one) => one.id === id);
        if (range && from >= 0) for (const one of found.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one.id);
        else if (!next.delete(id)) next.add(id);
        last.current = id;
        return next;
      });
    },
  };
}

function StatusTabs({ state, data }: { state: FindingsState; data: FindingsPage | null }) {
  const counts = data?.counts.status;
  const sum = counts ? Object.values(counts).reduce((a, b) => a + b, 0) : undefined;
  const tabs = [
    ['ACTIVE', counts?.ACTIVE], ['ARCHIVED', counts?.ARCHIVED], ['RESOLVED', counts?.RESOLVED], ['ALL', sum],
  ] as const;
  return (
    <nav className="tabs" aria-label="Findings by status">
      {tabs.map(([name, n]) => (
        <Link key={name} to={findingsAddress({ ...state, status: name, page: 1 })} current={state.status === name}>
          {capital(statusWord(name))}
          {data && <span className="n">{figure(n ?? 0)}</span>}
        </Link>
      ))}
    </nav>
  );
}

/** Field keeps the address in step with what is typed, and follows it when it changes by another hand. */
function Field({ value, onChange, label, placeholder }: { value: string; onChange: (text: string) => void; label: string; placeholder: string }) {
  const [text, setText] = useState(value);
  const settled = useSettled(text, 220);
  const written = useRef(value);
  useEffect(() => {
    if (value !== written.current) {
      written.current = value;
      setText(value);
    }
  }, [value]);
  useEffect(() => {
    if (settled === written.current) return;
    written.current = settled;
    onChange(settled);
    // What is typed decides, not the function that takes it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled]);
  return (
    <label className="inputwrap">
      <Icon name="search" />
      <span className="vh">{label}</span>
      <input className="field" type="search" placeholder={placeholder} value={text} maxLength={1000} autoComplete="off" spellCheck={false} onChange={(event) => setText(event.target.value)} />
    </label>
  );
}

function Filters({ state, data, set }: { state: FindingsState; data: FindingsPage | null; set: (part: Partial<FindingsState>) => void }) {
  const { status } = useStatus();
  const names = new Map((status?.accounts ?? []).map((one) => [one.id, one.name]));
  const types = new Map((status?.resourceTypes ?? []).map((one) => [one.type, one.readable]));
  const counted = (list: { value: string; count: number }[] | null | undefined, name: (value: string) => string) => (list ?? []).map(({ value, count: n }) => [value, `${name(value)} (${figure(n)})`] as const);
  const typed = (part: Partial<FindingsState>) => set({ ...readFindings(window.location.search), page: 1, ...part });
  const counts = data?.counts;
  const [open, setOpen] = useState(false);
  return (
    <div role="search" aria-label="Filter findings">
      <div className="filters">
        <Field value={state.q} onChange={(q) => typed({ q })} label="Filter by text" placeholder="Resource, action or condition" />
        <button type="button" className="btn only-m" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name="filter" />
          Filters
        </button>
        <span className="grow" />
        <Choice label="sorted" value={state.sort} onChange={(sort) => set({ sort })} options={sorts} all="worst first" verb="by" />
      </div>
      <div className={open ? 'filters further open' : 'filters further'}>
        <div className="row wrap sevs" role="group" aria-label="Severity">
          {severities.map((one) => {
            const on = state.severities.includes(one);
            return (
              <button key={one} type="button" className={on ? 'toggle on' : 'toggle'} aria-pressed={on} onClick={() => set({ severities: on ? state.severities.filter((other) => other !== one) : [...state.severities, one] })}>
                <SeverityMark severity={one} />
                <span className="n">{counts ? figure(counts.severity[one] ?? 0) : ''}</span>
              </button>
            );
          })}
        </div>
        <Field value={state.principal} onChange={(principal) => typed({ principal })} label="Filter by principal" placeholder="Principal" />
        <Choice label="type" value={state.type} onChange={(type) => set({ type })} options={counts ? counted(counts.types, typeWord) : findingTypes.map((type) => [type, typeWord(type)])} all="any type" />
        <Choice label="account" value={state.account} onChange={(account) => set({ account })} options={counted(counts?.accounts, (id) => names.get(id) || accountId(id))} all="any account" />
        <Choice label="resource" value={state.resourceType} onChange={(resourceType) => set({ resourceType })} options={counted(counts?.resourceTypes, (type) => types.get(type) || type)} all="of any type" />
        {((data?.analyzers ?? []).length > 1 || state.analyzer) && (
          <Choice label="analyzer" value={state.analyzer} onChange={(analyzer) => set({ analyzer })} options={(data?.analyzers ?? []).map((one) => [one.name, one.name])} all="any" />
        )}
        {state.resource && <Drop label={`resource is ${state.resource}`} onDrop={() => set({ resource: '' })} />}
        {chosen(state) && (
          <button type="button" className="btn sm quiet" onClick={() => go(findingsAddress({ status: state.status, sort: state.sort }), 'replace')}>
            Drop the filters
          </button>
        )}
      </div>
    </div>
  );
}

function Nothing({ state, data, set }: { state: FindingsState; data: FindingsPage; set: (part: Partial<FindingsState>) => void }) {
  const { status } = useStatus();
  if ((data.analyzers ?? []).length === 0) {
    return (
      <div className="panel emptypanel">
        <p>No analyzer watches, so nothing can be found.</p>
        <p className="gap-top">
          <Link className="btn primary" to="/analyzers?form=new">
            Create an analyzer
          </Link>
        </p>
      </div>
    );
  }
  if (!chosen(state)) {
    const accounts = status?.accounts?.length ?? 0;
    const gaps = data.gaps?.length ?? 0;
    return (
      <div className="panel emptypanel">
        <p>
          {state.status === 'ACTIVE' ? 'Nothing is active' : state.status === 'ALL' ? 'Nothing was found' : `Nothing is ${statusWord(state.status)}`}
          {accounts > 0 && ` in ${count(accounts, 'account')}`}.
          {gaps > 0 && (
            <>
              {' '}
              <Link to="/discovery">{capital(count(gaps, 'gap'))}</Link> {gaps === 1 ? 'remains' : 'remain'}: what was not read may hold more.
            </>
          )}
        </p>
      </div>
    );
  }
  return (
    <div className="panel emptypanel">
      <p>No {state.status === 'ALL' ? '' : `${statusWord(state.status)} `}finding is like that.</p>
      <p className="sub gap-top">
        {state.q && <Drop label={`text is ${state.q}`} onDrop={() => set({ q: '' })} />}
        {state.principal && <Drop label={`principal is ${state.principal}`} onDrop={() => set({ principal: '' })} />}
        {state.severities.length > 0 && <Drop label={`severity is ${state.severities.join(' or ')}`} onDrop={() => set({ severities: [] })} />}
        {state.type && <Drop label={`type is ${typeWord(state.type)}`} onDrop={() => set({ type: '' })} />}
        {state.account && <Drop label={`account is ${accountId(state.account)}`} onDrop={() => set({ account: '' })} />}
        {state.resourceType && <Drop label={`resource is ${state.resourceType}`} onDrop={() => set({ resourceType: '' })} />}
        {state.resource && <Drop label={`resource is ${state.resource}`} onDrop={() => set({ resource: '' })} />}
        {state.analyzer && <Drop label={`analyzer is ${state.analyzer}`} onDrop={() => set({ analyzer: '' })} />}
      </p>
    </div>
  );
}

function Row({ finding, now, archived, all, several, picked, onPick }: { finding: Finding; now: number; archived: boolean; all: boolean; several: boolean; picked: boolean; onPick: (range: boolean) => void }) {
  const { subject } = finding;
  const says = rowHeadline(finding);
  return (
    <tr className={picked ? 'sel' : undefined}>
      <td className="pick">
        <label className="tap">
          <span className="vh">
            Choose: <Name text={says} max={120} />
          </span>
          <input type="checkbox" checked={picked} onChange={(event) => onPick(event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)} />
        </label>
      </td>
      <td className="sv">
        <SeverityMark severity={finding.severity} />
      </td>
      <td className="t">
        <Link to={below('findings', finding.id)} row>
          <Name text={says} max={110} strong />
        </Link>{' '}
        {finding.stale && <span className="tag gap">not judged again</span>}
        {all && <span className="tag">{statusWord(finding.status)}</span>}
        <span className="r">
          <Icon name={iconOf('resource', finding.resourceType)} size={14} />
          <span className="ell">
            <Name text={subject.name || finding.resource} max={52} code />
          </span>
          <span className="only-m nowrap"> · {subject.accountName || accountId(finding.resourceOwnerAccount)}</span>
          {several && (
            <span className="ell">
              {' '}
              · <Name text={finding.analyzer} max={32} />
            </span>
          )}
        </span>
      </td>
      <td className="hide-m">
        <VerdictMark verdict={verdictOf(finding)} />
      </td>
      <td className="sub hide-m hide-1280">{typeWord(finding.findingType)}</td>
      <td className="hide-m">
        <Name text={subject.accountName || accountId(finding.resourceOwnerAccount)} max={24} />
      </td>
      {archived && (
        <td className="sub hide-m">
          <Name text={finding.archived?.reason || (finding.archived?.rule ? `rule ${finding.archived.rule}` : 'without a reason')} max={48} />
          {finding.archived?.expires && <span className="faint small secondline">until {moment(finding.archived.expires).split(',')[0]}</span>}
        </td>
      )}
      <td className="num sub" title={moment(finding.createdAt)}>
        {ago(finding.createdAt, now)}
      </td>
    </tr>
  );
}

function BulkBar({ state, ids, total, onAll, onAct, onClear }: { state: FindingsState; ids: readonly string[]; total: number; onAll: (ids: readonly string[]) => void; onAct: () => void; onClear: () => void }) {
  const [error, setError] = useState('');
  const more = Math.min(total, mostAtOnce);
  const everything = () => {
    setError('');
    ask<FindingsPage>(findingsQuestion(state, mostAtOnce, 0)).then(
      (page) => onAll((page.findings ?? []).map((one) => one.id)),
      (err: unknown) => setError(failure(err)),
    );
  };
  return (
    <div className="bulk" role="region" aria-label="Chosen findings">
      <span aria-live="polite">
        <b>{figure(ids.length)} chosen</b> <span className="hide-m">of {figure(total)}</span>
      </span>
      {error && <span role="alert">{error}</span>}
      {ids.length < more && (
        <button type="button" className="btn sm" onClick={everything}>
          {more === total ? `All ${figure(total)}` : `The first ${figure(more)}`}
        </button>
      )}
      {state.status !== 'RESOLVED' && (
        <button type="button" className="btn sm" onClick={onAct}>
          <Icon name="archive" />
          {state.status === 'ARCHIVED' ? 'Make active again' : 'Archive'} <kbd className="hide-m">e</kbd>
        </button>
      )}
      <button type="button" className="iconbtn" aria-label="Choose none" onClick={onClear}>
        <Icon name="x" />
      </button>
    </div>
  );
}
