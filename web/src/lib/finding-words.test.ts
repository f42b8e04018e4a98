import { describe, expect, test } from 'vitest';
import type { Finding } from '../api/finding-types';
import { aboutResource, doing, eventWords, filterOf, headline, principalWords, rowHeadline, rowsOf, ruleWords, spelled, verdictOf, zoneWords } from './finding-words';

const thing = { kind: 'resource' as const, name: 'labels', arn: 'arn:aws:s3:::labels', account: '222233334444', accountName: 'prod', region: 'eu-west-1', type: 'AWS::S3::Bucket', detail: 'bucket, eu-west-1' };

function found(access: Partial<Finding['findingDetails'] extends (infer D)[] | null ? D : never> | null, more: Partial<Finding> = {}): Finding {
  return {
    id: '1', findingType: 'ExternalAccess', status: 'ACTIVE', resource: thing.arn, resourceType: thing.type, resourceOwnerAccount: thing.account, createdAt: '', analyzedAt: '', updatedAt: '',
    findingDetails: access ? [access] : [], severity: 'high', consoleUrl: '', externalPrincipalType: 'AWS', analyzerId: 'a', region: '', evidence: [], history: [], analyzer: 'outside', subject: thing, levels: ['read'], ...more,
  };
}

const external = (action: string[], principal: Record<string, string>, more = {}) => ({ externalAccessDetails: { action, principal, condition: {}, ...more } });

describe('headline', () => {
  test.each([
    [found(external(['s3:GetObject'], { AWS: '*' }, { isPublic: true })), 'Anyone on the internet can read objects in', 'Anyone on the internet can read objects in this bucket'],
    [found(external(['s3:GetObject', 's3:PutObject'], { AWS: '777788889999' }), { levels: ['list', 'read', 'write'] }), 'Account 7777 8888 9999 can read and change', 'Account 7777 8888 9999 can read and change this bucket'],
    [found(external(['sts:AssumeRole'], { AWS: 'arn:aws:iam::777788889999:root' }), { subject: { ...thing, detail: 'role in prod' } }), 'Account 7777 8888 9999 can become', 'Account 7777 8888 9999 can become this role'],
    [found(external(['x:Y'], { AWS: '1' }), { undetermined: 'not read' }), 'We cannot tell whether 1 can read', 'We cannot tell whether 1 can read this bucket'],
    [found(null, { error: 'ACCESS_DENIED' }), 'We cannot tell who from outside can reach', 'We cannot tell who from outside can reach this bucket'],
    [found(external(['s3:GetObject'], { AWS: '777788889999' }), { status: 'RESOLVED' }), 'Account 7777 8888 9999 could read objects in', 'Account 7777 8888 9999 could read objects in this bucket'],
    [found({ unusedIamRoleDetails: { lastAccessed: '2026-04-20T10:00:00Z' } }, { findingType: 'UnusedIAMRole' }), 'Role not used since 20 Apr 2026', 'Role not used since 20 Apr 2026'],
    [found({}, { findingType: 'UnusedPermission', numberOfUnusedServices: 2, numberOfUnusedActions: 1 }), '2 services and 1 action not used', '2 services and 1 action not used'],
  ])('%#', (finding, head, row) => {
    expect(headline(finding)).toBe(head);
    expect(rowHeadline(finding)).toBe(row);
    expect(aboutResource(finding)).toBe(head !== row);
  });
});

test('principals in words', () => {
  expect(principalWords('AWS', 'arn:aws:iam::777788889999:role/team/reader')).toBe('role reader of account 7777 8888 9999');
  expect(principalWords('AWS', 'arn:aws:sts::777788889999:assumed-role/reader/s1')).toBe('session s1 of role reader of account 7777 8888 9999');
  expect(principalWords('Federated', 'arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com')).toBe('identities of token.actions.githubusercontent.com');
  expect(principalWords('Service', 'sns.amazonaws.com')).toBe('AWS service sns.amazonaws.com');
  expect(principalWords('AWS', '*')).toBe('anyone');
  expect(principalWords('', '')).toBe('somebody');
});

test('verdict, actions and their spelling', () => {
  expect(verdictOf(found(external(['a:B'], { AWS: '*' })))).toBe('allowed');
  expect(verdictOf(found(external(['a:B'], { AWS: '*' }, { condition: { k: 'v' } })))).toBe('conditional');
  expect(verdictOf(found(external(['a:B'], { AWS: '*' }), { undetermined: 'x' }))).toBe('undetermined');
  expect(spelled('a:b', found(external(['a:B'], { AWS: '*' })))).toBe('a:B');
  expect(spelled('a:c', found(external(['a:B'], { AWS: '*' })))).toBe('a:c');
  expect(doing(found(external([], { AWS: '*' }), { resourceType: 'AWS::EC2::Snapshot', levels: [] }))).toBe('copy');
});

test('a filter taken apart and put together again is the same', () => {
  const filter = { isPublic: { eq: ['false'] }, resource: { contains: ['logs', 'tmp'], neq: ['x'] }, 'condition.aws:SourceVpc': { exists: false } };
  expect(filterOf(rowsOf(filter))).toEqual(filter);
  expect(ruleWords(filter)).toBe('condition.aws:SourceVpc does not exist, and public is false, and resource is not x, and resource contains logs or tmp');
  expect(filterOf([{ key: 'resource', operator: 'is', values: ['', ' '] }, { key: ' ', operator: 'exists', values: [] }])).toEqual({});
});

test('events and zones', () => {
  expect(eventWords({ at: '', to: 'ARCHIVED', why: '', who: '' })).toBe('Found, and archived at once');
  expect(eventWords({ at: '', from: 'RESOLVED', to: 'ACTIVE', why: '', who: '' })).toBe('There again');
  expect(zoneWords('organization')).toBe('the organization');
  expect(zoneWords('organization:o-1')).toBe('organization o-1');
  expect(zoneWords('accounts:111122223333,222233334444')).toBe('accounts 1111 2222 3333, 2222 3333 4444');
});
