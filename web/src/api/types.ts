// The objects of docs/formats/api.md. Everything that may be absent from an older
// or younger server is optional here and read with care.

export type Verdict = 'allowed' | 'conditional' | 'undetermined' | 'denied';

export type ThingKind =
  | 'user' | 'role' | 'group' | 'instance' | 'resource' | 'account' | 'action' | 'service' | 'provider' | 'anyone';

export interface Thing {
  kind: ThingKind;
  name: string;
  arn: string;
  account: string;
  accountName: string;
  region: string;
  type: string;
  detail: string;
}

export interface Meta {
  id: string;
  takenAt: string;
  savedAt: string;
  sources: string[] | null;
  accounts: number;
  identities: number;
  resources: number;
  gaps: number;
  sample: boolean;
}

export type PartState = 'waiting' | 'reading' | 'done' | 'gap';

export interface Part {
  account: string;
  accountName: string;
  region: string;
  service: string;
  state: PartState;
}

export type ScanState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export interface Scan {
  id: string;
  source: string;
  state: ScanState;
  startedAt: string;
  finishedAt: string;
  error: string;
  snapshot: string;
  gaps: number;
  stage: 'collect' | 'permission' | 'graph' | 'store' | 'analyze' | '';
  progress: { done: number; total: number; parts: Part[] | null } | null;
}

export interface Counts {
  accounts: number;
  users: number;
  roles: number;
  groups: number;
  resources: number;
  policies: number;
  gaps: number;
}

export interface Status {
  version: string;
  now: string;
  sample: boolean;
  notice: string;
  snapshot: Meta | null;
  organizations: { id: string; managementAccount: string }[] | null;
  accounts: { id: string; name: string }[] | null;
  scan: Scan | null;
  counts: Counts | null;
  resourceTypes: { type: string; count: number; readable: string }[] | null;
}

export interface Found {
  query: string;
  results: Thing[] | null;
  total: number;
  truncated: boolean;
}

export interface Page {
  items: Thing[] | null;
  total: number;
  offset: number;
}

export interface Gap {
  account?: string;
  accountName?: string;
  region?: string;
  call: string;
  reason: string;
  missingAction?: string;
  layer?: string;
  subject?: string;
  type?: string;
  effect?: string;
  remedy?: string;
}

export interface NotCollected {
  what: string;
  source: string;
  account?: string;
}

export interface Gaps {
  gaps: Gap[] | null;
  notCollected: NotCollected[] | null;
}

export interface Condition {
  operator?: string;
  key?: string;
  values?: string[];
  text?: string;
  all?: Condition[];
  unless?: boolean;
}

export type NodeKind =
  | 'user' | 'role' | 'session' | 'group' | 'instance' | 'compute' | 'service' | 'provider' | 'account' | 'anyone'
  | 'action' | 'resource_group' | 'resource';

export interface PathNode {
  id: string;
  column: number;
  kind: NodeKind;
  name: string;
  detail: string;
  arn: string;
  account: string;
  accountName: string;
  type: string;
  count: number;
  folded: number;
  members?: string[] | null;
  level?: string;
  public?: boolean;
  unread?: boolean;
  cut?: boolean;
  root?: boolean;
}

export interface Ask {
  principal: string;
  action: string;
  resource: string;
}

export interface PathEdge {
  id: string;
  from: string;
  to: string;
  kind: string;
  verdict: Verdict;
  layer: string;
  word: string;
  paths: number;
  best?: Partial<Record<Verdict, number>> | null;
  ask: Ask | null;
  conditions?: Condition[] | null;
}

export type Summary = Record<Verdict, number>;

export interface Slice {
  from: string;
  to: string;
  subject: Thing;
  object: Thing | null;
  direction: 'from' | 'to' | 'between';
  columns: { title: string; total: number; shown: number }[];
  nodes: PathNode[] | null;
  edges: PathEdge[] | null;
  summary: Summary;
  drawn: number;
  folded: number;
  gaps: Gap[] | null;
  notCollected: NotCollected[] | null;
  incomplete: boolean;
  truncated: boolean;
}

export type LayerResult = 'pass' | 'if' | 'stop' | 'none' | 'unknown' | 'notReached';

export interface Step {
  layer: string;
  policy: string;
  statement: number;
  sid?: string;
  effect?: string;
  verdict: string;
  reason: string;
  file: string;
  line: number;
}

export interface LayerState {
  layer: string;
  title: string;
  state: LayerResult;
  sentence: string;
  steps: Step[] | null;
}

export interface Excerpt {
  layer: string;
  policy: string;
  statement: number;
  sid: string;
  effect: string;
  file: string;
  line: number;
  document: string;
  text: string;
  firstLine: number;
  fromLine: number;
  toLine: number;
}

export interface Explained {
  can?: { decision?: string; decidedBy?: string; missingContext?: string[] | null } | null;
  sentence: string;
  verdict: Verdict;
  principal: Thing;
  resource: Thing;
  layers: LayerState[] | null;
  conditions: { text: string; key: string; holds: 'true' | 'false' | 'unknown' }[] | null;
  statements: Excerpt[] | null;
  changes: string[] | null;
  example: { principal: string; action: string; resource: string; context: Record<string, unknown> | null };
}

export interface SignInLink {
  link: string;
  expires: string;
}
