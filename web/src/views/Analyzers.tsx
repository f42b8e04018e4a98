// Analyzers: who watches for what, beyond which zone of trust.
import { useState } from 'react';
import { askAgain, tell, useAnswer } from '../api/client';
import { useStatus } from '../api/status';
import type { Analyzer, ArchiveRule } from '../api/finding-types';
import { Dialog, failure } from '../parts/Dialogs';
import { Icon } from '../parts/Icon';
import { Link } from '../parts/Link';
import { announce } from '../parts/live';
import { Name } from '../parts/Name';
import { Answered, Note } from '../parts/states';
import { useMargin } from '../parts/strip-context';
import { findingsAddress } from '../lib/finding-place';
import { ruleWords, zoneWords } from '../lib/finding-words';
import { accountId, plain } from '../lib/names';
import { below, go, usePlace } from '../lib/router';
import { ago, capital, count, figure, moment } from '../lib/words';
import { AnalyzerForm } from './AnalyzerForm';
import { RuleForm } from './RuleForm';
import { useTitle } from './title';

export const kindWords = { external: 'external access', internal: 'internal access', unused: 'unused access' } as const;

const origins = { person: 'by a person', configuration: 'in the configuration', default: 'by itself, at the first scan' } as const;

export function originWords(analyzer: Analyzer): string {
  return origins[analyzer.origin ?? 'person'];
}

function ofConfiguration(analyzer: Analyzer): boolean {
  return analyzer.origin === 'configuration';
}

export function Analyzers() {
  useTitle('Analyzers');
  useMargin({});
  const { search } = usePlace();
  const creating = new URLSearchParams(search).get('form') === 'new';
  const answer = useAnswer<{ analyzers: Analyzer[] | null }>('/analyzers');
  if (creating) return <AnalyzerForm analyzer={null} onClose={() => go('/analyzers')} />;
  return (
    <>
      <p className="crumb">
        <Link to="/findings">Findings</Link>
      </p>
      <div className="head">
        <div className="grow">
          <h1>Analyzers</h1>
          <p className="sub small">Each watches for one kind of access beyond one zone of trust, in every Region at once.</p>
        </div>
        <Link className="btn primary" to="/analyzers?form=new">
          <Icon name="plus" />
          New analyzer
        </Link>
      </div>
      <Answered answer={answer} what="the analyzers" rows={4}>
        {(data) => ((data.analyzers ?? []).length === 0 ? <None /> : <Table list={data.analyzers ?? []} />)}
      </Answered>
    </>
  );
}

function None() {
  return (
    <div className="panel emptypanel">
      <p>No analyzer watches.</p>
      <p className="sub gap-top">Without one there are no findings; the map and its questions work all the same.</p>
    </div>
  );
}

