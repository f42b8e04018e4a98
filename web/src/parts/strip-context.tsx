// What a view tells its map margin: which gaps bear on it, how much is drawn.
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Gap, NotCollected } from '../api/types';

export interface Margin {
  gaps?: readonly Gap[];
  notCollected?: readonly NotCollected[];
  drawn?: number;
  folded?: number;
  note?: string;
}

const Value = createContext<Margin>({});
const Setter = createContext<(margin: Margin) => void>(() => undefined);

export function MarginProvider({ children }: { children: ReactNode }) {
  const [margin, setMargin] = useState<Margin>({});
  return (
    <Setter.Provider value={setMargin}>
      <Value.Provider value={margin}>{children}</Value.Provider>
    </Setter.Provider>
  );
}

export function useMarginValue(): Margin {
  return useContext(Value);
}

/** useMargin fills the margin for as long as the view is there. */
export function useMargin(margin: Margin): void {
  const set = useContext(Setter);
  const { gaps, notCollected, drawn, folded, note } = margin;
  const value = useMemo<Margin>(
    () => ({
      ...(gaps ? { gaps } : {}),
      ...(notCollected ? { notCollected } : {}),
      ...(drawn === undefined ? {} : { drawn }),
      ...(folded === undefined ? {} : { folded }),
      ...(note ? { note } : {}),
    }),
    [gaps, notCollected, drawn, folded, note],
  );
  useEffect(() => {
    set(value);
    return () => set({});
  }, [set, value]);
}
