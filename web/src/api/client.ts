// Questions to the server, and what is known about the server itself: whether
// it answers, and whether the session still holds.
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';

export class ApiError extends Error {
  constructor(readonly status: number, readonly title: string, readonly detail: string) {
    super(detail || title);
  }
}

/** Gone: the server did not answer at all. */
export class Gone extends Error {}

export interface Connection {
  state: 'ok' | 'gone';
  /** when the server was first missed */
  since: number;
  /** when the next try is due */
  nextTry: number;
  session: 'in' | 'expired' | 'out';
  /** grows when answers have to be asked for again */
  epoch: number;
}

let connection: Connection = { state: 'ok', since: 0, nextTry: 0, session: 'in', epoch: 0 };
const listeners = new Set<() => void>();

function set(part: Partial<Connection>) {
  connection = { ...connection, ...part };
  for (const listener of listeners) listener();
}

export function useConnection(): Connection {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => connection,
  );
}

/** askAgain makes every view ask for its answers again. */
export function askAgain(): void {
  set({ epoch: connection.epoch + 1 });
}

export function signedOut(): void {
  set({ session: 'out' });
}

/** Pauses before the server is tried again, in seconds; the last one repeats. */
export const retryPauses = [5, 15, 60] as const;
let retry: ReturnType<typeof setTimeout> | undefined;
let tries = 0;

function missed() {
  if (connection.state === 'ok') {
    tries = 0;
    set({ state: 'gone', since: Date.now() });
  }
  if (retry) return;
  const pause = (retryPauses[Math.min(tries, retryPauses.length - 1)] ?? 60) * 1000;
  tries++;
  set({ nextTry: Date.now() + pause });
  retry = setTimeout(() => void tryNow(), pause);
}

/** tryNow asks whether the server is back. */
export async function tryNow(): Promise<void> {
  clearTimeout(retry);
  retry = undefined;
  try {
    await send('GET', '/api/v1/session');
  } catch {
    // missed() has planned the next try; any answer at all has called met().
  }
}

function met() {
  clearTimeout(retry);
  retry = undefined;
  if (connection.state === 'gone') set({ state: 'ok', epoch: connection.epoch + 1 });
}

async function send(method: string, path: string, signal?: AbortSignal, body?: unknown): Promise<unknown> {
  let answer: Response;
  const headers = { Accept: 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) };
  try {
    answer = await fetch(path, {
      method, headers, credentials: 'same-origin', cache: 'no-store', ...(signal ? { signal } : {}), ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (err) {
    if (signal?.aborted) throw err;
    missed();
    throw new Gone('The server does not answer.');
  }
  met();
  const text = await answer.text();
  if (answer.status === 401) {
    if (connection.session === 'in') set({ session: 'expired' });
    throw new ApiError(401, 'Not signed in', 'Your session has ended.');
  }
  if (connection.session === 'expired' && answer.ok) set({ session: 'in', epoch: connection.epoch + 1 });
  let said: unknown = null;
  if (text) {
    try {
      said = JSON.parse(text);
    } catch {
      throw new ApiError(answer.status, 'Not an answer', 'Something that is not Sightline answered in its place.');
    }
  }
  if (answer.ok) return said;
  const problem: { title?: unknown; detail?: unknown } = typeof said === 'object' && said !== null ? said : {};
  throw new ApiError(
    answer.status,
    typeof problem.title === 'string' ? problem.title : answer.statusText,
    typeof problem.detail === 'string' ? problem.detail : '',
  );
}

/** ask sends a question below /api/v1. The shape of the answer is the server's promise in api.md. */
export async function ask<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await send('GET', `/api/v1${path}`, signal)) as T;
}

/** tell gives an order, with what belongs to it. */
export async function tell<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
  return (await send(method, `/api/v1${path}`, undefined, body)) as T;
}

export interface Answer<T> {
  data: T | null;
  /** of which question data is the answer */
  of: string | null;
  error: ApiError | null;
  loading: boolean;
  again: () => void;
  /** stop gives up waiting */
  stop: () => void;
}

/**
 * useAnswer asks a question and keeps the answer until the next one is there, so
 * that nothing vanishes while the server thinks. null asks nothing.
 */
export function useAnswer<T>(path: string | null): Answer<T> {
  const { epoch } = useConnection();
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<{ data: T | null; of: string | null; error: ApiError | null; loading: boolean }>({
    data: null, of: null, error: null, loading: path !== null,
  });
  const abort = useRef<AbortController | null>(null);
  const again = useCallback(() => setTurn((n) => n + 1), []);

  useEffect(() => {
    if (path === null) {
      setState({ data: null, of: null, error: null, loading: false });
      return undefined;
    }
    const control = new AbortController();
    abort.current = control;
    setState((old) => ({ ...old, error: null, loading: true }));
    ask<T>(path, control.signal).then(
      (data) => {
        if (!control.signal.aborted) setState({ data, of: path, error: null, loading: false });
      },
      (err: unknown) => {
        if (control.signal.aborted) return;
        // Without a server, or a session, the last answer stays on the page.
        const quiet = err instanceof Gone || (err instanceof ApiError && err.status === 401);
        const error = quiet ? null : err instanceof ApiError ? err : new ApiError(0, 'Failed', String(err));
        setState((old) => ({ data: quiet ? old.data : null, of: quiet ? old.of : path, error, loading: false }));
      },
    );
    return () => control.abort();
  }, [path, epoch, turn]);

  return {
    ...state,
    // The answer of another question is not the answer of this one.
    loading: state.loading || (path !== null && state.of !== path && state.error === null && state.data === null),
    again,
    stop: () => {
      abort.current?.abort();
      setState((old) => ({ ...old, loading: false, error: new ApiError(0, 'Stopped', 'You stopped waiting for the answer.') }));
    },
  };
}
