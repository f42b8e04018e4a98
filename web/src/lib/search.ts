// The palette: results in groups, one of them chosen by the keyboard.
import type { Thing, ThingKind } from '../api/types';
import { exploreAddress, listAddress, nothing, type ExploreState } from './router';

export interface Group {
  title: string;
  things: Thing[];
}

const order: readonly { title: string; kinds: readonly ThingKind[] }[] = [
  { title: 'Principals', kinds: ['user', 'role', 'group', 'instance', 'anyone', 'service', 'provider'] },
  { title: 'Resources', kinds: ['resource'] },
  { title: 'Accounts', kinds: ['account'] },
];

const mostActions = 5;

/**
 * groups sorts results by kind and keeps the server's order within each. An
 * action has no page of its own: it is offered where it can narrow a picture.
 */
export function groups(things: readonly Thing[], picture = false): Group[] {
  const found = order.map(({ title, kinds }) => ({ title, things: things.filter((thing) => kinds.includes(thing.kind)) }));
  if (picture) found.push({ title: 'Actions', things: things.filter((thing) => thing.kind === 'action').slice(0, mostActions) });
  return found.filter((group) => group.things.length > 0);
}

/** flat is the order in which the arrow keys go through groups. */
export function flat(list: readonly Group[]): Thing[] {
  return list.flatMap((group) => group.things);
}

export type Key = 'down' | 'up' | 'first' | 'last' | 'nextGroup';

/** move answers an arrow key: the ends are joined; -1 is the box itself, with nothing chosen. */
export function move(list: readonly Group[], at: number, key: Key): number {
  const n = flat(list).length;
  if (n === 0) return -1;
  switch (key) {
    case 'down':
      return at + 1 >= n ? 0 : at + 1;
    case 'up':
      return at <= 0 ? n - 1 : at - 1;
    case 'first':
      return 0;
    case 'last':
      return n - 1;
    case 'nextGroup': {
      let start = 0;
      for (const group of list) {
        if (start > at) return start;
        start += group.things.length;
      }
      return 0;
    }
  }
}

const who: readonly ThingKind[] = ['user', 'role', 'group', 'instance', 'anyone', 'service', 'provider'];

export function isPrincipal(thing: Thing): boolean {
  return who.includes(thing.kind);
}

/** addressOf is where a result leads; flip asks from its other side, where it has one. */
export function addressOf(thing: Thing, flip = false, picture: ExploreState = nothing): string {
  if (thing.kind === 'action') return exploreAddress({ ...picture, services: [thing.arn.split(':')[0] ?? ''], sel: '', open: [] });
  if (thing.kind === 'account') return listAddress(flip ? '/principals' : '/resources', { account: thing.arn });
  if (isPrincipal(thing)) return flip && thing.kind === 'role' ? exploreAddress({ to: thing.arn }) : exploreAddress({ from: thing.arn });
  return exploreAddress({ to: thing.arn });
}
