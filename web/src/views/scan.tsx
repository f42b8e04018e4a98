// How a scan stands, and the orders one can give about it.
import { useState } from 'react';
import { tell } from '../api/client';
import { useStatus } from '../api/status';
import type { Part, Scan } from '../api/types';
import { failure } from '../parts/Dialogs';
import { Icon } from '../parts/Icon';
import { announce } from '../parts/live';
import { Name } from '../parts/Name';
import { ago, count, figure, moment, running, stageWord } from '../lib/words';

export function ScanNow({ small = false }: { small?: boolean }) {
  const { status, again } = useStatus();
  const [asked, setAsked] = useState(false);
  const [error, setError] = useState('');
  const busy = running(status?.scan) || asked;
  const start = () => {
    setAsked(true);
    setError('');
    tell<Scan>('POST', '/scans')
      .then(
        () => announce('The scan has started.'),
        (err: unknown) => setError(failure(err)),
      )
      .finally(() => {
        setAsked(false);
        again();
      });
  };
  return (
    <>
      <button type="button" className={small ? 'btn sm' : 'btn'} aria-disabled={busy} onClick={busy ? undefined : start}>
        <Icon name="radar" />
        {busy ? 'Scanning' : 'Scan now'}
      </button>
      {error && (
        <span className="small wrong" role="alert">
          {error}
        </span>
      )}
    </>
  );
}

export function StopScan({ scan }: { scan: Scan }) {
  const { again } = useStatus();
  const [error, setError] = useState('');
  return (
    <>
      <button
        type="button"
        className="btn sm"
        onClick={() => {
          tell('DELETE', `/scans/${encodeURIComponent(scan.id)}`).then(again, (err: unknown) => setError(failure(err)));
        }}
      >
        Stop
      </button>
      {error && (
        <span className="small wrong" role="alert">
          {error}
        </span>
      )}
    </>
  );
}

/** Share is a bar of how much is done; an attribute carries its length, never a style in the page. */
export function Share({ part, of, label }: { part: number; of: number; label: string }) {
  const share = of > 0 ? Math.min(1, part / of) : 0;
  return (
    <svg className="share" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={label}>
      <rect className="all" width="100" height="8" />
      <rect className="done" width={share * 100} height="8" />
    </svg>
  );
}

export function Progress({ scan, now }: { scan: Scan; now: number }) {
  const { done, total } = scan.progress ?? { done: 0, total: 0 };
  const parts = scan.progress?.parts ?? [];
  const reading = parts.find((part) => part.state === 'reading');
  const time = ago(scan.startedAt, now);
  return (
    <>
      <div className="prog">
        <Share part={done} of={total} label={`${figure(done)} of ${count(total, 'part')} done`} />
        <span className="num">
          <b className="strong">{total > 0 ? `${figure(done)} of ${figure(total)}` : stageWord(scan.stage)}</b>{' '}
          <span className="faint">
            {total > 0 ? 'parts' : ''}
            {time ? `${total > 0 ? ', ' : ''}${time}` : ''}
          </span>
        </span>
      </div>
      {parts.length > 0 && (
        <>
          <div className="hide-m">
            <Grid parts={parts} />
          </div>
          <div className="only-m">
            <Grid parts={parts} turned />
          </div>
        </>
      )}
      <p className="small sub live">
        <span className="pulse" />
        <span>
          {reading ? (
            <>
              Reading <Name text={reading.service} max={30} /> in <Name text={reading.accountName || reading.account} max={40} />
              {reading.region && (
                <>
                  , <Name text={reading.region} max={30} />
                </>
              )}
              .
            </>
          ) : (
            `${stageWord(scan.stage).replace(/^./, (c) => c.toUpperCase())}.`
          )}{' '}
          The last complete snapshot stays in use until this one is done.
        </span>
      </p>
    </>
  );
}

const words: Record<Part['state'], string> = { waiting: 'waiting', reading: 'reading', done: 'read', gap: 'gap' };

/**
 * Grid shows parts by account and service; several regions of a service are one
 * cell, in the state that is furthest back. Turned: services down, for narrow screens.
 */
function Grid({ parts, turned = false }: { parts: readonly Part[]; turned?: boolean }) {
  const services = [...new Set(parts.map((part) => part.service))].map((service) => ({ key: service, name: service, more: '' }));
  const accounts = [...new Map(parts.map((part) => [part.account, part.accountName])).entries()].map(([key, name]) => ({
    key, name: name || key, more: key.length === 12 && !turned ? `…${key.slice(-4)}` : '',
  }));
  const [rows, columns] = turned ? [services, accounts] : [accounts, services];
  const shownRows = rows.slice(0, 40);
  const shownColumns = columns.slice(0, turned ? 6 : 16);
  const cells = new Map<string, Part[]>();
  for (const part of parts) {
    const key = turned ? `${part.service}\n${part.account}` : `${part.account}\n${part.service}`;
    cells.set(key, [...(cells.get(key) ?? []), part]);
  }
  return (
    <div className="tw" tabIndex={0} role="region" aria-label="Progress by account and service">
      <table className="pg">
        <thead>
          <tr>
            <th scope="col">{turned ? 'Service' : 'Account'}</th>
            {shownColumns.map((column) => (
              <th scope="col" key={column.key}>
                <Name text={column.name} max={turned ? 9 : 14} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shownRows.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                <Name text={row.name} max={22} /> <span className="faint">{row.more}</span>
              </th>
              {shownColumns.map((column) => {
                const list = cells.get(`${row.key}\n${column.key}`) ?? [];
                const at = furthestBack(list);
                const share = `${list.filter((part) => part.state === 'done' || part.state === 'gap').length} of ${list.length}`;
                return (
                  <td key={column.key}>
                    {at && (
                      <span className={`cell is-${at}`} title={`${row.name}, ${column.name}: ${words[at]}, ${share}`}>
                        {at === 'done' ? <Icon name="check" size={12} /> : at === 'gap' ? 'gap' : ''}
                        <span className="vh">{words[at]}</span>
                      </span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {(rows.length > shownRows.length || columns.length > shownColumns.length) && (
        <p className="small faint gap-top">
          {count(rows.length - shownRows.length, 'row')} and {count(columns.length - shownColumns.length, 'column')} more.
        </p>
      )}
    </div>
  );
}

function furthestBack(list: readonly Part[]): Part['state'] | null {
  for (const one of ['reading', 'gap', 'waiting', 'done'] as const) if (list.some((part) => part.state === one)) return one;
  return null;
}

export function ScanState({ scan }: { scan: Scan }) {
  switch (scan.state) {
    case 'running':
    case 'queued':
      return (
        <span className="stt">
          <span className="pulse" />
          {scan.state === 'queued' ? 'waiting' : stageWord(scan.stage)}
        </span>
      );
    case 'done':
      return (
        <span className="stt">
          <Icon name="check" />
          {scan.gaps > 0 ? `done, ${count(scan.gaps, 'gap')}` : 'done'}
        </span>
      );
    case 'failed':
      return (
        <span className="stt wrong">
          <Icon name="x" />
          failed
        </span>
      );
    default:
      return <span className="stt faint">stopped</span>;
  }
}

/** finished is when a scan came to its end, in the words of a list. */
export function finished(scan: Scan): string {
  return moment(scan.finishedAt) || moment(scan.startedAt);
}
