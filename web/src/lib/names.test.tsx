import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Name, SvgName } from '../parts/Name';
import { accountId, cutToCount, pieces, plain } from './names';

const shown = (name: string) => pieces(name).map((piece) => (piece.box ? `<${piece.text}>` : piece.text)).join('');

describe('a name', () => {
  it('that is plain stays as it is', () => {
    expect(shown('prod/payments/api-key')).toBe('prod/payments/api-key');
    expect(shown('a b')).toBe('a b');
    expect(renderToStaticMarkup(<Name text="alice" />)).toBe('<bdi class="nm" dir="auto">alice</bdi>');
  });

  it('cannot turn the direction of its surroundings', () => {
    expect(shown('abc\u202edcba')).toBe('abc<202E>dcba');
    expect(shown('\u2066x\u2069\u200f')).toBe('<2066>x<2069><200F>');
    expect(renderToStaticMarkup(<Name text={'a\u202eb'} />)).toContain('dir="auto"');
    expect(renderToStaticMarkup(<Name text={'a\u202eb'} />)).not.toContain('\u202e');
  });

  it('cannot hide what tells it apart', () => {
    expect(shown('ad\u200bmin')).toBe('ad<200B>min');
    expect(shown('admin\u00a0')).toBe('admin<00A0>');
    expect(shown('admin ')).toBe('admin<0020>');
    expect(shown('a\u0000\u001b[31m\n')).toBe('a<0000><001B>[31m<000A>');
    expect(shown('a\u3164\u2800\u00ad\ufeff')).toBe('a<3164><2800><00AD><FEFF>');
    expect(shown('\u{e0041}')).toBe('<E0041>');
    expect(shown('x\ud800y')).toBe('x<D800>y');
  });

  it('may hold pictures and letters of any script', () => {
    expect(shown('👍 ok')).toBe('👍 ok');
    expect(shown('👩‍💻')).toBe('👩‍💻');
    expect(shown('❤️')).toBe('❤️');
    expect(shown('مرحبا')).toBe('مرحبا');
    expect(shown('日本語')).toBe('日本語');
    expect(shown('a\u200db')).toBe('a<200D>b');
  });

  it('cannot pile marks upon a letter', () => {
    expect(shown(`e${'\u0301'.repeat(50)}`).length).toBeGreaterThan(100);
    expect(shown('e\u0301')).toBe('e\u0301');
  });

  it('is text and never markup', () => {
    const html = renderToStaticMarkup(<Name text={'<script>alert(1)</script><img src=x onerror=alert(1)>'} max={500} />);
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;script&gt;');
    const svg = renderToStaticMarkup(<SvgName className="nt" text={'</text><script>x</script>'} x={0} y={0} room={1000} size={12} />);
    expect(svg).not.toContain('<script');
  });

  it('of 10 kB is cut in the middle, with its length', () => {
    const name = `begin-${'x'.repeat(10_000)}-the-end`;
    const html = renderToStaticMarkup(<Name text={name} max={40} />);
    const inside = html.replace(/<bdi[^>]*>/, '').replace(/<.*$/, '');
    expect(inside.length).toBeLessThanOrEqual(41);
    expect(inside.startsWith('begin-')).toBe(true);
    expect(html).toContain('…');
    expect(html).toContain('-the-end');
    expect(html).toContain('10,014 characters');
    expect(html.length).toBeLessThan(1000);
  });

  it('of 10 kB of nothing to see is bounded too', () => {
    const html = renderToStaticMarkup(<Name text={'\u200b'.repeat(10_000)} max={40} />);
    expect(html.length).toBeLessThan(6000);
    expect(renderToStaticMarkup(<SvgName className="nt" text={'\u202e'.repeat(10_000)} x={0} y={0} room={110} size={12} />).length).toBeLessThan(800);
  });

  it('keeps the unlike part when it is cut', () => {
    const cut = cutToCount(pieces('prod/payments/eu-west-1/very-long/api-key'), 16);
    expect(cut.tail.map((piece) => piece.text).join('').endsWith('/api-key')).toBe(true);
    expect(cut.left).toBeGreaterThan(0);
  });

  it('has a form for places that hold text alone', () => {
    expect(plain('a\u202eb')).toBe('a[U+202E]b');
    expect(plain('x'.repeat(5000), 20).length).toBeLessThanOrEqual(21);
  });
});

describe('an account id', () => {
  it('is grouped on screen', () => {
    expect(accountId('222233334444')).toBe('2222 3333 4444');
    expect(accountId('prod')).toBe('prod');
  });
});
