// Ways through a slice: what is on the path of a line, and paths as lists of stops.
import type { PathEdge, PathNode, Slice, Verdict } from '../api/types';

export interface Web {
  node: ReadonlyMap<string, PathNode>;
  out: ReadonlyMap<string, PathEdge[]>;
  into: ReadonlyMap<string, PathEdge[]>;
  edges: readonly PathEdge[];
}

export function web(slice: Pick<Slice, 'nodes' | 'edges'>): Web {
  const node = new Map((slice.nodes ?? []).map((one) => [one.id, one]));
  const out = new Map<string, PathEdge[]>();
  const into = new Map<string, PathEdge[]>();
  const edges = (slice.edges ?? []).filter((edge) => node.has(edge.from) && node.has(edge.to));
  for (const edge of edges) {
    out.set(edge.from, [...(out.get(edge.from) ?? []), edge]);
    into.set(edge.to, [...(into.get(edge.to) ?? []), edge]);
  }
  return { node, out, into, edges };
}

const cost: Record<Verdict, number> = { allowed: 10, conditional: 11, undetermined: 13, denied: 40 };

/** cheapest finds the way from start along out (or into) to the best goal. */
function cheapest(graph: Web, start: string, along: 'out' | 'into', goal: (id: string) => boolean): PathEdge[] | null {
  const known = new Map<string, { cost: number; by: PathEdge | null }>([[start, { cost: 0, by: null }]]);
  const done = new Set<string>();
  for (;;) {
    let at: string | null = null;
    let least = Infinity;
    for (const [id, entry] of known) {
      if (!done.has(id) && entry.cost < least) {
        least = entry.cost;
        at = id;
      }
    }
    if (at === null) return null;
    if (goal(at)) {
      const way: PathEdge[] = [];
      for (let id = at; ; ) {
        const by = known.get(id)?.by;
        if (!by) break;
        way.push(by);
        id = along === 'out' ? by.from : by.to;
      }
      return way;
    }
    done.add(at);
    for (const edge of graph[along].get(at) ?? []) {
      const next = along === 'out' ? edge.to : edge.from;
      const total = least + cost[edge.verdict];
      if (total < (known.get(next)?.cost ?? Infinity)) known.set(next, { cost: total, by: edge });
    }
  }
}

/** isOf tells whether a request's resource is the thing of a card, or an object in it. */
function isOf(resource: string, arn: string): boolean {
  return arn !== '' && (resource === arn || resource.startsWith(`${arn}/`));
}

/**
 * pathThrough is one way that has this line in it, from a beginning to where the
 * line's question ends; whole: to an end of the picture.
 */
export function pathThrough(graph: Web, edge: PathEdge, whole = false): PathEdge[] {
  const begins = (id: string) => (graph.into.get(id) ?? []).length === 0 || graph.node.get(id)?.root === true;
  const ends = (id: string) => (graph.out.get(id) ?? []).length === 0;
  const isPrincipal = (id: string) => !!edge.ask && graph.node.get(id)?.arn === edge.ask.principal;
  const isResource = (id: string) => isOf(edge.ask?.resource ?? '', graph.node.get(id)?.arn ?? '');

  const toPrincipal = edge.ask ? cheapest(graph, edge.from, 'into', isPrincipal) : null;
  const principal = toPrincipal ? (toPrincipal[0]?.from ?? edge.from) : edge.from;
  const before = [...(cheapest(graph, principal, 'into', begins) ?? []), ...(toPrincipal ?? [])];
  const asked = edge.ask !== null && !(whole && isResource(edge.to));
  const after = (asked ? cheapest(graph, edge.to, 'out', isResource) : null) ?? cheapest(graph, edge.to, 'out', ends) ?? [];
  return [...before, edge, ...after.reverse()];
}

/** cone is all that lies before and behind a card. */
export function cone(graph: Web, id: string): Set<string> {
  const found = new Set<string>();
  for (const along of ['out', 'into'] as const) {
    const open = [id];
    const seen = new Set(open);
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const edge of graph[along].get(at) ?? []) {
        found.add(edge.id);
        const next = along === 'out' ? edge.to : edge.from;
        if (!seen.has(next)) {
          seen.add(next);
          open.push(next);
        }
      }
    }
  }
  return found;
}

export interface Itinerary {
  /** the line that the verdict is of, and that is opened */
  edge: PathEdge;
  verdict: Verdict;
  stops: { node: PathNode; /** the line from here to the next stop */ by: PathEdge | null }[];
}

const worst: Record<Verdict, number> = { allowed: 0, conditional: 1, undetermined: 2, denied: 3 };

/** verdictOf is the verdict of a way: that of its hardest line. */
export function verdictOf(way: readonly PathEdge[]): Verdict {
  return way.reduce<Verdict>((verdict, edge) => (worst[edge.verdict] > worst[verdict] ? edge.verdict : verdict), 'allowed');
}

/** telling is the line that explains a verdict: the hardest one that can be explained, the last of equals. */
function telling(way: readonly PathEdge[]): PathEdge | null {
  return way.reduce<PathEdge | null>((best, edge) => (edge.ask && (!best || worst[edge.verdict] >= worst[best.verdict]) ? edge : best), null);
}

/**
 * itineraries lists ways through the slice: one for every line that arrives at an
 * end; where the question is who, one for every line that leaves a beginning.
 */
export function itineraries(slice: Slice): Itinerary[] {
  const graph = web(slice);
  const lines: PathEdge[] = [];
  for (const node of slice.nodes ?? []) {
    const into = graph.into.get(node.id) ?? [];
    const out = graph.out.get(node.id) ?? [];
    if (slice.direction !== 'to' && out.length === 0) lines.push(...into);
    if (slice.direction !== 'from' && into.length === 0) lines.push(...out);
  }
  const list: Itinerary[] = [];
  const known = new Set<string>();
  for (const line of lines) {
    const way = pathThrough(graph, line, true);
    const key = way.map((edge) => edge.id).join(' ');
    if (known.has(key)) continue;
    known.add(key);
    const stops: Itinerary['stops'] = way.flatMap((edge) => {
      const node = graph.node.get(edge.from);
      return node ? [{ node, by: edge }] : [];
    });
    const end = graph.node.get(way.at(-1)?.to ?? '');
    if (end) stops.push({ node: end, by: null });
    list.push({ edge: telling(way) ?? line, verdict: verdictOf(way), stops });
  }
  return list;
}
