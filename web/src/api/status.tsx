// The state of the server, asked for as often as it changes.
import { createContext, useContext, useEffect, useRef, type ReactNode } from 'react';
import type { Status } from './types';
import { askAgain, useAnswer, useConnection, type ApiError } from './client';
import { announce } from '../parts/live';
import { running, scanSentence } from '../lib/words';

export interface StatusValue {
  status: Status | null;
  error: ApiError | null;
  loading: boolean;
  again: () => void;
}

const Context = createContext<StatusValue>({ status: null, error: null, loading: true, again: () => undefined });

export function StatusProvider({ children }: { children: ReactNode }) {
  const { data, error, loading, again } = useAnswer<Status>('/status');
  const { state, session } = useConnection();
  const busy = running(data?.scan);
  const before = useRef<{ snapshot: string; busy: boolean } | null>(null);

  useEffect(() => {
    if (state === 'gone' || session !== 'in' || loading) return undefined;
    const timer = setTimeout(again, busy ? 1500 : 30000);
    return () => clearTimeout(timer);
  }, [state, session, busy, loading, again]);

  // A new snapshot is a new map: every view asks again.
  const snapshot = data?.snapshot?.id ?? '';
  const scan = data?.scan ?? null;
  useEffect(() => {
    if (!data) return;
    const last = before.current;
    before.current = { snapshot, busy };
    if (!last) return;
    // The findings follow the snapshot, and are there when the scan has ended.
    if (last.snapshot !== snapshot || (last.busy && !busy)) askAgain();
    if (last.busy && !busy && scan) announce(scanSentence(scan, Date.now()));
  }, [data, snapshot, busy, scan]);

  return <Context.Provider value={{ status: data, error, loading, again }}>{children}</Context.Provider>;
}

export function useStatus(): StatusValue {
  return useContext(Context);
}
