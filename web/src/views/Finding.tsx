// One finding: what is not certain, what it says, why, how it ends, and what became of it.
import { useEffect, useMemo, useState } from 'react';
import { askAgain, tell, useAnswer } from '../api/client';
import { useStatus } from '../api/status';
import type { FindingDetail, FindingEvent, FindingsPage, Rescanned } from '../api/finding-types';
import type { Explained, Status, Thing } from '../api/types';
import { ArchiveDialog, unarchive } from '../parts/Archive';
import { failure } from '../parts/Dialogs';
import { Icon } from '../parts/Icon';
import { Layers } from '../parts/Layers';
import { Link } from '../parts/Link';
import { announce } from '../parts/live';
import { Name, WholeName } from '../parts/Name';
import { SeverityMark } from '../parts/Severity';
import { Statement } from '../parts/Statement';
import { Answered, Note } from '../parts/states';
import { CopyButton } from '../parts/Copy';
import { useMargin } from '../parts/strip-context';
import { VerdictMark } from '../parts/Verdict';
import { lookedAt } from '../lib/finding-list';
import { findingsAddress } from '../lib/finding-place';
import { aboutResource, accessOf, byWhom, doing, eventWords, headline, rowHeadline, spelled, standing, typeWord, underWhich, verdictOf, who } from '../lib/finding-words';
import { useKeys } from '../lib/keys';
import { accountId, plain } from '../lib/names';
import { below, exploreAddress, go } from '../lib/router';
import { canCommand } from '../lib/shell';
import { ago, begin, callName, capital, count, figure, layerName, moment, place } from '../lib/words';
import { FindingFix } from './FindingFix';
import { useTitle } from './title';

export function FindingPage({ id }: { id: string }) {
  const answer = useAnswer<FindingDetail>(below('findings', id));
  const current = answer.data && (answer.of === below('findings', id) || answer.loading) ? answer.data : null;
  useTitle(current ? plain(`${headline(current)}${aboutResource(current) ? ` ${current.subject.name}` : ''}`) : 'Finding');
  if (!current) {
    return (
      <>
        <p className="crumb">
          <Link to="/findings">Findings</Link>
        </p>
        <h1 className="vh">Finding</h1>
        <Answered answer={answer} what="the finding" rows={10}>
          {() => null}
        </Answered>
      </>
    );
  }
  return <Shown finding={current} />;
}

