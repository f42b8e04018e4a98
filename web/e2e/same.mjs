// The page that shows who can reach a resource names the principals that
// `sightline who-can` names, and nobody else.
//   SIGHTLINE_LINK=… SIGHTLINE_RESOURCE=ARN SIGHTLINE_PRINCIPALS='ARN\nARN' node e2e/same.mjs [OUTPUT]
import { signedIn } from './page.mjs';

const resource = process.env.SIGHTLINE_RESOURCE ?? '';
const wanted = new Set((process.env.SIGHTLINE_PRINCIPALS ?? '').split('\n').filter(Boolean));

await signedIn(async ({ page, base, shot, check }) => {
  const answer = await page.evaluate(async (arn) => {
    const response = await fetch(`/api/v1/who-can?action=*&resource=${encodeURIComponent(arn)}`);
    return response.json();
  }, resource);
  const named = new Set(answer.principals.map((p) => p.principal));
  for (const one of wanted) check(named.has(one), `the API does not name ${one}`);
  for (const one of named) check(wanted.has(one), `the API names ${one}, the command line does not`);

  await page.goto(`${base}/explore?to=${encodeURIComponent(resource)}&view=list`);
  await page.waitForSelector('main table tbody tr');
  await shot('list');
  const text = await page.locator('main').innerText();
  for (const one of wanted) {
    const name = one.slice(one.lastIndexOf('/') + 1);
    if (!one.startsWith('arn:') || one.endsWith(':root')) continue; // anyone, and root users, have words of their own
    check(text.includes(name), `the list does not show ${name}`);
  }
  await page.goto(`${base}/explore?to=${encodeURIComponent(resource)}`);
  await page.waitForSelector('main svg [data-edge]'); // a line of the picture, and no icon
  const name = resource.slice(resource.lastIndexOf(':') + 1);
  check((await page.locator('main svg [data-edge]').count()) >= 4, 'the picture has hardly a line');
  check((await page.locator('main').textContent()).includes(name), `the picture does not name ${name}`);
  await shot('paths');
});
