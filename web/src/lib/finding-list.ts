// The list that was looked at last, so that a finding knows its neighbours.
export interface LookedAt {
  address: string;
  ids: string[];
  /** place of the first of ids in the whole list, from 0 */
  offset: number;
  total: number;
}

let last: LookedAt = { address: '/findings', ids: [], offset: 0, total: 0 };

export function lookedAt(): LookedAt {
  return last;
}

export function lookAt(list: LookedAt): void {
  last = list;
}
