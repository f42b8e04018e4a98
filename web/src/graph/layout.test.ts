import { describe, expect, it } from 'vitest';
import { edge, fromAlice, node, random } from '../fixtures/slices';
import { layout, serverCrossings, strokeOf, type Picture } from './layout';
import type { PathEdge, PathNode } from '../api/types';

function overlaps(picture: Picture): string[] {
  const found: string[] = [];
  for (const a of picture.cards) {
    for (const b of picture.cards) {
      if (a.node.id >= b.node.id || a.x !== b.x) continue;
      const sheets = 7;
      const [above, below] = a.y < b.y ? [a, b] : [b, a];
      if (above.y + above.h + (above.node.folded > 0 ? sheets : 0) > below.y) found.push(`${above.node.id} and ${below.node.id}`);
    }
  }
  return found;
}

function inside(picture: Picture): boolean {
  return picture.cards.every((card) => card.x >= 0 && card.y >= 0 && card.x + card.w <= picture.width && card.y + card.h <= picture.height);
}

describe('layout', () => {
  it('draws every card and every line of the design picture, and no two cards meet', () => {
    const picture = layout(fromAlice.nodes ?? [], fromAlice.edges ?? [], 1032);
    expect(picture.cards).toHaveLength(22);
    expect(picture.routes).toHaveLength(23);
    expect(overlaps(picture)).toEqual([]);
    expect(inside(picture)).toBe(true);
  });

  it('crosses no more lines than the order of the server, in 200 pictures', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const { nodes, edges } = random(seed, 14);
      const picture = layout(nodes, edges, 1440);
      expect(picture.crossings, `seed ${seed}`).toBeLessThanOrEqual(serverCrossings(nodes, edges));
      expect(overlaps(picture), `seed ${seed}`).toEqual([]);
      expect(inside(picture), `seed ${seed}`).toBe(true);
    }
  });

  it('undoes a crossing that need not be', () => {
    const nodes = [node('a', 1, 'role', 'a'), node('b', 1, 'role', 'b'), node('x', 2, 'action', 'x'), node('y', 2, 'action', 'y')];
    const edges = [edge('1', 'a', 'y'), edge('2', 'b', 'x')];
    expect(serverCrossings(nodes, edges)).toBe(1);
    expect(layout(nodes, edges, 1032).crossings).toBe(0);
  });

  it('is the same for the same slice', () => {
    const { nodes, edges } = random(7, 14);
    expect(layout(nodes, edges, 1200)).toEqual(layout(nodes, edges, 1200));
  });

  it('keeps the order of the server where nothing is to be gained', () => {
    const nodes: PathNode[] = ['c', 'a', 'b'].map((name) => node(name, 4, 'resource', name));
    nodes.unshift(node('g', 3, 'resource_group', 'g'));
    const edges = ['a', 'b', 'c'].map((name) => edge(name, 'g', name));
    const ys = new Map(layout(nodes, edges, 1032).cards.map((card) => [card.node.id, card.y]));
    expect([...ys.entries()].filter(([id]) => id !== 'g').sort((p, q) => p[1] - q[1]).map(([id]) => id)).toEqual(['c', 'a', 'b']);
  });

  it('lets hops inside a column go down', () => {
    const nodes = [node('late', 1, 'role', 'late'), node('early', 1, 'role', 'early'), node('last', 1, 'role', 'last')];
    const edges: PathEdge[] = [edge('1', 'early', 'late'), edge('2', 'late', 'last'), edge('3', 'early', 'last', 'denied', { layer: 'scp' })];
    const y = new Map(layout(nodes, edges, 1032).cards.map((card) => [card.node.id, card.y]));
    expect(y.get('early')).toBeLessThan(y.get('late') ?? 0);
    expect(y.get('late')).toBeLessThan(y.get('last') ?? 0);
  });

  it('bears rings, lines to nowhere, lines to itself and columns that do not exist', () => {
    const nodes = [node('a', 1, 'role', 'a'), node('b', 1, 'role', 'b'), node('c', 9, 'resource', 'c'), node('a', 2, 'action', 'again')];
    const edges = [edge('1', 'a', 'b'), edge('2', 'b', 'a'), edge('3', 'a', 'gone'), edge('4', 'a', 'a'), edge('5', 'c', 'a')];
    const picture = layout(nodes, edges, 0);
    expect(picture.cards).toHaveLength(3);
    expect(picture.routes.map((route) => route.edge.id)).toEqual(['1', '2', '5']);
    expect(layout([], [], 1440).cards).toEqual([]);
  });

  it('ends a denied line at a bar, with a ghost behind it and no head', () => {
    const denied = layout(fromAlice.nodes ?? [], fromAlice.edges ?? [], 1032).routes.find((route) => route.edge.id === 'e14');
    expect(denied?.mark?.kind).toBe('bar');
    expect(denied?.mark?.word?.text).toBe('SCP');
    expect(denied?.head).toBe('');
    expect(denied?.ghost).not.toBe('');
  });

  it('draws 300 cards in less than half a second', () => {
    const { nodes, edges } = random(3, 75);
    const start = performance.now();
    layout(nodes, edges, 1440);
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('has three widths of line', () => {
    expect([1, 2, 99, 100, 4000].map(strokeOf)).toEqual([1.6, 2.4, 2.4, 3.2, 3.2]);
  });
});
