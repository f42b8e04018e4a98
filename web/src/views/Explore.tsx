// Who reaches what, by which way. The address holds the question, the filters,
// what is unfolded and what is chosen.
import { useEffect, useMemo, useRef, useState } from 'react';
import { useAnswer } from '../api/client';
import { useStatus } from '../api/status';
import type { Page, PathEdge, PathNode, Slice, Thing, Verdict } from '../api/types';
import { Graph } from '../graph/Graph';
import { itineraries, type Itinerary } from '../graph/trace';
import { FindingLink } from '../parts/FindingLink';
import { Icon, iconOf } from '../parts/Icon';
import { Link } from '../parts/Link';
import { announce } from '../parts/live';
import { Name } from '../parts/Name';
import { SearchBox } from '../parts/Palette';
import { Menu } from '../parts/Shell';
import { Failed, Note, Waiting, useLate } from '../parts/states';
import { useMargin } from '../parts/strip-context';
import { VerdictMark, verdictClass } from '../parts/Verdict';
import { copy } from '../lib/copy';
import { useKeys } from '../lib/keys';
import { accountId, plain } from '../lib/names';
import { exploreAddress, flipped, go, questionOf, readExplore, usePlace, type ExploreState } from '../lib/router';
import { addressOf } from '../lib/search';
import { recent, remember } from '../lib/storage';
import { condition, count, emptySentence, figure, summaryParts, title, titleParts, verdicts } from '../lib/words';
import { Drawer } from './Drawer';
import { useTitle } from './title';

export function Explore() {
  const { search } = usePlace();
  const state = useMemo(() => readExplore(search), [search]);
  if (!state.from && !state.to) return <Begin />;
  return <Paths key={`${state.from}\n${state.to}`} state={state} />;
}

/** Begin asks for a subject. */
function Begin() {
  useTitle('Explore');
  useMargin({});
  const people = useAnswer<Page>('/principals?kind=user&limit=6');
  const things = useAnswer<Page>('/resources?limit=6');
  const [old] = useState(recent);
  return (
    <div className="begin">
      <h1>Who can reach what, and by which way</h1>
      <p className="sub">Choose a principal to see what it can reach, or a resource to see who can reach it.</p>
      <div className="beginbox">
        <SearchBox autoFocus={false} />
      </div>
      <div className="begincols">
        {(['principals', 'resources'] as const).map((which) => {
          const answer = which === 'principals' ? people : things;
          const items = (answer.data?.items ?? []).filter((thing) => !old.some((known) => known.arn === thing.arn));
          if (items.length === 0) return null;
          return (
            <section key={which}>
              <h2>{which === 'principals' ? 'Principals' : 'Resources'}</h2>
              <ul>
                {items.slice(0, 6).map((thing) => (
                  <li key={thing.arn}>
                    <Icon name={iconOf(thing.kind, thing.type)} />
                    <Link to={addressOf(thing)} onGo={() => remember(thing)}>
                      <Name text={thing.name} max={32} />
                    </Link>
                    <span className="faint small ell">
                      <Name text={thing.detail} max={40} />
                    </span>
                  </li>
                ))}
              </ul>
              <p className="small gap-top">
                <Link to={`/${which}`}>All {which}</Link>
              </p>
            </section>
          );
        })}
      </div>
    </div>
  );
}

