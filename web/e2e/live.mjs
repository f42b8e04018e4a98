// A server that was pointed at AWS shows its scan, and then what was read.
//   SIGHTLINE_LINK=… SIGHTLINE_RESOURCE=ARN SIGHTLINE_ACCOUNT=NAME node e2e/live.mjs [OUTPUT]
import { signedIn } from './page.mjs';

const resource = process.env.SIGHTLINE_RESOURCE ?? '';
const account = process.env.SIGHTLINE_ACCOUNT ?? '';

await signedIn(async ({ page, base, shot, check }) => {
  await shot('during');
  const status = await page.evaluate(async () => {
    for (let i = 0; i < 240; i++) {
      const s = await (await fetch('/api/v1/status')).json();
      if (s.scan && s.scan.state !== 'queued' && s.scan.state !== 'running') return s;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    return undefined;
  });
  check(status?.scan?.state === 'done', `the scan is ${status?.scan?.state}: ${status?.scan?.error}`);
  check(status?.sample === false, 'what was read from AWS counts as the sample');
  await page.goto(base);
  await page.waitForSelector('main h1');
  const overview = await page.locator('body').innerText();
  check(overview.includes(account), `the overview does not name account ${account}`);
  check(!/sample organization/i.test(overview), 'the overview speaks of the sample');
  await shot('overview');
  await page.goto(`${base}/explore?to=${encodeURIComponent(resource)}`);
  await page.waitForSelector('main svg [data-edge]'); // a line of the picture, and no icon
  const name = resource.slice(resource.lastIndexOf(':') + 1);
  check((await page.locator('main svg [data-edge]').count()) >= 4, 'the picture has hardly a line');
  check((await page.locator('main').textContent()).includes(name), `the picture does not name ${name}`);
  await shot('paths');
  await page.goto(`${base}/discovery`);
  await page.waitForSelector('main h1');
  await shot('discovery');

  // What was found, read again by itself: the answer of AWS, and a snapshot of its own.
  await page.goto(`${base}/findings`);
  await page.locator('.fi tbody a').first().click();
  await page.locator('.proof li, [data-nofix]').first().waitFor();
  await page.getByRole('button', { name: 'Rescan' }).click();
  await page.locator('[data-told]').waitFor({ timeout: 60000 });
  const told = await page.locator('[data-told]').innerText();
  check(/It was read again: the access is still there/.test(told), `reading a resource again says: ${told}`);
  check((await page.locator('main h1').innerText()).length > 10, 'the finding is gone after reading again');
  await shot('rescan');
});
