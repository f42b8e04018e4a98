// The map margin at the foot of every view: when surveyed, how complete, what is missing.
import { useConnection } from '../api/client';
import { useStatus } from '../api/status';
import { accountId } from '../lib/names';
import { bearing, count, figure, moment, running, span, stale } from '../lib/words';
import { Icon } from './Icon';
import { Link } from './Link';
import { Name } from './Name';
import { useMarginValue } from './strip-context';

export function Strip() {
  const { status } = useStatus();
  const margin = useMarginValue();
  const { state } = useConnection();
  const now = status ? new Date(status.now).getTime() || Date.now() : Date.now();
  const taken = status?.snapshot?.takenAt ?? '';
  const old = stale(status, now);
  const accountNames = new Map((status?.accounts ?? []).map((account) => [account.id, account.name]));
  const gaps = margin.gaps?.map((gap) => ({ ...gap, accountName: gap.accountName || accountNames.get(gap.account ?? '') || accountId(gap.account ?? '') }));
  const all = status?.counts?.gaps ?? status?.snapshot?.gaps ?? 0;
  const scan = status?.scan;
  return (
    <footer className={old ? 'strip stale' : 'strip'}>
      <span className="row">
        <Icon name="clock" />
        {taken ? (
          <span>
            Surveyed <b>{moment(taken)}</b>
            {old && <>, {span(now - new Date(taken).getTime())} ago</>}
            {state === 'gone' && ', as last seen'}
          </span>
        ) : (
          <span>{status ? 'Not surveyed yet' : 'Waiting for the server'}</span>
        )}
      </span>
      {status?.sample && (
        <>
          <span className="sep hide-s" />
          <span className="row sample">
            <b>Sample organization, nothing of yours was read</b>
          </span>
        </>
      )}
      {status?.snapshot && (
        <>
          <span className="sep hide-s" />
          <span className="row ell">
            <Icon name="gap" />
            <span className="ell">
              {gaps ? (
                gaps.length > 0 ? (
                  <>
                    <b>{count(gaps.length, 'gap')} {gaps.length === 1 ? 'bears' : 'bear'} on this view:</b> <Name text={bearing(gaps)} max={160} />
                  </>
                ) : (
                  'No gap bears on this view'
                )
              ) : all > 0 ? (
                <Link to="/discovery">{count(all, 'gap')}</Link>
              ) : (
                'No gaps'
              )}
              {margin.notCollected && margin.notCollected.length > 0 && (
                <>
                  {'; '}
                  <Link to="/discovery">{count(margin.notCollected.length, 'thing')} not collected</Link>
                </>
              )}
            </span>
          </span>
        </>
      )}
      <span className="grow hide-s" />
      {margin.drawn !== undefined && (
        <span className="hide-s faint">
          {count(margin.drawn, 'node')} drawn, {figure(margin.folded ?? 0)} folded
        </span>
      )}
      {margin.note && <span className="hide-s faint">{margin.note}</span>}
      {scan && running(scan) && (
        <span className="hide-s faint">
          A scan is running{scan.progress && scan.progress.total > 0 ? `, ${figure(scan.progress.done)} of ${figure(scan.progress.total)} parts` : ''}
        </span>
      )}
    </footer>
  );
}