function Paths({ state }: { state: ExploreState }) {
  const path = `/paths?${questionOf(state)}`;
  const answer = useAnswer<Slice>(path);
  const { status } = useStatus();
  const slice = answer.data;
  const edges = slice?.edges ?? [];
  const nodes = slice?.nodes ?? [];
  const head = slice ? title(slice) : state.from && state.to ? 'Ways between two' : state.from ? 'What it can reach' : 'Who can reach this';
  useTitle(head);
  useMargin({
    ...(slice ? { gaps: slice.gaps ?? [], notCollected: slice.notCollected ?? [], drawn: slice.drawn, folded: slice.folded } : {}),
  });
  const late = useLate(answer.loading, 200);
  const opener = useRef<Element | null>(null);

  const change = (part: Partial<ExploreState>, how: 'add' | 'replace') => go(exploreAddress({ ...state, ...part }), how);
  const select = (id: string) => {
    if (id === state.sel) return;
    if (!state.sel) opener.current = document.activeElement;
    change({ sel: id }, 'add');
  };
  const close = () => {
    if (!state.sel) return;
    change({ sel: '' }, 'replace');
    if (opener.current instanceof HTMLElement || opener.current instanceof SVGElement) opener.current.focus();
  };
  const unfold = (node: PathNode) => {
    if (node.folded === 0 || state.open.includes(node.id)) return;
    change({ open: [...state.open, node.id], sel: '' }, 'add');
    announce(`Unfolding ${plain(node.name, 60)}.`);
  };
  const openNode = (node: PathNode) => select(leadingEdge(node, edges) ?? node.id);

  useKeys({
    Escape: close,
    t: () => go(exploreAddress(flipped(state))),
    v: () => change({ view: state.view === 'paths' ? 'list' : 'paths' }, 'replace'),
    f: () => document.querySelector<HTMLElement>('.chip.add')?.click(),
    c: () => void copy(window.location.href, 'Link'),
    u: () => {
      const id = document.activeElement?.getAttribute('data-node');
      const node = nodes.find((one) => one.id === (id ?? state.sel));
      if (node) unfold(node);
    },
  });

  const asked = useRef('');
  useEffect(() => {
    if (!slice || asked.current === path) return;
    asked.current = path;
    announce(`${title(slice)}: ${summaryText(slice)}.`);
  }, [slice, path]);

  const empty = slice !== null && edges.length === 0;
  return (
    <>
      <div className="left">
        <div className="tools">
          <div className="row wrap">
            <h1>{slice ? <Title slice={slice} /> : head}</h1>
            <span className="grow" />
            {slice && slice.direction === 'to' && <FindingLink arn={slice.subject.arn} />}
            <div className="seg" role="group" aria-label="View">
              {(['paths', 'list'] as const).map((view) => (
                <button key={view} type="button" aria-pressed={state.view === view} onClick={() => change({ view }, 'replace')}>
                  {view === 'paths' ? 'Paths' : 'List'}
                </button>
              ))}
            </div>
            <button type="button" className="btn" onClick={() => void copy(window.location.href, 'Link')}>
              <Icon name="copy" />
              <span className="hide-m">Copy link</span>
              <span className="vh only-m">Copy link</span>
            </button>
          </div>
          <div className="chips">
            <Chips state={state} slice={slice} accounts={status?.accounts ?? []} types={status?.resourceTypes ?? []} change={(part) => change({ ...part, sel: '', open: part.open ?? state.open }, 'replace')} />
            <span className="grow" />
            {slice && <SummaryLine slice={slice} />}
          </div>
        </div>
        {answer.error ? (
          <div className="pad">
            <Failed
              what={answer.error.status === 404 ? 'There is no picture of this.' : 'The paths did not come.'}
              error={answer.error}
              again={answer.again}
            />
            <p className="gap-top">
              <Link to="/explore">Choose another</Link>
            </p>
          </div>
        ) : !slice ? (
          <div className="pad">
            <Waiting what="the paths" rows={10} onStop={answer.stop} />
          </div>
        ) : (
          <>
            {slice.truncated && (
              <div className="pad tight">
                <Note>
                  This is a part of the picture: {count(slice.drawn, 'node')} drawn, {figure(slice.folded)} folded. Filters make it smaller.
                </Note>
              </div>
            )}
            {empty ? (
              <Empty state={state} slice={slice} />
            ) : state.view === 'list' ? (
              <ListView slice={slice} sel={state.sel} onSelect={select} />
            ) : (
              <>
                <div className={late ? 'canvas busy' : 'canvas'} tabIndex={-1}>
                  <Graph slice={slice} sel={state.sel} onEdge={(edge) => select(edge.id)} onNode={openNode} onUnfold={unfold} />
                </div>
                <Itineraries slice={slice} sel={state.sel} onSelect={select} onUnfold={unfold} />
                <Legend />
              </>
            )}
          </>
        )}
      </div>
      {state.sel && !answer.error && (slice || !answer.loading) && <Drawer slice={slice} sel={state.sel} onSelect={select} onClose={close} />}
    </>
  );
}

function Title({ slice }: { slice: Slice }) {
  return titleParts(slice).map((part, i) =>
    typeof part === 'string' ? part : part.kind === 'anyone' ? 'anyone' : <Name key={i} text={part.name || part.arn} max={60} />,
  );
}

