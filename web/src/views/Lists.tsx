// Principals and resources: paged tables with search and filters.
import { useEffect, useRef, useState } from 'react';
import { useAnswer } from '../api/client';
import { useStatus } from '../api/status';
import type { Page, Thing } from '../api/types';
import { Choice, Drop, Pages } from '../parts/Filters';
import { Icon, iconOf } from '../parts/Icon';
import { Link } from '../parts/Link';
import { Name } from '../parts/Name';
import { useSettled } from '../parts/Palette';
import { Failed, Waiting } from '../parts/states';
import { useMargin } from '../parts/strip-context';
import { useKeys } from '../lib/keys';
import { accountId } from '../lib/names';
import { exploreAddress, go, listAddress, readList, usePlace, type ListState } from '../lib/router';
import { isPrincipal } from '../lib/search';
import { remember } from '../lib/storage';
import { capital, count, figure } from '../lib/words';
import { useTitle } from './title';

const pageSize = 50;

type Which = 'principals' | 'resources';

function question(which: Which, state: ListState): string {
  const query = new URLSearchParams();
  for (const name of which === 'principals' ? (['q', 'kind', 'account'] as const) : (['q', 'type', 'account', 'region'] as const)) {
    if (state[name]) query.set(name, state[name]);
  }
  query.set('offset', String((state.page - 1) * pageSize));
  query.set('limit', String(pageSize));
  return `/${which}?${query.toString()}`;
}

