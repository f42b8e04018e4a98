// Names come from AWS and may be written by an enemy. Here a name is cut into
// pieces of two sorts: text that may be shown as it is, and code points that
// nobody can see, which are shown by their number.

export interface Piece {
  /** what is shown: a grapheme, or "202E" */
  text: string;
  /** a code point that is shown by its number */
  box: boolean;
}

// Controls, formats (zero width, bidi), separators that are not a plain space,
// private use, lone surrogates, and the blanks that count as letters.
const unseen =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\ufffe\uffff\u{e0000}-\u{e0fff}]/u;
const pictograph = /\p{Extended_Pictographic}/u;
const mark = /\p{M}/u;
const marksPerLetter = 3;

/** How much of a long name is looked at: no view shows more than this, uncut. */
export const wholeName = 2048;

/** codeOf writes a code point as people look it up. */
export function codeOf(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}

/** pieces takes a name apart. It is linear in its length. */
export function pieces(name: string): Piece[] {
  const found: Piece[] = [];
  const chars = Array.from(name);
  let marks = 0;
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i] ?? '';
    const last = found.at(-1);
    if (mark.test(char) && !unseen.test(char)) {
      marks++;
      if (last && !last.box && marks <= marksPerLetter) last.text += char;
      else found.push({ text: codeOf(char), box: true });
      continue;
    }
    marks = 0;
    const joins = char === '\u200d' || char === '\ufe0f';
    const next = chars[i + 1] ?? '';
    if (joins && last && !last.box && pictograph.test(last.text)) {
      if (char === '\ufe0f') {
        last.text += char;
        continue;
      }
      if (pictograph.test(next)) {
        last.text += char + next;
        i++;
        continue;
      }
    }
    const blankEnd = char === ' ' && (i === 0 || i === chars.length - 1);
    if (blankEnd || unseen.test(char)) found.push({ text: codeOf(char), box: true });
    else found.push({ text: char, box: false });
  }
  return found;
}

/** widthOf estimates the width of a piece in hundredths of the letter size. */
export function widthOf(piece: Piece): number {
  if (piece.box) return (piece.text.length + 2) * 52;
  const char = piece.text;
  const code = char.codePointAt(0) ?? 0;
  if ("ijl|!.,:;'`".includes(char)) return 29;
  if ('frt()[]{}I/\\" '.includes(char)) return 38;
  if ('mwMW@%'.includes(char)) return 88;
  if (code >= 0x1100) return pictograph.test(char) ? 130 : 104;
  if (char >= 'A' && char <= 'Z') return 66;
  return char >= '0' && char <= '9' ? 61 : 59;
}

export interface Cut {
  head: Piece[];
  tail: Piece[];
  /** how many pieces stand between head and tail, unseen */
  left: number;
}

/** cutToWidth keeps both ends of a name: what tells names apart stands at the end. */
export function cutToWidth(all: Piece[], room: number, width: (p: Piece) => number = widthOf): Cut {
  let total = 0;
  for (const piece of all) total += width(piece);
  if (total <= room) return { head: all, tail: [], left: 0 };
  const free = room - 80; // the dots
  let head = 0;
  let tail = all.length;
  let used = 0;
  // Two of five parts from the beginning, three from the end.
  let fromHead = 0;
  let fromTail = 0;
  while (head < tail) {
    const atHead = fromHead * 3 <= fromTail * 2;
    const piece = atHead ? all[head] : all[tail - 1];
    if (!piece) break;
    const w = width(piece);
    if (used + w > free) break;
    used += w;
    if (atHead) {
      head++;
      fromHead += w;
    } else {
      tail--;
      fromTail += w;
    }
  }
  return { head: all.slice(0, head), tail: all.slice(tail), left: tail - head };
}

/** cutToCount is cutToWidth with every piece as wide as every other; a box counts for five. */
export function cutToCount(all: Piece[], count: number): Cut {
  return cutToWidth(all, count * 100, (p) => (p.box ? 500 : 100));
}

/** bounded takes the two ends of a name that is too long to be looked at whole. */
export function bounded(name: string): string {
  if (name.length <= wholeName) return name;
  return name.slice(0, wholeName / 2) + name.slice(-wholeName / 2);
}

/** plain is a name for places that hold text alone: titles, labels of buttons. */
export function plain(name: string, count = 120): string {
  const cut = cutToCount(pieces(bounded(name)), count);
  const write = (list: Piece[]) => list.map((p) => (p.box ? `[U+${p.text}]` : p.text)).join('');
  return cut.left > 0 || name.length > wholeName ? `${write(cut.head)}…${write(cut.tail)}` : write(cut.head);
}

/** accountId groups the twelve digits for reading; anything else stays. */
export function accountId(id: string): string {
  return /^\d{12}$/.test(id) ? `${id.slice(0, 4)} ${id.slice(4, 8)} ${id.slice(8)}` : id;
}
