import { describe, expect, it } from 'vitest';
import { exploreAddress, flipped, listAddress, nothing, questionOf, readExplore, readList, route } from './router';

const alice = 'arn:aws:iam::222233334444:user/alice';

describe('addresses', () => {
  it('lead to views', () => {
    expect(route('/')).toEqual({ view: 'overview' });
    expect(route('/explore')).toEqual({ view: 'explore' });
    expect(route('/discovery')).toEqual({ view: 'discovery' });
    expect(route('/findings')).toEqual({ view: 'findings', id: '' });
    expect(route('/findings/00ff')).toEqual({ view: 'findings', id: '00ff' });
    expect(route('/analyzers/a.b')).toEqual({ view: 'analyzers', name: 'a.b' });
    expect(route('/nothing')).toEqual({ view: 'none' });
    expect(route('/principals')).toEqual({ view: 'principals', arn: '' });
    expect(route(`/principals/${encodeURIComponent(alice)}`)).toEqual({ view: 'principals', arn: alice });
    expect(route(`/resources/arn:aws:s3:::b/with/slashes`)).toEqual({ view: 'resources', arn: 'arn:aws:s3:::b/with/slashes' });
    expect(route('/resources/50%')).toEqual({ view: 'resources', arn: '50%' });
  });

  it('of the explorer hold its whole state, and give it back', () => {
    const state = {
      from: alice, to: 'arn:aws:s3:::a&b=c#d', levels: ['read', 'write'], accounts: ['222233334444'], services: ['s3'],
      verdicts: ['conditional' as const], view: 'list' as const, sel: 'e7', open: ['n4', 'n18'],
    };
    const address = exploreAddress(state);
    expect(address.startsWith('/explore?')).toBe(true);
    expect(readExplore(address.slice('/explore'.length))).toEqual(state);
  });

  it('leave out what is not chosen', () => {
    expect(exploreAddress({})).toBe('/explore');
    expect(exploreAddress({ from: '*' })).toBe('/explore?from=*');
    expect(readExplore('')).toEqual(nothing);
  });

  it('bear names that nobody can see, and lone surrogates', () => {
    const name = 'arn:aws:iam::1:user/a\u202e\u0000\n';
    expect(readExplore(exploreAddress({ from: name }).slice('/explore'.length)).from).toBe(name);
    expect(() => exploreAddress({ from: '\ud800' })).not.toThrow();
  });

  it('pass over what is not known', () => {
    const state = readExplore('?verdict=allowed,good&view=map&level=read,read,,&open=a,,b&nonsense=1');
    expect(state.verdicts).toEqual(['allowed']);
    expect(state.view).toBe('paths');
    expect(state.levels).toEqual(['read']);
    expect(state.open).toEqual(['a', 'b']);
  });

  it('ask the server without view and selection', () => {
    expect(questionOf({ ...nothing, from: 'alice', sel: 'e1', view: 'list', open: ['n1', 'n2'] })).toBe('from=alice&open=n1&open=n2');
  });

  it('turn round', () => {
    expect(flipped({ ...nothing, from: alice, sel: 'e1', open: ['n1'], levels: ['read'] })).toEqual({ ...nothing, to: alice, levels: ['read'] });
  });

  it('of lists hold filters and page', () => {
    const address = listAddress('/resources', { q: 'a b', type: 'AWS::S3::Bucket', page: 3 });
    expect(readList(address.slice('/resources'.length))).toEqual({ q: 'a b', kind: '', type: 'AWS::S3::Bucket', account: '', region: '', page: 3 });
    expect(readList('?page=-1').page).toBe(1);
    expect(readList('?page=1e99').page).toBe(1);
    expect(listAddress('/principals', { page: 1 })).toBe('/principals');
  });
});
