// Where the survey comes from, how the scans went, and what was not read. Three
// things stay apart: gaps, what a source by its nature does not hold, and
// condition keys that a question did not give.
import { useAnswer } from '../api/client';
import { useStatus } from '../api/status';
import type { Gap, Gaps, Meta, NotCollected, Scan } from '../api/types';
import { Icon } from '../parts/Icon';
import { Name } from '../parts/Name';
import { Answered, Note } from '../parts/states';
import { useMargin } from '../parts/strip-context';
import { copy } from '../lib/copy';
import { accountId } from '../lib/names';
import { ago, callName, capital, count, figure, layerName, moment, place, running, scanSentence } from '../lib/words';
import { finished, Progress, ScanNow, ScanState, StopScan } from './scan';
import { useTitle } from './title';

export function Discovery() {
  useTitle('Discovery');
  const { status } = useStatus();
  const gaps = useAnswer<Gaps>('/gaps');
  const scans = useAnswer<{ scans: Scan[] | null }>('/scans');
  const snapshots = useAnswer<{ snapshots: Meta[] | null }>('/snapshots');
  useMargin({});
  const now = status ? new Date(status.now).getTime() : Date.now();
  const scan = status?.scan ?? null;
  return (
    <div className="di">
      <div className="head">
        <h1>Discovery</h1>
        <span className="grow" />
        <div className="row">{running(scan) ? null : <ScanNow />}</div>
      </div>
      {status?.sample && (
        <Note>
          <b className="strong">Sample organization, nothing of yours was read.</b> {status.notice && !/nothing of yours was read/i.test(status.notice) && <Name text={status.notice} max={400} />}
        </Note>
      )}
      {scan && running(scan) && (
        <section className="panel">
          <header>
            <h2>Scan in progress</h2>
            <span className="sub small">
              <Name text={scan.source} max={60} />
              {moment(scan.startedAt) && `, started ${moment(scan.startedAt)}`}
            </span>
            <span className="grow" />
            <StopScan scan={scan} />
          </header>
          <div className="body">
            <Progress scan={scan} now={now} />
          </div>
        </section>
      )}
      {scan?.state === 'failed' && (
        <Note kind="bad">
          <p>
            <Name text={scanSentence(scan, now)} max={500} />
          </p>
          <p className="sub">{status?.snapshot ? `The snapshot of ${moment(status.snapshot.takenAt)} stays in use.` : 'There is no snapshot to fall back on.'}</p>
        </Note>
      )}
      <section className="panel">
        <header>
          <h2>Gaps</h2>
          <span className="faint small hide-m">calls that were refused or failed, what rests on them, and what would close them</span>
          <span className="grow" />
          {gaps.data && <span className="small sub">{capital(count(gaps.data.gaps?.length ?? 0, 'gap'))}</span>}
        </header>
        <Answered answer={gaps} what="the gaps" rows={3}>
          {(data) => <GapList gaps={data.gaps ?? []} />}
        </Answered>
      </section>
      <div className="cols">
        <section className="panel">
          <header>
            <h2>Scans</h2>
            <span className="faint small">since the server started, newest first</span>
          </header>
          <Answered answer={scans} what="the scans" rows={3}>
            {(data) => <Scans scans={data.scans ?? []} now={now} />}
          </Answered>
        </section>
        <section className="panel">
          <header>
            <h2>Not in the source</h2>
          </header>
          <Answered answer={gaps} what="what was not collected" rows={3}>
            {(data) => <Nature list={data.notCollected ?? []} />}
          </Answered>
        </section>
      </div>
      <section className="panel">
        <header>
          <h2>Sources and snapshots</h2>
          <span className="faint small">the newest one is shown</span>
        </header>
        <Answered answer={snapshots} what="the snapshots" rows={3}>
          {(data) => <Snapshots list={data.snapshots ?? []} current={status?.snapshot?.id ?? ''} />}
        </Answered>
      </section>
    </div>
  );
}

const mostGaps = 100;

