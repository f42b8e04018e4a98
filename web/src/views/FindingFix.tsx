// The change that ends a finding: what it is, how it is made, what was proved of it and what else is lost.
import { useState } from 'react';
import { useAnswer } from '../api/client';
import type { Fix, FixAnswer } from '../api/finding-types';
import { Written } from '../parts/Code';
import { CopyButton } from '../parts/Copy';
import { Diff } from '../parts/Diff';
import { Icon } from '../parts/Icon';
import { Name } from '../parts/Name';
import { Failed, Waiting } from '../parts/states';
import { below } from '../lib/router';
import { count } from '../lib/words';

const kinds: Record<string, string> = {
  addCondition: 'Add a condition', narrowPrincipal: 'Narrow the principal', removePrincipal: 'Remove the principal', removeStatement: 'Remove the statement', denyStatement: 'Deny instead',
  revokeGrant: 'Revoke the grant', changeSharing: 'Stop sharing', changeAcl: 'Change the ACL', setPublicAccessBlock: 'Block public access',
};

/** called names a way to end it; those of one sort are numbered. */
function called(all: readonly Fix[], at: number): string {
  const kind = all[at]?.kind ?? '';
  const before = all.slice(0, at).filter((one) => one.kind === kind).length;
  return `${kinds[kind] ?? kind}${before ? `, ${before + 1}` : ''}`;
}

const mostLost = 100;

export function FindingFix({ id, resource }: { id: string; resource: string }) {
  const address = `${below('findings', id)}/fix`;
  const answer = useAnswer<FixAnswer>(address);
  const current = answer.of === address ? answer.data : null;
  const [at, setAt] = useState(0);
  const all = current?.fix ? [current.fix, ...(current.fix.alternatives ?? [])] : [];
  const fix = all[Math.min(at, all.length - 1)];
  const taken = all.slice(0, 6);
  return (
    <section className="panel fix" aria-label="Proposed fix">
      <header className="wrap">
        <h2>Proposed fix</h2>
        {taken.length > 1 && (
          <div className="seg sm" role="group" aria-label="Ways to end it, the best first">
            {taken.map((_, i) => (
              <button key={i} type="button" aria-pressed={i === at} onClick={() => setAt(i)}>
                {called(taken, i)}
              </button>
            ))}
          </div>
        )}
        <span className="grow" />
        {fix && (fix.commands ?? []).length > 0 && <CopyButton text={(fix.commands ?? []).join('\n')} what="Commands" label="Copy CLI" />}
      </header>
      <div className="body">
        {answer.error ? (
          <Failed what="No fix was worked out." error={answer.error} again={answer.again} holds="The finding still holds." />
        ) : !current ? (
          <Waiting what="the fix and its proof" rows={5} onStop={answer.stop} />
        ) : fix ? (
          <Shown fix={fix} resource={resource} />
        ) : (
          <p className="sub" data-nofix>
            <Name text={current.reason || 'Nothing that is known here ends it.'} max={500} />
          </p>
        )}
      </div>
    </section>
  );
}

function Shown({ fix, resource }: { fix: Fix; resource: string }) {
  const lost = fix.lost ?? [];
  const unsure = fix.unsure ?? [];
  const commands = fix.commands ?? [];
  return (
    <>
      <p className="say">
        <Name text={fix.description} max={400} />
      </p>
      {fix.before && (
        <div className="gap-top">
          {fix.document ? <Diff before={fix.before} after={fix.document} name={`Change of the policy of ${resource}`} /> : <Diff before={fix.before} after="" name={`The policy of ${resource}, which goes`} />}
        </div>
      )}
      {commands.length > 0 && (
        <div className="gap-top">
          <h3>
            {commands.length === 1 ? 'Command' : 'Commands'} <span className="faint">Sightline itself changes nothing in AWS</span>
          </h3>
          {commands.map((command, i) => (
            <div key={i} className="clibox">
              <pre className="cli" tabIndex={0} aria-label={`Command ${i + 1}`}>
                <Written text={command} />
              </pre>
              <CopyButton text={command} what="Command" />
            </div>
          ))}
        </div>
      )}
      <div className="proof">
        <h3>Proof</h3>
        <ul>
          {(fix.proof ?? []).map((line, i) => (
            <li key={i}>
              <Icon name="check" />
              <span>
                <Name text={line} max={600} />
              </span>
            </li>
          ))}
          {unsure.map((line, i) => (
            <li key={`u${i}`} className="un">
              <Icon name="gap" />
              <span>
                <b>It cannot be told whether this stays:</b> <Name text={line} max={400} />
              </span>
            </li>
          ))}
        </ul>
      </div>
      {lost.length > 0 && (
        <div className="lostbox">
          <h3>{count(lost.length, 'further access', 'further accesses')} from inside the zone of trust would be lost</h3>
          <div className="tw" tabIndex={0} role="region" aria-label="What is lost">
            <table>
              <thead>
                <tr>
                  <th scope="col">Principal</th>
                  <th scope="col">Action</th>
                  <th scope="col" className="hide-m">
                    Works today
                  </th>
                </tr>
              </thead>
              <tbody>
                {lost.slice(0, mostLost).map((one, i) => (
                  <tr key={i}>
                    <td>
                      <Name text={one.principal} max={70} code />
                    </td>
                    <td>
                      <Name text={one.action} max={60} code />
                    </td>
                    <td className="sub hide-m">
                      <Name text={one.example} max={220} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {lost.length > mostLost && <p className="small faint">{count(lost.length - mostLost, 'more', 'more')}</p>}
        </div>
      )}
    </>
  );
}
