// Addresses of findings: which are listed, in which order, which page.
import type { FindingStatus, Severity } from '../api/finding-types';

export interface FindingsState {
  status: FindingStatus | 'ALL';
  severities: Severity[];
  type: string;
  account: string;
  resourceType: string;
  /** one whole ARN */
  resource: string;
  principal: string;
  analyzer: string;
  q: string;
  sort: string;
  page: number;
}

export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];
export const statuses: readonly FindingStatus[] = ['ACTIVE', 'ARCHIVED', 'RESOLVED'];

const texts = ['type', 'account', 'resourceType', 'resource', 'principal', 'analyzer', 'q', 'sort'] as const;

export function readFindings(search: string): FindingsState {
  const query = new URLSearchParams(search);
  const status = (query.get('status') ?? '').toUpperCase();
  const wanted = query.getAll('severity').flatMap((text) => text.split(','));
  const page = Number.parseInt(query.get('page') ?? '1', 10);
  const state = { status: 'ACTIVE', severities: severities.filter((one) => wanted.includes(one)), page: page > 1 ? Math.min(page, 1_000_000) : 1 } as FindingsState;
  if (status === 'ALL' || statuses.some((one) => one === status)) state.status = status as FindingsState['status'];
  for (const name of texts) state[name] = query.get(name) ?? '';
  return state;
}

/** findingsAddress is the address of a list; what is as always leaves no trace in it. */
export function findingsAddress(part: Partial<FindingsState>): string {
  const query = new URLSearchParams();
  if (part.status && part.status !== 'ACTIVE') query.set('status', part.status.toLowerCase());
  if (part.severities?.length) query.set('severity', part.severities.join(','));
  for (const name of texts) {
    const value = part[name];
    if (value) query.set(name, value);
  }
  if ((part.page ?? 1) > 1) query.set('page', String(part.page));
  const text = query.toString();
  return text ? `/findings?${text}` : '/findings';
}

/** findingsQuestion is what the server is asked: the filters of people as those of the command line. */
export function findingsQuestion(state: FindingsState, limit: number, offset = (state.page - 1) * limit): string {
  const query = new URLSearchParams();
  const must = (key: string, value: string) => value && query.append('filter', `${key}=${value}`);
  must('findingType', state.type);
  must('resourceOwnerAccount', state.account);
  must('resourceType', state.resourceType);
  must('resource', state.resource);
  if (state.status !== 'ALL') query.set('status', state.status);
  if (state.severities.length) query.set('severity', state.severities.join(','));
  if (state.principal) query.set('principal', state.principal);
  if (state.analyzer) query.set('analyzer', state.analyzer);
  if (state.q) query.set('q', state.q);
  if (state.sort) query.set('sort', state.sort);
  query.set('offset', String(offset));
  query.set('limit', String(limit));
  return `/findings?${query.toString()}`;
}

/** chosen tells whether anything but the status narrows a list. */
export function chosen(state: FindingsState): boolean {
  return state.severities.length > 0 || ['type', 'account', 'resourceType', 'resource', 'principal', 'analyzer', 'q'].some((name) => state[name as (typeof texts)[number]] !== '');
}