function Shown({ finding }: { finding: FindingDetail }) {
  const { status } = useStatus();
  const [archiving, setArchiving] = useState(false);
  const [told, setTold] = useState<{ bad: boolean; text: string } | null>(null);
  const [busy, setBusy] = useState(false);
  useMargin(useMemo(() => ({ gaps: finding.gaps ?? [] }), [finding]));
  useEffect(() => setTold(null), [finding.id]);
  const now = status ? new Date(status.now).getTime() : Date.now();

  const order = (what: Promise<void>) => {
    setTold(null);
    what.catch((err: unknown) => setTold({ bad: true, text: failure(err) }));
  };
  const rescan = () => {
    if (busy) return;
    setBusy(true);
    setTold(null);
    tell<Rescanned>('POST', `${below('findings', finding.id)}/rescan`)
      .then(
        (done) => {
          setTold({ bad: false, text: done.outcome });
          announce(done.outcome);
          askAgain();
        },
        (err: unknown) => setTold({ bad: true, text: failure(err) }),
      )
      .finally(() => setBusy(false));
  };
  const setAside = () => {
    setTold(null);
    if (finding.status === 'ARCHIVED') order(unarchive([finding.id]));
    else setArchiving(true);
  };

  const list = lookedAt();
  const at = list.ids.indexOf(finding.id);
  const step = (by: number) => {
    const next = at >= 0 ? list.ids[at + by] : undefined;
    if (next) go(below('findings', next));
  };
  useKeys({ j: () => step(1), k: () => step(-1), e: () => finding.status !== 'RESOLVED' && setAside() });

  return (
    <div className="fd">
      <nav className="crumb" aria-label="Where this is">
        <Link to={at >= 0 ? list.address : '/findings'}>Findings</Link>
        <Icon name="right" size={10} />
        <span>{capital(finding.status.toLowerCase())}</span>
        {at >= 0 && (
          <>
            <Icon name="right" size={10} />
            <span>
              {figure(list.offset + at + 1)} of {figure(list.total)}
            </span>
            <span className="grow" />
            <span className="hide-m">
              <kbd>k</kbd> <kbd>j</kbd> previous, next
            </span>
          </>
        )}
      </nav>
      <Doubts finding={finding} status={status} />
      <div className="head">
        <div className="grow">
          <h1>
            <Name text={headline(finding)} max={200} /> {aboutResource(finding) && <code><Name text={finding.subject.name || finding.resource} max={90} /></code>}
          </h1>
          <div className="row wrap meta">
            <SeverityMark severity={finding.severity} />
            {finding.status !== 'RESOLVED' && <VerdictMark verdict={verdictOf(finding)} />}
            {accessOf(finding)?.isPublic && <span className="tag sev">public</span>}
            <span className="tag">{typeWord(finding.findingType)}</span>
            {(finding.levels ?? []).map((level) => (
              <span key={level} className="tag">
                {level}
              </span>
            ))}
            <span className="sub">
              <Name text={finding.subject.detail || finding.resourceType} max={60} />
            </span>
            <span className="sub">{standing(finding, now)}</span>
          </div>
        </div>
        <div className="row wrap acts">
          {finding.status !== 'RESOLVED' && (
            <button type="button" className="btn quiet" aria-disabled={busy} onClick={rescan}>
              <Icon name="radar" />
              {busy ? 'Reading again' : 'Rescan'}
            </button>
          )}
          {finding.consoleUrl && (
            <a className="btn" href={finding.consoleUrl} target="_blank" rel="noreferrer noopener">
              <Icon name="open" />
              AWS console
            </a>
          )}
          {finding.status !== 'RESOLVED' && (
            <button type="button" className="btn" onClick={setAside}>
              <Icon name="archive" />
              {finding.status === 'ARCHIVED' ? 'Make active again' : 'Archive'} <kbd className="hide-m">e</kbd>
            </button>
          )}
        </div>
      </div>
      {told && (
        <div className="notice" data-told>
          <Note kind={told.bad ? 'bad' : 'plain'}>
            <Name text={told.text} max={600} />
          </Note>
        </div>
      )}
      <div className="fcols">
        <div className="a">
          <Evidence finding={finding} />
          {finding.witness && <Example finding={finding} />}
          {finding.status !== 'RESOLVED' && <FindingFix id={finding.id} resource={finding.subject.name} />}
        </div>
        <div className="b">
          <Facts finding={finding} status={status} />
          <Neighbours finding={finding} />
          <History events={finding.history ?? []} status={finding.status} now={now} />
        </div>
      </div>
      {archiving && <ArchiveDialog ids={[finding.id]} onClose={() => setArchiving(false)} onDone={() => setArchiving(false)} />}
    </div>
  );
}

/** Doubts come before anything else: what could not be judged, told or read. */
function Doubts({ finding, status }: { finding: FindingDetail; status: Status | null }) {
  const { stale, archived } = finding;
  const names = new Map((status?.accounts ?? []).map((one) => [one.id, one.name]));
  return (
    <div className="doubts">
      {finding.error && (
        <Note kind="gap">
          <p>
            <b className="strong">{finding.error === 'ACCESS_DENIED' ? 'It could not be read, so nothing is known of it.' : 'It could not be analysed, so nothing is known of it.'}</b> It may be open and it may be closed.
          </p>
          {finding.undetermined && (
            <p className="sub">
              <Name text={finding.undetermined} max={600} />
            </p>
          )}
          <Remedies finding={finding} />
        </Note>
      )}
      {!finding.error && finding.undetermined && (
        <Note kind="gap">
          <p>
            <b className="strong">Nobody could prove or refute this.</b> <Name text={begin(finding.undetermined)} max={600} />.
          </p>
          <Remedies finding={finding} />
        </Note>
      )}
      {finding.remark && (
        <Note kind="gap">
          <p>
            <b className="strong">Open to strangers.</b> <Name text={begin(finding.remark)} max={600} />.
          </p>
        </Note>
      )}
      {stale && (
        <Note kind="gap">
          <p>
            <b className="strong">Not judged again since {moment(stale.since)}.</b> What is shown is what was so then; the access may have gone or grown.
          </p>
          <p className="sub">
            <Name text={begin(stale.reason)} max={600} />
            {stale.gap && (
              <>
                {' '}
                ({callName(stale.gap.call)}
                {place({ ...stale.gap, accountName: names.get(stale.gap.account ?? '') ?? '' }) && `, ${place({ ...stale.gap, accountName: names.get(stale.gap.account ?? '') ?? '' })}`})
              </>
            )}
          </p>
        </Note>
      )}
      {finding.status === 'RESOLVED' && (
        <Note>
          <p>
            <b className="strong">Resolved.</b> <Name text={begin(finding.history?.at(-1)?.why ?? 'the access does not exist any more')} max={400} />, {moment(finding.history?.at(-1)?.at ?? finding.updatedAt)}.
          </p>
        </Note>
      )}
      {finding.status === 'ARCHIVED' && archived && (
        <Note>
          <p>
            <b className="strong">Archived</b> {archived.rule ? <>by rule <Name text={archived.rule} max={60} strong /></> : <>by <Name text={archived.by || 'somebody'} max={80} /></>}, {moment(archived.at)}
            {archived.expires ? `, until ${moment(archived.expires)}` : ''}.
          </p>
          {(archived.reason || archived.owner || archived.ticket) && (
            <p className="sub">
              {archived.reason && (
                <>
                  “<Name text={archived.reason} max={400} />”{' '}
                </>
              )}
              {archived.owner && (
                <>
                  Owner <Name text={archived.owner} max={80} />.{' '}
                </>
              )}
              {archived.ticket && (
                <>
                  Ticket <Name text={archived.ticket} max={120} />.
                </>
              )}
            </p>
          )}
        </Note>
      )}
    </div>
  );
}

