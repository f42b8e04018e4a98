// What a person writes about an analyzer, and the order that is made of it.
import type { Analyzer, AnalyzerKind, Exclusion, Inclusion } from '../api/finding-types';

export interface AnalyzerDraft {
  name: string;
  type: AnalyzerKind;
  zoneKind: 'organization' | 'account' | 'accounts';
  organization: string;
  accounts: string[];
  age: string;
  servicePrincipals: boolean;
  excludeAccounts: string[];
  /** one "key" or "key=value" a line */
  excludeTags: string;
  resources: string;
  resourceTypes: string[];
  includeAccounts: string[];
  tags: string;
}

export const emptyDraft: AnalyzerDraft = {
  name: '', type: 'external', zoneKind: 'organization', organization: '', accounts: [], age: '90', servicePrincipals: false,
  excludeAccounts: [], excludeTags: '', resources: '', resourceTypes: [], includeAccounts: [], tags: '',
};

/** listed parts a field at blanks, commas and ends of lines. */
export function listed(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter(Boolean))];
}

function lines(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter(Boolean);
}

/** pair parts "key=value" at the first sign; a line without one is a key alone. */
function pair(line: string): [string, string] {
  const at = line.indexOf('=');
  return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}

export function draftOf(analyzer: Analyzer): AnalyzerDraft {
  const [kind = '', rest = ''] = [analyzer.zone.split(':', 1)[0], analyzer.zone.includes(':') ? analyzer.zone.slice(analyzer.zone.indexOf(':') + 1) : ''];
  const zoneKind = kind === 'account' || kind === 'accounts' ? kind : 'organization';
  const exclude = analyzer.exclude ?? [];
  const include = analyzer.include ?? [];
  return {
    name: analyzer.name, type: analyzer.type, zoneKind,
    organization: zoneKind === 'organization' ? rest : '', accounts: zoneKind === 'organization' ? [] : rest.split(',').filter(Boolean),
    age: String(analyzer.unusedAccessAge || 90), servicePrincipals: analyzer.servicePrincipals ?? false,
    excludeAccounts: exclude.flatMap((one) => one.account ?? []),
    excludeTags: exclude.filter((one) => one.tagKey).map((one) => `${one.tagKey ?? ''}${one.tagValue ? `=${one.tagValue}` : ''}`).join('\n'),
    resources: include.flatMap((one) => one.resources ?? []).join('\n'),
    resourceTypes: include.flatMap((one) => one.resourceTypes ?? []),
    includeAccounts: include.flatMap((one) => one.accounts ?? []),
    tags: Object.entries(analyzer.tags ?? {}).map(([key, value]) => `${key}=${value}`).join('\n'),
  };
}

/** plain tells whether the form can say what an analyzer includes: it writes one entry, an analyzer may have more. */
export function plainInclude(analyzer: Analyzer): boolean {
  return (analyzer.include ?? []).length <= 1;
}

export function zoneOf(draft: AnalyzerDraft): string {
  if (draft.zoneKind === 'organization') return draft.organization ? `organization:${draft.organization.trim()}` : 'organization';
  return `${draft.zoneKind}:${draft.accounts.join(',')}`;
}

/** orderOf is the body that creates or changes an analyzer. */
export function orderOf(draft: AnalyzerDraft, include?: Inclusion[] | null): Record<string, unknown> {
  const exclude: Exclusion[] = [
    ...draft.excludeAccounts.map((account) => ({ account })),
    ...lines(draft.excludeTags).map((line) => {
      const [tagKey, tagValue] = pair(line);
      return { tagKey, ...(tagValue ? { tagValue } : {}) };
    }),
  ];
  const order: Record<string, unknown> = { name: draft.name.trim(), type: draft.type, zone: zoneOf(draft), tags: Object.fromEntries(lines(draft.tags).map(pair)), exclude };
  if (draft.type === 'unused') order['unusedAccessAge'] = Number.parseInt(draft.age, 10) || 0;
  if (draft.type === 'external') order['servicePrincipals'] = draft.servicePrincipals;
  if (draft.type === 'internal') {
    const one: Inclusion = { resources: listed(draft.resources), resourceTypes: draft.resourceTypes, accounts: draft.includeAccounts };
    order['include'] = include ?? [one];
  }
  return order;
}
