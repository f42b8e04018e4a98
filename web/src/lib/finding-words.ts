// Findings in sentences: who may do what to which resource, and how sure that is.
import type { AccessDetails, Criterion, Filter, Finding, FindingEvent, FindingStatus } from '../api/finding-types';
import type { Verdict } from '../api/types';
import { accountId } from './names';
import { begin, capital, count, figure, moment, span } from './words';

export function accessOf(finding: Finding): AccessDetails | null {
  const first = finding.findingDetails?.[0];
  return first?.externalAccessDetails ?? first?.internalAccessDetails ?? null;
}

/** verdictOf is the line of a finding: proved, proved under conditions, or not known. */
export function verdictOf(finding: Finding): Verdict {
  if (finding.error || finding.undetermined) return 'undetermined';
  return Object.keys(accessOf(finding)?.condition ?? {}).length > 0 ? 'conditional' : 'allowed';
}

const typeWords: Record<string, string> = {
  ExternalAccess: 'external access', InternalAccess: 'internal access', UnusedIAMRole: 'unused role', UnusedIAMUserAccessKey: 'unused access key',
  UnusedIAMUserPassword: 'unused password', UnusedPermission: 'unused permissions', ServicePrincipalAccess: 'AWS service for anybody',
};

export const findingTypes: readonly string[] = Object.keys(typeWords);

export function typeWord(type: string): string {
  return typeWords[type] ?? type;
}

const accountRoot = /^arn:[^:]*:iam::(\d{12}):root$/;
const identity = /^arn:[^:]*:(?:iam|sts)::(\d{12}):(.+)$/;
const provider = /^arn:[^:]*:iam::\d{12}:(?:oidc|saml)-provider\/(.+)$/;

/** who names the principal of a finding as people say it. */
export function who(finding: Finding): string {
  const access = accessOf(finding);
  const [kind = '', value = ''] = Object.entries(access?.principal ?? {})[0] ?? [];
  if (kind === 'Federated' && finding.remark) return `anybody with a token of ${provider.exec(value)?.[1] ?? value}`;
  return principalWords(kind, value, access?.isPublic ?? false);
}

export function principalWords(kind: string, value: string, open = false): string {
  if (value === '*') return open ? 'anyone on the internet' : 'anyone';
  if (kind === 'Federated') return `identities of ${provider.exec(value)?.[1] ?? value}`;
  if (kind === 'Service') return `AWS service ${value}`;
  if (kind === 'CanonicalUser') return `the account with canonical id ${value}`;
  const account = /^\d{12}$/.test(value) ? value : accountRoot.exec(value)?.[1];
  if (account) return `account ${accountId(account)}`;
  const [, owner = '', path = ''] = identity.exec(value) ?? [];
  if (path) return `${identityWords(path)} of account ${accountId(owner)}`;
  return value || 'somebody';
}

/** identityWords reads the last part of an ARN: "role/team/reader" is "role reader". */
function identityWords(path: string): string {
  const [kind = '', ...rest] = path.split('/');
  if (kind === 'assumed-role') return `session ${rest.at(-1) ?? ''} of role ${rest.at(-2) ?? ''}`;
  return rest.length > 0 ? `${kind} ${rest.at(-1) ?? ''}` : path;
}

/** nounOf is the sort of a thing in a word: "bucket", "role". */
export function nounOf(finding: Finding): string {
  const detail = finding.subject.detail.split(/, | in /)[0] ?? '';
  return detail && !/\d/.test(detail) ? detail : 'resource';
}

const singles: Record<string, string> = {
  's3:getobject': 'read objects in', 's3:putobject': 'write objects to', 's3:listbucket': 'list', 'sqs:sendmessage': 'send messages to', 'sqs:receivemessage': 'read messages of',
  'sns:publish': 'publish to', 'sns:subscribe': 'subscribe to', 'lambda:invokefunction': 'invoke', 'secretsmanager:getsecretvalue': 'read', 'kms:decrypt': 'decrypt with',
  'ec2:createvolume': 'copy', 'rds:restoredbinstancefromdbsnapshot': 'restore', 'rds:restoredbclusterfromsnapshot': 'restore', 'ec2:runinstances': 'start machines from',
};

const levelVerbs: Record<string, string> = { list: 'list', read: 'read', write: 'change', permissions: 'set permissions of', tagging: 'tag' };

