// Source with line numbers, the lines of a statement marked.
import { Fragment, useEffect, useRef } from 'react';
import { pieces } from '../lib/names';
import { tokens } from '../lib/json';
import { figure } from '../lib/words';

export const sorts = { key: 'k', string: 's', number: 'n_', word: 'w_', other: '' };
const longest = 2000;
const most = 1500;

/** Written is source as it stands, with what nobody can see as boxed numbers. */
export function Written({ text }: { text: string }) {
  // Tabs and the blanks at the ends of a line are layout here, not names.
  const plainText = /^[\t\n\x20-\x7e]*$/.test(text);
  if (plainText) return text;
  return pieces(text).map((piece, i) =>
    piece.box && piece.text !== '0020' && piece.text !== '0009' ? (
      <span key={i} className="cp">
        {piece.text}
      </span>
    ) : (
      <Fragment key={i}>{piece.box ? (piece.text === '0009' ? '\t' : ' ') : piece.text}</Fragment>
    ),
  );
}

export function Code({ text, first = 1, from = 0, to = -1, name, verdict = 'cond' }: { text: string; first?: number; from?: number; to?: number; name: string; verdict?: string }) {
  const box = useRef<HTMLDivElement>(null);
  const lines = text.replace(/\n$/, '').split('\n');
  useEffect(() => {
    const element = box.current;
    const mark = element?.querySelector<HTMLElement>('.hl');
    if (element && mark) element.scrollTop = Math.max(0, mark.offsetTop - element.offsetTop - 20);
  }, [text, from]);
  return (
    <div className="code" tabIndex={0} role="region" aria-label={name} ref={box}>
      {lines.slice(0, most).map((line, i) => {
        const number = first + i;
        const marked = number >= from && number <= to;
        return (
          <div key={number} data-n={number} className={marked ? `hl ${verdict}` : undefined}>
            <span>
              {tokens(line.slice(0, longest)).map((token, j) => (
                <span key={j} className={sorts[token.sort] || undefined}>
                  <Written text={token.text} />
                </span>
              ))}
              {line.length > longest && <span className="c_"> … {figure(line.length - longest)} characters more</span>}
            </span>
          </div>
        );
      })}
      {lines.length > most && (
        <div data-n="">
          <span className="c_">{figure(lines.length - most)} lines more</span>
        </div>
      )}
    </div>
  );
}
