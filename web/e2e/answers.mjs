// Answers written by hand after docs/formats/api.md, for e2e/mock.mjs.
import { findingAnswers } from './finding-answers.mjs';

const alice = 'arn:aws:iam::222233334444:user/alice';
const reader = 'arn:aws:iam::222233334444:role/payments-reader';
const secret = 'arn:aws:secretsmanager:eu-west-1:222233334444:secret:prod/payments/api-key-Ab12Cd';
const now = '2026-11-20T14:00:00Z';

const meta = { id: 'b6891b67d1a932583b736b4f97c124d5', takenAt: '2026-11-18T14:02:00Z', savedAt: '2026-11-18T14:02:10Z', sources: ['aws'], accounts: 4, identities: 61, resources: 1541, gaps: 3, sample: false };
const accounts = [
  { id: '111122223333', name: 'management' },
  { id: '222233334444', name: 'prod' },
  { id: '333344445555', name: 'staging' },
  { id: '444455556666', name: 'shared' },
];

const thing = (kind, name, arn, account, detail, more = {}) => ({
  kind, name, arn, account, accountName: accounts.find((one) => one.id === account)?.name ?? '', region: '', type: '', detail, ...more,
});

export const hostile = [
  thing('user', 'alice\u202Egro.elpmaxe', 'arn:aws:iam::222233334444:user/alice\u202Egro.elpmaxe', '222233334444', 'user in prod'),
  thing('role', '<script>alert(1)</script>', 'arn:aws:iam::222233334444:role/<script>alert(1)</script>', '222233334444', 'role in <img src=x onerror=alert(1)>'),
  thing('role', 'ad\u200Bmin', 'arn:aws:iam::222233334444:role/ad\u200Bmin', '222233334444', 'role in prod'),
  thing('user', 'مدير-النظام', 'arn:aws:iam::222233334444:user/مدير', '222233334444', 'user in prod'),
  thing('user', `long-${'x'.repeat(10_000)}-end`, `arn:aws:iam::222233334444:user/long-${'x'.repeat(10_000)}-end`, '222233334444', 'user in prod'),
  thing('role', 'z̷̧̢̛̳̱̼͔̟͍̈́̀̃͑a̶͖͇̫̪͎͓̣͈͐̅́l̷̡̛̹̯̤̻̙̃̓g̸̢̖̮̲̱͉͛o̸̧̰͑', 'arn:aws:iam::222233334444:role/zalgo', '222233334444', 'role in prod'),
  thing('user', '👩‍💻 ops 👍', 'arn:aws:iam::222233334444:user/ops', '222233334444', 'user in prod'),
  thing('user', 'alice', alice, '222233334444', 'user in prod'),
];

const principals = [
  thing('user', 'alice', alice, '222233334444', 'user in prod'),
  thing('user', 'ben', 'arn:aws:iam::222233334444:user/ben', '222233334444', 'user in prod'),
  thing('role', 'payments-reader', reader, '222233334444', 'role in prod'),
  thing('role', 'bastion-admin', 'arn:aws:iam::222233334444:role/bastion-admin', '222233334444', 'role in prod'),
  thing('group', 'developers', 'arn:aws:iam::222233334444:group/developers', '222233334444', 'group in prod'),
];
const resources = Array.from({ length: 50 }, (_, i) =>
  thing('resource', `kestrel-data-${i}`, `arn:aws:s3:::kestrel-data-${i}`, '222233334444', 'bucket, eu-west-1', { type: 'AWS::S3::Bucket', region: 'eu-west-1' }),
);

const services = ['identities', 's3', 'kms', 'secrets', 'lambda', 'ec2', 'rds', 'dynamodb', 'sqs', 'sns', 'ecr', 'efs'];
const parts = accounts.flatMap((account, a) =>
  services.map((service, s) => ({
    account: account.id, accountName: account.name, region: service === 'identities' ? '' : 'eu-west-1', service,
    state: (a === 1 && (s === 2 || s === 4)) || (a === 2 && s === 1) ? 'gap' : a >= 2 && s >= 9 ? 'waiting' : a >= 2 && s >= 7 ? 'reading' : 'done',
  })),
);
const scan = (state, more = {}) => ({
  id: '2', source: 'aws', state, startedAt: '2026-11-20T13:59:29Z', finishedAt: state === 'running' ? '' : '2026-11-20T14:00:00Z', error: '', snapshot: '', gaps: 3, stage: 'collect',
  progress: state === 'running' ? { done: parts.filter((part) => part.state === 'done' || part.state === 'gap').length, total: parts.length, parts } : { done: 0, total: 0, parts: [] }, ...more,
});

