// Walks through the web application in a real browser, as a person would:
// sign-in, search, path, a click on a line, its explanation, and every other
// view; in light and dark, wide and narrow. Needs a server with the bundled
// sample and a sign-in link that was not used.
//
//   SIGHTLINE_LINK=http://127.0.0.1:8080/sign-in?token=… node e2e/walk.mjs [OUTPUT]
//
// Screenshots go to OUTPUT (default: a new folder below the system's temporary
// one). CHROMIUM names the browser. Exit status 1, and a line for each failure,
// when something is not as it should be.
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { answersIn } from './answers.mjs';
import { mock } from './mock.mjs';

const link = process.env.SIGHTLINE_LINK;
if (!link) {
  console.error('walk: SIGHTLINE_LINK is missing: give the sign-in link that sightline serve printed');
  process.exit(2);
}
const base = new URL(link).origin;
const out = process.argv[2] ?? process.env.SIGHTLINE_OUT ?? mkdtempSync(join(tmpdir(), 'sightline-walk-'));
mkdirSync(out, { recursive: true });

const failures = [];
const fail = (text) => failures.push(text.replaceAll(/\s+/g, ' ').slice(0, 400));
let checked = 0;
function check(good, text) {
  checked++;
  if (!good) fail(text);
}

/** watch listens to everything that must not happen on a page. */
function watch(page, name, home = base) {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') fail(`${name}: console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (err) => fail(`${name}: ${err.message}`));
  page.on('requestfailed', (request) => {
    // A question that nobody waits for any more is given up; that is no failure.
    const why = request.failure()?.errorText ?? '';
    if (why !== 'net::ERR_ABORTED') fail(`${name}: request failed: ${request.url()}: ${why}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(home) && !request.url().startsWith('data:')) fail(`${name}: asks another host: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) fail(`${name}: ${response.status()} ${response.url()}`);
  });
}

