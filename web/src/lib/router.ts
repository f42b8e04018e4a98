// Addresses. What a view shows stands in its address: filters, selection, what
// is unfolded. The History API is all it takes.
import { useSyncExternalStore } from 'react';
import type { Verdict } from '../api/types';

export interface Place {
  path: string;
  search: string;
}

const listeners = new Set<() => void>();
let current: Place | null = null;

function read(): Place {
  return { path: window.location.pathname, search: window.location.search };
}

function changed() {
  current = read();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener('popstate', changed);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener('popstate', changed);
  };
}

export function usePlace(): Place {
  return useSyncExternalStore(subscribe, () => (current ??= read()));
}

/** go opens an address of the application. A filter change replaces the entry, a page or a selection adds one. */
export function go(address: string, how: 'add' | 'replace' = 'add'): void {
  const before = window.location.pathname;
  if (how === 'replace') window.history.replaceState(null, '', address);
  else window.history.pushState(null, '', address);
  changed();
  if (how === 'add' && window.location.pathname !== before) window.scrollTo(0, 0);
}

/** below is the address of one thing of a list. */
export function below(first: string, name: string): string {
  return `/${first}/${encodeURIComponent(name)}`;
}

export type Route =
  | { view: 'overview' }
  | { view: 'explore' }
  | { view: 'principals'; arn: string }
  | { view: 'resources'; arn: string }
  | { view: 'findings'; id: string }
  | { view: 'analyzers'; name: string }
  | { view: 'discovery' }
  | { view: 'none' };

/** route reads a path. ARNs hold slashes, percent-encoded or not. */
export function route(path: string): Route {
  const [, first = '', ...rest] = path.split('/');
  const arn = decode(rest.join('/'));
  switch (first) {
    case '':
      return { view: 'overview' };
    case 'explore':
      return arn ? { view: 'none' } : { view: 'explore' };
    case 'principals':
      return { view: 'principals', arn };
    case 'resources':
      return { view: 'resources', arn };
    case 'findings':
      return { view: 'findings', id: arn };
    case 'analyzers':
      return { view: 'analyzers', name: arn };
    case 'discovery':
      return arn ? { view: 'none' } : { view: 'discovery' };
    default:
      return { view: 'none' };
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not percent-encoded, and holds a percent sign
  }
}

export interface ExploreState {
  from: string;
  to: string;
  levels: string[];
  accounts: string[];
  services: string[];
  verdicts: Verdict[];
  view: 'paths' | 'list';
  sel: string;
  open: string[];
}

export const nothing: ExploreState = {
  from: '', to: '', levels: [], accounts: [], services: [], verdicts: [], view: 'paths', sel: '', open: [],
};

const known: readonly Verdict[] = ['allowed', 'conditional', 'undetermined', 'denied'];

function list(query: URLSearchParams, name: string): string[] {
  return [...new Set(query.getAll(name).flatMap((text) => text.split(',')).filter(Boolean))];
}

export function readExplore(search: string): ExploreState {
  const query = new URLSearchParams(search);
  return {
    from: query.get('from') ?? '',
    to: query.get('to') ?? '',
    levels: list(query, 'level'),
    accounts: list(query, 'account'),
    services: list(query, 'service'),
    verdicts: list(query, 'verdict').filter((v): v is Verdict => (known as readonly string[]).includes(v)),
    view: query.get('view') === 'list' ? 'list' : 'paths',
    sel: query.get('sel') ?? '',
    open: list(query, 'open'),
  };
}

/** questionOf writes what the server is asked: everything but view and selection. */
export function questionOf(state: ExploreState): string {
  const query = new URLSearchParams();
  if (state.from) query.set('from', state.from);
  if (state.to) query.set('to', state.to);
  if (state.levels.length) query.set('level', state.levels.join(','));
  if (state.accounts.length) query.set('account', state.accounts.join(','));
  if (state.services.length) query.set('service', state.services.join(','));
  if (state.verdicts.length) query.set('verdict', state.verdicts.join(','));
  for (const id of state.open) query.append('open', id);
  return query.toString();
}

/** exploreAddress is the address of a view; absent parts leave no trace in it. */
export function exploreAddress(part: Partial<ExploreState>): string {
  const state = { ...nothing, ...part };
  const query = new URLSearchParams(questionOf({ ...state, open: [] }));
  if (state.view !== 'paths') query.set('view', state.view);
  if (state.open.length) query.set('open', state.open.join(','));
  if (state.sel) query.set('sel', state.sel);
  const text = query.toString();
  return text ? `/explore?${text}` : '/explore';
}

export interface ListState {
  q: string;
  kind: string;
  type: string;
  account: string;
  region: string;
  page: number;
}

export function readList(search: string): ListState {
  const query = new URLSearchParams(search);
  const page = Number.parseInt(query.get('page') ?? '1', 10);
  return {
    q: query.get('q') ?? '',
    kind: query.get('kind') ?? '',
    type: query.get('type') ?? '',
    account: query.get('account') ?? '',
    region: query.get('region') ?? '',
    page: Number.isFinite(page) && page > 1 ? Math.min(page, 1_000_000) : 1,
  };
}

export function listAddress(path: '/principals' | '/resources', part: Partial<ListState>): string {
  const query = new URLSearchParams();
  for (const name of ['q', 'kind', 'type', 'account', 'region'] as const) {
    const value = part[name];
    if (value) query.set(name, value);
  }
  if ((part.page ?? 1) > 1) query.set('page', String(part.page));
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** flipped asks the same thing from its other side. */
export function flipped(state: ExploreState): ExploreState {
  return { ...state, from: state.to, to: state.from, sel: '', open: [] };
}
