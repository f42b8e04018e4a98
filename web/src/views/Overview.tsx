// Sentences first, then figures, then rows.
import { useAnswer } from '../api/client';
import { useStatus } from '../api/status';
import type { FindingsPage } from '../api/finding-types';
import type { Gap, Gaps, Page, Slice, Status } from '../api/types';
import { Icon, iconOf } from '../parts/Icon';
import { Link } from '../parts/Link';
import { Name } from '../parts/Name';
import { SeverityMark } from '../parts/Severity';
import { Failed, Note, Waiting } from '../parts/states';
import { useMargin } from '../parts/strip-context';
import { VerdictMark } from '../parts/Verdict';
import { findingsAddress, severities } from '../lib/finding-place';
import { headline } from '../lib/finding-words';
import { accountId } from '../lib/names';
import { below, exploreAddress, listAddress } from '../lib/router';
import { callName, capital, count, figure, moment, openSentence, opening, place, running, scanSentence } from '../lib/words';
import { Progress, ScanNow, Share, StopScan } from './scan';
import { useTitle } from './title';

export function Overview() {
  useTitle('Overview');
  const { status, error, again } = useStatus();
  if (!status) {
    if (error) return <Failed what="The server cannot say how it stands." error={error} again={again} />;
    return <Waiting what="the state of the survey" rows={8} />;
  }
  if (!status.snapshot) return <NothingYet status={status} />;
  return <Surveyed status={status} />;
}

function ScanPanel({ status }: { status: Status }) {
  const { scan } = status;
  const now = new Date(status.now).getTime();
  return (
    <section className="panel">
      <header>
        <h2>{running(scan) ? 'Scan in progress' : 'Scan'}</h2>
        <span className="grow" />
        {scan && running(scan) ? <StopScan scan={scan} /> : <ScanNow small />}
      </header>
      <div className="body">
        {scan && running(scan) ? (
          <Progress scan={{ ...scan, progress: scan.progress ? { ...scan.progress, parts: null } : null }} now={now} />
        ) : (
          <p className="sub">
            <Name text={scan ? scanSentence(scan, now) : 'No scan has run since the server started.'} max={400} />
          </p>
        )}
        <p className="small gap-top">
          <Link to="/discovery">Sources, scans and gaps</Link>
        </p>
      </div>
    </section>
  );
}

/** NothingYet says why there is nothing to see and what to do. */
function NothingYet({ status }: { status: Status }) {
  useMargin({});
  const now = new Date(status.now).getTime();
  const { scan } = status;
  const failed = scan?.state === 'failed';
  return (
    <>
      <div className="lead">
        <h1 className="brief">{running(scan) ? 'The first survey is under way.' : failed ? 'The first survey failed.' : 'Nothing has been surveyed yet.'}</h1>
        <p className="sub gap-top">
          {failed ? (
            <Name text={scanSentence(scan, now)} max={500} />
          ) : running(scan) ? (
            'As soon as it is done, this page says who can reach what.'
          ) : (
            'Start a scan: it reads, and changes nothing.'
          )}
        </p>
        {status.notice && (
          <p className="sub gap-top">
            <Name text={status.notice} max={500} />
          </p>
        )}
      </div>
      {scan && running(scan) ? (
        <section className="panel">
          <header>
            <h2>Scan in progress</h2>
            <span className="grow" />
            <StopScan scan={scan} />
          </header>
          <div className="body">
            <Progress scan={scan} now={now} />
          </div>
        </section>
      ) : (
        <ScanNow />
      )}
    </>
  );
}

function useOpen(): { answer: ReturnType<typeof useAnswer<Slice>>; open: Slice['nodes'] } {
  const answer = useAnswer<Slice>(`/paths?${new URLSearchParams({ from: '*', limit: '50' }).toString()}`);
  const open = (answer.data?.nodes ?? []).filter((node) => node.column === 4 && node.arn && !node.cut && node.folded === 0);
  return { answer, open };
}