function GapList({ gaps }: { gaps: readonly Gap[] }) {
  if (gaps.length === 0) return <p className="body sub">No call was refused and none failed.</p>;
  return (
    <div className="gaps">
      {gaps.slice(0, mostGaps).map((gap, i) => (
        <article key={i}>
          <div className="hx" />
          <div className="g1">
            <h3>
              {callName(gap.call)} <span className="faint">{place(gap) && <Name text={place(gap)} max={60} />}</span>
            </h3>
            <p>
              <Name text={gap.reason} max={300} />
            </p>
            <p className="small faint">
              <Name text={gap.call} max={60} code />
              {gap.missingAction && gap.missingAction !== gap.call && (
                <>
                  , lacks <Name text={gap.missingAction} max={60} code />
                </>
              )}
            </p>
          </div>
          <div className="g2">
            <p className="small faint">what rests on it</p>
            <p>
              <Name text={gap.effect || effectOf(gap)} max={300} />
            </p>
            {gap.subject && !gap.effect?.includes(gap.subject) && (
              <p className="small sub">
                <Name text={gap.subject} max={60} code />
              </p>
            )}
          </div>
          <div className="g3">
            <p className="small faint">remedy</p>
            <p>
              <Name text={gap.remedy || 'The server names no remedy.'} max={300} />
            </p>
            {gap.missingAction && (
              <button type="button" className="btn sm" onClick={() => void copy(gap.missingAction ?? '', 'Action')}>
                <Icon name="copy" />
                Copy the action
              </button>
            )}
          </div>
        </article>
      ))}
      {gaps.length > mostGaps && <p className="cap small faint">{figure(gaps.length - mostGaps)} gaps more.</p>}
    </div>
  );
}

function effectOf(gap: Gap): string {
  return gap.layer ? `Answers that a ${layerName(gap.layer)} could change are undetermined.` : 'Answers that depend on it are undetermined.';
}

function Nature({ list }: { list: readonly NotCollected[] }) {
  return (
    <div className="body">
      {list.length === 0 ? (
        <p className="sub">The source holds all that Sightline asks of it.</p>
      ) : (
        <ul className="nature">
          {list.map((one, i) => (
            <li key={i}>
              <b className="strong">
                <Name text={capital(one.what)} max={80} />
              </b>
              <span className="sub small">
                {' '}
                not held by <Name text={one.source} max={60} />
                {one.account && <> for {accountId(one.account)}</>}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="small faint gap-top">
        This is no gap: the source never holds it, and answers are as far as the source shows. A condition key that a question does not give is neither; the answer then says “conditional”, with the condition.
      </p>
    </div>
  );
}

function Scans({ scans, now }: { scans: readonly Scan[]; now: number }) {
  if (scans.length === 0) return <p className="body sub">No scan has run since the server started.</p>;
  return (
    <div className="tw">
      <table>
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">State</th>
            <th scope="col" className="num hide-m">
              Took
            </th>
            <th scope="col" className="num">
              Ended
            </th>
          </tr>
        </thead>
        <tbody>
          {scans.slice(0, 10).map((scan) => {
            const took = new Date(scan.finishedAt).getTime() - new Date(scan.startedAt).getTime();
            return (
              <tr key={scan.id}>
                <td>
                  <Name text={scan.source} max={40} strong />
                  {scan.error && (
                    <p className="small wrong">
                      <Name text={scan.error} max={200} />
                    </p>
                  )}
                </td>
                <td>
                  <ScanState scan={scan} />
                </td>
                <td className="num hide-m">{took >= 1000 ? `${(took / 1000).toFixed(1)} s` : took >= 0 ? `${took} ms` : ''}</td>
                <td className="num faint" title={finished(scan)}>
                  {ago(scan.finishedAt, now) ? `${ago(scan.finishedAt, now)} ago` : 'not yet'}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Snapshots({ list, current }: { list: readonly Meta[]; current: string }) {
  if (list.length === 0) return <p className="body sub">No snapshot is stored.</p>;
  return (
    <div className="tw">
      <table>
        <thead>
          <tr>
            <th scope="col">Surveyed</th>
            <th scope="col" className="hide-m">
              Sources
            </th>
            <th scope="col" className="num">
              Accounts
            </th>
            <th scope="col" className="num hide-m">
              Identities
            </th>
            <th scope="col" className="num">
              Resources
            </th>
            <th scope="col" className="num">
              Gaps
            </th>
          </tr>
        </thead>
        <tbody>
          {list.slice(0, 20).map((meta) => (
            <tr key={meta.id} className={meta.id === current ? 'sel' : undefined}>
              <td>
                <b className="strong">{moment(meta.takenAt)}</b> {meta.sample && <span className="tag">sample</span>} {meta.id === current && <span className="tag">shown</span>}
                <br />
                <span className="faint small">
                  <Name text={meta.id} max={24} code />
                </span>
              </td>
              <td className="sub hide-m">
                <Name text={(meta.sources ?? []).join(', ') || 'not named'} max={80} />
              </td>
              <td className="num">{figure(meta.accounts)}</td>
              <td className="num hide-m">{figure(meta.identities)}</td>
              <td className="num">{figure(meta.resources)}</td>
              <td className="num">{figure(meta.gaps)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
