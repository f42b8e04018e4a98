// Figures, times and sentences. Plain present tense, the principal first.
import type { Condition, Gap, Scan, Slice, Status, Summary, Thing, Verdict } from '../api/types';
import { plain } from './names';

export function figure(n: number): string {
  return n.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** count says "1 gap", "3 gaps", "no gaps". */
export function count(n: number, one: string, many = `${one}s`): string {
  if (n === 0) return `no ${many}`;
  return `${figure(n)} ${n === 1 ? one : many}`;
}

const smallNumbers = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'];

/** opening is count at the beginning of a sentence. */
export function opening(n: number, one: string, many = `${one}s`): string {
  return `${smallNumbers[n] ?? figure(n)} ${n === 1 ? one : many}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** begin is capital for words that are a text; a name at its beginning stays as it is. */
export function begin(text: string): string {
  return /^[a-z]+[ ,;.]/.test(text) ? capital(text) : text;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** moment writes a time in UTC with its date; '' when there is none. */
export function moment(text: string): string {
  const date = new Date(text);
  if (!text || Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1971) return '';
  const two = (n: number) => n.toString().padStart(2, '0');
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}, ${two(date.getUTCHours())}:${two(date.getUTCMinutes())} UTC`;
}

/** ago writes an age as lists do: "2 h"; '' when either time is missing. */
export function ago(text: string, now: number): string {
  const then = new Date(text).getTime();
  if (!text || Number.isNaN(then) || then < 31536000000) return '';
  return span(Math.max(0, now - then));
}

/** span writes a length of time in its largest unit. */
export function span(ms: number): string {
  const s = Math.round(ms / 1000);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  if (s < 172800) return `${Math.floor(s / 3600)} h`;
  return `${Math.floor(s / 86400)} days`;
}

/** title is the head of the explorer. */
export function title(slice: Titled): string {
  return titleParts(slice)
    .map((part) => (typeof part === 'string' ? part : subjectName(part)))
    .join('');
}

type Titled = Pick<Slice, 'direction' | 'subject' | 'object'>;

/** titleParts is title with its names apart, for places that show names as such. */
export function titleParts({ direction, subject, object }: Titled): (string | Thing)[] {
  if (direction === 'between') return ['Ways from ', subject, ' to ', object ?? 'there'];
  if (direction === 'to') return ['Who can reach ', subject];
  return ['What ', subject, ' can reach'];
}

export function subjectName(thing: { kind: string; name: string; arn: string }): string {
  if (thing.kind === 'anyone') return 'anyone';
  return plain(thing.name || thing.arn, 60);
}

export const verdicts: readonly Verdict[] = ['allowed', 'conditional', 'undetermined', 'denied'];

/** verdictWord is the word beside the sample of a line. */
export function verdictWord(verdict: Verdict): string {
  return verdict;
}

/** summaryParts are the figures of a view, those that are not nothing. */
export function summaryParts(summary: Summary, direction: Slice['direction']): { verdict: Verdict; n: number; text: string }[] {
  const what = direction === 'to' ? (n: number) => count(n, 'principal') : (n: number) => count(n, 'resource');
  const parts: { verdict: Verdict; n: number; text: string }[] = [];
  if (summary.allowed > 0) parts.push({ verdict: 'allowed', n: summary.allowed, text: 'without conditions' });
  if (summary.conditional > 0) parts.push({ verdict: 'conditional', n: summary.conditional, text: 'with conditions' });
  if (summary.undetermined > 0) parts.push({ verdict: 'undetermined', n: summary.undetermined, text: 'undetermined' });
  if (summary.denied > 0) parts.push({ verdict: 'denied', n: summary.denied, text: 'cut off' });
  if (parts.length === 0) return [{ verdict: 'denied', n: 0, text: what(0) }];
  return parts;
}

/** openSentence says how much is open to anyone; what cannot be told is never left out of it. */
export function openSentence(summary: Summary, incomplete: boolean): string {
  const parts: string[] = [];
  if (summary.allowed > 0) parts.push(`${opening(summary.allowed, 'resource')} ${summary.allowed === 1 ? 'is' : 'are'} open to anyone`);
  if (summary.conditional > 0) parts.push(`${opening(summary.conditional, 'resource')} under conditions`);
  if (summary.undetermined > 0) parts.push(`of ${opening(summary.undetermined, 'resource').toLowerCase()} it cannot be told`);
  if (summary.allowed === 0 && parts.length > 0) parts.unshift('No resource is known to be open to anyone');
  if (parts.length === 0) return incomplete ? 'Nothing that was read is open to anyone' : 'No resource is open to anyone';
  return parts.map((part, i) => (i === 0 ? capital(part) : part.charAt(0).toLowerCase() + part.slice(1))).join(', ');
}

/** emptySentence says what an empty picture means: nothing, or nothing that was read. */
export function emptySentence(direction: Slice['direction'], incomplete: boolean): string {
  const read = incomplete ? ' that was read' : '';
  if (direction === 'to') return `No principal${read} can reach this.`;
  if (direction === 'between') return incomplete ? 'No way was found from one to the other, as far as was read.' : 'No way leads from one to the other.';
  return `No policy${read} gives it anything.`;
}

/** bundle says what a folded edge holds: "9 paths: 6 allowed, 2 conditional". */
export function bundle(paths: number, best: Partial<Record<Verdict, number>> | null | undefined, verdict: Verdict): string {
  const kinds = verdicts.filter((v) => (best?.[v] ?? 0) > 0);
  if (paths <= 1) return `one path, ${verdict}`;
  if (kinds.length < 2) return `${figure(paths)} paths, ${verdict}`;
  return `${figure(paths)} paths: ${kinds.map((v) => `${figure(best?.[v] ?? 0)} ${v}`).join(', ')}`;
}

/** layerName is how a layer is called in a sentence. */
export function layerName(layer: string): string {
  const names: Record<string, string> = {
    rcp: 'resource control policy', scp: 'service control policy', resource: 'resource-based policy', identity: 'identity-based policy',
    boundary: 'permissions boundary', session: 'session policy', endpoint: 'endpoint policy', grant: 'grant',
    acl: 'access control list', publicAccessBlock: 'block on public access',
  };
  return names[layer] ?? layer;
}

/** layerWord is the mark of a denied line: at most eight letters. */
export function layerWord(layer: string): string {
  const words: Record<string, string> = {
    rcp: 'RCP', scp: 'SCP', resource: 'resource', identity: 'identity', boundary: 'boundary', session: 'session',
    endpoint: 'endpoint', grant: 'grant', acl: 'ACL', publicAccessBlock: 'public',
  };
  return words[layer] ?? layer.slice(0, 8);
}

const hops: Record<string, [string, string]> = {
  member_of: ['is a member of', ''],
  assume_role: ['becomes', ' by sts:AssumeRole'],
  assume_role_with_saml: ['becomes', ' by sts:AssumeRoleWithSAML'],
  assume_role_with_web_identity: ['becomes', ' by sts:AssumeRoleWithWebIdentity'],
  instance_profile: ['hands out', ''],
  service_role: ['runs as', ''],
  service_assumes: ['becomes', ' for its resources'],
  account_identity: ['is an identity of', ''],
  grants: ['is granted', ''],
  applies_to: ['on', ''],
  contains: ['holds', ''],
  access: ['reaches', ''],
};

/** hop words an edge between two names: "alice is a member of developers". */
export function hop(kind: string, from: string, to: string): string {
  const [verb, rest] = hops[kind] ?? [kind.replaceAll('_', ' '), ''];
  return `${from} ${verb} ${to}${rest}`;
}

const operators: Record<string, string> = {
  Bool: 'is', StringEquals: 'is', StringEqualsIgnoreCase: 'is', ArnEquals: 'is', NumericEquals: 'is', DateEquals: 'is', BinaryEquals: 'is',
  StringNotEquals: 'is not', StringNotEqualsIgnoreCase: 'is not', ArnNotEquals: 'is not', NumericNotEquals: 'is not', DateNotEquals: 'is not',
  StringLike: 'is like', ArnLike: 'is like', StringNotLike: 'is not like', ArnNotLike: 'is not like',
  IpAddress: 'is in', NotIpAddress: 'is not in',
  NumericLessThan: 'is below', NumericLessThanEquals: 'is at most', NumericGreaterThan: 'is above', NumericGreaterThanEquals: 'is at least',
  DateLessThan: 'is before', DateLessThanEquals: 'is not after', DateGreaterThan: 'is after', DateGreaterThanEquals: 'is not before',
};

/** condition puts a condition in plain words: "aws:MultiFactorAuthPresent is true". */
export function condition(c: Condition): string {
  const inner = c.all?.length ? c.all.map((one) => condition(one)).join(' and ') : c.text || test(c);
  return c.unless ? `unless ${inner}` : inner;
}

function test({ key = '', operator = '', values = [] }: Condition): string {
  const [quantifier, bare] = operator.includes(':') ? operator.split(':', 2) : ['', operator];
  const plainOperator = (bare ?? '').replace(/IfExists$/, '');
  if (plainOperator === 'Null') return `${key} is ${values[0] === 'true' ? 'absent' : 'given'}`;
  const verb = operators[plainOperator] ?? plainOperator ?? 'is';
  const subject = quantifier === 'ForAllValues' ? `every ${key}` : quantifier === 'ForAnyValue' ? `one ${key}` : key;
  return `${subject} ${verb} ${values.join(' or ')}${bare?.endsWith('IfExists') ? ', or is absent' : ''}`.trim();
}

/** place says where a gap is: "prod, eu-west-1". */
export function place(gap: Pick<Gap, 'account' | 'accountName' | 'region'>): string {
  return [gap.accountName || gap.account || '', gap.region ?? ''].filter(Boolean).join(', ');
}

const calls: Record<string, string> = {
  'kms:GetKeyPolicy': 'Key policies', 's3:GetBucketPolicy': 'Bucket policies', 's3:GetBucketAcl': 'Access control lists of buckets',
  'lambda:GetPolicy': 'Function policies', 'organizations:ListPolicies': 'Policies of the organization',
  'iam:GetAccountAuthorizationDetails': 'Users, groups, roles and their policies', 'kms:ListGrants': 'Grants of keys',
  'sts:AssumeRole': 'The whole account',
};

/** callName says what a refused call would have read. */
export function callName(call: string): string {
  const known = calls[call];
  if (known) return known;
  const [service, name] = call.split(':');
  if (!name) return call;
  const words = name.replace(/^(Get|List|Describe|BatchGet)/, '').replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return capital(words ? `${words} of ${service ?? ''}` : call);
}

/** scanSentence says how a scan stands. */
export function scanSentence(scan: Scan, now: number): string {
  const began = ago(scan.startedAt, now);
  switch (scan.state) {
    case 'queued':
      return 'A scan waits for its turn.';
    case 'running':
      return `A scan is running${began ? `, for ${began} so far` : ''}: ${stageWord(scan.stage)}.`;
    case 'failed':
      return `The last scan failed: ${plain(scan.error, 300) || 'the server does not say why'}.`.replace(/\.\.$/, '.');
    case 'cancelled':
      return 'The last scan was stopped; nothing of it was stored.';
    case 'done':
      return `The last scan ended ${moment(scan.finishedAt) || 'a while ago'}, with ${count(scan.gaps, 'gap')}.`;
  }
}

export function stageWord(stage: Scan['stage']): string {
  const words: Record<string, string> = {
    collect: 'reading accounts', permission: 'working out permissions', graph: 'drawing the graph', store: 'storing the snapshot', analyze: 'looking for findings',
  };
  return words[stage] ?? 'starting';
}

/** running tells whether a scan goes on. */
export function running(scan: Scan | null | undefined): boolean {
  return scan?.state === 'running' || scan?.state === 'queued';
}

export const staleAfter = 24 * 3600 * 1000;

/** stale tells whether a survey is old enough to be said in ochre. The sample never ages. */
export function stale(status: Pick<Status, 'sample' | 'snapshot'> | null, now: number): boolean {
  if (!status?.snapshot || status.sample || status.snapshot.sample) return false;
  const taken = new Date(status.snapshot.takenAt).getTime();
  return !Number.isNaN(taken) && now - taken > staleAfter;
}

/** bearing says which gaps bear on a view, in a few words. */
export function bearing(gaps: readonly Gap[]): string {
  const words = [...new Set(gaps.map((gap) => {
    const where = place(gap);
    const what = callName(gap.call);
    return where ? `${what.charAt(0).toLowerCase()}${what.slice(1)} in ${where}` : what;
  }))];
  return words.length > 3 ? `${words.slice(0, 3).join('; ')}; and ${figure(words.length - 3)} more` : words.join('; ');
}
