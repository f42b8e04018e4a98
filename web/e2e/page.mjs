// What the shorter walks share: a browser, signed in, that takes nothing amiss
// in silence.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

export const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** signedIn opens the link and hands over a page, its address and the failures so far; it ends the process with them. */
export async function signedIn(visit) {
  const link = process.env.SIGHTLINE_LINK;
  if (!link) {
    console.error('SIGHTLINE_LINK is missing: give the sign-in link that sightline serve printed');
    process.exit(2);
  }
  const out = process.argv[2];
  if (out) mkdirSync(out, { recursive: true });
  const failures = [];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 1000 }, colorScheme: 'light' });
    const watch = (one) => {
      // That the browser notes what the server refused is no failure: the walk looks at what the page says of it.
      const refused = /^Failed to load resource: the server responded with a status of (409|422) /;
      one.on('console', (message) => message.type() === 'error' && !refused.test(message.text()) && failures.push(`console: ${message.text()}`));
      one.on('pageerror', (err) => failures.push(err.message));
    };
    watch(page);
    await page.goto(link);
    const shot = (name, of = page) => (out ? of.screenshot({ path: join(out, `${name}.png`) }) : undefined);
    await visit({ page, browser, watch, base: new URL(link).origin, shot, check: (good, text) => good || failures.push(text) });
  } catch (err) {
    failures.push(String(err?.message ?? err));
  } finally {
    await browser.close();
  }
  for (const text of failures) console.log(text);
  process.exit(failures.length > 0 ? 1 : 0);
}

/** settled waits until a page has its answers and its letters. */
export async function settled(page) {
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]') && document.fonts.status === 'loaded');
  await page.waitForTimeout(80);
}

/**
 * amiss lists what keeps people from using a page: things without a name,
 * fields without a label, ids that are there twice, letters that are too pale
 * (WCAG 1.4.3), targets that are too small (2.5.8), boxes that scroll and cannot
 * be reached by keys, and a page that is wider than the window.
 */
export function amiss(page) {
  return page.evaluate(() => {
    const found = [];
    const seen = (element) => {
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      return box.width > 1 && box.height > 1 && style.visibility === 'visible' && !element.closest('[aria-hidden="true"], .vh, [inert]');
    };
    const which = (element) => `${element.tagName.toLowerCase()}.${String(element.className?.baseVal ?? element.className).split(' ').join('.')} "${(element.textContent ?? '').trim().slice(0, 40)}"`;
    const open = document.querySelector('dialog[open]');
    const within = (element) => !open || open.contains(element);

    const wide = document.documentElement.scrollWidth - window.innerWidth;
    if (wide > 0) found.push(`the page is ${wide} pixels wider than the window`);
    const heads = document.querySelectorAll('h1').length;
    if (heads !== 1) found.push(`${heads} h1`);
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    for (const id of new Set(ids.filter((one, i) => ids.indexOf(one) !== i))) found.push(`id ${id} is there twice`);

    const targets = [...document.querySelectorAll('a[href], button, input, select, textarea, [role="button"], [role="radio"]')].filter((element) => seen(element) && within(element));
    const boxes = targets.map((element) => (element.closest('label') ?? element).getBoundingClientRect());
    targets.forEach((element, i) => {
      const label = element.labels?.[0]?.textContent ?? '';
      const name = [element.getAttribute('aria-label'), label, element.getAttribute('title'), ['INPUT', 'SELECT', 'TEXTAREA'].includes(element.tagName) ? '' : element.textContent].find((text) => text?.trim());
      if (!name) found.push(`has no name: ${which(element)}`);
      const box = boxes[i];
      if ((element.tagName === 'A' && getComputedStyle(element).display === 'inline') || element.closest('svg') || (box.width >= 24 && box.height >= 24)) return;
      // What is smaller keeps its distance: no other target within 12 pixels of its middle.
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const near = targets.findIndex((other, j) => {
        if (i === j || other.contains(element) || element.contains(other)) return false;
        const [dx, dy] = [Math.max(boxes[j].left - x, x - boxes[j].right, 0), Math.max(boxes[j].top - y, y - boxes[j].bottom, 0)];
        return Math.hypot(dx, dy) < 12;
      });
      if (near >= 0) found.push(`is ${Math.round(box.width)} by ${Math.round(box.height)}, too near to ${which(targets[near])}: ${which(element)}`);
    });
    for (const element of document.querySelectorAll('main *')) {
      if (!seen(element) || !/auto|scroll/.test(getComputedStyle(element).overflowX + getComputedStyle(element).overflowY)) continue;
      const scrolls = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
      if (scrolls && element.tabIndex < 0 && !element.querySelector('a[href], button, [tabindex="0"]') && element.tagName !== 'TEXTAREA') found.push(`scrolls and cannot be reached: ${which(element)}`);
    }

    const parse = (text) => {
      const numbers = /rgba?\(([^)]+)\)/.exec(text)?.[1]?.split(/[\s,/]+/).map(Number);
      const srgb = /color\(srgb ([^)]+)\)/.exec(text)?.[1]?.split(/[\s/]+/).map(Number);
      if (numbers) return { rgb: numbers.slice(0, 3), alpha: numbers[3] ?? 1 };
      return srgb ? { rgb: srgb.slice(0, 3).map((n) => n * 255), alpha: srgb[3] ?? 1 } : null;
    };
    const light = (rgb) => {
      const [r, g, b] = rgb.map((n) => (n / 255 <= 0.04045 ? n / 255 / 12.92 : ((n / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const style = getComputedStyle(at);
        const colour = parse(style.backgroundColor);
        if (style.backgroundImage !== 'none' || Number(style.opacity) < 1) return null; // not for a script to judge
        if (colour && colour.alpha === 1) return colour.rgb;
        if (colour && colour.alpha > 0) return null;
      }
      return [255, 255, 255];
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const pale = new Set();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.textContent.trim() || !element || element.closest('svg, script, option, kbd') || !seen(element) || !within(element)) continue;
      const style = getComputedStyle(element);
      const ink = parse(style.color);
      const behind = ground(element);
      if (!ink || ink.alpha < 1 || !behind) continue;
      const [a, b] = [light(ink.rgb), light(behind)].sort((x, y) => y - x);
      const ratio = (a + 0.05) / (b + 0.05);
      const size = Number.parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (large ? 3 : 4.5)) pale.add(`is pale, ${ratio.toFixed(2)} to 1: ${which(element)}`);
    }
    return [...found, ...pale];
  });
}
