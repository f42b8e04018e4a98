import { expect, test } from 'vitest';
import { diff, near } from './diff';

const written = (before: string, after: string) => diff(before, after).map(({ sort, text, number }) => `${{ same: ' ', minus: '-', plus: '+' }[sort]}${number} ${text}`);

test('lines that stay, go and come', () => {
  expect(written('a\nb\nc\n', 'a\nx\nc\n')).toEqual([' 1 a', '-2 b', '+2 x', ' 3 c']);
  expect(written('a\n', '')).toEqual(['-1 a']);
  expect(written('', 'a')).toEqual(['+1 a']);
  expect(written('a\nb', 'a\nb')).toEqual([' 1 a', ' 2 b']);
  expect(written('a\nb\nc\nd', 'b\nd\ne')).toEqual(['-1 a', ' 1 b', '-3 c', ' 2 d', '+3 e']);
});

test('both texts can be read from it', () => {
  let seed = 7;
  const next = (n: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  for (let i = 0; i < 200; i++) {
    const text = () => Array.from({ length: next(12) }, () => 'abc'[next(3)] ?? '').join('\n');
    const [before, after] = [text(), text()];
    const all = diff(before, after);
    const of = (sort: string) => all.filter((line) => line.sort === 'same' || line.sort === sort).map((line) => line.text).join('\n');
    expect(of('minus')).toBe(before);
    expect(of('plus')).toBe(after);
  }
});

test('far lines fold, and no fold is of one line', () => {
  const long = Array.from({ length: 40 }, (_, i) => `line ${i}`);
  const changed = [...long];
  changed[20] = 'other';
  const folded = near(diff(long.join('\n'), changed.join('\n')));
  expect(folded.filter((line) => line.sort === 'gap')).toEqual([{ sort: 'gap', lines: 17 }, { sort: 'gap', lines: 16 }]);
  expect(near(diff('a\nb\nc\nd\ne', 'a\nb\nc\nd\nx')).some((line) => line.sort === 'gap')).toBe(false);
});

test('texts that are too long are taken as changed wholly', () => {
  const big = (word: string) => Array.from({ length: 3000 }, (_, i) => `${word}${i}`).join('\n');
  expect(diff(big('a'), big('b')).length).toBe(6000);
});
