// A stand-in for the server: the built pages under the real content policy, and
// answers written by hand. For looking at states that the sample does not have.
//   node e2e/mock.mjs PORT [STATE]
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const dist = fileURLToPath(new URL('../dist', import.meta.url));
const types = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html; charset=utf-8', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };

/** mock answers with answers(path, query, method): an object, or {status, body}, or undefined for 404. */
export function mock(answers) {
  return createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    response.setHeader('Content-Security-Policy', policy);
    if (url.pathname.startsWith('/api/v1/')) {
      const answer = answers(url.pathname.slice('/api/v1'.length), url.searchParams, request.method);
      const status = answer?.status && answer.body ? answer.status : answer === undefined ? 404 : 200;
      const body = answer?.status && answer.body ? answer.body : answer === undefined ? { status: 404, title: 'Not Found', detail: 'Nothing of that name.' } : answer;
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(body));
      return;
    }
    const file = normalize(url.pathname);
    const known = extname(file) in types;
    try {
      const body = readFileSync(join(dist, known ? file : 'index.html'));
      response.writeHead(200, { 'Content-Type': types[known ? extname(file) : '.html'] });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { answersIn } = await import('./answers.mjs');
  const port = Number(process.argv[2] ?? 8099);
  mock(answersIn(process.argv[3] ?? 'usual')).listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}`));
}
