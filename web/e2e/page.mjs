// What the shorter walks share: a browser, signed in, that takes nothing amiss
// in silence.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

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
    page.on('console', (message) => message.type() === 'error' && failures.push(`console: ${message.text()}`));
    page.on('pageerror', (err) => failures.push(err.message));
    await page.goto(link);
    const shot = (name) => (out ? page.screenshot({ path: join(out, `${name}.png`) }) : undefined);
    await visit({ page, base: new URL(link).origin, shot, check: (good, text) => good || failures.push(text) });
  } catch (err) {
    failures.push(String(err?.message ?? err));
  } finally {
    await browser.close();
  }
  for (const text of failures) console.log(text);
  process.exit(failures.length > 0 ? 1 : 0);
}
