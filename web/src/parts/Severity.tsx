// A severity: up to four bars, then the word.
import type { Severity } from '../api/finding-types';

const bars: Record<Severity, number> = { critical: 4, high: 3, medium: 2, low: 1 };

export function SeverityMark({ severity }: { severity: Severity }) {
  const filled = bars[severity] ?? 0;
  return (
    <span className={`sevg ${severity}`}>
      <svg viewBox="0 0 15 12" aria-hidden="true">
        {[0, 1, 2, 3].map((i) => (
          <rect key={i} className={i < filled ? 'full' : 'hollow'} x={i * 4 + 0.4} y={9.4 - i * 3} width="2.4" height={2.4 + i * 3} />
        ))}
      </svg>
      <span className="word">{severity}</span>
    </span>
  );
}