const status = (more = {}) => ({
  version: 'v0', now, sample: false, notice: '', snapshot: meta, organizations: [{ id: 'o-4kq7x2m9pd', managementAccount: '111122223333' }], accounts, scan: scan('done'),
  counts: { accounts: 4, users: 20, roles: 41, groups: 6, resources: 1541, policies: 96, gaps: 3 },
  resourceTypes: [{ type: 'AWS::S3::Bucket', count: 1204, readable: 'bucket' }, { type: 'AWS::DynamoDB::Table', count: 114, readable: 'table' }], ...more,
});

const gaps = {
  gaps: [
    { account: '222233334444', accountName: 'prod', region: 'eu-west-1', call: 'kms:GetKeyPolicy', reason: 'AccessDenied: an SCP denies it, statement 2 of restrict-kms.', missingAction: 'kms:GetKeyPolicy', layer: 'resource', effect: 'The policies of 6 keys are not known: 19 answers are undetermined.', remedy: 'Except the role that Sightline reads with in restrict-kms.' },
    { account: '333344445555', accountName: 'staging', region: '', call: 's3:GetBucketPolicy', reason: 'AccessDenied', missingAction: 's3:GetBucketPolicy', effect: 'Whether 3 buckets are public is not known.', remedy: 'Allow s3:GetBucketPolicy to the role.' },
  ],
  notCollected: [{ what: 'service control policies', source: 'account-222233334444.json', account: '222233334444' }],
};

const explain = {
  can: { decision: 'Unknown', decidedBy: '', missingContext: ['aws:MultiFactorAuthPresent', 'aws:SourceVpce'] },
  sentence: 'alice can read prod/payments/api-key after signing in with MFA, through the VPC endpoint vpce-0a41c9.',
  verdict: 'conditional',
  principal: principals[0],
  resource: thing('resource', 'prod/payments/api-key', secret, '222233334444', 'secret, eu-west-1', { type: 'AWS::SecretsManager::Secret' }),
  layers: [
    { layer: 'identity', title: 'Trust policy of payments-reader', state: 'if', sentence: 'lets alice in when MFA is present', steps: [] },
    { layer: 'scp', title: 'Service control policies', state: 'pass', sentence: '3 apply; FullAWSAccess allows, none denies', steps: [{ layer: 'scp', policy: 'FullAWSAccess', statement: 0, verdict: 'allow', reason: 'applies', file: 'sample/policies/scp-FullAWSAccess.json', line: 4 }] },
    { layer: 'rcp', title: 'Resource control policies', state: 'none', sentence: 'none attached', steps: [] },
    { layer: 'resource', title: 'Resource-based policy of the secret', state: 'if', sentence: 'denies every call that is not from vpce-0a41c9', steps: [] },
    { layer: 'identity', title: 'Identity-based policy payments-read', state: 'pass', sentence: 'statement ReadSecrets allows', steps: [] },
    { layer: 'boundary', title: 'Permissions boundary developer-boundary', state: 'unknown', sentence: 'the boundary was not read', steps: [] },
    { layer: 'session', title: 'Session policy', state: 'stop', sentence: 'does not allow it', steps: [] },
    { layer: 'endpoint', title: 'Endpoint policy', state: 'notReached', sentence: 'would allow it', steps: [] },
  ],
  conditions: [
    { text: 'if aws:MultiFactorAuthPresent is true', key: 'aws:MultiFactorAuthPresent', holds: 'unknown' },
    { text: 'if aws:SourceVpce is vpce-0a41c9', key: 'aws:SourceVpce', holds: 'true' },
  ],
  statements: [
    {
      layer: 'identity', policy: 'payments-read', statement: 0, sid: 'ReadSecrets', effect: 'Allow', file: 'sample/policies/payments-read.json', line: 11, document: 'abc', firstLine: 10, fromLine: 11, toLine: 14,
      text: '    {\n      "Sid": "ReadSecrets",\n      "Effect": "Allow",\n      "Action": "secretsmanager:GetSecretValue",\n      "Resource": "arn:aws:secretsmanager:*:222233334444:secret:prod/payments/*"\n    }',
    },
  ],
  changes: ['Statement ReadSecrets would have to name the secret.'],
  example: { principal: reader, action: 'secretsmanager:GetSecretValue', resource: secret, context: { 'aws:MultiFactorAuthPresent': 'true', 'aws:SourceVpce': 'vpce-0a41c9' } },
};

