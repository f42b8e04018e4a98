// The drawer: every verdict with its reason. Sentence, layers, statements,
// conditions, the request that was asked, what to do next; always in this order.
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useAnswer } from '../api/client';
import type { Ask, Excerpt, Explained, LayerState, PathEdge, PathNode, Slice } from '../api/types';
import { CopyButton } from '../parts/Copy';
import { FindingList } from '../parts/FindingLink';
import { Icon, iconOf } from '../parts/Icon';
import { Layers } from '../parts/Layers';
import { Link } from '../parts/Link';
import { Name, WholeName } from '../parts/Name';
import { Statement } from '../parts/Statement';
import { Failed, Note, Waiting } from '../parts/states';
import { VerdictMark } from '../parts/Verdict';
import { accountId } from '../lib/names';
import { exploreAddress } from '../lib/router';
import { canCommand, derived } from '../lib/shell';
import { bundle, capital, condition, count, figure, hop, layerName } from '../lib/words';
import { web, type Web } from '../graph/trace';

interface Props {
  slice: Slice | null;
  sel: string;
  onSelect: (id: string) => void;
  onClose: () => void;
}

function Head({ children, onClose }: { children?: ReactNode; onClose: () => void }) {
  return (
    <div className="row drawer-head">
      {children}
      <span className="grow" />
      <CopyButton text={window.location.href} what="Link" />
      <button type="button" className="iconbtn" aria-label="Close" onClick={onClose}>
        <Icon name="x" />
      </button>
    </div>
  );
}

export function Drawer({ slice, sel, onSelect, onClose }: Props) {
  const graph = slice ? web(slice) : null;
  const edge = graph?.edges.find((one) => one.id === sel) ?? null;
  const node = graph?.node.get(sel) ?? null;
  let body: ReactNode;
  if (!slice || !graph) body = null;
  else if (edge) body = <EdgePart edge={edge} graph={graph} onClose={onClose} onSelect={onSelect} />;
  else if (node) body = <NodePart node={node} graph={graph} direction={slice.direction} onSelect={onSelect} onClose={onClose} />;
  else
    body = (
      <section>
        <Head onClose={onClose} />
        <p className="say">This is no longer in the picture.</p>
        <p className="sub gap-top">The survey or the filters have changed since the address was written.</p>
        <p className="row gap-top">
          <button type="button" className="btn sm" onClick={onClose}>
            Close
          </button>
        </p>
      </section>
    );
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    // On narrow screens the drawer is a page of its own.
    if (window.matchMedia('(max-width: 900px)').matches) box.current?.focus();
    if (box.current) box.current.scrollTop = 0;
  }, [sel]);
  return (
    <aside className="drawer" aria-label="Explanation" tabIndex={-1} ref={box}>
      {body}
    </aside>
  );
}

function explainPath(ask: Ask): string {
  return `/explain?${new URLSearchParams({ principal: ask.principal, action: ask.action, resource: ask.resource }).toString()}`;
}

function Crumb({ edge, graph }: { edge: PathEdge; graph: Web }) {
  const from = graph.node.get(edge.from);
  const to = graph.node.get(edge.to);
  return (
    <p className="crumb">
      <Name text={from?.name ?? ''} max={30} />
      <Icon name="right" size={10} />
      <span className="at">
        <Name text={to?.name ?? ''} max={34} />
      </span>
    </p>
  );
}