/** leadingEdge is the line whose explanation a resource's card opens: the best one that ends there. */
export function leadingEdge(node: PathNode, edges: readonly PathEdge[]): string | null {
  if (node.column !== 4 || node.root || node.folded > 0) return null;
  const rank = (edge: PathEdge) => verdicts.indexOf(edge.verdict);
  const into = edges.filter((edge) => edge.to === node.id && edge.ask).sort((a, b) => rank(a) - rank(b));
  return into[0]?.id ?? null;
}

function summaryText(slice: Slice): string {
  return summaryParts(slice.summary, slice.direction)
    .map((part) => `${figure(part.n)} ${part.text}`)
    .join(', ');
}

function SummaryLine({ slice }: { slice: Slice }) {
  const parts = summaryParts(slice.summary, slice.direction);
  const what = slice.direction === 'to' ? 'principals' : 'resources';
  if (parts.length === 1 && parts[0]?.n === 0) return <span className="small sub">no {what}</span>;
  return (
    <span className="small sub summary">
      {parts.map((part, i) => (
        <span key={part.verdict}>
          {i > 0 && ', '}
          <b className={`c-${verdictClass[part.verdict]}`}>{figure(part.n)}</b> {i === 0 ? `${part.n === 1 ? what.slice(0, -1) : what} ` : ''}
          {part.text}
        </span>
      ))}
    </span>
  );
}

function Empty({ state, slice }: { state: ExploreState; slice: Slice }) {
  const filtered = state.levels.length + state.accounts.length + state.services.length + state.verdicts.length > 0;
  const gaps = slice.gaps?.length ?? 0;
  return (
    <div className="pad">
      <div className="emptypanel panel">
        <p>
          {filtered ? 'No path is left with these filters.' : emptySentence(slice.direction, slice.incomplete)}
        </p>
        <p className="sub gap-top">{gaps > 0 ? `${count(gaps, 'gap')} ${gaps === 1 ? 'bears' : 'bear'} on this view, so the answer may be incomplete.` : slice.incomplete ? 'The answer is incomplete.' : 'No gap bears on this view.'}</p>
        {filtered && (
          <p className="gap-top">
            <Link className="btn sm" replace to={exploreAddress({ from: state.from, to: state.to, view: state.view })}>
              Drop the filters
            </Link>
          </p>
        )}
      </div>
    </div>
  );
}

const levels = ['list', 'read', 'write', 'permissions', 'tagging'] as const;

interface ChipProps {
  state: ExploreState;
  slice: Slice | null;
  accounts: readonly { id: string; name: string }[];
  types: readonly { type: string; count: number; readable: string }[];
  change: (part: Partial<ExploreState>) => void;
}