const picture = (names) => {
  const nodes = [
    { id: 'n1', column: 0, kind: 'user', name: names[0].name, detail: names[0].detail, arn: names[0].arn, account: '222233334444', accountName: 'prod', type: '', count: 0, folded: 0, members: [], root: true },
    ...names.slice(1).map((one, i) => ({ id: `r${i}`, column: 1, kind: one.kind, name: one.name, detail: one.detail, arn: one.arn, account: one.account, accountName: one.accountName, type: '', count: 0, folded: 0, members: [] })),
    { id: 'a1', column: 2, kind: 'action', name: 'GetSecretValue', detail: 'secretsmanager, read', arn: '', account: '', accountName: '', type: '', count: 1, folded: 0, members: ['secretsmanager:GetSecretValue'], level: 'read' },
    { id: 'g1', column: 3, kind: 'resource_group', name: 'prod/payments/*', detail: 'secrets', arn: '', account: '', accountName: '', type: '', count: 4, folded: 0, members: [] },
    { id: 's1', column: 4, kind: 'resource', name: 'prod/payments/api-key', detail: 'secret, eu-west-1', arn: secret, account: '222233334444', accountName: 'prod', type: 'AWS::SecretsManager::Secret', count: 0, folded: 0, members: [] },
  ];
  const ask = { principal: reader, action: 'secretsmanager:GetSecretValue', resource: secret };
  const edges = [
    ...names.slice(1).flatMap((_, i) => [
      { id: `m${i}`, from: 'n1', to: `r${i}`, kind: 'assume_role', verdict: i % 2 ? 'conditional' : 'allowed', layer: '', word: i % 2 ? 'MFA' : '', paths: 1, best: null, ask: null, conditions: [] },
      { id: `x${i}`, from: `r${i}`, to: 'a1', kind: 'grants', verdict: 'allowed', layer: '', word: '', paths: 1, best: null, ask, conditions: [] },
    ]),
    { id: 'e1', from: 'a1', to: 'g1', kind: 'applies_to', verdict: 'conditional', layer: '', word: 'VPC', paths: 1, best: null, ask, conditions: [] },
    { id: 'e2', from: 'g1', to: 's1', kind: 'contains', verdict: 'conditional', layer: '', word: 'VPC', paths: 1, best: null, ask, conditions: [] },
  ];
  return {
    from: names[0].arn, to: '', subject: names[0], object: null, direction: 'from',
    columns: ['Identities', 'Groups and roles', 'Actions', 'Resource groups', 'Resources'].map((title, column) => ({ title, total: nodes.filter((node) => node.column === column).length, shown: 1 })),
    nodes, edges, summary: { allowed: 0, conditional: 1, undetermined: 0, denied: 0 }, drawn: nodes.length, folded: 0, gaps: [], notCollected: [], incomplete: false, truncated: false,
  };
};

/** answersIn gives the answers of a state: usual, hostile, running, failed, none, expired. */
export function answersIn(state) {
  const list = state === 'hostile' ? hostile : principals;
  return (path, query, method) => {
    if (state === 'expired' && path !== '/status') return { status: 401, body: { status: 401, title: 'Unauthorized', detail: 'Sign in.' } };
    if (method === 'POST' && path === '/sign-in-links') return { link: 'http://127.0.0.1:8080/sign-in?token=abc', expires: '2026-11-20T14:15:00Z' };
    if (method === 'POST' && path === '/scans') return { status: 409, body: { status: 409, title: 'Conflict', detail: 'A scan is running already.' } };
    switch (path) {
      case '/status':
        if (state === 'running') return status({ scan: scan('running') });
        if (state === 'failed') return status({ scan: scan('failed', { error: 'no credentials were found in the environment' }) });
        if (state === 'none') return status({ snapshot: null, counts: null, accounts: [], organizations: [], resourceTypes: [], scan: scan('failed', { error: 'no credentials were found in the environment' }) });
        return status();
      case '/session':
        return { signedIn: true, expires: now };
      case '/principals':
        return { items: list.slice(0, Number(query.get('limit') ?? 100)), total: list.length, offset: 0 };
      case '/resources':
        return { items: resources.slice(0, Number(query.get('limit') ?? 100)), total: 1541, offset: Number(query.get('offset') ?? 0) };
      case '/search':
        return { query: query.get('q'), results: [...list, ...resources.slice(0, 5)], total: 55, truncated: true };
      case '/gaps':
        return gaps;
      case '/scans':
        return { scans: [scan(state === 'running' ? 'running' : 'done'), scan('failed', { id: '1', error: 'role SightlineReader was refused in 222233334444' })] };
      case '/snapshots':
        return { snapshots: [meta] };
      case '/paths':
        return picture(list);
      case '/explain':
        return explain;
      default:
        return findingAnswers(path, query, state === 'hostile' ? hostile : null);
    }
  };
}