function EdgePart({ edge, graph, onClose, onSelect }: { edge: PathEdge; graph: Web; onClose: () => void; onSelect: (id: string) => void }) {
  const answer = useAnswer<Explained>(edge.ask ? explainPath(edge.ask) : null);
  const from = graph.node.get(edge.from);
  const to = graph.node.get(edge.to);
  const explained = answer.data && answer.of === (edge.ask ? explainPath(edge.ask) : null) ? answer.data : null;
  const level = [from, to].find((node) => node?.kind === 'action')?.level;
  if (!edge.ask) {
    return (
      <>
        <section>
          <Head onClose={onClose}>
            <VerdictMark verdict={edge.verdict} />
          </Head>
          <Crumb edge={edge} graph={graph} />
          <p className="say">
            <Name text={hop(edge.kind, from?.name ?? '', to?.name ?? '')} max={200} />
          </p>
          <p className="small sub gap-top">{capital(bundle(edge.paths, edge.best, edge.verdict))}.</p>
          {edge.layer && <p className="small sub gap-top">Cut off by a {layerName(edge.layer)}.</p>}
        </section>
        <EdgeConditions edge={edge} />
        <Onward edge={edge} graph={graph} onSelect={onSelect} />
      </>
    );
  }
  return (
    <>
      <section>
        <Head onClose={onClose}>
          <VerdictMark verdict={explained?.verdict || edge.verdict} />
          {level && <span className="tag">{level}</span>}
        </Head>
        <Crumb edge={edge} graph={graph} />
        {answer.error ? (
          <Failed
            what={answer.error.status === 404 ? 'This is gone.' : 'The explanation did not come.'}
            error={answer.error}
            holds="The verdict on the line still holds for the survey that is shown."
            again={answer.again}
          />
        ) : explained ? (
          <>
            <p className="say" data-say>
              <Name text={explained.sentence} max={600} />
            </p>
            <p className="small sub gap-top">
              {edge.paths > 1 ? `One of ${bundle(edge.paths, edge.best, edge.verdict)}.` : 'The only path of this line.'}
            </p>
          </>
        ) : (
          <Waiting what="the explanation" rows={5} onStop={answer.stop} />
        )}
      </section>
      {explained && <Explanation explained={explained} target={targetOf(explained.resource.arn, graph)} />}
    </>
  );
}