function Chips({ state, slice, accounts, types, change }: ChipProps) {
  const subject = slice?.subject ?? null;
  const other = slice?.object ?? null;
  const services = useMemo(() => {
    const found = new Set(state.services);
    for (const { type } of types) {
      const service = serviceOf(type);
      if (service) found.add(service);
    }
    for (const node of slice?.nodes ?? []) {
      if (node.kind === 'action') for (const member of node.members ?? []) if (member.includes(':')) found.add(member.split(':')[0] ?? '');
    }
    found.delete('');
    found.delete('*');
    return [...found].sort();
  }, [types, slice, state.services]);
  const filters: { key: 'levels' | 'accounts' | 'services' | 'verdicts'; word: string; options: [string, string][] }[] = [
    { key: 'levels', word: 'level', options: levels.map((level) => [level, level]) },
    { key: 'accounts', word: 'account', options: accounts.map((account) => [account.id, account.name || accountId(account.id)]) },
    { key: 'services', word: 'service', options: services.map((service) => [service, service]) },
    { key: 'verdicts', word: 'verdict', options: verdicts.map((verdict) => [verdict, verdict]) },
  ];
  const set = (key: 'levels' | 'accounts' | 'services' | 'verdicts', values: string[]) =>
    change(key === 'verdicts' ? { verdicts: values.filter((value): value is Verdict => (verdicts as readonly string[]).includes(value)), open: [] } : { [key]: values, open: [] });
  const fromThing = state.from ? (slice && slice.direction === 'to' ? other : subject) : null;
  const toThing = state.to ? (slice && slice.direction === 'to' ? subject : other) : null;
  return (
    <>
      {state.from && <EndChip word="from" thing={fromThing} text={state.from} onDrop={state.to ? () => go(exploreAddress({ to: state.to })) : null} />}
      {state.to && <EndChip word="to" thing={toThing} text={state.to} onDrop={state.from ? () => go(exploreAddress({ from: state.from })) : null} />}
      {!(state.from && state.to) && (
        <Menu
          label="Direction"
          className="chip"
          button={
            <>
              <span>direction</span>
              <b>
                {state.from ? 'can reach' : 'reached by'} <Icon name="down" size={12} />
              </b>
            </>
          }
        >
          {(done) => (
            <>
              <button type="button" className="menuitem" aria-pressed={!!state.from} onClick={() => { done(); if (!state.from) go(exploreAddress(flipped(state))); }}>
                <span className="tick">{state.from && <Icon name="check" />}</span>
                what it can reach
              </button>
              <button type="button" className="menuitem" aria-pressed={!!state.to} onClick={() => { done(); if (!state.to) go(exploreAddress(flipped(state))); }}>
                <span className="tick">{state.to && <Icon name="check" />}</span>
                who can reach it
              </button>
            </>
          )}
        </Menu>
      )}
      {filters
        .filter((filter) => state[filter.key].length > 0)
        .map((filter) => (
          <span key={filter.key} className="chipset">
            <Menu
              label={`${filter.word} is ${names(state[filter.key], filter.options)}`}
              className="chip joined"
              button={
                <>
                  <span>{filter.word} is</span>
                  <b>
                    <Name text={names(state[filter.key], filter.options)} max={36} />
                  </b>
                </>
              }
            >
              {() => <Options word={filter.word} values={state[filter.key]} options={filter.options} onChange={(values) => set(filter.key, values)} />}
            </Menu>
            <button type="button" className="chipx" aria-label={`Drop the filter on ${filter.word}`} onClick={() => set(filter.key, [])}>
              <Icon name="x" size={12} />
            </button>
          </span>
        ))}
      <Menu
        label="Add a filter"
        className="chip add"
        button={
          <>
            <Icon name="plus" size={12} />
            Filter
          </>
        }
      >
        {() => <AddFilter filters={filters} state={state} set={set} />}
      </Menu>
    </>
  );
}

function serviceOf(type: string): string {
  const [, service = ''] = type.split('::');
  return service.toLowerCase();
}

function names(values: readonly string[], options: readonly [string, string][]): string {
  const shown = values.map((value) => options.find(([option]) => option === value)?.[1] ?? value);
  return shown.length > 2 ? `${shown.slice(0, 2).join(', ')} +${shown.length - 2}` : shown.join(', ');
}

function EndChip({ word, thing, text, onDrop }: { word: string; thing: Thing | null; text: string; onDrop: (() => void) | null }) {
  return (
    <span className="chip">
      <span>{word}</span>
      <b>
        {thing && <Icon name={iconOf(thing.kind, thing.type)} />}
        <Name text={thing?.name || thing?.arn || text} max={32} />
      </b>
      {onDrop && (
        <button type="button" className="chipx" aria-label={`Drop ${word}`} onClick={onDrop}>
          <Icon name="x" size={12} />
        </button>
      )}
    </span>
  );
}

function Options({ word, values, options, onChange }: { word: string; values: readonly string[]; options: readonly [string, string][]; onChange: (values: string[]) => void }) {
  if (options.length === 0) return <p className="menuhead">nothing to choose from</p>;
  return (
    <fieldset className="options">
      <legend className="menuhead">{word} is</legend>
      {options.slice(0, 60).map(([value, name]) => (
        <label key={value} className="menuitem">
          <input type="checkbox" checked={values.includes(value)} onChange={(event) => onChange(event.target.checked ? [...values, value] : values.filter((one) => one !== value))} />
          <Name text={name} max={32} />
        </label>
      ))}
    </fieldset>
  );
}

function AddFilter({ filters, state, set }: { filters: readonly { key: 'levels' | 'accounts' | 'services' | 'verdicts'; word: string; options: [string, string][] }[]; state: ExploreState; set: (key: 'levels' | 'accounts' | 'services' | 'verdicts', values: string[]) => void }) {
  const [key, setKey] = useState<'levels' | 'accounts' | 'services' | 'verdicts' | null>(null);
  const filter = filters.find((one) => one.key === key);
  if (filter) return <Options word={filter.word} values={state[filter.key]} options={filter.options} onChange={(values) => set(filter.key, values)} />;
  return (
    <>
      <p className="menuhead">Filter by</p>
      {filters.map((one) => (
        <button key={one.key} type="button" className="menuitem" onClick={() => setKey(one.key)}>
          <span className="grow">{one.word}</span>
          <Icon name="right" size={12} />
        </button>
      ))}
    </>
  );
}

