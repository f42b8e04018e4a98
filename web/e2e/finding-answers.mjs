// Findings and analyzers written by hand after docs/formats/api.md, for states that the sample does not have.
const zeros = '0'.repeat(30);

const subject = (name, arn, type, detail) => ({ kind: type === 'AWS::IAM::Role' ? 'role' : 'resource', name, arn, account: '222233334444', accountName: 'prod', region: 'eu-west-1', type, detail });

const finding = (n, severity, about, access, more = {}) => ({
  id: zeros + n, findingType: 'ExternalAccess', status: 'ACTIVE', resource: about.arn, resourceType: about.type, resourceOwnerAccount: '222233334444',
  createdAt: '2026-11-03T10:00:00Z', analyzedAt: '2026-11-18T14:02:00Z', updatedAt: '2026-11-03T10:00:00Z',
  findingDetails: access ? [{ externalAccessDetails: { action: [], condition: {}, principal: {}, isPublic: false, ...access } }] : [],
  severity, consoleUrl: 'https://console.aws.amazon.com/', externalPrincipalType: 'AWS', analyzerId: 'a1', region: 'eu-west-1', evidence: [], history: [{ at: '2026-11-03T10:00:00Z', to: 'ACTIVE', why: 'found', who: 'analyzer' }],
  analyzer: 'outside', subject: about, levels: ['read'], ...more,
});

const bucket = subject('kestrel-data-1', 'arn:aws:s3:::kestrel-data-1', 'AWS::S3::Bucket', 'bucket, eu-west-1');
const key = subject('alias/payments', 'arn:aws:kms:eu-west-1:222233334444:key/1', 'AWS::KMS::Key', 'key, eu-west-1');
const role = subject('legacy-etl', 'arn:aws:iam::222233334444:role/legacy-etl', 'AWS::IAM::Role', 'role in prod');

const gap = { account: '222233334444', region: 'eu-west-1', call: 'kms:GetKeyPolicy', reason: 'AccessDenied', missingAction: 'kms:GetKeyPolicy', effect: 'Whom the key lets in is not known.', remedy: 'Allow kms:GetKeyPolicy to the role.' };

export const findings = [
  finding('01', 'high', bucket, { action: ['s3:GetObject', 's3:PutObject'], principal: { AWS: '777788889999' }, condition: { 'aws:SourceVpc': 'vpc-1a2b3c4d' }, sources: [{ type: 'POLICY' }] }, {
    levels: ['read', 'write'], evidence: [{ layer: 'resource', policy: 'bucket policy', kind: 'resource', statement: 0, sid: 'Partner' }],
    witness: { principal: 'arn:aws:iam::777788889999:user/example', action: 's3:GetObject', resource: 'arn:aws:s3:::kestrel-data-1/k', context: { 'aws:SourceVpc': ['vpc-1a2b3c4d'] } },
    stale: { since: '2026-11-17T09:00:00Z', reason: 's3:GetBucketPolicy was refused', gap: { ...gap, call: 's3:GetBucketPolicy', effect: undefined, remedy: undefined } },
  }),
  finding('02', 'medium', key, { action: ['kms:Decrypt'], principal: { AWS: 'arn:aws:iam::777788889999:role/team/reader' } }, { undetermined: 'the resource control policies were not read; they could take the access away', levels: ['write'] }),
  finding('03', 'low', role, null, { findingType: 'UnusedIAMRole', findingDetails: [{ unusedIamRoleDetails: { lastAccessed: '2026-04-20T00:00:00Z' } }], externalPrincipalType: '', levels: [] }),
  finding('04', 'low', role, null, {
    findingType: 'UnusedPermission', numberOfUnusedServices: 2, numberOfUnusedActions: 118, externalPrincipalType: '', levels: [],
    findingDetails: [{ unusedPermissionDetails: { serviceNamespace: 'glue' } }, { unusedPermissionDetails: { serviceNamespace: 's3', actions: [{ action: 's3:DeleteBucket' }] } }],
  }),
];

export const resolved = finding('05', 'critical', bucket, { action: ['s3:GetObject'], principal: { AWS: '*' }, isPublic: true }, {
  status: 'RESOLVED',
  history: [
    { at: '2026-11-03T10:00:00Z', to: 'ACTIVE', why: 'found', who: 'analyzer' },
    { at: '2026-11-04T10:00:00Z', from: 'ACTIVE', to: 'ARCHIVED', why: 'a static site, for the launch', who: 'a person in the browser' },
    { at: '2026-11-05T10:00:00Z', from: 'ARCHIVED', to: 'ACTIVE', why: 'the archiving expired', who: 'analyzer' },
    { at: '2026-11-18T14:02:00Z', from: 'ACTIVE', to: 'RESOLVED', why: 'the access does not exist any more', who: 'analyzer' },
  ],
});