function EdgeConditions({ edge }: { edge: PathEdge }) {
  const list = edge.conditions ?? [];
  if (list.length === 0) return null;
  return (
    <section>
      <h3>Conditions</h3>
      <ul className="conds">
        {list.map((one, i) => (
          <li key={i}>
            <Icon name="key" />
            <Name text={condition(one)} max={300} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Onward leads to the lines behind this one whose explanation can be opened. */
function Onward({ edge, graph, onSelect }: { edge: PathEdge; graph: Web; onSelect: (id: string) => void }) {
  const next = graph.out.get(edge.to) ?? [];
  if (next.length === 0) return null;
  return (
    <section>
      <h3>From here</h3>
      <Lines lines={next} graph={graph} side="to" onSelect={onSelect} />
    </section>
  );
}

function Lines({ lines, graph, side, onSelect }: { lines: readonly PathEdge[]; graph: Web; side: 'from' | 'to'; onSelect: (id: string) => void }) {
  const most = 12;
  return (
    <ul className="lines">
      {lines.slice(0, most).map((line) => {
        const other = graph.node.get(line[side]);
        return (
          <li key={line.id}>
            <button type="button" className="rowbtn" onClick={() => onSelect(line.id)}>
              <Icon name={iconOf(other?.kind ?? 'resource', other?.type)} />
              <span className="grow ell">
                <Name text={other?.name ?? ''} max={34} />
              </span>
              {line.word && (
                <span className="faint small">
                  <Name text={line.word} max={10} />
                </span>
              )}
              <VerdictMark verdict={line.verdict} />
            </button>
          </li>
        );
      })}
      {lines.length > most && <li className="faint small">{figure(lines.length - most)} more in the list.</li>}
    </ul>
  );
}

/** stepOf is what a statement came to in this request. */
function stepOf(statement: Excerpt, layers: readonly LayerState[]): string {
  const step = layers
    .flatMap((layer) => layer.steps ?? [])
    .find((one) => one.layer === statement.layer && one.policy === statement.policy && one.statement === statement.statement);
  return step?.verdict ?? '';
}

/** Statements that decide come first, those that only were looked at are folded away. */
const weight: Record<string, number> = { deny: 0, unknown: 1, allow: 2 };

function Statements({ explained }: { explained: Explained }) {
  const layers = explained.layers ?? [];
  const all = (explained.statements ?? []).map((statement, i) => ({ statement, i, verdict: stepOf(statement, layers) }));
  const rank = (verdict: string) => weight[verdict] ?? 3;
  const sorted = [...all].sort((p, q) => rank(p.verdict) - rank(q.verdict) || p.i - q.i);
  const decide = sorted.filter((one) => rank(one.verdict) < 3);
  const rest = sorted.filter((one) => rank(one.verdict) === 3);
  return (
    <>
      {decide.map(({ statement, i, verdict }) => (
        <section key={i}>
          <Statement statement={statement} verdict={verdict} name={`Source of statement ${i + 1}`} />
        </section>
      ))}
      {rest.length > 0 && (
        <section>
          <details className="looked">
            <summary>{count(rest.length, 'statement')} looked at that {rest.length === 1 ? 'does' : 'do'} not apply</summary>
            {rest.map(({ statement, i, verdict }) => (
              <div key={i} className="gap-top">
                <Statement statement={statement} verdict={verdict} name={`Source of statement ${i + 1}`} />
              </div>
            ))}
          </details>
        </section>
      )}
    </>
  );
}

const holds = { true: 'holds', false: 'does not hold', unknown: 'not known' } as const;

/** targetOf is the card that a request's resource belongs to: the bucket of an object. */
function targetOf(resource: string, graph: Web): string {
  for (const node of graph.node.values()) if (node.arn && (resource === node.arn || resource.startsWith(`${node.arn}/`))) return node.arn;
  return resource;
}

function Explanation({ explained, target }: { explained: Explained; target: string }) {
  const layers = explained.layers ?? [];
  const conditions = explained.conditions ?? [];
  const changes = explained.changes ?? [];
  const context = Object.entries(explained.example.context ?? {});
  const given = context.filter(([key]) => !derived(key));
  const known = context.filter(([key]) => derived(key));
  const unread = layers.filter((layer) => layer.state === 'unknown').length;
  const missing = explained.can?.missingContext ?? [];
  return (
    <>
      <section>
        <h3>
          Through the layers <span className="faint small">{count(layers.length, 'layer')} looked at{unread > 0 ? `, ${unread} cannot be told` : ''}</span>
        </h3>
        <Layers principal={explained.principal} resource={explained.resource} layers={layers} />
      </section>
      {changes.length > 0 && (
        <section>
          <h3>What would have to change</h3>
          <ul className="conds">
            {changes.map((text, i) => (
              <li key={i}>
                <Icon name="right" />
                <Name text={text} max={400} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <Statements explained={explained} />
      {conditions.length > 0 && (
        <section>
          <h3>Conditions in plain words</h3>
          <ul className="conds">
            {conditions.map((one, i) => (
              <li key={i}>
                <Icon name={one.holds === 'true' ? 'check' : one.holds === 'false' ? 'x' : 'key'} />
                <span className="grow">
                  <Name text={one.text} max={300} />
                </span>
                <span className={`tag ${one.holds === 'true' ? '' : one.holds === 'false' ? 'deny' : 'cond'}`}>{holds[one.holds] ?? one.holds}</span>
              </li>
            ))}
          </ul>
          {missing.length > 0 && <p className="small sub gap-top">The answer depends on a condition key that the question did not give. That is no gap: nothing went unread.</p>}
        </section>
      )}
      <section>
        <h3>
          Example request
          <CopyButton text={canCommand(explained.example)} what="Command" label="Copy CLI" />
        </h3>
        <dl className="kv">
          <dt>principal</dt>
          <dd>
            <Name text={explained.example.principal} max={160} code />
          </dd>
          <dt>action</dt>
          <dd>
            <Name text={explained.example.action} max={80} code />
          </dd>
          <dt>resource</dt>
          <dd>
            <Name text={explained.example.resource} max={160} code />
          </dd>
          {given.map(([key, value]) => (
            <ContextRow key={key} name={key} value={value} />
          ))}
        </dl>
        {known.length > 0 && (
          <details className="known">
            <summary>{count(known.length, 'condition key')} that {known.length === 1 ? 'follows' : 'follow'} from the survey</summary>
            <dl className="kv">
              {known.map(([key, value]) => (
                <ContextRow key={key} name={key} value={value} />
              ))}
            </dl>
          </details>
        )}
        <pre className="cli" tabIndex={0} aria-label="The command">
          <WholeName text={canCommand(explained.example)} code />
        </pre>
      </section>
      <section className="row wrap">
        {explained.principal.arn && (
          <Link className="btn" to={exploreAddress({ from: explained.principal.arn })}>
            What else can it reach
          </Link>
        )}
        {target && target !== '*' && (
          <Link className="btn" to={exploreAddress({ to: target })}>
            Who else can reach it
          </Link>
        )}
      </section>
    </>
  );
}

function ContextRow({ name, value }: { name: string; value: unknown }) {
  const text = Array.isArray(value) ? value.map(String).join(', ') : String(value);
  return (
    <>
      <dt>
        <Name text={name} max={30} />
      </dt>
      <dd>
        <Name text={text} max={160} code />
      </dd>
    </>
  );
}

const kinds: Record<string, string> = {
  user: 'user', role: 'role', session: 'session', group: 'group', instance: 'instance', compute: 'compute', service: 'AWS service', provider: 'identity provider',
  account: 'account', anyone: 'anyone', action: 'set of actions', resource_group: 'group of resources', resource: 'resource',
};

function NodePart({ node, graph, direction, onSelect, onClose }: { node: PathNode; graph: Web; direction: Slice['direction']; onSelect: (id: string) => void; onClose: () => void }) {
  const into = graph.into.get(node.id) ?? [];
  const out = graph.out.get(node.id) ?? [];
  const members = node.members ?? [];
  const [all, setAll] = useState(false);
  const shown = all ? members : members.slice(0, 10);
  const reachable = node.kind === 'resource' || node.kind === 'role';
  const who = ['user', 'role', 'instance', 'anyone', 'provider', 'service', 'session'].includes(node.kind);
  return (
    <>
      <section>
        <Head onClose={onClose}>
          <span className="tag">{kinds[node.kind] ?? node.kind}</span>
          {node.level && <span className="tag">{node.level}</span>}
          {node.public && <span className="tag sev">public</span>}
        </Head>
        <p className="say">
          <Name text={node.name} max={300} strong />
        </p>
        <p className="sub">
          <Name text={node.detail} max={120} />
        </p>
        {node.unread && (
          <div className="gap-top">
            <Note kind="gap">Its own policy was not read, so what it allows or denies is not known. Discovery says what would close the gap.</Note>
          </div>
        )}
        {node.cut && <p className="small sub gap-top">Every path to it is cut off by a layer above.</p>}
      </section>
      {(node.arn || node.account || node.type) && (
        <section>
          <dl className="kv">
            {node.arn && (
              <>
                <dt>ARN</dt>
                <dd>
                  <WholeName text={node.arn} code /> <CopyButton text={node.arn} what="ARN" />
                </dd>
              </>
            )}
            {node.account && (
              <>
                <dt>account</dt>
                <dd>
                  <Name text={node.accountName} max={40} /> <span className="faint">{accountId(node.account)}</span>
                </dd>
              </>
            )}
            {node.type && (
              <>
                <dt>type</dt>
                <dd>
                  <Name text={node.type} max={60} code />
                </dd>
              </>
            )}
          </dl>
        </section>
      )}
      {reachable && node.arn && <FindingList arn={node.arn} />}
      {members.length > 0 && (
        <section>
          <h3>
            {node.kind === 'action' ? 'Actions' : node.kind === 'resource_group' ? 'What it names' : 'Stands for'}{' '}
            <span className="faint small">{figure(Math.max(node.folded, members.length))}</span>
          </h3>
          <ul className="members">
            {shown.map((member, i) => (
              <li key={i}>
                <Name text={member} max={80} code />
              </li>
            ))}
          </ul>
          {members.length > shown.length && (
            <button type="button" className="btn sm quiet" onClick={() => setAll(true)}>
              Show {figure(members.length - shown.length)} more
            </button>
          )}
        </section>
      )}
      {into.length > 0 && (
        <section>
          <h3>Lines that arrive</h3>
          <Lines lines={into} graph={graph} side="from" onSelect={onSelect} />
        </section>
      )}
      {out.length > 0 && (
        <section>
          <h3>Lines that leave</h3>
          <Lines lines={out} graph={graph} side="to" onSelect={onSelect} />
        </section>
      )}
      {node.arn && !node.root && (
        <section className="row wrap">
          {who && (
            <Link className="btn" to={exploreAddress({ from: node.arn })}>
              What it can reach
            </Link>
          )}
          {reachable && (
            <Link className="btn" to={exploreAddress({ to: node.arn })}>
              Who can reach it
            </Link>
          )}
        </section>
      )}
      {node.root && reachable && direction !== 'between' && (
        <section className="row wrap">
          <Link className="btn" to={direction === 'from' ? exploreAddress({ to: node.arn }) : exploreAddress({ from: node.arn })}>
            {direction === 'from' ? 'Who can become it' : 'What it can reach'}
          </Link>
        </section>
      )}
    </>
  );
}