export function List({ which }: { which: Which }) {
  const path = which === 'principals' ? '/principals' : '/resources';
  useTitle(which === 'principals' ? 'Principals' : 'Resources');
  const { search } = usePlace();
  const state = readList(search);
  const answer = useAnswer<Page>(question(which, state));
  const { status } = useStatus();
  useMargin({});

  const [text, setText] = useState(state.q);
  const settled = useSettled(text, 180);
  const written = useRef(state.q);
  useEffect(() => {
    // The address is the filter; the field follows it when it changes by another hand.
    if (state.q !== written.current) {
      written.current = state.q;
      setText(state.q);
    }
  }, [state.q]);
  useEffect(() => {
    if (settled === written.current) return;
    written.current = settled;
    go(listAddress(path, { ...readList(window.location.search), q: settled, page: 1 }), 'replace');
  }, [settled, path]);

  const set = (part: Partial<ListState>) => go(listAddress(path, { ...state, page: 1, ...part }), part.page ? 'add' : 'replace');
  const rows = useRef<HTMLTableSectionElement>(null);
  const step = (by: number) => {
    const links = [...(rows.current?.querySelectorAll<HTMLElement>('a[data-row]') ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  };
  useKeys({ j: () => step(1), k: () => step(-1) });

  const total = answer.data?.total ?? 0;
  const items = answer.data?.items ?? [];
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const filtered = !!(state.q || state.kind || state.type || state.account || state.region);
  const one = which === 'principals' ? 'principal' : 'resource';
  const accounts = status?.accounts ?? [];
  const first = (state.page - 1) * pageSize + 1;
  return (
    <>
      <div className="head">
        <div>
          <h1>{which === 'principals' ? 'Principals' : 'Resources'}</h1>
          <p className="sub small" aria-live="polite">
            {answer.data ? `${capital(which === 'principals' && !state.kind ? count(total, 'principal or group', 'principals and groups') : count(total, state.kind || one))}${total > items.length ? `, ${figure(first)} to ${figure(first + items.length - 1)} shown` : ''}` : '\u00a0'}
          </p>
        </div>
      </div>
      <div className="filters" role="search" aria-label={`Filter ${which}`}>
        <label className="inputwrap">
          <Icon name="search" />
          <span className="vh">Filter by name, ARN or tag</span>
          <input className="field" type="search" placeholder="Name, ARN or tag" value={text} maxLength={1000} autoComplete="off" spellCheck={false} onChange={(event) => setText(event.target.value)} />
        </label>
        {which === 'principals' ? (
          <Choice label="kind" value={state.kind} onChange={(kind) => set({ kind })} options={[['user', 'users'], ['role', 'roles'], ['group', 'groups']]} all="any kind" />
        ) : (
          <Choice
            label="type"
            value={state.type}
            onChange={(type) => set({ type })}
            options={(status?.resourceTypes ?? []).map((type) => [type.type, `${type.readable || type.type} (${figure(type.count)})`])}
            all="any type"
          />
        )}
        <Choice label="account" value={state.account} onChange={(account) => set({ account })} options={accounts.map((account) => [account.id, account.name || accountId(account.id)])} all="any account" />
        {filtered && (
          <button type="button" className="btn sm quiet" onClick={() => { setText(''); written.current = ''; go(path, 'replace'); }}>
            Drop the filters
          </button>
        )}
      </div>
      {answer.error ? (
        <Failed what={`The ${which} did not come.`} error={answer.error} again={answer.again} />
      ) : !answer.data ? (
        <Waiting what={`the ${which}`} rows={12} onStop={answer.stop} />
      ) : items.length === 0 ? (
        <div className="panel emptypanel">
          <p>{filtered ? `No ${one} matches ${words(state)}.` : `The survey holds no ${which}.`}</p>
          {filtered && (
            <p className="sub gap-top">
              {state.q && <Drop label={`name is like ${state.q}`} onDrop={() => { setText(''); written.current = ''; set({ q: '' }); }} />}
              {state.kind && <Drop label={`kind is ${state.kind}`} onDrop={() => set({ kind: '' })} />}
              {state.type && <Drop label={`type is ${state.type}`} onDrop={() => set({ type: '' })} />}
              {state.account && <Drop label={`account is ${accountId(state.account)}`} onDrop={() => set({ account: '' })} />}
              {state.region && <Drop label={`region is ${state.region}`} onDrop={() => set({ region: '' })} />}
            </p>
          )}
        </div>
      ) : (
        <div className={answer.loading ? 'panel tw busy' : 'panel tw'} tabIndex={0} role="region" aria-label={which === 'principals' ? 'Principals' : 'Resources'}>
          <table className="list">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col" className="hide-m">
                  {which === 'principals' ? 'Kind' : 'Type'}
                </th>
                <th scope="col">Account</th>
                {which === 'resources' && (
                  <th scope="col" className="hide-m">
                    Region
                  </th>
                )}
                <th scope="col" className="hide-m">
                  ARN
                </th>
                <th scope="col" className="num hide-m">
                  <span className="vh">Ask</span>
                </th>
              </tr>
            </thead>
            <tbody ref={rows}>
              {items.map((thing) => (
                <Row key={`${thing.kind} ${thing.arn}`} thing={thing} which={which} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pages page={state.page} pages={pages} onPage={(page) => set({ page })} />
    </>
  );
}

function words(state: ListState): string {
  return [state.q && 'these letters', state.kind && 'this kind', state.type && 'this type', state.account && 'this account', state.region && 'this region'].filter(Boolean).join(' and ');
}

function Row({ thing, which }: { thing: Thing; which: Which }) {
  const from = exploreAddress({ from: thing.arn });
  const to = exploreAddress({ to: thing.arn });
  const main = which === 'principals' ? from : to;
  const name = <Name text={thing.name || thing.arn} max={44} strong />;
  return (
    <tr>
      <td>
        <span className="row">
          <Icon name={iconOf(thing.kind, thing.type)} />
          <span className="ell">
            {thing.kind === 'group' ? (
              name
            ) : (
              <Link to={main} row onGo={() => remember(thing)}>
                {name}
              </Link>
            )}
            <span className="only-m faint small secondline">
              <Name text={thing.detail} max={40} />
            </span>
          </span>
        </span>
      </td>
      <td className="sub hide-m">
        <Name text={which === 'principals' ? thing.kind : thing.detail.split(',')[0] || thing.type} max={36} />
      </td>
      <td>
        <Name text={thing.accountName || accountId(thing.account)} max={24} />
      </td>
      {which === 'resources' && <td className="sub hide-m">{thing.region ? <Name text={thing.region} max={20} /> : <span className="faint">global</span>}</td>}
      <td className="hide-m faint">
        <Name text={thing.arn} max={64} code />
      </td>
      <td className="num hide-m">
        {which === 'principals' && thing.kind === 'role' && (
          <Link className="small sub" to={to}>
            Who can become it
          </Link>
        )}
        {which === 'principals' && thing.kind === 'group' && <span className="small faint">cannot act itself</span>}
        {which === 'resources' && isPrincipal(thing) && (
          <Link className="small sub" to={from}>
            What it can reach
          </Link>
        )}
      </td>
    </tr>
  );
}

/** Thing's own address opens the explorer for it. */
export function Forward({ which, arn }: { which: Which; arn: string }) {
  useEffect(() => {
    go(which === 'principals' ? exploreAddress({ from: arn }) : exploreAddress({ to: arn }), 'replace');
  }, [which, arn]);
  return null;
}
