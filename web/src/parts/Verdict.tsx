// A verdict: a sample of the line, then the word. The line is the badge.
import type { Verdict } from '../api/types';

export type LineKind = Verdict | 'gap';

export const verdictClass: Record<LineKind, string> = {
  allowed: 'allow', conditional: 'cond', undetermined: 'undet', denied: 'deny', gap: 'gap',
};

export function Line({ kind }: { kind: LineKind }) {
  return (
    <svg viewBox="0 0 30 12" aria-hidden="true">
      {kind === 'allowed' && (
        <>
          <path className="ln" d="M1 6h24" strokeWidth="1.8" />
          <path className="hd" d="m23.5 2.7 5 3.3-5 3.3z" />
        </>
      )}
      {kind === 'conditional' && (
        <>
          <path className="ln" d="M1 6h7M21 6h4" strokeWidth="1.8" />
          <path className="ln" d="m14.5 1.2 4.8 4.8-4.8 4.8L9.7 6z" strokeWidth="1.6" />
          <path className="hd" d="m24 2.7 5 3.3-5 3.3z" />
        </>
      )}
      {kind === 'undetermined' && (
        <>
          <path className="ln" d="M1.5 6h8M20.5 6h9" strokeWidth="2.2" strokeDasharray=".1 4" strokeLinecap="round" />
          <text className="hd" x="15" y="10" textAnchor="middle" fontSize="11.5" fontWeight="700">
            ?
          </text>
        </>
      )}
      {kind === 'denied' && (
        <>
          <path className="ln" d="M1 6h15" strokeWidth="1.8" />
          <path className="ln" d="M17.5 .5v11" strokeWidth="3" />
          <path className="ln" d="M22 6h8" strokeWidth="1.4" strokeDasharray="1 3.5" />
        </>
      )}
      {kind === 'gap' && <rect className="gp" x="1" y="1" width="28" height="10" strokeWidth="1.2" strokeDasharray="3 2" />}
    </svg>
  );
}

export function VerdictMark({ verdict, word }: { verdict: LineKind; word?: string }) {
  return (
    <span className={`v ${verdictClass[verdict]}`}>
      <Line kind={verdict} />
      <span>{word ?? (verdict === 'gap' ? 'not read' : verdict)}</span>
    </span>
  );
}
