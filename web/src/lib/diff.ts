// What changes between two texts, line by line.

export interface DiffLine {
  sort: 'same' | 'minus' | 'plus';
  text: string;
  /** its number in the text that it stands in */
  number: number;
}

/** mostCells bounds the table that finds the longest common part; above it, all is said to change. */
const mostCells = 4_000_000;

/** diff lists the lines of both texts; of the shortest ways the one that removes first. */
export function diff(before: string, after: string): DiffLine[] {
  const a = lines(before);
  const b = lines(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const found: DiffLine[] = a.slice(0, head).map((text, i) => ({ sort: 'same', text, number: i + 1 }));
  found.push(...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail), head));
  for (let i = b.length - tail; i < b.length; i++) found.push({ sort: 'same', text: b[i] ?? '', number: i + 1 });
  return found;
}

function lines(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function middle(a: string[], b: string[], head: number): DiffLine[] {
  const minus = (i: number): DiffLine => ({ sort: 'minus', text: a[i] ?? '', number: head + i + 1 });
  const plus = (j: number): DiffLine => ({ sort: 'plus', text: b[j] ?? '', number: head + j + 1 });
  const width = b.length + 1;
  if ((a.length + 1) * width > mostCells) return [...a.map((_, i) => minus(i)), ...b.map((_, j) => plus(j))];
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] = a[i] === b[j] ? (common[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
    }
  }
  const found: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push({ sort: 'same', text: b[j] ?? '', number: head + j + 1 });
      i++;
      j++;
    } else if (i < a.length && (j === b.length || (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))) found.push(minus(i++));
    else found.push(plus(j++));
  }
  return found;
}

export interface DiffGap {
  sort: 'gap';
  lines: number;
}

/** near keeps the changed lines with a few on either side, and says how many are left out between. */
export function near(all: readonly DiffLine[], around = 3): (DiffLine | DiffGap)[] {
  const keep = all.map(() => false);
  all.forEach((line, at) => {
    if (line.sort === 'same') return;
    for (let i = Math.max(0, at - around); i <= Math.min(all.length - 1, at + around); i++) keep[i] = true;
  });
  const found: (DiffLine | DiffGap)[] = [];
  all.forEach((line, at) => {
    const last = found.at(-1);
    if (keep[at]) found.push(line);
    else if (last?.sort === 'gap') last.lines++;
    else found.push({ sort: 'gap', lines: 1 });
  });
  // A gap of one line is no shorter than the line.
  let at = 0;
  return found.flatMap((one) => {
    const begin = at;
    at += one.sort === 'gap' ? one.lines : 1;
    const only = all[begin];
    return one.sort === 'gap' && one.lines === 1 && only ? [only] : [one];
  });
}
