// Works through findings and analyzers as a person would: filters, a finding with its
// evidence and fix, archiving and back, a rescan that cannot be, analyzers and
// rules made, changed and deleted. Needs a server with the bundled sample and a configuration that
// declares the analyzer "outside".
//   SIGHTLINE_LINK=… node e2e/findings.mjs [OUTPUT]
import { answersIn } from './answers.mjs';
import { mock } from './mock.mjs';
import { amiss, settled, signedIn } from './page.mjs';

const text = (page, selector) => page.locator(selector).first().innerText();
const zeros = '0'.repeat(30);
const plain = (words) => words.replaceAll(/\s+/g, ' ');

await signedIn(async ({ page, browser, watch, base, shot, check }) => {
  const usable = async (name, of = page) => {
    for (const one of await amiss(of)) check(false, `${name}: ${one}`);
    await shot(name, of);
  };

  // The first scan, and what it found.
  await page.waitForFunction(() => /findings are active/.test(document.querySelector('main h1')?.textContent ?? ''), null, { timeout: 30000 });
  await settled(page);
  check(/22 findings are active/.test(await text(page, 'h1')), `the overview says: ${await text(page, 'h1')}`);
  check(/Findings\s*22/.test(plain(await text(page, '.nav'))), 'the bar does not count the active findings');
  await usable('overview');

  // The list, its filters, its keys; all of it in the address.
  await page.keyboard.press('g');
  await page.keyboard.press('f');
  await page.waitForURL(/\/findings$/);
  await settled(page);
  const rows = page.locator('.fi tbody tr');
  check((await rows.count()) === 22, `${await rows.count()} findings are listed, want 22`);
  check(/critical/.test(await rows.first().innerText()), 'the worst finding is not the first');
  check(/key policies in prod/.test(await text(page, '.strip')), 'the margin does not name the gap that bears on findings');
  await usable('list');
  await page.getByRole('button', { name: /^medium/ }).click();
  await page.waitForURL(/severity=medium/);
  await settled(page);
  check((await rows.count()) === 5, `${await rows.count()} findings are medium, want 5`);
  await page.getByLabel('account is').selectOption({ label: 'prod (7)' });
  await page.waitForURL(/account=222233334444/);
  await settled(page);
  check((await rows.count()) === 2 && /We cannot tell who from outside can reach this key/.test(await rows.first().innerText()), `medium in prod: ${await text(page, '.fi')}`);
  check(/undetermined/.test(await rows.first().innerText()), 'what was not read is not said to be undetermined');
  await page.getByRole('button', { name: 'Drop the filters' }).click();
  await page.waitForURL(/\/findings$/);
  await page.getByPlaceholder('Principal').fill('777788889999');
  await page.waitForURL(/principal=777788889999/);
  await settled(page);
  check((await rows.count()) === 9, `${await rows.count()} findings are about account 7777 8888 9999, want 9`);
  await page.getByLabel('resource is').selectOption('AWS::S3::Bucket');
  await page.waitForURL(/resourceType=/);
  await settled(page);
  check((await rows.count()) === 1 && /write objects to this bucket/.test(plain(await rows.first().innerText())), `the partner's bucket: ${await text(page, 'main')}`);
  await page.getByPlaceholder('Resource, action or condition').fill('nothing such');
  await page.waitForURL(/q=nothing/);
  await settled(page);
  check(/No active finding is like that/.test(await text(page, '.emptypanel')), 'nothing that matches is not said');
  await page.goto(`${base}/findings?q=shipping-labels&sort=resource`);
  await settled(page);
  check((await page.getByPlaceholder('Resource, action or condition').inputValue()) === 'shipping-labels', 'the address does not fill the filter');
  check((await rows.count()) === 1, 'the text does not filter');

  // One finding: evidence, example, fix.
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/findings\/[0-9a-f]{32}/);
  await settled(page);
  check(plain(await text(page, 'h1')) === 'Anyone on the internet can read objects in kestrel-shipping-labels', `the finding says: ${await text(page, 'h1')}`);
  check(/1 of 1/.test(plain(await text(page, '.crumb'))), 'the finding does not know its place in the list');
  const evidence = plain(await text(page, '.ev'));
  check(/PublicRead/.test(evidence) && /bucket-shipping-labels\.json:4/.test(evidence), 'the evidence names no statement with file and line');
  check((await page.locator('.ev .code .hl').count()) >= 5, 'the granting statement is not marked');
  check((await page.locator('.ev .layers > li').count()) >= 3, 'the line through the layers is not drawn');
  check(!/cannot tell/.test(evidence), 'the layers of a proved finding say that something cannot be told');
  check(/No condition/.test(evidence), 'an open statement is not said to have no condition');
  check(/may call s3:GetObject on arn:aws:s3:::kestrel-shipping-labels/.test(plain(await text(page, '[data-example]'))), 'there is no example request in a sentence');
  await page.locator('.proof li').first().waitFor();
  const fix = plain(await text(page, '.fix'));
  check(/Add a condition/.test(fix) && /put-bucket-policy/.test(fix), `the fix says: ${fix.slice(0, 300)}`);
  check((await page.locator('.diff .plus').count()) > 0 && (await page.locator('.proof li').count()) >= 2, 'the fix shows no change, or no proof');
  await usable('finding');
  await page.getByRole('button', { name: 'Remove the statement' }).click();
  check(/Delete the bucket policy|Remove statement/.test(plain(await text(page, '.fix'))), 'another way to end it cannot be chosen');
  check(await page.locator(`a[href^="https://console.aws.amazon.com/s3/buckets/kestrel-shipping-labels"]`).isVisible(), 'the console is not linked');

  // The sample cannot be read again, and says so.
  await page.getByRole('button', { name: 'Rescan' }).click();
  await page.locator('[data-told]').waitFor();
  check(/bundled sample organization, which cannot be rescanned/.test(await text(page, '[data-told]')), `a rescan of the sample says: ${await text(page, '[data-told]')}`);
  await shot('rescan');

  // Archive by the key, and back.
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: 'Archive 1 finding' });
  await dialog.waitFor();
  await usable('archive');
  await dialog.getByLabel('Reason').fill('labels are meant to be public');
  await dialog.getByLabel('Owner').fill('web');
  await dialog.getByLabel('Ticket').fill('WEB-12');
  await dialog.getByLabel('Until').fill('2036-01-02');
  await dialog.getByRole('button', { name: 'Archive', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.locator('.doubts', { hasText: 'Archived' }).waitFor();
  const aside = plain(await text(page, '.doubts'));
  check(/Archived by a person in the browser/.test(aside) && /until 2 Jan 2036/.test(aside) && /labels are meant to be public/.test(aside) && /Owner web/.test(aside) && /WEB-12/.test(aside), `the archived finding says: ${aside}`);
  await settled(page);
  check(/Findings\s*21/.test(plain(await text(page, '.nav'))), 'the count in the bar does not follow');
  await usable('archived');
  await page.goto(`${base}/findings?status=archived`);
  await settled(page);
  check((await rows.count()) === 1 && /labels are meant to be public/.test(await rows.first().innerText()), 'the archived view does not show the finding with its reason');
  await page.getByRole('checkbox', { name: /Choose: / }).check();
  await page.getByRole('button', { name: /Make active again/ }).click();
  await page.locator('.emptypanel').waitFor();
  check(/Nothing is archived/.test(await text(page, '.emptypanel')), 'after unarchiving the view is not empty');

  // Many at once, by the keys.
  await page.goto(`${base}/findings?severity=medium`);
  await settled(page);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+X');
  check(/3 chosen/.test(await text(page, '.bulk')), `x and Shift+x choose: ${await text(page, '.bulk')}`);
  await usable('chosen');
  await page.keyboard.press('e');
  await page.getByRole('dialog', { name: 'Archive 3 findings' }).getByRole('button', { name: 'Archive', exact: true }).click();
  await page.waitForFunction(() => document.querySelectorAll('.fi tbody tr').length === 2); // of 5
  check((await page.locator('.bulk').count()) === 0, 'what was chosen stays chosen after archiving');
  await page.getByRole('link', { name: /^Archived/ }).click();
  await page.waitForURL(/status=archived/);
  await settled(page);
  await page.getByRole('checkbox', { name: 'Choose all on this page' }).check();
  await page.keyboard.press('e');
  await page.locator('.emptypanel').waitFor();

  // The analyzer of the configuration is shown as such, and is not deleted here.
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await page.waitForURL(/\/analyzers$/);
  await settled(page);
  await usable('analyzers');
  await page.getByRole('link', { name: 'outside' }).click();
  await page.locator('[data-declared]').waitFor();
  check(/It stands in the configuration/.test(await text(page, '[data-declared]')), 'an analyzer of the configuration is not shown as such');
  check((await page.getByRole('button', { name: 'Delete' }).count()) === 0 && (await page.getByRole('link', { name: 'Edit' }).count()) === 0, 'an analyzer of the configuration can be changed');
  await usable('declared');

  // A new one, with a slip first.
  await page.goto(`${base}/analyzers`);
  await page.getByRole('link', { name: 'New analyzer' }).click();
  await page.getByLabel('Name').fill('prod only');
  await page.getByRole('radio', { name: /One account/ }).check();
  await page.getByRole('group', { name: 'Account', exact: true }).getByRole('button', { name: 'prod' }).click();
  await usable('analyzer-new');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('alert').waitFor();
  check(/"prod only" has ' '/.test(await text(page, '[role="alert"]')), `a wrong name is said so: ${await text(page, '[role="alert"]')}`);
  await page.getByLabel('Name').fill('prod-only');
  await page.getByLabel('Tags of the analyzer').fill('team=security');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.waitForURL(/\/analyzers\/prod-only$/);
  await settled(page);
  check(/External access beyond account 2222 3333 4444/.test(await text(page, 'main')), 'the new analyzer does not say its zone');
  const active = Number(await text(page, '.figures.three dd'));
  check(active > 7, `the new analyzer has found ${active}, want more than with the organization`);

  // Edited: an exclusion takes its findings away.
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByRole('radio', { name: /Chosen accounts/ }).check();
  await page.getByRole('group', { name: 'Accounts' }).first().getByRole('button', { name: 'staging' }).click();
  await page.getByLabel('What has a tag').fill('team=nobody');
  await usable('analyzer-edit');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForURL(/\/analyzers\/prod-only$/);
  await settled(page);
  check(/accounts 2222 3333 4444, 3333 4444 5555/.test(await text(page, 'main')) && /tag team = nobody/.test(await text(page, 'main')), `the change is not shown: ${plain(await text(page, 'main'))}`);

  // A rule: what it would hide is told while it is written.
  await page.getByRole('link', { name: 'New rule' }).click();
  await page.getByLabel('Name').fill('tidewater');
  await page.getByLabel('Criterion 2: what').selectOption('principal.AWS');
  await page.getByLabel('Criterion 2: value').fill('777788889999');
  await page.locator('.preview .busy').waitFor({ state: 'detached' });
  const hides = Number(/(\d+) active/.exec(await text(page, '[data-hides]'))?.[1]);
  await page.getByLabel('Reason').fill('the carrier, by contract');
  await usable('rule-new');
  await page.getByLabel('Criterion 1: value').selectOption('true');
  await page.waitForFunction(() => /No active finding is like that/.test(document.querySelector('[data-hides]')?.textContent ?? ''));
  check(/may hide public access/.test(await text(page, '.preview')), 'a rule that hides public access is not warned of');
  await page.getByLabel('Criterion 1: value').selectOption('false');
  await page.getByRole('button', { name: 'Create rule' }).click();
  await page.locator('[data-rule="tidewater"]').waitFor();
  check(/public is false, and principal is|principal is 777788889999/.test(await text(page, '[data-rule]')), `the rule reads: ${await text(page, '[data-rule]')}`);
  await page.getByRole('button', { name: 'Apply rule tidewater to what is there' }).click();
  await page.locator('[data-rule] .note').waitFor();
  check((await text(page, '[data-rule] .note')).startsWith(`${hides} findings archived`), `applied, the rule says ${await text(page, '[data-rule] .note')}, the preview said ${hides}`);
  await settled(page);
  await usable('analyzer');
  await page.getByRole('link', { name: 'Edit rule tidewater' }).click();
  await page.getByLabel('Owner').fill('ops');
  await page.getByRole('button', { name: 'Save rule' }).click();
  await page.locator('[data-rule]', { hasText: 'owner ops' }).waitFor();
  await page.getByRole('button', { name: 'Delete rule tidewater' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.locator('[data-rule]').waitFor({ state: 'detached' });

  // Deleted, with what it found.
  await page.getByRole('button', { name: 'Delete' }).click();
  const sure = page.getByRole('dialog', { name: 'Delete analyzer prod-only' });
  check(/history go with it/.test(plain(await sure.innerText())), 'deleting does not say what goes');
  await sure.getByRole('button', { name: 'Delete' }).click();
  await page.waitForURL(/\/analyzers$/);
  await settled(page);
  check(!/prod-only/.test(await text(page, 'main')), 'a deleted analyzer is still listed');

  // From the map to a finding, and back.
  await page.goto(`${base}/explore?to=${encodeURIComponent('arn:aws:s3:::kestrel-edi-inbox')}`);
  await settled(page);
  await page.locator('.tools').getByRole('link', { name: /1 finding/ }).click();
  await page.waitForURL(/\/findings\//);
  await settled(page);
  await page.getByRole('link', { name: 'Show on the graph' }).click();
  await page.waitForURL(/\/explore\?.*to=arn/);

  await pictures(page, browser, watch, base, usable);
  await states(browser, usable, check);
});

/** pictures looks at every page in light and dark, wide and narrow. */
async function pictures(page, browser, watch, base, usable) {
  const id = await page.evaluate(async () => (await (await fetch('/api/v1/findings?q=shipping-labels')).json()).findings[0].id);
  const unread = await page.evaluate(async () => (await (await fetch('/api/v1/findings?filter=error%3DACCESS_DENIED')).json()).findings[0].id);
  const storageState = await page.context().storageState();
  const views = [
    ['findings', '/findings'], ['finding', `/findings/${id}`], ['finding-unread', `/findings/${unread}`], ['analyzers', '/analyzers'],
    ['analyzer', '/analyzers/outside'], ['analyzer-new', '/analyzers?form=new'], ['rule-new', '/analyzers/outside?rule='],
  ];
  for (const colorScheme of ['light', 'dark']) {
    for (const width of colorScheme === 'light' ? [1440, 1024, 390] : [1440, 390]) {
      const context = await browser.newContext({ viewport: { width, height: width > 500 ? 1000 : 844 }, colorScheme, reducedMotion: 'reduce', hasTouch: width < 500, storageState });
      const one = await context.newPage();
      watch(one);
      for (const [name, path] of views) {
        await one.goto(base + path);
        await settled(one);
        await usable(`${name}-${width}-${colorScheme}`, one);
      }
      await context.close();
    }
  }
}

/** states are those that the sample is never in. */
async function states(browser, usable, check) {
  const stand = async (state, visit) => {
    const server = mock(answersIn(state));
    await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
    const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, reducedMotion: 'reduce' });
    try {
      await visit(await context.newPage(), `http://127.0.0.1:${server.address().port}`);
    } finally {
      await context.close();
      server.closeAllConnections();
      server.close();
    }
  };
  await stand('usual', async (page, home) => {
    await page.goto(`${home}/findings/${zeros}01`);
    await settled(page);
    await page.locator('.proof li').first().waitFor();
    const main = plain(await text(page, 'main'));
    check(main.indexOf('Not judged again since 17 Nov 2026') >= 0 && main.indexOf('Not judged again') < main.indexOf('Account 7777 8888 9999 can'), 'what could not be judged again is not said before anything else');
    check(/1 further access from inside the zone of trust would be lost/.test(main) && /It cannot be told whether this stays/.test(main), 'what a fix takes is not said');
    await usable('stale', page);
    await page.goto(`${home}/findings/${zeros}02`);
    await settled(page);
    check(/We cannot tell whether role reader of account 7777 8888 9999 can/.test(await text(page, 'h1')) && /Nobody could prove or refute this/.test(await text(page, '.doubts')), 'an undetermined finding is not said to be one');
    await page.goto(`${home}/findings/${zeros}05`);
    await settled(page);
    check(/^Anyone on the internet could read/.test(await text(page, 'h1')) && /Resolved\. The access does not exist any more/.test(plain(await text(page, '.doubts'))) && (await page.locator('.fix').count()) === 0, 'a resolved finding is not said to be one');
    check((await page.locator('.hist li').count()) === 4, 'the history is not whole');
    await usable('resolved', page);
    await page.goto(`${home}/findings/${zeros}04`);
    await settled(page);
    check(/2 services and 118 actions not used/.test(await text(page, 'h1')), 'unused permissions are not counted');
    await page.goto(`${home}/analyzers/unused`);
    await settled(page);
    check(/Disabled\. Nothing is known of activity yet/.test(plain(await text(page, 'main'))), 'an analyzer that judges nothing does not say why');
  });
  await stand('hostile', async (page, home) => {
    page.on('dialog', (dialog) => {
      check(false, 'a name opened a dialog');
      void dialog.dismiss();
    });
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (const path of ['/findings', `/findings/${zeros}a0`, `/findings/${zeros}a1`, `/findings/${zeros}a4`]) {
        await page.goto(home + path);
        await settled(page);
        const found = await page.evaluate(() => ({
          markup: document.querySelectorAll('main script, main img').length,
          unseen: /[\u202e\u200b]/.test(document.querySelector('#root')?.textContent ?? '') || /[\u202e\u200b]/.test(document.title),
          wide: document.documentElement.scrollWidth - window.innerWidth,
          longest: Math.max(0, ...[...document.querySelectorAll('bdi')].map((name) => name.textContent.length)),
        }));
        check(found.markup === 0 && !found.unseen && found.wide <= 0 && found.longest < 2200, `hostile names, ${width} ${path}: ${JSON.stringify(found)}`);
      }
    }
    await usable('hostile', page);
  });
}