/** Remedies say what would close the gaps that a doubt comes from. */
function Remedies({ finding }: { finding: FindingDetail }) {
  const remedies = [...new Set((finding.gaps ?? []).map((gap) => gap.remedy ?? '').filter(Boolean))];
  return (
    <p className="small">
      {remedies.slice(0, 2).map((one) => (
        <span key={one}>
          <Name text={one} max={400} />{' '}
        </span>
      ))}
      <Link to="/discovery">All gaps</Link>
    </p>
  );
}

function exampleOf(finding: FindingDetail) {
  const { witness } = finding;
  if (!witness) return null;
  const context = Object.fromEntries(Object.entries(witness.context ?? {}));
  return { principal: witness.principal, action: spelled(witness.action, finding), resource: witness.resource, context };
}

function explainQuestion(finding: FindingDetail): string | null {
  const example = exampleOf(finding);
  if (!example || finding.status === 'RESOLVED' || !example.principal || example.action.includes('*')) return null;
  const query = new URLSearchParams({ principal: example.principal, action: example.action, resource: example.resource });
  for (const [key, values] of Object.entries(example.context)) for (const value of values) query.append('context', `${key}=${value}`);
  return `/explain?${query.toString()}`;
}

/** ofResource are the layers on the side of the resource: of the other side somebody else decides. */
const ofResource: readonly string[] = ['rcp', 'resource', 'grant', 'acl', 'publicAccessBlock', 'endpoint'];

/** callerOf names those who get in, not the one who stands for them in the example request. */
function callerOf(finding: FindingDetail, example: Thing): Thing {
  if (finding.findingType === 'InternalAccess') return example;
  const open = Object.values(accessOf(finding)?.principal ?? {})[0] === '*';
  return { ...example, kind: open ? 'anyone' : example.kind, name: begin(who(finding)), detail: open ? `such as ${example.name === '*' ? 'somebody without credentials' : `a ${example.kind} of an account that is not yours`}` : 'outside the zone of trust' };
}