function Legend() {
  return (
    <div className="legend" aria-label="Legend" role="group">
      <h2>Lines</h2>
      {verdicts.map((verdict) => (
        <VerdictMark key={verdict} verdict={verdict} />
      ))}
      <VerdictMark verdict="gap" />
      <span className="grow" />
      <span className="faint small hide-1280 keyhints">
        <kbd>←</kbd> <kbd>→</kbd> along the path <kbd>u</kbd> unfold <kbd>?</kbd> all keys
      </span>
    </div>
  );
}

const dots: Record<string, string> = {
  user: 'who', session: 'who', instance: 'who', compute: 'who', anyone: 'who', provider: 'who', service: 'who', account: 'who', group: 'group', role: 'role', action: 'act',
};

function tagOf(edge: PathEdge): string {
  if (edge.verdict === 'denied') return `${edge.word || edge.layer || 'denied'}`;
  if (edge.verdict === 'conditional') return edge.word ? `if ${edge.word}` : 'conditional';
  if (edge.verdict === 'undetermined') return 'cannot tell';
  return '';
}

/** gathered keeps one way for each pair of ends and each verdict: the one with the least folded. */
function gathered(list: readonly Itinerary[]): { way: Itinerary; more: number }[] {
  const folded = (way: Itinerary) => way.stops.reduce((sum, stop) => sum + (stop.node.folded > 0 ? 1 : 0), 0);
  const found = new Map<string, { way: Itinerary; more: number }>();
  for (const way of list) {
    const key = `${way.stops[0]?.node.id} ${way.stops.at(-1)?.node.id} ${way.verdict}`;
    const known = found.get(key);
    if (!known) found.set(key, { way, more: 0 });
    else found.set(key, { way: folded(way) < folded(known.way) ? way : known.way, more: known.more + 1 });
  }
  return [...found.values()];
}

/** Itineraries are the graph of narrow screens: each way as a line with stops. */
function Itineraries({ slice, sel, onSelect, onUnfold }: { slice: Slice; sel: string; onSelect: (id: string) => void; onUnfold: (node: PathNode) => void }) {
  const list = useMemo(() => gathered(itineraries(slice)), [slice]);
  const [most, setMost] = useState(12);
  return (
    <div className="paths">
      {list.slice(0, most).map(({ way, more }, i) => (
        <article key={`${way.edge.id} ${i}`} className={way.edge.id === sel ? 'it sel' : 'it'}>
          <button type="button" className="ithead" onClick={() => onSelect(way.edge.id)}>
            <VerdictMark verdict={way.verdict} />
            <span className="vh">{way.stops.map((stop) => plain(stop.node.name, 40)).join(', ')}</span>
            <span className="grow" />
            <span className="faint small">
              {figure(i + 1)} of {figure(list.length)}
            </span>
          </button>
          <ol>
            {way.stops.map((stop, j) => (
              <Stop key={j} stop={stop} onUnfold={onUnfold} />
            ))}
          </ol>
          {more > 0 && <p className="itmore small faint">{count(more, 'more way', 'more ways')} with this verdict, in the list</p>}
        </article>
      ))}
      {list.length > most && (
        <p className="pad">
          <button type="button" className="btn" onClick={() => setMost(most + 12)}>
            Show {Math.min(12, list.length - most)} more of {figure(list.length - most)}
          </button>
        </p>
      )}
    </div>
  );
}

function Stop({ stop, onUnfold }: { stop: Itinerary['stops'][number]; onUnfold: (node: PathNode) => void }) {
  const { node, by } = stop;
  const tag = by ? tagOf(by) : '';
  const dot = ['dot', dots[node.kind] ?? 'res', node.unread ? 'fog' : '', node.cut ? 'off' : ''].filter(Boolean).join(' ');
  return (
    <li className={`st ${by ? verdictClass[by.verdict] : 'end'}`}>
      <span className={dot} />
      <div>
        <b>
          <Name text={node.name} max={60} />
        </b>
        <span>
          <Name text={node.detail} max={80} />
        </span>
        {node.folded > 0 && (
          <button type="button" className="btn sm" onClick={() => onUnfold(node)}>
            Unfold {figure(node.folded)}
          </button>
        )}
      </div>
      {tag && by && (
        <span className={`tag ${verdictClass[by.verdict]}`}>
          <Name text={tag} max={24} />
        </span>
      )}
    </li>
  );
}