function Table({ list }: { list: readonly Analyzer[] }) {
  const { status } = useStatus();
  const now = status ? new Date(status.now).getTime() : Date.now();
  return (
    <div className="panel tw" tabIndex={0} role="region" aria-label="Analyzers">
      <table className="list">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col" className="hide-m">
              Watches for
            </th>
            <th scope="col" className="hide-m">
              Beyond
            </th>
            <th scope="col" className="hide-m hide-1280">
              Made
            </th>
            <th scope="col" className="num hide-m">
              Rules
            </th>
            <th scope="col" className="hide-m">
              Last looked
            </th>
            <th scope="col" className="num">
              Active
            </th>
          </tr>
        </thead>
        <tbody>
          {list.map((one) => (
            <tr key={one.id}>
              <td>
                <Link to={below('analyzers', one.name)} row>
                  <Name text={one.name} max={44} strong />
                </Link>
                {one.status !== 'ACTIVE' && <span className="tag cond inline">{one.status.toLowerCase()}</span>}
                <span className="only-m faint small secondline">
                  {kindWords[one.type]}, {zoneWords(one.zone)}
                </span>
              </td>
              <td className="hide-m">{kindWords[one.type]}</td>
              <td className="hide-m">
                <Name text={zoneWords(one.zone)} max={48} />
              </td>
              <td className="sub hide-m hide-1280">{originWords(one)}</td>
              <td className="num hide-m">{figure((one.archiveRules ?? []).length)}</td>
              <td className="sub hide-m">{one.lastAnalyzedAt ? `${ago(one.lastAnalyzedAt, now)} ago` : <span className="faint">not yet</span>}</td>
              <td className="num">
                <Link to={findingsAddress({ analyzer: one.name })}>{figure(one.findings.active)}</Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** AnalyzerPage is one analyzer: what it does, its rules, and the forms that change them. */
export function AnalyzerPage({ name }: { name: string }) {
  useTitle(plain(`Analyzer ${name}`, 80));
  useMargin({});
  const { search } = usePlace();
  const query = new URLSearchParams(search);
  const answer = useAnswer<Analyzer>(below('analyzers', name));
  const home = below('analyzers', name);
  return (
    <>
      <nav className="crumb" aria-label="Where this is">
        <Link to="/findings">Findings</Link>
        <Icon name="right" size={10} />
        <Link to="/analyzers">Analyzers</Link>
      </nav>
      {!answer.data && (
        <h1>
          <Name text={name} max={80} />
        </h1>
      )}
      <Answered answer={answer} what="the analyzer" rows={6}>
        {(analyzer) => {
          if (query.get('form') === 'edit' && !ofConfiguration(analyzer)) return <AnalyzerForm analyzer={analyzer} onClose={() => go(home)} />;
          const wanted = query.get('rule');
          if (wanted !== null) {
            const rule = (analyzer.archiveRules ?? []).find((one) => one.ruleName === wanted) ?? null;
            if ((rule && !rule.declaredIn) || wanted === '') return <RuleForm analyzer={analyzer} rule={rule} onClose={() => go(home)} />;
          }
          return <Shown analyzer={analyzer} />;
        }}
      </Answered>
    </>
  );
}

function Shown({ analyzer }: { analyzer: Analyzer }) {
  const [deleting, setDeleting] = useState(false);
  const home = below('analyzers', analyzer.name);
  const fixed = ofConfiguration(analyzer);
  const { active, archived, resolved } = analyzer.findings;
  return (
    <>
      <div className="head">
        <div className="grow">
          <h1>
            <Name text={analyzer.name} max={80} />
          </h1>
          <p className="sub">
            {capital(kindWords[analyzer.type])} beyond <Name text={zoneWords(analyzer.zone)} max={120} />.
          </p>
        </div>
        {!fixed && (
          <div className="row wrap acts">
            <button type="button" className="btn quiet" onClick={() => setDeleting(true)}>
              Delete
            </button>
            <Link className="btn" to={`${home}?form=edit`}>
              <Icon name="edit" />
              Edit
            </Link>
          </div>
        )}
      </div>
      {fixed && (
        <div className="notice" data-declared>
          <Note>
            <b className="strong">It stands in the configuration</b>
            {analyzer.declaredIn && (
              <>
                {', '}
                <Name text={analyzer.declaredIn} max={120} code />
              </>
            )}
            . It is changed and deleted there.
          </Note>
        </div>
      )}
      {analyzer.status !== 'ACTIVE' && (
        <div className="notice">
          <Note kind="gap">
            <b className="strong">{capital(analyzer.status.toLowerCase())}.</b> <Name text={analyzer.statusReason ? capital(analyzer.statusReason) : 'It judges nothing.'} max={400} />
          </Note>
        </div>
      )}
      <div className="fcols">
        <div className="a">
          <Rules analyzer={analyzer} home={home} />
        </div>
        <div className="b">
          <section className="panel">
            <header>
              <h2>Findings</h2>
            </header>
            <dl className="figures three">
              {(
                [
                  ['active', active, 'ACTIVE'], ['archived', archived, 'ARCHIVED'], ['resolved', resolved, 'RESOLVED'],
                ] as const
              ).map(([word, n, status]) => (
                <div key={word}>
                  <dt>{word}</dt>
                  <dd>
                    <Link to={findingsAddress({ analyzer: analyzer.name, status })}>{figure(n)}</Link>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
          <Facts analyzer={analyzer} />
        </div>
      </div>
      {deleting && <DeleteAnalyzer analyzer={analyzer} onClose={() => setDeleting(false)} />}
    </>
  );
}

function Facts({ analyzer }: { analyzer: Analyzer }) {
  const exclude = analyzer.exclude ?? [];
  const include = analyzer.include ?? [];
  const tags = Object.entries(analyzer.tags ?? {});
  return (
    <section className="panel">
      <header>
        <h2>What it watches</h2>
      </header>
      <div className="body">
        <dl className="kv">
          <dt>zone of trust</dt>
          <dd>
            <Name text={analyzer.zone} max={400} code />
          </dd>
          {analyzer.unusedAccessAge !== undefined && analyzer.unusedAccessAge > 0 && (
            <>
              <dt>unused for</dt>
              <dd>{count(analyzer.unusedAccessAge, 'day')}</dd>
            </>
          )}
          {analyzer.type === 'external' && (
            <>
              <dt>AWS services</dt>
              <dd>{analyzer.servicePrincipals ? 'those that act for anybody are findings, too' : 'are no findings'}</dd>
            </>
          )}
          {include.length > 0 && (
            <>
              <dt>resources</dt>
              <dd>
                {include.map((one, i) => (
                  <div key={i}>
                    <Name text={[...(one.resources ?? []), ...(one.resourceTypes ?? []), ...(one.accounts ?? []).map(accountId)].join(', ')} max={300} code />
                  </div>
                ))}
              </dd>
            </>
          )}
          <dt>excluded</dt>
          <dd>
            {exclude.length === 0 && <span className="faint">nothing</span>}
            {exclude.map((one, i) => (
              <div key={i}>
                <Name text={one.account ? `account ${accountId(one.account)}` : `tag ${one.tagKey ?? ''}${one.tagValue ? ` = ${one.tagValue}` : ''}`} max={120} />
              </div>
            ))}
          </dd>
          {tags.length > 0 && (
            <>
              <dt>tags</dt>
              <dd>
                {tags.map(([key, value]) => (
                  <div key={key}>
                    <Name text={`${key} = ${value}`} max={120} />
                  </div>
                ))}
              </dd>
            </>
          )}
          <dt>made</dt>
          <dd>
            {originWords(analyzer)}, {moment(analyzer.createdAt)}
          </dd>
          <dt>last looked</dt>
          <dd>{moment(analyzer.lastAnalyzedAt ?? '') || <span className="faint">not yet</span>}</dd>
        </dl>
      </div>
    </section>
  );
}

function Rules({ analyzer, home }: { analyzer: Analyzer; home: string }) {
  const rules = analyzer.archiveRules ?? [];
  return (
    <section className="panel rules">
      <header className="wrap">
        <h2>Archive rules</h2>
        <span className="faint small hide-m">what matches is archived as soon as it is found</span>
        <span className="grow" />
        <Link className="btn sm" to={`${home}?rule=`}>
          <Icon name="plus" />
          New rule
        </Link>
      </header>
      {rules.length === 0 ? (
        <p className="body sub">No rule: every finding is shown until a person archives it.</p>
      ) : (
        rules.map((rule) => <Rule key={rule.ruleName} analyzer={analyzer} rule={rule} home={home} />)
      )}
    </section>
  );
}

function Rule({ analyzer, rule, home }: { analyzer: Analyzer; rule: ArchiveRule; home: string }) {
  const [told, setTold] = useState<{ bad: boolean; text: string } | null>(null);
  const [deleting, setDeleting] = useState(false);
  const address = `${below('analyzers', analyzer.name)}/archive-rules/${encodeURIComponent(rule.ruleName)}`;
  const apply = () => {
    tell<{ archived: number }>('POST', `${address}/apply`).then(
      ({ archived }) => {
        setTold({ bad: false, text: `${capital(count(archived, 'finding'))} archived.` });
        announce(`${capital(count(archived, 'finding'))} archived.`);
        askAgain();
      },
      (err: unknown) => setTold({ bad: true, text: failure(err) }),
    );
  };
  return (
    <article data-rule={rule.ruleName}>
      <div className="grow">
        <h3>
          <Name text={rule.ruleName} max={60} />
          {rule.hidesPublic && <span className="tag sev inline">may hide public access</span>}
          {rule.declaredIn && <span className="tag inline">in the configuration</span>}
        </h3>
        <p>
          <Name text={ruleWords(rule.filter)} max={400} />
        </p>
        <p className="small sub">
          {rule.reason && (
            <>
              “<Name text={rule.reason} max={200} />”{' '}
            </>
          )}
          {[rule.owner && `owner ${rule.owner}`, rule.ticket && `ticket ${rule.ticket}`, rule.expires && `until ${moment(rule.expires)}`].filter(Boolean).map((text) => (
            <span key={String(text)} className="part">
              <Name text={String(text)} max={120} />
            </span>
          ))}
        </p>
        {told && (
          <div className="gap-top">
            <Note kind={told.bad ? 'bad' : 'plain'}>{told.text}</Note>
          </div>
        )}
      </div>
      <div className="row wrap acts">
        {!rule.declaredIn && (
          <button type="button" className="btn sm quiet" onClick={() => setDeleting(true)} aria-label={`Delete rule ${rule.ruleName}`}>
            Delete
          </button>
        )}
        <button type="button" className="btn sm" onClick={apply} aria-label={`Apply rule ${rule.ruleName} to what is there`}>
          Apply to what is there
        </button>
        {!rule.declaredIn && (
          <Link className="btn sm" to={`${home}?rule=${encodeURIComponent(rule.ruleName)}`} label={`Edit rule ${rule.ruleName}`}>
            Edit
          </Link>
        )}
      </div>
      {deleting && (
        <Sure
          title={`Delete rule ${rule.ruleName}`}
          says="What it archived stays archived; what is found from now on is shown."
          order={() => tell('DELETE', address)}
          done={() => setDeleting(false)}
          onClose={() => setDeleting(false)}
        />
      )}
    </article>
  );
}

function DeleteAnalyzer({ analyzer, onClose }: { analyzer: Analyzer; onClose: () => void }) {
  const { active, archived, resolved } = analyzer.findings;
  const all = active + archived + resolved;
  return (
    <Sure
      title={`Delete analyzer ${analyzer.name}`}
      says={all > 0 ? `${capital(count(all, 'finding'))} and their history go with it: ${figure(active)} active, ${figure(archived)} archived, ${figure(resolved)} resolved.` : 'It has no findings.'}
      order={() => tell('DELETE', below('analyzers', analyzer.name))}
      done={() => go('/analyzers')}
      onClose={onClose}
    />
  );
}

/** Sure asks before something goes that does not come back. */
function Sure({ title, says, order, done, onClose }: { title: string; says: string; order: () => Promise<unknown>; done: () => void; onClose: () => void }) {
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  const act = () => {
    if (busy) return;
    setBusy(true);
    setError('');
    order().then(
      () => {
        announce('Deleted.');
        done();
        askAgain();
      },
      (err: unknown) => {
        setBusy(false);
        setError(failure(err));
      },
    );
  };
  return (
    <Dialog title={title.slice(0, 120)} onClose={onClose} narrow>
      <p>{says}</p>
      {error && (
        <div className="gap-top">
          <Note kind="bad">{error}</Note>
        </div>
      )}
      <p className="row gap-top">
        <button type="button" className="btn primary" aria-disabled={busy} onClick={act}>
          Delete
        </button>
        <button type="button" className="btn quiet" onClick={onClose}>
          Cancel
        </button>
      </p>
    </Dialog>
  );
}
