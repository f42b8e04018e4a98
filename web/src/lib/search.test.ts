import { describe, expect, it } from 'vitest';
import { thing } from '../fixtures/slices';
import { sequence } from './keys';
import { nothing } from './router';
import { addressOf, flat, groups, move } from './search';
import { signInAddress } from '../parts/Dialogs';

const found = [
  thing({ kind: 'resource', name: 'alias/payments', arn: 'r1' }),
  thing({ kind: 'user', name: 'alice', arn: 'u1' }),
  thing({ kind: 'action', name: 's3:GetObject', arn: 's3:GetObject' }),
  thing({ kind: 'role', name: 'alice-role', arn: 'ro1' }),
  thing({ kind: 'account', name: 'prod', arn: '222233334444' }),
];

describe('the palette', () => {
  const list = groups(found);
  it('groups by kind, principals first, in the server’s order', () => {
    expect(list.map((group) => group.title)).toEqual(['Principals', 'Resources', 'Accounts']);
    expect(flat(list).map((one) => one.arn)).toEqual(['u1', 'ro1', 'r1', '222233334444']);
  });
  it('offers actions only where there is a picture to narrow', () => {
    expect(groups(found, true).map((group) => group.title)).toEqual(['Principals', 'Resources', 'Accounts', 'Actions']);
    expect(addressOf(thing({ kind: 'action', arn: 's3:GetObject' }), false, { ...nothing, from: 'alice', sel: 'e1' })).toBe('/explore?from=alice&service=s3');
  });
  it('goes round with the arrow keys', () => {
    expect(move(list, -1, 'down')).toBe(0);
    expect(move(list, 0, 'down')).toBe(1);
    expect(move(list, 3, 'down')).toBe(0);
    expect(move(list, 0, 'up')).toBe(3);
    expect(move(list, -1, 'up')).toBe(3);
    expect(move(list, 0, 'nextGroup')).toBe(2);
    expect(move(list, 3, 'nextGroup')).toBe(0);
    expect(move(list, 0, 'last')).toBe(3);
    expect(move([], -1, 'down')).toBe(-1);
  });
  it('opens each kind where it belongs', () => {
    expect(list.flatMap((group) => group.things).map((one) => addressOf(one))).toEqual(['/explore?from=u1', '/explore?from=ro1', '/explore?to=r1', '/resources?account=222233334444']);
    expect(addressOf(thing({ kind: 'role', arn: 'ro1' }), true)).toBe('/explore?to=ro1');
  });
});

describe('keys in a row', () => {
  it('are one key while the first is warm', () => {
    const read = sequence();
    expect(read('g', 0)).toBe('g');
    expect(read('e', 500)).toBe('g e');
    expect(read('e', 600)).toBe('e');
    expect(read('g', 1000)).toBe('g');
    expect(read('e', 9000)).toBe('e');
  });
});

describe('a pasted sign-in link', () => {
  it('is read, with or without the rest of the link, and keeps the address', () => {
    expect(signInAddress(' http://127.0.0.1:8080/sign-in?token=abc ', '/explore?from=a')).toBe('/sign-in?token=abc&next=%2Fexplore%3Ffrom%3Da');
    expect(signInAddress('abc', '/')).toBe('/sign-in?token=abc&next=%2F');
    expect(signInAddress('http://127.0.0.1:8080/', '/')).toBe(null);
    expect(signInAddress('two words', '/')).toBe(null);
    expect(signInAddress('', '/')).toBe(null);
  });
});
