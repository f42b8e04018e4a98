import { describe, expect, it } from 'vitest';
import { fromAlice, thing } from '../fixtures/slices';
import type { Scan } from '../api/types';
import { ago, bearing, bundle, callName, condition, count, emptySentence, figure, hop, layerWord, moment, opening, openSentence, scanSentence, span, stale, summaryParts, title } from './words';

describe('figures and times', () => {
  it('are written in one way', () => {
    expect(figure(1204)).toBe('1,204');
    expect(figure(1234567)).toBe('1,234,567');
    expect(count(0, 'gap')).toBe('no gaps');
    expect(count(1, 'gap')).toBe('1 gap');
    expect(count(27, 'identity', 'identities')).toBe('27 identities');
    expect(opening(1, 'bucket')).toBe('One bucket');
    expect(opening(0, 'gap')).toBe('No gaps');
    expect(opening(12, 'bucket')).toBe('12 buckets');
    expect(moment('2026-11-18T14:02:00Z')).toBe('18 Nov 2026, 14:02 UTC');
    expect(moment('')).toBe('');
    expect(moment('0001-01-01T00:00:00Z')).toBe('');
    expect(ago('2026-11-18T12:00:00Z', Date.parse('2026-11-18T14:02:00Z'))).toBe('2 h');
    expect(span(59_000)).toBe('59 s');
    expect(span(3 * 86400_000)).toBe('3 days');
  });
});

describe('sentences', () => {
  it('name the view', () => {
    expect(title(fromAlice)).toBe('What alice can reach');
    expect(title({ direction: 'to', subject: thing({ kind: 'resource', name: 'labels' }), object: null })).toBe('Who can reach labels');
    expect(title({ direction: 'between', subject: thing({ name: 'alice' }), object: thing({ name: 'labels' }) })).toBe('Ways from alice to labels');
    expect(title({ direction: 'from', subject: thing({ kind: 'anyone', name: '*', arn: '*' }), object: null })).toBe('What anyone can reach');
  });
  it('say what a bundle holds', () => {
    expect(bundle(9, { allowed: 6, conditional: 2, undetermined: 1 }, 'allowed')).toBe('9 paths: 6 allowed, 2 conditional, 1 undetermined');
    expect(bundle(1, null, 'denied')).toBe('one path, denied');
    expect(bundle(3, { allowed: 3 }, 'allowed')).toBe('3 paths, allowed');
  });
  it('count by verdict, never undetermined as allowed', () => {
    expect(summaryParts({ allowed: 12, conditional: 0, undetermined: 1, denied: 4 }, 'from').map((part) => [part.n, part.text])).toEqual([[12, 'without conditions'], [1, 'undetermined'], [4, 'cut off']]);
  });
  it('word hops, layers and conditions', () => {
    expect(hop('member_of', 'alice', 'developers')).toBe('alice is a member of developers');
    expect(hop('assume_role', 'alice', 'admin')).toBe('alice becomes admin by sts:AssumeRole');
    expect(hop('passes_to', 'a', 'b')).toBe('a passes to b');
    for (const layer of ['scp', 'boundary', 'publicAccessBlock', 'something-else']) expect(layerWord(layer).length).toBeLessThanOrEqual(8);
    expect(condition({ key: 'aws:SourceIp', operator: 'IpAddress', values: ['1.2.3.4/32'] })).toBe('aws:SourceIp is in 1.2.3.4/32');
    expect(condition({ key: 'aws:MultiFactorAuthPresent', operator: 'Bool', values: ['true'] })).toBe('aws:MultiFactorAuthPresent is true');
    expect(condition({ key: 'k', operator: 'Null', values: ['true'], unless: true })).toBe('unless k is absent');
    expect(condition({ key: 'aws:TagKeys', operator: 'ForAnyValue:StringLikeIfExists', values: ['a*', 'b'] })).toBe('one aws:TagKeys is like a* or b, or is absent');
    expect(condition({ key: 'k', operator: 'New', values: ['1'] })).toBe('k New 1');
    expect(condition({ unless: true, all: [{ text: 'a' }, { text: 'b' }] })).toBe('unless a and b');
  });
  it('name gaps by what they hide and where', () => {
    expect(callName('kms:GetKeyPolicy')).toBe('Key policies');
    expect(callName('sqs:GetQueueAttributes')).toBe('Queue attributes of sqs');
    expect(bearing([{ call: 'kms:GetKeyPolicy', reason: '', accountName: 'prod', region: 'eu-west-1' }])).toBe('key policies in prod, eu-west-1');
  });
  it('tell how a scan stands', () => {
    const scan: Scan = { id: '1', source: 'aws', state: 'failed', startedAt: '', finishedAt: '', error: 'no credentials.', snapshot: '', gaps: 0, stage: 'collect', progress: null };
    expect(scanSentence(scan, 0)).toBe('The last scan failed: no credentials.');
    expect(scanSentence({ ...scan, state: 'queued' }, 0)).toBe('A scan waits for its turn.');
  });
  it('call only old surveys of one’s own stale', () => {
    const now = Date.parse('2026-11-20T00:00:00Z');
    const snapshot = { id: '', takenAt: '2026-11-18T00:00:00Z', savedAt: '', sources: [], accounts: 0, identities: 0, resources: 0, gaps: 0, sample: false };
    expect(stale({ sample: false, snapshot }, now)).toBe(true);
    expect(stale({ sample: true, snapshot }, now)).toBe(false);
    expect(stale(null, now)).toBe(false);
  });
});

describe('what is not known', () => {
  const none = { allowed: 0, conditional: 0, undetermined: 0, denied: 0 };
  it('is never left out of what is open to anyone', () => {
    expect(openSentence(none, false)).toBe('No resource is open to anyone');
    expect(openSentence(none, true)).toBe('Nothing that was read is open to anyone');
    expect(openSentence({ ...none, allowed: 1 }, false)).toBe('One resource is open to anyone');
    expect(openSentence({ ...none, allowed: 120, conditional: 1, undetermined: 3 }, true)).toBe('120 resources are open to anyone, one resource under conditions, of three resources it cannot be told');
    expect(openSentence({ ...none, undetermined: 2 }, true)).toBe('No resource is known to be open to anyone, of two resources it cannot be told');
  });
  it('makes an empty picture one of what was read', () => {
    expect(emptySentence('between', false)).toBe('No way leads from one to the other.');
    expect(emptySentence('between', true)).toContain('as far as was read');
    expect(emptySentence('to', true)).toBe('No principal that was read can reach this.');
    expect(emptySentence('from', false)).toBe('No policy gives it anything.');
  });
});