function Surveyed({ status }: { status: Status }) {
  const gaps = useAnswer<Gaps>('/gaps');
  const { answer: anyone, open } = useOpen();
  const active = useAnswer<FindingsPage>('/findings?status=ACTIVE&limit=6');
  const { counts, snapshot, scan } = status;
  const now = new Date(status.now).getTime();
  useMargin({});
  const principals = counts ? counts.users + counts.roles : (snapshot?.identities ?? 0);
  const resources = counts?.resources ?? snapshot?.resources ?? 0;
  const accounts = status.accounts ?? [];
  const nAccounts = counts?.accounts ?? accounts.length;
  const nGaps = gaps.data?.gaps?.length ?? counts?.gaps ?? 0;
  const organization = status.organizations?.[0];
  const verdictOf = (id: string) => (anyone.data?.edges ?? []).find((edge) => edge.to === id)?.verdict ?? 'allowed';
  return (
    <>
      <div className="lead">
        {organization && (
          <p className="crumb">
            Organization <code><Name text={organization.id} max={40} /></code>
            <span>·</span> managed by {accountId(organization.managementAccount)}
          </p>
        )}
        <h1 className="brief">
          <Link to="/principals">{count(principals, 'principal')}</Link> and <Link to="/resources">{count(resources, 'resource')}</Link> in {count(nAccounts, 'account')} {snapshotVerb(snapshot?.takenAt ?? '')}.{' '}
          {anyone.data && (
            <>
              <br className="hide-m" />
              <Link to={exploreAddress({ from: '*' })}>{openSentence(anyone.data.summary, anyone.data.incomplete)}</Link>,{' '}
            </>
          )}
          {active.data && (
            <>
              <Link to="/findings">{count(active.data.total, 'finding')}</Link> {active.data.total === 1 ? 'is' : 'are'} active,{' '}
            </>
          )}
          {anyone.data ? 'and' : ''} <Link to="/discovery">{anyone.data ? count(nGaps, 'gap') : opening(nGaps, 'gap')}</Link> {nGaps === 1 ? 'remains' : 'remain'}.
        </h1>
      </div>
      {status.sample && (
        <div className="notice">
          <Note>
            <b className="strong">Sample organization, nothing of yours was read.</b>{' '}
            {/nothing of yours was read/i.test(status.notice) || !status.notice ? 'Start the server with AWS credentials to survey your own.' : <Name text={status.notice} max={400} />}
          </Note>
        </div>
      )}
      {!status.sample && status.notice && (
        <div className="notice">
          <Note>
            <Name text={status.notice} max={500} />
          </Note>
        </div>
      )}
      {scan?.state === 'failed' && (
        <div className="notice">
          <Note kind="bad">
            <p>
              <Name text={scanSentence(scan, now)} max={500} />
            </p>
            <p className="sub">What is shown is the last complete snapshot, of {moment(snapshot?.takenAt ?? '')}.</p>
          </Note>
        </div>
      )}
      <div className="grid">
        <div className="a">
          <Worst answer={active} />
          <OpenToAnyone anyone={anyone} open={open} verdictOf={verdictOf} />
          {accounts.length > 0 && <Accounts accounts={accounts} gaps={gaps.data?.gaps ?? null} management={organization?.managementAccount ?? ''} />}
          <Counts status={status} />
        </div>
        <div className="b">
          <AskFirst />
          <Unread gaps={gaps.data} />
          <Types status={status} />
          <ScanPanel status={status} />
        </div>
      </div>
    </>
  );
}

function snapshotVerb(taken: string): string {
  const at = moment(taken);
  return at ? `were read on ${at}` : 'were read';
}