/** ListView is the same slice as a table. */
function ListView({ slice, sel, onSelect }: { slice: Slice; sel: string; onSelect: (id: string) => void }) {
  const list = useMemo(() => itineraries(slice), [slice]);
  const rows = useRef<HTMLTableSectionElement>(null);
  const step = (by: number) => {
    const buttons = [...(rows.current?.querySelectorAll<HTMLElement>('button[data-row]') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    buttons[Math.min(buttons.length - 1, Math.max(0, at + by))]?.focus();
  };
  useKeys({ j: () => step(1), k: () => step(-1) });
  const cell = (way: Itinerary, columns: readonly number[]) => {
    const stops = way.stops.filter((stop) => columns.includes(stop.node.column));
    return stops.map((stop, i) => (
      <span key={stop.node.id}>
        {i > 0 && <span className="faint"> → </span>}
        <Name text={stop.node.name} max={32} />
        {stop.node.count > 1 && stop.node.column >= 2 && !/^[\d,]+ /.test(stop.node.name) && <span className="faint small"> {figure(stop.node.count)}</span>}
      </span>
    ));
  };
  return (
    <div className="listview tw" tabIndex={0} role="region" aria-label="The same paths as a list">
      <table>
        <thead>
          <tr>
            {slice.direction === 'to' ? <th scope="col">Principal</th> : <th scope="col">Resource</th>}
            <th scope="col">Verdict</th>
            <th scope="col" className="hide-m">
              Groups and roles
            </th>
            <th scope="col" className="hide-m">
              Actions
            </th>
            <th scope="col" className="hide-m">
              Resource groups
            </th>
            <th scope="col" className="hide-m">
              Conditions
            </th>
          </tr>
        </thead>
        <tbody ref={rows}>
          {list.slice(0, 500).map((way, i) => {
            const last = way.stops.at(-1)?.node;
            const first = way.stops[0]?.node;
            const main = slice.direction === 'to' ? first : last;
            const conditions = [...new Set(way.stops.flatMap((stop) => (stop.by?.conditions ?? []).map((one) => condition(one))))];
            return (
              <tr key={`${way.edge.id} ${i}`} className={way.edge.id === sel ? 'sel' : undefined}>
                <td>
                  <button type="button" data-row className="rowlink" onClick={() => onSelect(way.edge.id)}>
                    {main && <Icon name={iconOf(main.kind, main.type)} />}
                    <span>
                      <Name text={main?.name ?? ''} max={40} strong />
                      <br />
                      <span className="faint small">
                        <Name text={main?.detail ?? ''} max={44} />
                      </span>
                      {way.stops.length > 2 && (
                        <span className="only-m faint small secondline">
                          by <Name text={way.stops.slice(1, -1).map((stop) => stop.node.name).join(', ')} max={90} />
                        </span>
                      )}
                    </span>
                  </button>
                </td>
                <td>
                  <VerdictMark verdict={way.verdict} />
                </td>
                <td className="hide-m">{cell(way, [1])}</td>
                <td className="hide-m">{cell(way, [2])}</td>
                <td className="hide-m">{cell(way, [3])}</td>
                <td className="hide-m sub small">
                  {way.stops
                    .filter((stop) => stop.by && stop.by.verdict === 'denied')
                    .map((stop) => `cut off by ${stop.by?.word || stop.by?.layer || 'a layer'}`)
                    .join(', ')}
                  {conditions.slice(0, 2).map((text, j) => (
                    <span key={j}>
                      {j > 0 && '; '}
                      <Name text={text} max={110} />
                    </span>
                  ))}
                  {conditions.length > 2 && ` and ${conditions.length - 2} more`}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="cap small faint">
        {count(list.length, 'path')} of the picture{list.length > 500 ? ', 500 shown' : ''}; {figure(slice.folded)} more are folded.
      </p>
    </div>
  );
}