/** doing is what can be done, as a verb: "read", "read and change". */
export function doing(finding: Finding): string {
  const actions = (accessOf(finding)?.action ?? []).map((one) => one.toLowerCase());
  const kind = finding.resourceType;
  if (actions.some((one) => one.startsWith('sts:assumerole'))) return 'become';
  const only = actions.length === 1 ? singles[actions[0] ?? ''] : undefined;
  if (only) return only;
  if (/Snapshot$|::Image$/.test(kind) && actions.length <= 1) return 'copy';
  if (kind === 'AWS::KMS::Key') return 'use';
  const levels = Object.keys(levelVerbs).filter((level) => (finding.levels ?? []).includes(level));
  const verbs = levels.map((level) => levelVerbs[level] ?? '');
  if (verbs.length === 0) return 'reach';
  if (verbs.length > 1 && verbs[0] === 'list' && levels.includes('read')) verbs.shift();
  return verbs.length === 1 ? (verbs[0] ?? 'reach') : `${verbs.slice(0, -1).join(', ')} and ${verbs.at(-1) ?? ''}`;
}

const unusedWords: Record<string, (f: Finding) => string> = {
  UnusedIAMRole: (f) => `Role not used${since(f.findingDetails?.[0]?.unusedIamRoleDetails?.lastAccessed)}`,
  UnusedIAMUserPassword: (f) => `Password not used${since(f.findingDetails?.[0]?.unusedIamUserPasswordDetails?.lastAccessed)}`,
  UnusedIAMUserAccessKey: (f) => `Access key ${f.findingDetails?.[0]?.unusedIamUserAccessKeyDetails?.accessKeyId ?? ''} not used${since(f.findingDetails?.[0]?.unusedIamUserAccessKeyDetails?.lastAccessed)}`,
  UnusedPermission: (f) => {
    const parts = [f.numberOfUnusedServices ? count(f.numberOfUnusedServices, 'service') : '', f.numberOfUnusedActions ? count(f.numberOfUnusedActions, 'action') : ''].filter(Boolean);
    return capital(`${parts.join(' and ') || 'permissions'} not used`);
  },
};

function since(lastAccessed: string | undefined): string {
  const at = moment(lastAccessed ?? '');
  return at ? ` since ${at.split(',')[0] ?? at}` : ' as far as is recorded';
}

/** headline is what a finding says, without the name of the resource: "Account 7777 8888 9999 can read this". */
export function headline(finding: Finding): string {
  const unused = unusedWords[finding.findingType];
  if (unused) return unused(finding);
  const can = finding.status === 'RESOLVED' ? 'could' : 'can';
  if (finding.error) return `We ${finding.status === 'RESOLVED' ? 'could not' : 'cannot'} tell who from outside can reach`;
  const says = `${who(finding)} ${can} ${doing(finding)}`;
  return finding.undetermined ? `We cannot tell whether ${says}` : begin(says);
}

/** rowHeadline is headline where the name of the resource stands elsewhere: "… can read this bucket". */
export function rowHeadline(finding: Finding): string {
  return aboutResource(finding) ? `${headline(finding)} this ${nounOf(finding)}` : headline(finding);
}

/** aboutResource tells whether a headline goes on with the name of the resource. */
export function aboutResource(finding: Finding): boolean {
  return !unusedWords[finding.findingType];
}

/** underWhich words the keys that narrow the access. */
export function underWhich(finding: Finding): string[] {
  const inside = finding.findingType === 'InternalAccess';
  return Object.entries(accessOf(finding)?.condition ?? {}).map(([key, value]) => {
    if (!inside) return `${key} is ${value}`;
    // Of access from inside the value says how it is compared, too.
    return value.startsWith('not: ') ? `not ${value.slice('not: '.length)}` : `${key} ${value}`;
  });
}

/** spelled gives an action the spelling that the finding itself has. */
export function spelled(action: string, finding: Finding): string {
  return (accessOf(finding)?.action ?? []).find((one) => one.toLowerCase() === action.toLowerCase()) ?? action;
}

export function statusWord(status: FindingStatus | 'ALL'): string {
  return status === 'ALL' ? 'all' : status.toLowerCase();
}

/** standing says for how long a finding has been what it is. */
export function standing(finding: Finding, now: number): string {
  const last = finding.history?.at(-1)?.at ?? finding.updatedAt;
  const then = new Date(last).getTime();
  const long = Number.isNaN(then) ? '' : ` for ${span(Math.max(0, now - then))}`;
  return `${statusWord(finding.status)}${long}`;
}

