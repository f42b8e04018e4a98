import { describe, expect, it } from 'vitest';
import { edge, fromAlice, node } from '../fixtures/slices';
import { cone, itineraries, pathThrough, verdictOf, web } from './trace';

const graph = web(fromAlice);
const byId = (id: string) => graph.edges.find((one) => one.id === id) ?? edge('none', '', '');

describe('the way through a line', () => {
  it('goes from the subject to the resource that the line asks about', () => {
    expect(pathThrough(graph, byId('e15')).map((one) => one.id)).toEqual(['e4', 'e10', 'e15', 'e21']);
  });
  it('is whole for a line at either end', () => {
    expect(pathThrough(graph, byId('e10')).map((one) => one.id)).toEqual(['e4', 'e10', 'e15', 'e21']);
    expect(pathThrough(graph, byId('e20')).map((one) => one.id)).toEqual(['e1', 'e7', 'e14', 'e20']);
  });
  it('ends where the question ends', () => {
    expect(pathThrough(graph, byId('e4')).map((one) => one.id)).toEqual(['e4']);
  });
  it('ends, in a picture with a ring', () => {
    const ring = web({ nodes: [node('a', 1, 'role', 'a'), node('b', 1, 'role', 'b')], edges: [edge('1', 'a', 'b'), edge('2', 'b', 'a')] });
    const first = ring.edges[0];
    expect(first && pathThrough(ring, first).length).toBeGreaterThan(0);
    expect([...cone(ring, 'a')].sort()).toEqual(['1', '2']);
  });
});

describe('what lies before and behind a card', () => {
  it('is all of it and nothing else', () => {
    expect([...cone(graph, 'n5')].sort()).toEqual(['e10', 'e11', 'e15', 'e16', 'e21', 'e22', 'e23', 'e4']);
  });
});

describe('itineraries', () => {
  it('has one for every line that arrives at an end', () => {
    const list = itineraries(fromAlice);
    expect(list).toHaveLength(7);
    const secret = list.find((way) => way.stops.at(-1)?.node.id === 'n20');
    expect(secret?.stops.map((stop) => stop.node.name)).toEqual(['alice', 'payments-reader', 'GetSecretValue', 'prod/payments/*', 'prod/payments/api-key']);
    expect(secret?.verdict).toBe('conditional');
  });
  it('has one for every principal where the question is who', () => {
    const nodes = [node('a', 0, 'user', 'a'), node('b', 0, 'user', 'b'), node('r', 1, 'role', 'r', { arn: 'arn:r' }), node('x', 2, 'action', 'x'), node('s', 4, 'resource', 's', { root: true })];
    const edges = [edge('1', 'a', 'r', 'conditional', { ask: { principal: 'a', action: 'sts:AssumeRole', resource: 'arn:r' } }), edge('2', 'b', 'r'), edge('3', 'r', 'x'), edge('4', 'x', 's')];
    const list = itineraries({ ...fromAlice, direction: 'to', nodes, edges });
    expect(list.map((way) => way.stops.map((stop) => stop.node.id).join(''))).toEqual(['arxs', 'brxs']);
    expect(list.map((way) => way.verdict)).toEqual(['conditional', 'allowed']);
  });
  it('takes the verdict of the hardest line', () => {
    expect(verdictOf([edge('1', 'a', 'b'), edge('2', 'b', 'c', 'undetermined'), edge('3', 'c', 'd', 'conditional')])).toBe('undetermined');
    expect(verdictOf([])).toBe('allowed');
  });
});
