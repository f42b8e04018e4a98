// Loading, empty, failed: what a view is when it has nothing to show yet.
import { useEffect, useState, type ReactNode } from 'react';
import type { Answer, ApiError } from '../api/client';
import { Icon } from './Icon';

/** useLate turns true when something lasts longer than ms. */
export function useLate(on: boolean, ms: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!on) {
      setLate(false);
      return undefined;
    }
    const timer = setTimeout(() => setLate(true), ms);
    return () => clearTimeout(timer);
  }, [on, ms]);
  return on && late;
}

/** Waiting shows nothing, then rules, then what is waited for, then a way out. */
export function Waiting({ what, rows = 6, onStop }: { what: string; rows?: number; onStop?: () => void }) {
  const shown = useLate(true, 200);
  const told = useLate(true, 3000);
  const long = useLate(true, 10000);
  if (!shown) return <div className="waiting" aria-busy="true" />;
  return (
    <div className="waiting" aria-busy="true">
      {told && (
        <p className="row sub">
          Waiting for {what}.
          {long && onStop && (
            <button type="button" className="btn sm" onClick={onStop}>
              Stop
            </button>
          )}
        </p>
      )}
      <div aria-hidden="true">
        {Array.from({ length: rows }, (_, i) => (
          <div key={i} className="rule" />
        ))}
      </div>
    </div>
  );
}

export function Note({ kind = 'plain', children }: { kind?: 'plain' | 'gap' | 'bad'; children: ReactNode }) {
  return (
    <div className={`note ${kind}`} role={kind === 'bad' ? 'alert' : undefined}>
      <Icon name={kind === 'gap' ? 'gap' : kind === 'bad' ? 'x' : 'eye'} />
      <div className="grow">{children}</div>
    </div>
  );
}

/** Failed says what failed, what still holds, and offers one action. */
export function Failed({ what, error, holds, again }: { what: string; error: ApiError; holds?: string; again: () => void }) {
  return (
    <Note kind="bad">
      <p>
        <b className="strong">{what}</b> {error.detail || error.title}
      </p>
      {holds && <p className="sub">{holds}</p>}
      <p className="row gap-top">
        <button type="button" className="btn sm" onClick={again}>
          Ask again
        </button>
        {error.status > 0 && <span className="faint small">code {error.status}</span>}
      </p>
    </Note>
  );
}

/** Answered shows the child once the answer is there. */
export function Answered<T>({ answer, what, rows, children }: { answer: Answer<T>; what: string; rows?: number; children: (data: T) => ReactNode }) {
  if (answer.error && answer.data === null) return <Failed what={`No answer to ${what}.`} error={answer.error} again={answer.again} />;
  if (answer.data === null) return <Waiting what={what} onStop={answer.stop} {...(rows === undefined ? {} : { rows })} />;
  return children(answer.data);
}