/** Evidence is the line through the layers, as the example request takes it, and the text that grants. */
function Evidence({ finding }: { finding: FindingDetail }) {
  const answer = useAnswer<Explained>(explainQuestion(finding));
  const layers = (answer.data?.layers ?? []).filter((one) => finding.findingType === 'InternalAccess' || ofResource.includes(one.layer));
  const explained = answer.data && layers.length > 0 && !layers.some((one) => one.state === 'stop') ? answer.data : null;
  const statements = finding.statements ?? [];
  const conditions = underWhich(finding);
  // What has no text: lists, grants and sharing attributes.
  const others = (finding.evidence ?? []).filter((one) => one.statement === undefined);
  // What has a text that the survey shown does not hold any more.
  const gone = (finding.evidence ?? []).filter((one) => one.statement !== undefined && !statements.some((s) => s.statement === one.statement && s.policy === one.policy && s.layer === one.layer));
  const conditional = statements.some((one) => one.text.split('\n').slice(one.fromLine - one.firstLine, one.toLine - one.firstLine + 1).some((line) => line.includes('"Condition"')));
  const principal = accessOf(finding)?.principal ?? {};
  const from = Object.values(principal)[0] ?? '';
  return (
    <section className="panel ev">
      <header>
        <h2>Evidence</h2>
        <span className="grow" />
        <Link className="small sub" to={exploreAddress(from === '*' || (finding.findingType === 'InternalAccess' && from) ? { from, to: finding.resource } : { to: finding.resource })}>
          Show on the graph
        </Link>
      </header>
      <div className={explained ? 'two' : 'one'}>
        {explained && (
          <div className="lay">
            <Layers principal={callerOf(finding, explained.principal)} resource={finding.subject} layers={layers} />
            {finding.findingType !== 'InternalAccess' && <p className="small sub outside">What their own account lets them do is not in the survey, and theirs to decide.</p>}
          </div>
        )}
        <div className="src">
          {statements.map((statement, i) => (
            <div key={i} className="said">
              <Statement statement={statement} verdict="allow" name={`Source of granting statement ${i + 1}`} />
            </div>
          ))}
          {others.map((one, i) => (
            <p key={i} className="row said">
              <Icon name={one.kind === 'grant' ? 'key' : one.kind === 'acl' ? 'more' : 'out'} />
              <span>
                <b className="strong">
                  <Name text={begin(`${one.policy || layerName(one.layer ?? '') || one.kind || 'setting'} `).trim()} max={120} />
                </b>{' '}
                <span className="sub">stands in no policy</span>
              </span>
            </p>
          ))}
          {gone.map((one, i) => (
            <p key={`g${i}`} className="row said">
              <Icon name="doc" />
              <span>
                Statement <b className="strong">{one.sid ? <Name text={one.sid} max={60} /> : figure(one.statement ?? 0)}</b> of <Name text={one.policy ?? 'the policy'} max={80} />
                {one.file && (
                  <>
                    , <Name text={one.file} max={60} code />
                    {one.line ? `:${one.line}` : ''}
                  </>
                )}
                <span className="faint secondline small">The survey that is shown does not hold it any more.</span>
              </span>
            </p>
          ))}
          {finding.findingType === 'UnusedPermission' && <Unused finding={finding} />}
          {statements.length === 0 && others.length === 0 && gone.length === 0 && finding.findingType !== 'UnusedPermission' && <p className="sub">{finding.error ? 'There is no evidence, because nothing could be read.' : finding.status === 'RESOLVED' ? 'What granted it is not there any more.' : 'No statement stands behind this.'}</p>}
          {statements.length > 0 && (
            <p className="small sub gap-top">
              {conditions.length === 0 && !conditional ? (
                <>No condition: nothing limits from where, when or by which way.</>
              ) : conditions.length === 0 ? (
                <>Its condition does not keep them out: anybody can meet it, as the example request does.</>
              ) : (
                <>
                  Only if <Name text={conditions.join(' and ')} max={400} />.
                </>
              )}
            </p>
          )}
        </div>
      </div>
    </section>
  );
}