/** eventWords says what happened to a finding. */
export function eventWords(event: FindingEvent): string {
  if (event.from === undefined) return event.to === 'ARCHIVED' ? 'Found, and archived at once' : 'Found';
  if (event.to === 'RESOLVED') return 'Resolved';
  if (event.to === 'ARCHIVED') return event.from === 'ARCHIVED' ? 'Archived again' : 'Archived';
  return event.from === 'RESOLVED' ? 'There again' : 'Made active again';
}

export function byWhom(who: string): string {
  if (who === 'analyzer') return 'by the analyzer';
  return who.startsWith('rule ') ? `by archive ${who}` : who ? `by ${who}` : '';
}

/** zoneWords reads a zone of trust as people do. */
export function zoneWords(zone: string): string {
  const [kind = '', rest = ''] = [zone.slice(0, zone.indexOf(':') >= 0 ? zone.indexOf(':') : undefined), zone.includes(':') ? zone.slice(zone.indexOf(':') + 1) : ''];
  if (kind === 'organization') return rest ? `organization ${rest}` : 'the organization';
  const accounts = rest.split(',').filter(Boolean);
  if (accounts.length > 3) return `${figure(accounts.length)} accounts`;
  return `${accounts.length === 1 ? 'account' : 'accounts'} ${accounts.map(accountId).join(', ')}`;
}

export const operators = ['is', 'is not', 'contains', 'exists', 'does not exist'] as const;
export type Operator = (typeof operators)[number];

/** CriterionRow is one line of the editor of a filter. */
export interface CriterionRow {
  key: string;
  operator: Operator;
  values: string[];
}

/** rowsOf takes a filter apart into lines. */
export function rowsOf(filter: Filter): CriterionRow[] {
  return Object.keys(filter)
    .sort()
    .flatMap((key) => {
      const { eq, neq, contains, exists } = filter[key] ?? {};
      const rows: CriterionRow[] = [];
      if (eq?.length) rows.push({ key, operator: 'is', values: eq });
      if (neq?.length) rows.push({ key, operator: 'is not', values: neq });
      if (contains?.length) rows.push({ key, operator: 'contains', values: contains });
      if (typeof exists === 'boolean') rows.push({ key, operator: exists ? 'exists' : 'does not exist', values: [] });
      return rows;
    });
}

/** filterOf is rowsOf the other way round; lines without a key or a value say nothing yet. */
export function filterOf(rows: readonly CriterionRow[]): Filter {
  const filter: Filter = {};
  for (const { key, operator, values } of rows) {
    const given = values.map((value) => value.trim()).filter(Boolean);
    const asks = operator === 'exists' || operator === 'does not exist';
    if (!key.trim() || (!asks && given.length === 0)) continue;
    const criterion: Criterion = (filter[key.trim()] ??= {});
    if (asks) criterion.exists = operator === 'exists';
    else if (operator === 'is') criterion.eq = [...(criterion.eq ?? []), ...given];
    else if (operator === 'is not') criterion.neq = [...(criterion.neq ?? []), ...given];
    else criterion.contains = [...(criterion.contains ?? []), ...given];
  }
  return filter;
}

const keyWords: Record<string, string> = {
  resource: 'resource', resourceType: 'resource type', resourceOwnerAccount: 'account', findingType: 'type', isPublic: 'public', severity: 'severity', region: 'Region', action: 'action',
  error: 'error', externalPrincipalType: 'kind of principal', 'principal.AWS': 'principal', 'principal.Federated': 'federated principal', 'principal.Service': 'service principal',
  'principal.CanonicalUser': 'canonical id', undetermined: 'undetermined', resourceControlPolicyRestriction: 'restriction by RCPs', serviceControlPolicyRestriction: 'restriction by SCPs',
};

export function keyWord(key: string): string {
  return keyWords[key] ?? key;
}

/** ruleKeys are those that archive rules take; "condition." is followed by a condition key. */
export const ruleKeys: readonly string[] = [...Object.keys(keyWords), 'condition.'];

/** ruleWords says what a rule hides: "type is external access and public is false". */
export function ruleWords(filter: Filter): string {
  return rowsOf(filter)
    .map(({ key, operator, values }) => `${keyWord(key)} ${operator}${values.length ? ` ${values.join(' or ')}` : ''}`)
    .join(', and ');
}