const violations = () => {
  addEventListener('securitypolicyviolation', (event) => console.error(`content policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
};

async function settled(page) {
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]') && document.fonts.status === 'loaded');
  await page.waitForTimeout(80);
}

/** fits says that nothing is wider than the page. */
async function fits(page, name) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  check(wide <= 0, `${name}: the page is ${wide} pixels wider than the window`);
  const headings = await page.locator('h1').count();
  check(headings === 1, `${name}: ${headings} h1 on the page, want one`);
}

/** clickLine clicks a line of the graph where it can be hit. */
async function clickLine(page, pattern, name) {
  const lines = page.locator('path[data-edge]');
  const labels = await lines.evaluateAll((all) => all.map((line) => line.getAttribute('aria-label') ?? ''));
  const at = labels.findIndex((label) => pattern.test(label));
  check(at >= 0, `${name}: no line is labelled ${pattern}; there are ${labels.length}, such as ${labels.slice(0, 3).join(' | ')}`);
  if (at < 0) return false;
  const line = lines.nth(at);
  await line.scrollIntoViewIfNeeded();
  const point = await line.evaluate((path) => {
    const matrix = path.getScreenCTM();
    for (const share of [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9, 0.05, 0.95]) {
      const p = path.getPointAtLength(path.getTotalLength() * share).matrixTransform(matrix);
      if (document.elementFromPoint(p.x, p.y) === path) return { x: p.x, y: p.y };
    }
    return null;
  });
  check(point !== null, `${name}: line ${labels[at]} cannot be hit by a pointer`);
  if (!point) return false;
  await page.mouse.click(point.x, point.y);
  return true;
}

const text = (page, selector) => page.locator(selector).first().innerText();

async function explanation(page, name) {
  await page.locator('[data-say]').waitFor({ timeout: 15000 });
  await settled(page);
  return text(page, '[data-say]');
}

async function walk(browser) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, colorScheme: 'light' });
  await context.addInitScript(violations);
  const page = await context.newPage();
  watch(page, 'walk');

  // Sign-in.
  await page.goto(link);
  await settled(page);
  check(new URL(page.url()).pathname === '/', `sign-in leads to ${page.url()}, want the overview`);
  check(!page.url().includes('token'), 'the token stays in the address after sign-in');
  const headline = await text(page, 'h1');
  check(/40 principals and 75 resources in 4 accounts/.test(headline), `overview says: ${headline}`);
  check(/1 gap remains/.test(headline), `overview does not tell of the gap: ${headline}`);
  check((await text(page, '.strip')).includes('Sample organization, nothing of yours was read'), 'the margin does not say that this is the sample');
  check((await page.title()).includes('Sample organization'), `the title does not say that this is the sample: ${await page.title()}`);
  check((await text(page, 'main')).includes('kestrel-shipping-labels'), 'the overview does not name the public bucket');

  // Search, by the keyboard alone.
  await page.keyboard.press('/');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.type('alice');
  await page.getByRole('option', { name: /alice/ }).first().waitFor();
  await page.screenshot({ path: join(out, 'search.png') });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/explore\?from=/);
  await settled(page);
  check(decodeURIComponent(page.url()).includes('user/alice'), `search leads to ${page.url()}`);

  // The picture.
  check((await text(page, 'h1')) === 'What alice can reach', `explorer says: ${await text(page, 'h1')}`);
  const cards = await page.locator('[data-node]').count();
  check(cards >= 10, `${cards} cards are drawn, want 10 at least`);
  const columns = await page.locator('.heads .ch').allTextContents();
  check(columns.join() === 'Identities,Groups and roles,Actions,Resource groups,Resources', `columns are ${columns.join()}`);
  check((await page.locator('.legend .v').count()) === 5, 'the legend does not show five samples');
  check(/gap bears on this view/.test(await text(page, '.strip')), 'the margin does not name the gap that bears on the view');
  await fits(page, 'explorer');

  // A click on a line, its explanation.
  if (await clickLine(page, /becomes payments-reader.*conditional/, 'explorer')) {
    const said = await explanation(page, 'explanation');
    check(/^alice can become payments-reader after signing in with MFA/.test(said), `the explanation says: ${said}`);
    check(/sel=/.test(page.url()), 'the chosen line is not in the address');
    check((await page.locator('.layers > li').count()) >= 5, 'the explanation has fewer than three layers');
    check((await page.locator('.layers > li[data-state="if"]').count()) >= 1, 'no layer passes under a condition');
    check((await page.locator('.code .hl').count()) >= 1, 'no line of a statement is marked');
    const drawer = await text(page, '.drawer');
    check(/sample\/policies\/[\w-]+\.json:\d+/.test(drawer), 'the explanation names no file and line');
    check(/sightline can .*arn:aws:iam::222233334444:user\/alice sts:AssumeRole/.test(drawer.replaceAll(/\s+/g, ' ')), 'the explanation has no command to copy');
    check(/aws:MultiFactorAuthPresent/.test(drawer), 'the explanation does not name the condition key');
    await page.screenshot({ path: join(out, 'explanation.png') });
    await page.keyboard.press('Escape');
    await page.locator('.drawer').waitFor({ state: 'detached' });
    check(!/sel=/.test(page.url()), 'Esc does not let go of the line');
  }

  // A denied line says so.
  if (await clickLine(page, /denied, SCP/, 'explorer')) {
    const said = await explanation(page, 'denied');
    check(/cannot/.test(said) && /SCP/.test(said), `a line that an SCP cuts off says: ${said}`);
    check((await page.locator('.layers > li[data-state="stop"]').count()) === 1, 'not exactly one layer stops a denied request');
    check(/What would have to change/.test(await text(page, '.drawer')), 'a denied request does not say what would have to change');
    await page.keyboard.press('Escape');
  }

  // Keys along the path, cards, unfolding, the list, the other direction.
  await page.locator('[data-node][tabindex="0"]').focus();
  const before = await page.evaluate(() => document.activeElement?.getAttribute('data-node'));
  await page.keyboard.press('ArrowRight');
  const after = await page.evaluate(() => document.activeElement?.getAttribute('data-node'));
  check(!!after && after !== before, 'the right arrow does not go along the path');
  await page.keyboard.press('Enter');
  await page.locator('.drawer').waitFor();
  check((await page.locator('.n.dim, .e.dim').count()) > 0, 'Enter on a card does not trace it');
  await page.keyboard.press('Escape');
  const folds = page.locator('[data-node][aria-expanded]');
  if ((await folds.count()) > 0) {
    await folds.last().focus();
    await page.keyboard.press('u');
    await page.waitForURL(/open=/);
    await settled(page);
    check((await page.locator('[data-node]').count()) > cards, 'u unfolds nothing');
  }
  await page.keyboard.press('v');
  await page.waitForURL(/view=list/);
  check((await page.locator('.listview tbody tr').count()) >= 5, 'the list has fewer than five rows');
  check(/kestrel-shipping-labels/.test(await text(page, '.listview')), 'the list does not name the bucket');

  await page.goto(`${base}/explore?to=${encodeURIComponent('arn:aws:s3:::kestrel-shipping-labels')}`);
  await settled(page);
  check((await text(page, 'h1')) === 'Who can reach kestrel-shipping-labels', `the other direction says: ${await text(page, 'h1')}`);

  await page.keyboard.press('v');
  await page.waitForURL(/view=list/);
  check((await page.locator('.listview tbody tr').count()) >= 10, 'the list of who reaches the bucket has fewer than ten rows');
  check(/anyone/.test(await text(page, '.listview')), 'the list does not say that anyone reaches the bucket');

  // Discovery: the gap, and what is no gap.
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await page.waitForURL(/\/discovery/);
  await settled(page);
  const discovery = await text(page, 'main');
  check(/Key policies prod, eu-west-1/.test(discovery), 'discovery does not list the gap');
  check(/kms:GetKeyPolicy/.test(discovery), 'discovery does not name the call');
  check(/remedy/.test(discovery), 'discovery names no remedy');
  check(/This is no gap/.test(discovery), 'discovery does not keep gaps and sources apart');

  // Lists.
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await page.waitForURL(/\/principals/);
  await settled(page);
  check((await page.locator('.list tbody tr').count()) >= 10, 'fewer than ten principals are listed');
  await page.getByPlaceholder('Name, ARN or tag').fill('bastion');
  await page.waitForURL(/q=bastion/);
  await settled(page);
  check(/bastion-admin/.test(await text(page, '.list')), 'the filter does not find bastion-admin');
  await page.keyboard.press('Escape');
  await page.goto(`${base}/resources?type=${encodeURIComponent('AWS::S3::Bucket')}`);
  await settled(page);
  check(/^17 resources/i.test(await text(page, 'h1 + p')), `buckets are counted as: ${await text(page, 'h1 + p')}`);

  // Theme, keys, a link for another browser.
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('radio', { name: 'dark' }).click();
  check((await page.evaluate(() => document.documentElement.dataset.theme)) === 'dark', 'the theme is not chosen');
  await page.reload();
  await settled(page);
  check((await page.evaluate(() => document.documentElement.dataset.theme)) === 'dark', 'the theme is not remembered');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('button', { name: 'Link for another browser' }).click();
  const further = await page.getByLabel('Sign-in link').inputValue();
  check(further.startsWith(`${base}/sign-in?token=`), `the further link is ${further.replace(/token=.*/, 'token=…')}`);

  await strangers(browser, further);
  return context.storageState();
}

/** strangers are browsers that are not signed in, or no longer. What they are refused is no failure. */
async function strangers(browser, further) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  const page = await context.newPage();
  await page.goto(`${base}/explore?from=alice`);
  check(/Sign in/.test(await text(page, 'body')), 'a stranger is not asked to sign in');
  check(!/What alice can reach/.test(await text(page, 'body')), 'a stranger sees the survey');
  await page.goto(further);
  await settled(page);
  check(/principals/.test(await text(page, 'h1')), 'the further link does not sign in');

  // The session ends while the page is open.
  await page.goto(`${base}/explore?from=alice`);
  await settled(page);
  await context.clearCookies();
  await page.getByRole('button', { name: 'List', exact: true }).click();
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('button', { name: 'level' }).click();
  await page.getByLabel('read', { exact: true }).click();
  await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
  check(/from=alice/.test(page.url()), 'the address is lost when the session ends');
  check(/What alice can reach/.test(await text(page, 'main h1')), 'the page is lost when the session ends');

  await context.close();
}

const views = [
  ['overview', '/'],
  ['explorer', '/explore?from=alice'],
  ['explorer-instance', '/explore?from=i-0a1b2c3d4e5f60718'],
  ['explorer-who', `/explore?to=${encodeURIComponent('arn:aws:s3:::kestrel-shipping-labels')}&level=read`],
  ['explorer-list', '/explore?from=alice&view=list'],
  ['explorer-begin', '/explore'],
  ['principals', '/principals'],
  ['resources', '/resources'],
  ['discovery', '/discovery'],
];

async function pictures(browser, storageState) {
  for (const scheme of ['light', 'dark']) {
    for (const [width, height] of [[1440, 1000], [390, 844]]) {
      const context = await browser.newContext({
        viewport: { width, height }, colorScheme: scheme, hasTouch: width < 500, reducedMotion: 'reduce',
        storageState: { ...storageState, origins: [] }, // not the theme that was chosen above
      });
      await context.addInitScript(violations);
      const page = await context.newPage();
      let name = '';
      watch(page, `${width} ${scheme}`);
      for (const [view, path] of views) {
        name = `${view}-${width}-${scheme}`;
        await page.goto(base + path);
        await settled(page);
        await fits(page, name);
        await page.screenshot({ path: join(out, `${name}.png`) });
      }
      // An explanation at this width: the drawer, or the page of narrow screens.
      await page.goto(`${base}/explore?from=alice`);
      await settled(page);
      if (width > 900) await clickLine(page, /becomes payments-reader.*conditional/, name);
      else await page.locator('.ithead').first().click();
      await explanation(page, name);
      await fits(page, `explanation-${width}-${scheme}`);
      await page.screenshot({ path: join(out, `explanation-${width}-${scheme}.png`) });
      await context.close();
    }
  }
}

/** stand runs a stand-in for the server in some state, for what the sample does not have. */
async function stand(state, visit) {
  const server = mock(answersIn(state));
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  try {
    await visit(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Names that an enemy wrote, at both widths. */
async function hostileNames(browser) {
  await stand('hostile', async (home) => {
    for (const width of [1440, 390]) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
      await context.addInitScript(violations);
      const page = await context.newPage();
      watch(page, `hostile ${width}`, home);
      page.on('dialog', (dialog) => {
        fail(`hostile ${width}: a name opened a dialog`);
        void dialog.dismiss();
      });
      for (const path of ['/', '/principals', '/explore?from=alice', '/explore?from=alice&view=list', '/explore?from=alice&sel=r0', '/explore?from=alice&sel=r3']) {
        await page.goto(home + path);
        await settled(page);
        await fits(page, `hostile ${width} ${path}`);
        const found = await page.evaluate(() => ({
          markup: document.querySelectorAll('main script, main img').length,
          unseen: /[\u202e\u200b]/.test(document.querySelector('#root')?.textContent ?? ''),
          boxed: document.body.textContent.includes('202E'),
          title: /[\u202e\u200b]/.test(document.title),
          longest: Math.max(0, ...[...document.querySelectorAll('bdi, tspan')].map((name) => name.textContent.length)),
        }));
        check(found.markup === 0, `hostile ${width} ${path}: a name became markup`);
        check(!found.unseen && !found.title, `hostile ${width} ${path}: an unseen code point is on the page`);
        check(found.boxed || path.includes('sel='), `hostile ${width} ${path}: U+202E is not shown as a box`);
        check(found.longest < 2200, `hostile ${width} ${path}: a name of ${found.longest} characters is on the page`);
      }
      await page.goto(`${home}/explore?from=alice`);
      await settled(page);
      await page.screenshot({ path: join(out, `hostile-${width}.png`) });
      await context.close();
    }
  });
}

/** States that the sample is never in. */
async function states(browser) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, reducedMotion: 'reduce' });
  await context.addInitScript(violations);
  const page = await context.newPage();
  await stand('running', async (home) => {
    await page.goto(`${home}/discovery`);
    await settled(page);
    const shown = await text(page, 'main');
    check(/Scan in progress/.test(shown) && /38 of 48 parts/.test(shown), 'a running scan does not say how far it is');
    check(/The last complete snapshot stays in use/.test(shown), 'a running scan does not say what stays in use');
    check((await page.locator('.cell.is-gap').count()) > 0, 'the progress grid shows no gap');
    check(/not held by/.test(shown), 'what the source does not hold is not told');
    await page.screenshot({ path: join(out, 'scan-running.png') });
  });
  await stand('none', async (home) => {
    await page.goto(home);
    await settled(page);
    const shown = await text(page, 'main');
    check(/The first survey failed/.test(shown) && /no credentials/.test(shown), `without a snapshot the page says: ${shown}`);
    await page.screenshot({ path: join(out, 'no-snapshot.png') });
  });
  await stand('usual', async (home) => {
    await page.goto(home);
    await settled(page);
    check(/47 h ago/.test(await text(page, '.strip.stale')), 'an old survey does not say its age');
    await page.getByRole('button', { name: 'Scan now' }).click();
    await page.getByRole('alert').waitFor();
    check(/A scan is running already/.test(await text(page, '[role="alert"]')), 'a refused scan does not say why');
    await page.goto(`${home}/explore?from=alice&sel=gone`);
    await settled(page);
    check(/no longer in the picture/.test(await text(page, '.drawer')), 'a line that is gone is not said to be gone');
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('button', { name: 'level' }).click();
    await page.getByLabel('read', { exact: true }).click();
    await page.locator('.gone').waitFor();
    check(/has not answered since/.test(await text(page, '.gone')), 'a server that is gone is not said to be gone');
    check(/What alice can reach/.test(await text(page, 'h1')), 'the last answer is lost when the server is gone');
    await page.screenshot({ path: join(out, 'server-gone.png') });
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Try now' }).click();
    await page.locator('.gone').waitFor({ state: 'detached' });
  });
  await context.close();
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  await pictures(browser, await walk(browser));
  await hostileNames(browser);
  await states(browser);
} catch (err) {
  fail(`stopped: ${err instanceof Error ? err.message : String(err)}`);
} finally {
  await browser.close();
}
for (const line of new Set(failures)) console.log(`FAIL ${line}`);
console.log(`${checked} checks, ${new Set(failures).size} failed; pictures in ${out}`);
process.exit(failures.length > 0 ? 1 : 0);
