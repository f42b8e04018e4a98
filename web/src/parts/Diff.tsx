// Two versions of a document: what goes and what comes, by sign, by colour and by word.
import { diff, near } from '../lib/diff';
import { tokens } from '../lib/json';
import { count } from '../lib/words';
import { Written, sorts } from './Code';

const most = 400;
const words = { same: '', minus: 'removed: ', plus: 'added: ' } as const;
const signs = { same: ' ', minus: '−', plus: '+' } as const;

export function Diff({ before, after, name }: { before: string; after: string; name: string }) {
  const all = near(diff(before, after));
  return (
    <div className="code diff" tabIndex={0} role="region" aria-label={name}>
      {all.slice(0, most).map((line, i) =>
        line.sort === 'gap' ? (
          <div key={i} data-n="" className="skipped">
            <span className="c_">{count(line.lines, 'line')} as before</span>
          </div>
        ) : (
          <div key={i} data-n={line.number} className={line.sort === 'same' ? undefined : line.sort}>
            <i aria-hidden="true">{signs[line.sort]}</i>
            <span>
              {words[line.sort] && <span className="vh">{words[line.sort]}</span>}
              {tokens(line.text).map((token, j) => (
                <span key={j} className={sorts[token.sort] || undefined}>
                  <Written text={token.text} />
                </span>
              ))}
            </span>
          </div>
        ),
      )}
      {all.length > most && (
        <div data-n="">
          <span className="c_">{count(all.length - most, 'line')} more</span>
        </div>
      )}
    </div>
  );
}
