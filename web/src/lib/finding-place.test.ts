import { expect, test } from 'vitest';
import { chosen, findingsAddress, findingsQuestion, readFindings } from './finding-place';

test('an address says what is listed, and is read back', () => {
  expect(findingsAddress({})).toBe('/findings');
  const state = readFindings('?status=archived&severity=high,nothing,critical&type=ExternalAccess&q=a%26b&page=3&sort=-createdAt');
  expect(state).toMatchObject({ status: 'ARCHIVED', severities: ['critical', 'high'], type: 'ExternalAccess', q: 'a&b', page: 3, sort: '-createdAt', account: '' });
  expect(readFindings(findingsAddress(state).slice('/findings'.length))).toEqual(state);
  expect(readFindings('?status=x&page=-1')).toMatchObject({ status: 'ACTIVE', page: 1 });
  expect(chosen(state)).toBe(true);
  expect(chosen(readFindings('?status=all&sort=id&page=2'))).toBe(false);
});

test('the question is the one of the command line', () => {
  const query = new URLSearchParams(findingsQuestion(readFindings('?severity=high&account=222233334444&resourceType=AWS::S3::Bucket&principal=7777&page=2'), 50).split('?')[1]);
  expect(query.getAll('filter')).toEqual(['resourceOwnerAccount=222233334444', 'resourceType=AWS::S3::Bucket']);
  expect(Object.fromEntries(query)).toMatchObject({ status: 'ACTIVE', severity: 'high', principal: '7777', offset: '50', limit: '50' });
  expect(findingsQuestion(readFindings('?status=all'), 50)).not.toContain('status');
});