function Unused({ finding }: { finding: FindingDetail }) {
  return (
    <ul className="members">
      {(finding.findingDetails ?? []).slice(0, 200).map((one, i) => {
        const service = one.unusedPermissionDetails;
        if (!service) return null;
        return (
          <li key={i}>
            <Name text={service.serviceNamespace} max={60} code />{' '}
            <span className="sub">{service.actions?.length ? count(service.actions.length, 'action') : 'the whole service'}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Example({ finding }: { finding: FindingDetail }) {
  const example = exampleOf(finding);
  if (!example) return null;
  const context = Object.entries(example.context);
  return (
    <section className="panel">
      <header>
        <h2>Example request</h2>
        <span className="faint small hide-m">evaluated again in every scan</span>
        <span className="grow" />
        <CopyButton text={canCommand(example)} what="Command" label="Copy CLI" />
      </header>
      <div className="body">
        {finding.example && (
          <p className="say" data-example>
            <Name text={finding.example} max={600} />
          </p>
        )}
        <dl className="kv gap-top">
          <dt>principal</dt>
          <dd>
            <Name text={example.principal === '*' ? '* (anyone, without credentials)' : example.principal} max={160} code />
          </dd>
          <dt>action</dt>
          <dd>
            <Name text={example.action} max={100} code />
          </dd>
          <dt>resource</dt>
          <dd>
            <Name text={example.resource} max={200} code />
          </dd>
          {context.map(([key, values]) => (
            <Pair key={key} name={key} text={values.join(', ')} />
          ))}
        </dl>
      </div>
    </section>
  );
}

function Pair({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt>
        <Name text={name} max={60} />
      </dt>
      <dd>
        <Name text={text} max={200} code />
      </dd>
    </>
  );
}

function Facts({ finding, status }: { finding: FindingDetail; status: Status | null }) {
  const access = accessOf(finding);
  const actions = access?.action ?? [];
  const sources = (access?.sources ?? []).map((one) => [one.type.replaceAll('_', ' ').toLowerCase(), one.detail?.accessPointArn ?? ''].filter(Boolean).join(' '));
  const account = (status?.accounts ?? []).find((one) => one.id === finding.resourceOwnerAccount)?.name ?? finding.subject.accountName;
  const principal = Object.entries(access?.principal ?? {})[0];
  return (
    <section className="panel">
      <header>
        <h2>Facts</h2>
      </header>
      <div className="body">
        <dl className="kv">
          <dt>resource</dt>
          <dd>
            <Link to={exploreAddress({ to: finding.resource })}>
              <WholeName text={finding.resource} code />
            </Link>{' '}
            <CopyButton text={finding.resource} what="ARN" />
          </dd>
          <dt>account</dt>
          <dd>
            <Name text={account} max={40} /> <span className="faint">{accountId(finding.resourceOwnerAccount)}</span>
          </dd>
          {finding.region && <Fact name="Region" text={finding.region} />}
          {principal && (
            <>
              <dt>who</dt>
              <dd>
                <Name text={begin(who(finding))} max={120} />
                {principal[1] !== '*' && (
                  <span className="faint secondline">
                    <WholeName text={principal[1]} code />
                  </span>
                )}
              </dd>
            </>
          )}
          {actions.length > 0 && (
            <>
              <dt>can</dt>
              <dd>
                {doing(finding)}
                <ul className="members">
                  {actions.slice(0, 30).map((action) => (
                    <li key={action}>
                      <Name text={action} max={80} code />
                    </li>
                  ))}
                  {actions.length > 30 && <li className="faint">{count(actions.length - 30, 'action')} more</li>}
                </ul>
              </dd>
            </>
          )}
          {access && (
            <>
              <dt>condition</dt>
              <dd>{underWhich(finding).length === 0 ? <span className="faint">none</span> : underWhich(finding).map((one) => <div key={one}><Name text={one} max={200} /></div>)}</dd>
            </>
          )}
          {sources.length > 0 && <Fact name="granted by" text={sources.join(', ')} />}
          {access?.resourceControlPolicyRestriction === 'FAILED_TO_EVALUATE_RCP' && <Fact name="RCPs" text="could not be evaluated" />}
          <dt>found by</dt>
          <dd>
            <Link to={below('analyzers', finding.analyzer)}>
              <Name text={finding.analyzer} max={60} />
            </Link>
          </dd>
          <Fact name="since" text={moment(finding.createdAt)} />
          <Fact name="last judged" text={moment(finding.analyzedAt)} />
          <dt>finding</dt>
          <dd>
            <WholeName text={finding.id} code /> <CopyButton text={finding.id} what="Id" />
          </dd>
        </dl>
      </div>
    </section>
  );
}

function Fact({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <Name text={text} max={200} />
      </dd>
    </>
  );
}

/** Neighbours are the other findings about the same resource. */
function Neighbours({ finding }: { finding: FindingDetail }) {
  const answer = useAnswer<FindingsPage>(`/findings?${new URLSearchParams([['filter', `resource=${finding.resource}`], ['filter', `id!=${finding.id}`], ['limit', '5']]).toString()}`);
  const others = answer.data?.findings ?? [];
  if (others.length === 0) return null;
  const total = answer.data?.total ?? others.length;
  return (
    <section className="panel">
      <header>
        <h2>About the same resource</h2>
      </header>
      <ul className="rel">
        {others.map((one) => (
          <li key={one.id}>
            <SeverityMark severity={one.severity} />
            <Link to={below('findings', one.id)}>
              <Name text={rowHeadline(one)} max={90} />
              {one.status !== 'ACTIVE' && <span className="faint">, {one.status.toLowerCase()}</span>}
            </Link>
          </li>
        ))}
        {total > others.length && (
          <li>
            <Link to={findingsAddress({ status: 'ALL', resource: finding.resource })}>All {figure(total + 1)}</Link>
          </li>
        )}
      </ul>
    </section>
  );
}

function History({ events, status, now }: { events: readonly FindingEvent[]; status: string; now: number }) {
  const newest = [...events].reverse();
  return (
    <section className="panel">
      <header>
        <h2>History</h2>
      </header>
      <ol className="hist">
        {newest.map((event, i) => (
          <li key={i} className={i === 0 && status === 'ACTIVE' ? 'on' : undefined}>
            <span className="hd" />
            <div>
              <p>
                {eventWords(event)} <span className="faint">{byWhom(event.who) && <Name text={byWhom(event.who)} max={80} />}</span>
              </p>
              {!['found', 'archived', 'unarchived'].includes(event.why) && (
                <p className="small sub">
                  <Name text={event.why} max={300} />
                </p>
              )}
            </div>
            <span className="small faint nowrap" title={moment(event.at)}>
              {ago(event.at, now)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
