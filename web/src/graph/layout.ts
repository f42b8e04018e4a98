// Where cards and lines stand. Columns are given; within them the order is the
// server's, bettered by barycentre sweeps when that leaves fewer crossings.
// Everything here is a pure function of the slice and the width.
import type { PathEdge, PathNode } from '../api/types';
import { layerWord } from '../lib/words';

export const cardHeight = 42;
const columnCount = 5;
const narrowest = 1032; // below this width the drawing scales
const sideMargin = 18;
const headRoom = 14;
const cardGap = 17;
const sheetRoom = 7; // the two sheets below a fold
const hopGap = 48; // between two cards of a column that a hop joins
const laneGap = 9; // between a card and a line that passes it
const portStep = 5;
const laneStep = 8;
const arrow = 9;

export interface Column {
  x: number;
  w: number;
}

export interface Card {
  node: PathNode;
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Point {
  x: number;
  y: number;
}

export interface Mark extends Point {
  kind: 'gate' | 'unknown' | 'bar';
  /** of the line at this place, in degrees */
  angle: number;
  word: { x: number; y: number; anchor: 'middle' | 'start'; text: string } | null;
}

export interface Route {
  edge: PathEdge;
  /** the whole line, for the halo and the pointer */
  whole: string;
  /** what is drawn of it, up to the bar of a denied one */
  line: string;
  /** behind the bar */
  ghost: string;
  /** the arrow head; '' for a denied line, which does not arrive */
  head: string;
  width: number;
  mark: Mark | null;
  /** one of the many lines of a fold, drawn lighter, so that they do not make a wall */
  crowd: boolean;
}

export interface Picture {
  width: number;
  height: number;
  columns: Column[];
  cards: Card[];
  routes: Route[];
  crossings: number;
}

/** An item of a column: a card, or the place where a long line passes it. */
interface Item {
  id: string;
  column: number;
  node: PathNode | null;
  left: Item[];
  right: Item[];
  y: number;
}

interface Link {
  from: Item;
  to: Item;
}

interface Thread {
  edge: PathEdge;
  /** items from left to right; two of one column for a hop inside it */
  items: Item[];
}

interface Net {
  columns: Item[][];
  threads: Thread[];
  links: Link[];
}

function net(nodes: readonly PathNode[], edges: readonly PathEdge[]): Net {
  const columns: Item[][] = Array.from({ length: columnCount }, () => []);
  const byId = new Map<string, Item>();
  const place = new Map<Item, number>();
  for (const node of nodes) {
    const column = Math.min(columnCount - 1, Math.max(0, node.column));
    if (byId.has(node.id)) continue;
    const item: Item = { id: node.id, column, node, left: [], right: [], y: 0 };
    byId.set(node.id, item);
    columns[column]?.push(item);
  }
  for (const column of columns) column.forEach((item, i) => place.set(item, (i + 0.5) / column.length));
  const threads: Thread[] = [];
  const links: Link[] = [];
  for (const edge of edges) {
    const from = byId.get(edge.from);
    const to = byId.get(edge.to);
    if (!from || !to || from === to) continue;
    const [left, right] = from.column <= to.column ? [from, to] : [to, from];
    const items = [left];
    for (let column = left.column + 1; column < right.column; column++) {
      const item: Item = { id: `${edge.id}/${column}`, column, node: null, left: [], right: [], y: 0 };
      const share = (column - left.column) / (right.column - left.column);
      place.set(item, (place.get(left) ?? 0) * (1 - share) + (place.get(right) ?? 0) * share);
      columns[column]?.push(item);
      items.push(item);
    }
    items.push(right);
    threads.push({ edge, items });
    if (left.column === right.column) continue;
    for (let i = 0; i + 1 < items.length; i++) {
      const a = items[i];
      const b = items[i + 1];
      if (!a || !b) continue;
      a.right.push(b);
      b.left.push(a);
      links.push({ from: a, to: b });
    }
  }
  for (const column of columns) column.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
  return { columns, threads, links };
}

/** crossingsOf counts the pairs of lines that cross between columns. */
function crossingsOf(columns: readonly Item[][]): number {
  let all = 0;
  for (let c = 0; c + 1 < columns.length; c++) {
    const at = new Map((columns[c + 1] ?? []).map((item, i) => [item, i]));
    const ends: number[] = [];
    for (const item of columns[c] ?? []) {
      ends.push(...item.right.map((other) => at.get(other) ?? 0).sort((a, b) => a - b));
    }
    all += inversions(ends, columns[c + 1]?.length ?? 0);
  }
  return all;
}

function inversions(list: readonly number[], size: number): number {
  const tree = new Array<number>(size + 1).fill(0);
  let found = 0;
  list.forEach((value, seen) => {
    let upTo = 0;
    for (let i = value + 1; i > 0; i -= i & -i) upTo += tree[i] ?? 0;
    found += seen - upTo;
    for (let i = value + 1; i <= size; i += i & -i) tree[i] = (tree[i] ?? 0) + 1;
  });
  return found;
}

/** serverCrossings counts the crossings of the order that the server gave. */
export function serverCrossings(nodes: readonly PathNode[], edges: readonly PathEdge[]): number {
  const given = net(nodes, edges);
  return crossingsOf(downward(given.columns, given.threads));
}

/** downward lets hops inside a column go down: a stable topological order. */
function downward(columns: readonly Item[][], threads: readonly Thread[]): Item[][] {
  const hops = threads.filter((thread) => thread.items.length === 2 && thread.items[0]?.column === thread.items[1]?.column);
  if (hops.length === 0) return columns.map((column) => [...column]);
  return columns.map((column, c) => {
    const before = new Map<Item, Item[]>();
    for (const { items } of hops) {
      const [from, to] = items;
      if (from && to && from.column === c) before.set(to, [...(before.get(to) ?? []), from]);
    }
    const done = new Set<Item>();
    const open = new Set<Item>();
    const out: Item[] = [];
    const visit = (item: Item) => {
      if (done.has(item) || open.has(item)) return;
      open.add(item);
      for (const earlier of column.filter((other) => before.get(item)?.includes(other))) visit(earlier);
      done.add(item);
      out.push(item);
    };
    column.forEach(visit);
    return out;
  });
}

function sweep(columns: readonly Item[][], side: 'left' | 'right'): Item[][] {
  const next = columns.map((column) => [...column]);
  const order = side === 'left' ? [1, 2, 3, 4] : [3, 2, 1, 0];
  for (const c of order) {
    const beside = new Map((next[side === 'left' ? c - 1 : c + 1] ?? []).map((item, i, all) => [item, (i + 0.5) / all.length]));
    const column = next[c] ?? [];
    const key = new Map(
      column.map((item, i) => {
        const others = item[side];
        if (others.length === 0) return [item, (i + 0.5) / column.length];
        return [item, others.reduce((sum, other) => sum + (beside.get(other) ?? 0), 0) / others.length];
      }),
    );
    // Array sort is stable: equals keep the order they had.
    next[c] = column.sort((a, b) => (key.get(a) ?? 0) - (key.get(b) ?? 0));
  }
  return next;
}

/** transpose swaps neighbours as long as that undoes crossings. */
function transpose(columns: Item[][], threads: readonly Thread[]): Item[][] {
  const lines = columns.reduce((sum, column) => sum + column.length, 0);
  if (lines > 160) return columns;
  let best = crossingsOf(columns);
  for (let pass = 0, better = true; better && pass < 6; pass++) {
    better = false;
    for (let c = 0; c < columns.length; c++) {
      for (let i = 0; i + 1 < (columns[c]?.length ?? 0); i++) {
        const tried = columns.map((column) => [...column]);
        const column = tried[c];
        const a = column?.[i];
        const b = column?.[i + 1];
        if (!column || !a || !b) continue;
        column[i] = b;
        column[i + 1] = a;
        const settled = downward(tried, threads);
        const found = crossingsOf(settled);
        if (found < best) {
          best = found;
          columns = settled;
          better = true;
        }
      }
    }
  }
  return columns;
}

/** ordered betters the server's order, and never returns a worse one. */
function ordered({ columns, threads }: Net): Item[][] {
  let best = downward(columns, threads);
  let least = crossingsOf(best);
  let current = best;
  for (let round = 0; round < 8 && least > 0; round++) {
    current = downward(sweep(current, round % 2 === 0 ? 'left' : 'right'), threads);
    const found = crossingsOf(current);
    if (found < least) {
      least = found;
      best = current;
    }
  }
  return least > 0 ? transpose(best, threads) : best;
}

/** gapAfter is the room between the middles of two neighbours. */
function gapAfter(a: Item, b: Item, hops: ReadonlySet<string>): number {
  if (!a.node && !b.node) return laneStep;
  if (!a.node || !b.node) {
    const card = a.node ?? b.node;
    return cardHeight / 2 + laneGap + (a.node && card && card.folded > 0 ? sheetRoom : 0);
  }
  if (hops.has(`${a.id}\n${b.id}`)) return cardHeight + hopGap;
  return cardHeight + cardGap + (a.node.folded > 0 ? sheetRoom : 0);
}

/**
 * fit puts a column where its neighbours would have it, as near as order and
 * room allow: least squares by pooling neighbours that get in each other's way.
 */
function fit(wanted: readonly number[], gaps: readonly number[]): number[] {
  const offsets: number[] = [];
  let sum = 0;
  for (let i = 0; i < wanted.length; i++) {
    offsets.push(sum);
    sum += gaps[i] ?? 0;
  }
  const blocks: { mean: number; size: number }[] = [];
  wanted.forEach((want, i) => {
    let block = { mean: want - (offsets[i] ?? 0), size: 1 };
    for (let last = blocks.at(-1); last && last.mean >= block.mean; last = blocks.at(-1)) {
      blocks.pop();
      block = { mean: (last.mean * last.size + block.mean * block.size) / (last.size + block.size), size: last.size + block.size };
    }
    blocks.push(block);
  });
  const placed: number[] = [];
  for (const block of blocks) {
    for (let n = 0; n < block.size; n++) placed.push(block.mean + (offsets[placed.length] ?? 0));
  }
  return placed;
}

function vertical(columns: Item[][], hops: ReadonlySet<string>): number {
  const gaps = columns.map((column) => column.map((item, i) => (columns.length && column[i + 1] ? gapAfter(item, column[i + 1] ?? item, hops) : 0)));
  columns.forEach((column, c) => {
    let y = 0;
    column.forEach((item, i) => {
      item.y = y;
      y += gaps[c]?.[i] ?? 0;
    });
  });
  const arrange = (c: number, side: 'left' | 'right' | 'both') => {
    const column = columns[c] ?? [];
    const wanted = column.map((item) => {
      const others = side === 'both' ? [...item.left, ...item.right] : item[side].length ? item[side] : side === 'left' ? item.right : item.left;
      return others.length ? others.reduce((sum, other) => sum + other.y, 0) / others.length : item.y;
    });
    fit(wanted, gaps[c] ?? []).forEach((y, i) => {
      const item = column[i];
      if (item) item.y = y;
    });
  };
  // The fullest column is the measure; the others arrange themselves beside it.
  const fullest = columns.reduce((at, column, c) => (column.length > (columns[at]?.length ?? 0) ? c : at), columns.length - 1);
  for (let c = fullest + 1; c < columns.length; c++) arrange(c, 'left');
  for (let c = fullest - 1; c >= 0; c--) arrange(c, 'right');
  for (let round = 0; round < 4; round++) {
    for (let c = 1; c < columns.length; c++) arrange(c, 'left');
    for (let c = columns.length - 2; c >= 0; c--) arrange(c, 'right');
  }
  for (let round = 0; round < 6; round++) for (let c = 0; c < columns.length; c++) arrange(c, 'both');
  let top = Infinity;
  let bottom = 0;
  for (const item of columns.flat()) top = Math.min(top, item.y - (item.node ? cardHeight / 2 : 0));
  for (const item of columns.flat()) {
    item.y = Math.round(item.y - top + headRoom);
    bottom = Math.max(bottom, item.y + cardHeight / 2 + sheetRoom);
  }
  return Math.ceil(bottom + headRoom);
}

interface Bezier {
  a: Point;
  b: Point;
  c: Point;
  d: Point;
}

function flow(a: Point, d: Point): Bezier {
  const mid = (a.x + d.x) / 2;
  return { a, b: { x: mid, y: a.y }, c: { x: mid, y: d.y }, d };
}

const between = (p: Point, q: Point, t: number): Point => ({ x: p.x + (q.x - p.x) * t, y: p.y + (q.y - p.y) * t });

function split({ a, b, c, d }: Bezier, t: number): [Bezier, Bezier] {
  const ab = between(a, b, t);
  const bc = between(b, c, t);
  const cd = between(c, d, t);
  const abc = between(ab, bc, t);
  const bcd = between(bc, cd, t);
  const mid = between(abc, bcd, t);
  return [{ a, b: ab, c: abc, d: mid }, { a: mid, b: bcd, c: cd, d }];
}

const n = (value: number) => Math.round(value * 10) / 10;
const move = (p: Point) => `M${n(p.x)} ${n(p.y)}`;
const curve = ({ b, c, d }: Bezier) => `C${n(b.x)} ${n(b.y)} ${n(c.x)} ${n(c.y)} ${n(d.x)} ${n(d.y)}`;

/** strokeOf has three steps: one path, up to 99, 100 or more. */
export function strokeOf(paths: number): number {
  return paths >= 100 ? 3.2 : paths > 1 ? 2.4 : 1.6;
}

export function wordOf(edge: PathEdge): string {
  if (edge.verdict === 'denied') return edge.word || layerWord(edge.layer);
  return edge.verdict === 'conditional' ? edge.word : '';
}

/** crowds are the cards at which so many lines meet that each is drawn lighter: folds, and places where many are denied. */
function crowds(nodes: readonly PathNode[], edges: readonly PathEdge[]): Set<string> {
  const folds = new Set(nodes.filter((node) => node.folded > 0).map((node) => node.id));
  const lines = new Map<string, number>();
  for (const edge of edges) {
    for (const key of [`out ${edge.from}`, `in ${edge.to}`]) {
      const fold = folds.has(key.slice(key.indexOf(' ') + 1));
      if (fold || edge.verdict === 'denied') lines.set(key, (lines.get(key) ?? 0) + 1);
    }
  }
  const many = new Set<string>();
  for (const [key, n] of lines) if (n > 8) many.add(key.slice(key.indexOf(' ') + 1));
  return many;
}

interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

const meets = (a: Box, b: Box) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/** marked finds a place for the mark on a line, and for its word, clear of the others. */
function marked(edge: PathEdge, on: Bezier, taken: Box[], said: Set<string>, small: boolean, beside = false): { mark: Mark; t: number } | null {
  if (edge.verdict === 'allowed') return null;
  const kind = edge.verdict === 'conditional' ? 'gate' : edge.verdict === 'undetermined' ? 'unknown' : 'bar';
  const at = (t: number) => {
    const [first, second] = split(on, t);
    const p = first.d;
    const ahead = between(second.a, second.b, 0.5);
    const back = between(first.c, first.d, 0.5);
    return { p, angle: n((Math.atan2(ahead.y - back.y, ahead.x - back.x) * 180) / Math.PI) };
  };
  const reach = small ? 6 : 10;
  const box = (p: Point): Box => ({ x: p.x - reach, y: p.y - reach, w: 2 * reach, h: 2 * reach });
  const candidates = [0.5, 0.38, 0.62, 0.28, 0.72, 0.2, 0.8];
  const hits = (one: number) => taken.filter((other) => meets(other, box(at(one).p))).length;
  const t = candidates.reduce((best, one) => (hits(one) < hits(best) ? one : best));
  const { p, angle } = at(t);
  taken.push(box(p));
  // Lines that leave one card, or arrive at one, for the same reason, say it once.
  const word = wordOf(edge).slice(0, 8);
  const once = [`${edge.from}\n${edge.verdict}\n${word}`, `\n${edge.to}\n${edge.verdict}\n${word}`];
  const text = small || once.some((key) => said.has(key)) ? '' : word;
  const w = text.length * 6.4 + 4;
  const places: { x: number; y: number; anchor: 'middle' | 'start'; box: Box }[] = [
    { x: p.x, y: p.y - 14, anchor: 'middle', box: { x: p.x - w / 2, y: p.y - 25, w, h: 14 } },
    { x: p.x, y: p.y + 23, anchor: 'middle', box: { x: p.x - w / 2, y: p.y + 12, w, h: 14 } },
    { x: p.x + 13, y: p.y + 4, anchor: 'start', box: { x: p.x + 12, y: p.y - 7, w, h: 14 } },
  ];
  if (beside) places.reverse();
  // Cards lie above words: a word stays in the gutter of its line, or near its lane.
  const slack = on.a.x === on.d.x ? 30 : 4;
  const inGutter = (one: Box) => beside || (one.x >= Math.min(on.a.x, on.d.x) - slack && one.x + one.w <= Math.max(on.a.x, on.d.x) + slack);
  const free = text ? places.find((place) => inGutter(place.box) && !taken.some((other) => meets(other, place.box))) : undefined;
  if (free) {
    taken.push(free.box);
    for (const key of once) said.add(key);
  }
  return {
    t,
    mark: { x: n(p.x), y: n(p.y), kind, angle, word: free ? { x: n(free.x), y: n(free.y), anchor: free.anchor, text } : null },
  };
}

/** layout places a slice in a drawing of the given width. */
export function layout(nodes: readonly PathNode[], edges: readonly PathEdge[], available: number): Picture {
  const given = net(nodes, edges);
  const columns = ordered(given);
  const crossings = crossingsOf(columns);
  const rank = new Map(columns.flatMap((column) => column.map((item, i) => [item, i] as const)));

  const hops = given.threads.filter(({ items }) => items[0]?.column === items[1]?.column);
  const near = new Set<string>();
  const far: Thread[] = [];
  for (const hop of hops) {
    const [a, b] = hop.items;
    if (!a || !b) continue;
    if ((rank.get(b) ?? 0) - (rank.get(a) ?? 0) === 1 && !near.has(`${a.id}\n${b.id}`)) near.add(`${a.id}\n${b.id}`);
    else far.push(hop);
  }
  const height = vertical(columns, near);

  // Hops that pass other cards run in lanes left of their column.
  const lanes = new Map<Thread, number>();
  const busy: { from: number; to: number; column: number; lane: number }[] = [];
  let mostLanes = 0;
  for (const hop of [...far].sort((p, q) => length(p) - length(q))) {
    const [a, b] = hop.items;
    if (!a || !b) continue;
    const [from, to] = [Math.min(a.y, b.y), Math.max(a.y, b.y)];
    let lane = 0;
    while (busy.some((other) => other.column === a.column && other.lane === lane && other.from <= to && from <= other.to)) lane++;
    busy.push({ from, to, column: a.column, lane });
    lanes.set(hop, lane);
    if (a.column === 0) mostLanes = Math.max(mostLanes, lane + 1);
  }

  const leftMargin = sideMargin + (mostLanes ? 8 + mostLanes * laneStep : 0);
  const width = Math.max(narrowest, Math.floor(available));
  const room = width - leftMargin - sideMargin;
  const card = Math.min(196, Math.floor(148 + Math.max(0, room - 996) / 12));
  const gutter = (room - columnCount * card) / (columnCount - 1);
  const x = (column: number) => Math.round(leftMargin + column * (card + gutter));

  const cards: Card[] = columns.flatMap((column) =>
    column.flatMap((item) => (item.node ? [{ node: item.node, x: x(item.column), y: item.y - cardHeight / 2, w: card, h: cardHeight }] : [])),
  );

  // Ports: the lines at one side of a card, in the order of their other ends.
  const ports = new Map<string, number>();
  const sides = new Map<string, { key: string; y: number }[]>();
  const put = (item: Item, side: string, key: string, y: number) => {
    if (!item.node) return;
    const name = `${item.id}\n${side}`;
    sides.set(name, [...(sides.get(name) ?? []), { key: `${name}\n${key}`, y }]);
  };
  for (const thread of given.threads) {
    const { items, edge } = thread;
    const first = items[0];
    const last = items.at(-1);
    if (!first || !last) continue;
    if (first.column === last.column) {
      if (lanes.has(thread)) {
        put(first, 'in', `${edge.id}a`, first.y + 1e6); // leaves below all that arrives
        put(last, 'in', edge.id, last.y - 1e6); // arrives above
      }
      continue;
    }
    put(first, 'out', edge.id, items[1]?.y ?? 0);
    put(last, 'in', edge.id, items.at(-2)?.y ?? 0);
  }
  for (const list of sides.values()) {
    list.sort((a, b) => a.y - b.y);
    const step = Math.min(portStep, 32 / Math.max(1, list.length - 1));
    list.forEach((port, i) => ports.set(port.key, (i - (list.length - 1) / 2) * step));
  }
  const port = (item: Item, side: string, key: string) => item.y + (ports.get(`${item.id}\n${side}\n${key}`) ?? 0);

  const taken: Box[] = [];
  const said = new Set<string>();
  const many = crowds(nodes, edges);
  const crowded = (edge: PathEdge) => many.has(edge.from) || many.has(edge.to);
  const routes: Route[] = given.threads.map((thread) => {
    const { edge, items } = thread;
    const first = items[0];
    const last = items.at(-1);
    const stroke = strokeOf(edge.paths);
    if (!first || !last) return { edge, whole: '', line: '', ghost: '', head: '', width: stroke, mark: null, crowd: false };
    if (first.column === last.column) return hopRoute(thread, lanes.get(thread), { x, card, port, stroke, taken, said, crowd: crowded(edge) });

    const backward = edge.from !== first.id;
    const curves: Bezier[] = [];
    let path = '';
    const tails: string[] = [];
    items.forEach((item, i) => {
      const next = items[i + 1];
      if (!next) return;
      const a = { x: x(item.column) + card + (item.node ? 1 : 0), y: item.node ? port(item, 'out', edge.id) : item.y };
      const isLast = next === last;
      const d = { x: x(next.column) - (isLast ? arrow : 0), y: isLast ? port(next, 'in', edge.id) : next.y };
      const one = flow(a, d);
      if (i === 0) path = move(a);
      else tails.push(`H${n(a.x)}`);
      tails.push(curve(one));
      curves.push(one);
    });
    const whole = path + tails.join('');
    const on = curves[0];
    const end = curves.at(-1)?.d;
    if (!on || !end) return { edge, whole, line: whole, ghost: '', head: '', width: stroke, mark: null, crowd: false };
    const found = marked(edge, on, taken, said, crowded(edge));
    const head = backward ? '' : `M${n(end.x)} ${n(end.y - 4)}l8 4-8 4z`;
    if (found && edge.verdict === 'denied') {
      const [solid, rest] = split(on, found.t);
      return {
        edge, whole, width: stroke, mark: found.mark, head: '', crowd: crowded(edge),
        line: move(solid.a) + curve(solid),
        ghost: move(rest.a) + curve(rest) + tails.slice(1).join(''),
      };
    }
    return { edge, whole, line: whole, ghost: '', head, width: stroke, mark: found?.mark ?? null, crowd: crowded(edge) };
  });

  return {
    width,
    height,
    columns: Array.from({ length: columnCount }, (_, c) => ({ x: x(c), w: card })),
    cards,
    routes,
    crossings,
  };
}

function length({ items }: Thread): number {
  return Math.abs((items[0]?.y ?? 0) - (items[1]?.y ?? 0));
}

interface HopTools {
  x: (column: number) => number;
  card: number;
  port: (item: Item, side: string, key: string) => number;
  stroke: number;
  taken: Box[];
  said: Set<string>;
  crowd: boolean;
}

/** hopRoute draws a hop inside a column: straight down to the next card, or by a lane. */
function hopRoute({ edge, items }: Thread, lane: number | undefined, tools: HopTools): Route {
  const [a, b] = items;
  const { stroke, taken, said, crowd } = tools;
  if (!a || !b) return { edge, whole: '', line: '', ghost: '', head: '', width: stroke, mark: null, crowd };
  if (lane === undefined) {
    const at = tools.x(a.column) + Math.round(tools.card / 2);
    const top = a.y + cardHeight / 2 + ((a.node?.folded ?? 0) > 0 ? sheetRoom : 0);
    const bottom = b.y - cardHeight / 2 - arrow;
    const down: Bezier = { a: { x: at, y: top }, b: { x: at, y: top + (bottom - top) / 3 }, c: { x: at, y: bottom - (bottom - top) / 3 }, d: { x: at, y: bottom } };
    const found = marked(edge, down, taken, said, crowd, true);
    const whole = `M${at} ${n(top)}V${n(bottom)}`;
    if (found && edge.verdict === 'denied') {
      return { edge, whole, line: `M${at} ${n(top)}V${found.mark.y}`, ghost: `M${at} ${found.mark.y}V${n(bottom)}`, head: '', width: stroke, mark: found.mark, crowd };
    }
    return { edge, whole, line: whole, ghost: '', head: `M${at - 4} ${n(bottom)}l4 8 4-8z`, width: stroke, mark: found?.mark ?? null, crowd };
  }
  const left = tools.x(a.column);
  const at = left - 16 - lane * laneStep;
  const y1 = tools.port(a, 'in', `${edge.id}a`);
  const y2 = tools.port(b, 'in', edge.id);
  const r = Math.min(6, Math.abs(y2 - y1) / 2) * Math.sign(y2 - y1 || 1);
  const first = `M${left - 1} ${n(y1)}H${at + 6}Q${at} ${n(y1)} ${at} ${n(y1 + r)}`;
  const second = `Q${at} ${n(y2)} ${at + 6} ${n(y2)}H${left - arrow}`;
  const whole = `${first}V${n(y2 - r)}${second}`;
  const run: Bezier = { a: { x: at, y: y1 + r }, b: { x: at, y: y1 + r }, c: { x: at, y: y2 - r }, d: { x: at, y: y2 - r } };
  const found = marked(edge, run, taken, said, crowd);
  if (found && edge.verdict === 'denied') {
    return {
      edge, whole, line: `${first}V${found.mark.y}`, ghost: `M${at} ${found.mark.y}V${n(y2 - r)}${second}`, head: '', width: stroke, mark: { ...found.mark, angle: 90 }, crowd,
    };
  }
  return { edge, whole, line: whole, ghost: '', head: `M${left - arrow} ${n(y2 - 4)}l8 4-8 4z`, width: stroke, mark: found?.mark ?? null, crowd };
}
