// From a resource to its findings.
import { useAnswer } from '../api/client';
import type { Finding, FindingsPage } from '../api/finding-types';
import { findingsAddress } from '../lib/finding-place';
import { headline } from '../lib/finding-words';
import { below } from '../lib/router';
import { count, figure } from '../lib/words';
import { Icon } from './Icon';
import { Link } from './Link';
import { Name } from './Name';
import { SeverityMark } from './Severity';

function useFindingsOf(arn: string): { found: Finding[]; total: number } {
  const query = new URLSearchParams({ filter: `resource=${arn}`, status: 'ACTIVE', limit: '5' });
  const answer = useAnswer<FindingsPage>(arn.startsWith('arn:') ? `/findings?${query.toString()}` : null);
  return { found: answer.data?.findings ?? [], total: answer.data?.total ?? 0 };
}

/** FindingLink leads from the head of a page about a resource to its active findings, if it has any. */
export function FindingLink({ arn }: { arn: string }) {
  const { found, total } = useFindingsOf(arn);
  const first = found[0];
  if (!first) return null;
  return (
    <Link className="btn" to={total === 1 ? below('findings', first.id) : findingsAddress({ resource: arn })}>
      <SeverityMark severity={first.severity} />
      {count(total, 'finding')}
    </Link>
  );
}

/** FindingList names the active findings about a resource. */
export function FindingList({ arn }: { arn: string }) {
  const { found, total } = useFindingsOf(arn);
  if (found.length === 0) return null;
  return (
    <section>
      <h3>
        Findings <span className="faint small">{figure(total)}</span>
      </h3>
      <ul className="lines">
        {found.map((one) => (
          <li key={one.id}>
            <Link className="rowbtn plain" to={below('findings', one.id)}>
              <SeverityMark severity={one.severity} />
              <span className="grow">
                <Name text={headline(one)} max={90} /> this
              </span>
              <Icon name="right" size={12} />
            </Link>
          </li>
        ))}
        {total > found.length && (
          <li className="faint small">
            <Link to={findingsAddress({ resource: arn })}>All {figure(total)}</Link>
          </li>
        )}
      </ul>
    </section>
  );
}