const policy = (more) => `{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n      "Sid": "Partner",\n      "Effect": "Allow",\n      "Principal": ${more},\n      "Action": "s3:*",\n      "Resource": "*"\n    }\n  ]\n}\n`;

const fix = {
  kind: 'removePrincipal', description: 'Take 777788889999 out of statement 0 of the bucket policy.', before: policy('{"AWS": ["222233334444", "777788889999"]}'), document: policy('{"AWS": ["222233334444"]}'),
  commands: ["aws s3api put-bucket-policy --bucket 'kestrel-data-1' --policy '{}'"], proof: ['After it no request from outside the zone of trust gets this access.'],
  lost: [{ principal: 'arn:aws:iam::222233334444:role/payments-reader', action: 's3:GetObject', example: 'arn:aws:iam::222233334444:role/payments-reader may call s3:GetObject on arn:aws:s3:::kestrel-data-1/k' }],
  unsure: ['whether s3:PutObject of account 222233334444 stays: the work was too great'],
  alternatives: [{ kind: 'removeStatement', description: 'Remove statement 0.', before: policy('"*"'), document: '', commands: ["aws s3api delete-bucket-policy --bucket 'kestrel-data-1'"], proof: ['It is gone.'], lost: [], unsure: [], alternatives: [] }],
};

const analyzer = (name, more = {}) => ({
  id: 'a1', name, type: 'external', zone: 'organization', status: 'ACTIVE', origin: 'person', createdAt: '2026-11-03T10:00:00Z', updatedAt: '2026-11-03T10:00:00Z', lastAnalyzedAt: '2026-11-18T14:02:00Z',
  archiveRules: [], findings: { active: 4, archived: 0, resolved: 1 }, exclude: [], tags: {}, ...more,
});

export const analyzers = [
  analyzer('outside', {
    origin: 'configuration', declaredIn: '/etc/sightline.yaml:12', exclude: [{ account: '333344445555' }, { tagKey: 'team', tagValue: 'sandbox' }], tags: { owner: 'security' },
    archiveRules: [{ ruleName: 'partners', filter: { 'principal.AWS': { eq: ['777788889999'] }, resourceType: { neq: ['AWS::KMS::Key'] } }, reason: 'contract', owner: 'web', createdAt: '2026-11-03T10:00:00Z', updatedAt: '2026-11-03T10:00:00Z', hidesPublic: true, declaredIn: '/etc/sightline.yaml:15' }],
  }),
  analyzer('unused', { id: 'a2', type: 'unused', unusedAccessAge: 90, status: 'DISABLED', statusReason: 'nothing is known of activity yet' }),
];

export function findingAnswers(path, query, hostile) {
  const list = hostile
    ? hostile.map((one, i) => finding(`a${i}`, 'high', { ...one, type: 'AWS::IAM::Role' }, { action: ['sts:AssumeRole'], principal: { AWS: one.arn } }, { archived: { at: '2026-11-04T10:00:00Z', by: one.name, reason: one.name } }))
    : findings;
  const [, first, id, part] = path.split('/');
  if (first === 'analyzers') {
    if (!id) return { analyzers };
    return analyzers.find((one) => one.name === id);
  }
  if (first !== 'findings') return undefined;
  if (!id) {
    const chosen = query.get('status') === 'RESOLVED' ? [resolved] : list;
    return {
      findings: chosen.slice(0, Number(query.get('limit') ?? 100)), total: chosen.length, offset: 0,
      counts: { status: { ACTIVE: list.length, RESOLVED: 1 }, severity: { high: 1, medium: 1, low: 2 }, types: [{ value: 'ExternalAccess', count: 2 }], resourceTypes: [], accounts: [] },
      analyzers: analyzers.map(({ id: key, name, type, zone, status }) => ({ id: key, name, type, zone, status })), gaps: [gap], notCollected: [], incomplete: true,
    };
  }
  const one = [...list, resolved].find((other) => other.id === id);
  if (!one) return undefined;
  if (part === 'fix') return one.id.endsWith('01') ? { fix, reason: '' } : { fix: null, reason: 'There is nothing to fix here.' };
  return { ...one, watchedBy: analyzers[0], example: one.witness ? 'A user of account 777788889999 may call s3:GetObject.' : '', cannotRescan: '', gaps: one.stale ? [{ ...gap, call: 's3:GetBucketPolicy' }] : [], statements: [] };
}
