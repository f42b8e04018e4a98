import { expect, test } from 'vitest';
import type { Analyzer } from '../api/finding-types';
import { draftOf, emptyDraft, listed, orderOf, plainInclude, zoneOf } from './analyzer-form';

const analyzer: Analyzer = {
  id: 'a', name: 'inside', type: 'internal', zone: 'accounts:111122223333,222233334444', exclude: [{ account: '333344445555' }, { tagKey: 'team', tagValue: 'a=b' }, { tagKey: 'x' }],
  include: [{ resources: ['arn:aws:s3:::a'], resourceTypes: ['AWS::S3::Bucket'], accounts: [] }], tags: { owner: 'sec' }, status: 'ACTIVE', createdAt: '', updatedAt: '', findings: { active: 0, archived: 0, resolved: 0 },
};

test('an analyzer that is edited and left as it is, is the same', () => {
  expect(orderOf(draftOf(analyzer))).toEqual({ name: 'inside', type: 'internal', zone: analyzer.zone, tags: analyzer.tags, exclude: analyzer.exclude, include: analyzer.include });
  expect(plainInclude({ ...analyzer, include: [{}, {}] })).toBe(false);
});

test('orders say what belongs to the type', () => {
  expect(orderOf({ ...emptyDraft, name: ' a ' })).toEqual({ name: 'a', type: 'external', zone: 'organization', tags: {}, exclude: [], servicePrincipals: false });
  expect(orderOf({ ...emptyDraft, type: 'unused', age: '30' })).toMatchObject({ unusedAccessAge: 30 });
  expect(zoneOf({ ...emptyDraft, zoneKind: 'account', accounts: ['111122223333'] })).toBe('account:111122223333');
  expect(zoneOf({ ...emptyDraft, organization: 'o-1' })).toBe('organization:o-1');
  expect(listed(' a, b\nb  c ')).toEqual(['a', 'b', 'c']);
});