/** Worst shows the worst active findings, and how many there are of each severity. */
function Worst({ answer }: { answer: ReturnType<typeof useAnswer<FindingsPage>> }) {
  if (answer.error || !answer.data) return null;
  const { total, counts } = answer.data;
  const found = answer.data.findings ?? [];
  return (
    <section className="panel">
      <header className="wrap">
        <h2>Findings</h2>
        <span className="row wrap sevs">
          {severities
            .filter((one) => (counts.severity[one] ?? 0) > 0)
            .map((one) => (
              <Link key={one} className="plain sevlink" to={findingsAddress({ severities: [one] })}>
                <SeverityMark severity={one} /> <span className="faint">{figure(counts.severity[one] ?? 0)}</span>
              </Link>
            ))}
        </span>
        <span className="grow" />
        <Link className="small sub" to="/findings">
          All active
        </Link>
      </header>
      {total === 0 ? (
        <p className="body sub">Nothing is active{(answer.data.analyzers ?? []).length === 0 ? ', because no analyzer watches' : ''}.</p>
      ) : (
        <ul className="rel">
          {found.map((one) => (
            <li key={one.id}>
              <SeverityMark severity={one.severity} />
              <span className="grow ell">
                <Link to={below('findings', one.id)}>
                  <Name text={headline(one)} max={80} strong />
                </Link>{' '}
                <span className="faint">
                  <Name text={one.subject.name || one.resource} max={44} code />
                </span>
              </span>
              <span className="sub hide-m">
                <Name text={one.subject.accountName} max={24} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function OpenToAnyone({ anyone, open, verdictOf }: { anyone: ReturnType<typeof useAnswer<Slice>>; open: Slice['nodes']; verdictOf: (id: string) => 'allowed' | 'conditional' | 'undetermined' | 'denied' }) {
  if (anyone.error) return null; // the server does not answer this question
  const list = open ?? [];
  const { allowed, conditional, undetermined } = anyone.data?.summary ?? { allowed: 0, conditional: 0, undetermined: 0 };
  const total = Math.max(list.length, allowed + conditional + undetermined);
  return (
    <section className="panel">
      <header>
        <h2>Open to anyone</h2>
        <span className="faint small hide-m">without signing in to any account of the organization</span>
        <span className="grow" />
        <Link className="small sub" to={exploreAddress({ from: '*' })}>
          Show on the graph
        </Link>
      </header>
      {!anyone.data ? (
        <div className="body">
          <Waiting what="what anyone can reach" rows={3} />
        </div>
      ) : total === 0 ? (
        <p className="body sub">Nothing that was read is open to anyone.</p>
      ) : (
        <ul className="pub">
          {list.slice(0, 10).map((node) => (
            <li key={node.id}>
              <Icon name={iconOf(node.kind, node.type)} />
              <Link className="ell" to={exploreAddress({ from: '*', to: node.arn })}>
                <Name text={node.name} max={48} strong />
              </Link>
              <span className="sub ell">
                <Name text={[node.detail.replace(/,? ?public/, ''), node.accountName].filter(Boolean).join(', ')} max={60} />
              </span>
              <VerdictMark verdict={verdictOf(node.id)} />
            </li>
          ))}
          {total > Math.min(list.length, 10) && <li className="more faint small">{figure(total - Math.min(list.length, 10))} more on the graph.</li>}
        </ul>
      )}
    </section>
  );
}

function Accounts({ accounts, gaps, management }: { accounts: readonly { id: string; name: string }[]; gaps: Gap[] | null; management: string }) {
  const most = 8;
  return (
    <section className="panel">
      <header>
        <h2>Accounts</h2>
        <span className="faint small">{figure(accounts.length)}</span>
      </header>
      <table className="acc">
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col" className="num">
              Principals
            </th>
            <th scope="col" className="num">
              Resources
            </th>
            <th scope="col" className="num">
              Not read
            </th>
          </tr>
        </thead>
        <tbody>
          {accounts.slice(0, most).map((account) => (
            <AccountRow key={account.id} account={account} management={account.id === management} gaps={gaps?.filter((gap) => gap.account === account.id) ?? null} />
          ))}
        </tbody>
      </table>
      {accounts.length > most && <p className="cap faint small">{count(accounts.length - most, 'account')} more; search finds them.</p>}
    </section>
  );
}

function AccountRow({ account, gaps, management }: { account: { id: string; name: string }; gaps: Gap[] | null; management: boolean }) {
  const query = new URLSearchParams({ account: account.id, limit: '1' }).toString();
  const principals = useAnswer<Page>(`/principals?${query}`);
  const resources = useAnswer<Page>(`/resources?${query}`);
  return (
    <tr>
      <td>
        <span className="row">
          <Icon name="account" />
          <span>
            <Name text={account.name || account.id} max={36} strong />
            {management && account.name !== 'management' && <span className="faint small hide-m"> management account</span>}
            <br className="only-m" /> <span className="faint small accid">{accountId(account.id)}</span>
          </span>
        </span>
      </td>
      <td className="num">{principals.data ? <Link to={listAddress('/principals', { account: account.id })}>{figure(principals.data.total)}</Link> : ''}</td>
      <td className="num">{resources.data ? <Link to={listAddress('/resources', { account: account.id })}>{figure(resources.data.total)}</Link> : ''}</td>
      <td className="num">{gaps === null ? '' : gaps.length === 0 ? <span className="faint">complete</span> : <Link to="/discovery">{count(gaps.length, 'gap')}</Link>}</td>
    </tr>
  );
}

function Counts({ status }: { status: Status }) {
  const { counts } = status;
  if (!counts) return null;
  const cells: [number, string, string][] = [
    [counts.users, 'users', listAddress('/principals', { kind: 'user' })],
    [counts.roles, 'roles', listAddress('/principals', { kind: 'role' })],
    [counts.groups, 'groups', listAddress('/principals', { kind: 'group' })],
    [counts.resources, 'resources', '/resources'],
    [counts.policies, 'policies', ''],
    [counts.gaps, 'gaps', '/discovery'],
  ];
  return (
    <section className="panel">
      <header>
        <h2>What was read</h2>
      </header>
      <dl className="figures">
        {cells.map(([n, word, to]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{to ? <Link to={to}>{figure(n)}</Link> : figure(n)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** AskFirst offers people and machines to begin with: the first few of the directory. */
function AskFirst() {
  const users = useAnswer<Page>('/principals?kind=user&limit=4');
  const instances = useAnswer<Page>(`/resources?${new URLSearchParams({ type: 'AWS::EC2::Instance', limit: '2' }).toString()}`);
  const things = [...(users.data?.items ?? []), ...(instances.data?.items ?? []).filter((thing) => thing.kind === 'instance')];
  if (things.length === 0) return null;
  return (
    <section className="panel">
      <header>
        <h2>Ask</h2>
        <span className="faint small">or press / and type a name</span>
      </header>
      <ul className="askfirst">
        {things.map((thing) => (
          <li key={thing.arn}>
            <Icon name={iconOf(thing.kind, thing.type)} />
            <Link to={exploreAddress({ from: thing.arn })}>
              What can <Name text={thing.name} max={28} strong /> reach?
            </Link>
            <span className="faint small ell">
              <Name text={thing.detail} max={40} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Unread({ gaps }: { gaps: Gaps | null }) {
  if (!gaps) return null;
  const list = gaps.gaps ?? [];
  const nature = gaps.notCollected ?? [];
  return (
    <section className="panel">
      <header>
        <h2>What was not read</h2>
        <span className="grow" />
        <Link className="small sub" to="/discovery">
          {capital(count(list.length, 'gap'))}
        </Link>
      </header>
      {list.length === 0 ? (
        <p className="body sub">No call was refused and none failed.</p>
      ) : (
        <ul className="unread">
          {list.slice(0, 4).map((gap, i) => (
            <li key={i}>
              <span className="hx" />
              <div>
                <p>
                  <b className="strong">{callName(gap.call)}</b> <span className="faint">{place(gap) && <Name text={place(gap)} max={50} />}</span>
                </p>
                <p className="small sub">
                  <Name text={gap.effect || gap.reason} max={220} />
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
      {nature.length > 0 && (
        <p className="cap small sub">
          Not collected, because the source does not hold it: <Name text={[...new Set(nature.map((one) => one.what))].join(', ')} max={200} />. That is no gap.
        </p>
      )}
    </section>
  );
}

function Types({ status }: { status: Status }) {
  const types = [...(status.resourceTypes ?? [])].sort((a, b) => b.count - a.count);
  if (types.length === 0) return null;
  const most = types[0]?.count ?? 1;
  return (
    <section className="panel">
      <header>
        <h2>Resources by type</h2>
      </header>
      <ul className="types">
        {types.slice(0, 8).map((type) => (
          <li key={type.type}>
            <Icon name={iconOf('resource', type.type)} />
            <Link className="ell" to={listAddress('/resources', { type: type.type })}>
              {capital(type.readable || type.type)}
            </Link>
            <Share part={type.count} of={most} label={`${figure(type.count)} ${type.readable}`} />
            <span className="num">{figure(type.count)}</span>
          </li>
        ))}
      </ul>
      {types.length > 8 && <p className="cap small faint">{count(types.length - 8, 'type')} more</p>}
    </section>
  );
}
