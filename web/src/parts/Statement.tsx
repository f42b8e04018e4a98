// The text of a statement with what it does, where it stands and its lines marked.
import type { Excerpt } from '../api/types';
import { capital, layerName } from '../lib/words';
import { Code } from './Code';
import { Name } from './Name';

/** statementHead says what a statement does to this request, which is not always what its effect says. */
function statementHead(effect: string, verdict: string): string {
  if (verdict === 'allow') return 'Statement that allows';
  if (verdict === 'deny') return 'Statement that denies';
  if (verdict === 'unknown') return effect === 'Deny' ? 'Statement that may deny' : 'Statement that may allow';
  return effect === 'Deny' ? 'Deny that does not apply' : 'Allow that does not apply';
}

export function Statement({ statement, verdict, name }: { statement: Excerpt; verdict: string; name: string }) {
  return (
    <>
      <h3>
        <span>{statementHead(statement.effect, verdict)}</span>
        <span className="small faint source">
          <Name text={statement.policy} max={30} />
          {statement.line > 0 && `, line ${statement.line}`}
        </span>
      </h3>
      <Code text={statement.text} first={statement.firstLine} from={statement.fromLine} to={statement.toLine} name={name} verdict={statement.effect === 'Deny' ? 'deny' : 'allow'} />
      <p className="small faint gap-top">
        {capital(layerName(statement.layer))}
        {statement.file && (
          <>
            {', '}
            <Name text={statement.file} max={60} code />
            {statement.line > 0 && `:${statement.line}`}
          </>
        )}
      </p>
    </>
  );
}
