// Colours for policy documents. A line is cut into words of a few sorts; what
// does not look like JSON stays as it is.

export interface Token {
  text: string;
  sort: 'key' | 'string' | 'number' | 'word' | 'other';
}

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\b\d+(?:\.\d+)?\b)|\b(true|false|null)\b/g;

export function tokens(line: string): Token[] {
  if (line.length > 20_000) return [{ text: line, sort: 'other' }];
  const found: Token[] = [];
  let at = 0;
  for (const match of line.matchAll(token)) {
    if (match.index > at) found.push({ text: line.slice(at, match.index), sort: 'other' });
    const [all, string, colon] = match;
    if (string !== undefined) {
      found.push({ text: string, sort: colon === undefined ? 'string' : 'key' });
      if (colon !== undefined) found.push({ text: colon, sort: 'other' });
    } else found.push({ text: all, sort: match[3] !== undefined ? 'number' : 'word' });
    at = match.index + all.length;
  }
  if (at < line.length) found.push({ text: line.slice(at), sort: 'other' });
  return found;
}
