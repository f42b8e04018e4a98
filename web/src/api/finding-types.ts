// Findings and analyzers, as docs/formats/api.md and finding.md have them.
import type { Excerpt, Gap, NotCollected, Thing } from './types';

export type FindingStatus = 'ACTIVE' | 'ARCHIVED' | 'RESOLVED';
export type Severity = 'critical' | 'high' | 'medium' | 'low';

export interface AccessDetails {
  action: string[] | null;
  condition: Record<string, string> | null;
  principal: Record<string, string> | null;
  sources?: { type: string; detail?: { accessPointArn?: string; accessPointAccount?: string } }[] | null;
  resourceControlPolicyRestriction?: string;
  serviceControlPolicyRestriction?: string;
  isPublic?: boolean;
  accessType?: string;
  principalType?: string;
  principalOwnerAccount?: string;
}

export interface UnusedAction {
  action: string;
  lastAccessed?: string;
}

/** Details is AWS's union: one field is set. */
export interface Details {
  externalAccessDetails?: AccessDetails;
  internalAccessDetails?: AccessDetails;
  unusedIamRoleDetails?: { lastAccessed?: string };
  unusedIamUserPasswordDetails?: { lastAccessed?: string };
  unusedIamUserAccessKeyDetails?: { accessKeyId: string; lastAccessed?: string };
  unusedPermissionDetails?: { serviceNamespace: string; lastAccessed?: string; actions?: UnusedAction[] | null };
}

export interface Evidence {
  layer?: string;
  policy?: string;
  kind?: string;
  statement?: number;
  sid?: string;
  file?: string;
  line?: number;
}

export interface Witness {
  principal: string;
  action: string;
  resource: string;
  context?: Record<string, string[]> | null;
}

export interface Archiving {
  at: string;
  rule?: string;
  by?: string;
  reason?: string;
  owner?: string;
  ticket?: string;
  expires?: string;
}

export interface FindingEvent {
  at: string;
  from?: FindingStatus;
  to: FindingStatus;
  why: string;
  who: string;
}

export interface Staleness {
  since: string;
  reason: string;
  gap?: Gap;
}

export interface Finding {
  id: string;
  findingType: string;
  status: FindingStatus;
  resource: string;
  resourceType: string;
  resourceOwnerAccount: string;
  error?: string;
  createdAt: string;
  analyzedAt: string;
  updatedAt: string;
  findingDetails: Details[] | null;
  numberOfUnusedServices?: number;
  numberOfUnusedActions?: number;
  severity: Severity;
  consoleUrl: string;
  externalPrincipalType: string;
  analyzerId: string;
  region: string;
  undetermined?: string;
  remark?: string;
  evidence: Evidence[] | null;
  witness?: Witness;
  archived?: Archiving;
  stale?: Staleness;
  history: FindingEvent[] | null;
  /** beside what the command line answers: */
  analyzer: string;
  subject: Thing;
  levels: string[] | null;
}

export interface FindingCounts {
  status: Partial<Record<FindingStatus, number>>;
  severity: Partial<Record<Severity, number>>;
  types: { value: string; count: number }[] | null;
  resourceTypes: { value: string; count: number }[] | null;
  accounts: { value: string; count: number }[] | null;
}

export interface FindingsPage {
  findings: Finding[] | null;
  total: number;
  offset: number;
  counts: FindingCounts;
  analyzers: { id: string; name: string; type: AnalyzerKind; zone: string; status: string; statusReason?: string }[] | null;
  gaps: Gap[] | null;
  notCollected: NotCollected[] | null;
  incomplete: boolean;
}

export interface FindingDetail extends Finding {
  watchedBy: Analyzer | null;
  /** the example request in a sentence; '' if there is none */
  example: string;
  statements: Excerpt[] | null;
  /** why the finding cannot be judged again by itself; '' if it can */
  cannotRescan: string;
  /** the gaps about its resource */
  gaps: Gap[] | null;
}

export interface Fix {
  kind: string;
  description: string;
  before: string;
  document: string;
  commands: string[] | null;
  proof: string[] | null;
  lost: { principal: string; action: string; example: string }[] | null;
  unsure: string[] | null;
  alternatives: Fix[] | null;
}

export interface FixAnswer {
  fix: Fix | null;
  /** why there is none */
  reason: string;
}

export interface Rescanned {
  outcome: string;
  finding: Finding;
}

export interface Criterion {
  eq?: string[] | null;
  neq?: string[] | null;
  contains?: string[] | null;
  exists?: boolean | null;
}

export type Filter = Record<string, Criterion>;

export interface ArchiveRule {
  ruleName: string;
  filter: Filter;
  owner?: string;
  reason?: string;
  ticket?: string;
  expires?: string;
  createdAt: string;
  updatedAt: string;
  hidesPublic: boolean;
  /** the configuration declares it there */
  declaredIn?: string;
}

export interface Exclusion {
  account?: string;
  tagKey?: string;
  tagValue?: string;
}

export interface Inclusion {
  resources?: string[] | null;
  resourceTypes?: string[] | null;
  accounts?: string[] | null;
}

export type AnalyzerKind = 'external' | 'internal' | 'unused';

export interface Analyzer {
  id: string;
  name: string;
  type: AnalyzerKind;
  zone: string;
  unusedAccessAge?: number;
  exclude?: Exclusion[] | null;
  include?: Inclusion[] | null;
  servicePrincipals?: boolean;
  tags?: Record<string, string> | null;
  archiveRules?: ArchiveRule[] | null;
  status: string;
  statusReason?: string;
  createdAt: string;
  updatedAt: string;
  lastAnalyzedAt?: string;
  lastSnapshot?: string;
  /** who made it; what the configuration declares is changed there alone */
  origin?: 'person' | 'configuration' | 'default';
  declaredIn?: string;
  findings: { active: number; archived: number; resolved: number };
}

export interface RulePreview {
  total: number;
  findings: Finding[] | null;
  hidesPublic: boolean;
}
