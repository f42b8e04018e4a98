// The five columns, drawn. Cards are buttons; arrow keys go along the lines.
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { PathEdge, PathNode, Slice } from '../api/types';
import { iconOf } from '../parts/Icon';
import { SvgName } from '../parts/Name';
import { verdictClass } from '../parts/Verdict';
import { plain, widthOf } from '../lib/names';
import { bundle, figure, hop } from '../lib/words';
import { layout, type Card, type Picture, type Route } from './layout';
import { cone, pathThrough, web, type Web } from './trace';

interface Props {
  slice: Slice;
  /** a line or a card; '' when nothing is chosen */
  sel: string;
  onEdge: (edge: PathEdge) => void;
  onNode: (node: PathNode) => void;
  onUnfold: (node: PathNode) => void;
}

/** describe says what a card has to tell: "2 paths, conditional". */
export function describe(node: PathNode, graph: Web): string {
  const parts: string[] = [];
  const lines = [...(graph.into.get(node.id) ?? []), ...(graph.out.get(node.id) ?? [])];
  const first = lines[0];
  if (lines.length === 1 && first) parts.push(bundle(first.paths, first.best, first.verdict));
  else if (lines.length > 1) {
    const n = (verdict: string) => lines.filter((line) => line.verdict === verdict).length;
    parts.push(
      `${lines.length} lines: ${(['allowed', 'conditional', 'undetermined', 'denied'] as const)
        .filter((verdict) => n(verdict) > 0)
        .map((verdict) => `${n(verdict)} ${verdict}`)
        .join(', ')}`,
    );
  }
  if (node.public) parts.push('public');
  if (node.unread) parts.push('its own policy was not read');
  if (node.cut) parts.push('cut off');
  if (node.folded > 0) parts.push(`stands for ${figure(node.folded)} that are not drawn, u unfolds`);
  return parts.join(', ');
}

const label = (node: PathNode) => [plain(node.name, 80), plain(node.detail, 80), node.count > 0 ? figure(node.count) : ''].filter(Boolean).join(', ');

export function Graph({ slice, sel, onEdge, onNode, onUnfold }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const graph = useMemo(() => web(slice), [slice]);
  const picture = useMemo(() => layout(slice.nodes ?? [], slice.edges ?? [], width), [slice, width]);
  const [hover, setHover] = useState('');
  const [focus, setFocus] = useState('');
  const cards = useRef(new Map<string, SVGGElement>());

  const chosenEdge = graph.edges.find((edge) => edge.id === sel) ?? null;
  const chosenNode = graph.node.get(sel) ?? null;
  const path = useMemo(() => new Set(chosenEdge ? pathThrough(graph, chosenEdge).map((edge) => edge.id) : []), [graph, chosenEdge]);
  const traced = useMemo(() => (chosenNode ? cone(graph, chosenNode.id) : null), [graph, chosenNode]);
  const near = useMemo(() => (hover ? (graph.node.has(hover) ? cone(graph, hover) : new Set([hover])) : null), [graph, hover]);
  const lit = useMemo(() => {
    const ids = new Set<string>();
    for (const edge of graph.edges) {
      if (!path.has(edge.id) && !traced?.has(edge.id)) continue;
      ids.add(edge.from);
      ids.add(edge.to);
    }
    return ids;
  }, [graph, path, traced]);

  const first = picture.cards.find((card) => card.node.root)?.node.id ?? picture.cards[0]?.node.id ?? '';
  const home = graph.node.has(focus) ? focus : chosenNode ? chosenNode.id : first;

  useEffect(() => {
    // What is chosen by its address is brought into view, once.
    const element = cards.current.get(chosenNode?.id ?? chosenEdge?.to ?? '');
    element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [chosenNode?.id, chosenEdge?.to]);

  const onKey = (event: KeyboardEvent, card: Card) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = neighbour(event.key, card, picture, graph, path);
    if (next) {
      event.preventDefault();
      cards.current.get(next)?.focus();
      return;
    }
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onNode(card.node);
    }
    if (event.key === 'u' && card.node.folded > 0) {
      event.preventDefault();
      onUnfold(card.node);
    }
  };

  const scale = width > 0 ? width / picture.width : 1;
  return (
    <div className={scale < 0.95 ? 'graphbox small-scale' : 'graphbox'} ref={box}>
      {width > 0 && (
        <>
          <svg className="heads" viewBox={`0 0 ${picture.width} 36`} role="presentation">
            {slice.columns.map((column, i) => {
              const at = picture.columns[i];
              if (!at) return null;
              return (
                <g key={column.title}>
                  <text className="ch" x={at.x} y="22">
                    {column.title}
                  </text>
                  <text className="cn" x={at.x + at.w} y="22" textAnchor="end">
                    {figure(column.total)}
                  </text>
                  <path className="cr" d={`M${at.x} 32h${at.w}`} />
                </g>
              );
            })}
          </svg>
          <svg className="graph" viewBox={`0 0 ${picture.width} ${picture.height}`} role="group" aria-label={`Access paths in five columns, ${picture.cards.length} cards`}>
            {picture.routes.map((route) => (
              <EdgeLine
                key={route.edge.id}
                route={route}
                graph={graph}
                chosen={route.edge.id === sel}
                on={path.has(route.edge.id)}
                dim={traced !== null && !traced.has(route.edge.id)}
                near={near?.has(route.edge.id) ?? false}
                onHover={setHover}
                onOpen={onEdge}
              />
            ))}
            {picture.routes.map(
              (route) =>
                route.mark && (
                  <EdgeMark key={route.edge.id} route={route} chosen={route.edge.id === sel} on={path.has(route.edge.id)} dim={traced !== null && !traced.has(route.edge.id)} />
                ),
            )}
            {picture.cards.map((card) => (
              <NodeCard
                key={card.node.id}
                card={card}
                description={describe(card.node, graph)}
                on={lit.has(card.node.id)}
                ring={card.node.id === sel || (chosenEdge !== null && isEnd(card.node, path, graph))}
                dim={traced !== null && card.node.id !== sel && !lit.has(card.node.id)}
                grown={scale < 0.95}
                tab={card.node.id === home}
                keep={(element) => {
                  if (element) cards.current.set(card.node.id, element);
                  else cards.current.delete(card.node.id);
                }}
                onFocus={() => setFocus(card.node.id)}
                onHover={setHover}
                onKey={(event) => onKey(event, card)}
                onOpen={() => (card.node.folded > 0 ? onUnfold(card.node) : onNode(card.node))}
              />
            ))}
          </svg>
        </>
      )}
    </div>
  );
}

/** isEnd tells whether a card stands at the beginning or the end of the chosen path. */
function isEnd(node: PathNode, path: ReadonlySet<string>, graph: Web): boolean {
  const before = (graph.into.get(node.id) ?? []).some((edge) => path.has(edge.id));
  const after = (graph.out.get(node.id) ?? []).some((edge) => path.has(edge.id));
  return before !== after;
}

/** neighbour is where an arrow key leads. */
export function neighbour(key: string, card: Card, picture: Picture, graph: Web, path: ReadonlySet<string>): string | null {
  if (key === 'ArrowDown' || key === 'ArrowUp') {
    const column = picture.cards.filter((other) => other.x === card.x).sort((a, b) => a.y - b.y);
    const at = column.findIndex((other) => other.node.id === card.node.id);
    return column[at + (key === 'ArrowDown' ? 1 : -1)]?.node.id ?? null;
  }
  if (key !== 'ArrowRight' && key !== 'ArrowLeft') return null;
  const right = key === 'ArrowRight';
  const lines = (right ? graph.out : graph.into).get(card.node.id) ?? [];
  const onPath = lines.find((edge) => path.has(edge.id));
  if (onPath) return right ? onPath.to : onPath.from;
  const y = new Map(picture.cards.map((other) => [other.node.id, other.y]));
  const ends = lines.map((edge) => (right ? edge.to : edge.from));
  return ends.sort((a, b) => Math.abs((y.get(a) ?? 0) - card.y) - Math.abs((y.get(b) ?? 0) - card.y))[0] ?? null;
}

interface EdgeProps {
  route: Route;
  graph: Web;
  chosen: boolean;
  on: boolean;
  dim: boolean;
  near: boolean;
  onHover: (id: string) => void;
  onOpen: (edge: PathEdge) => void;
}

function EdgeLine({ route, graph, chosen, on, dim, near, onHover, onOpen }: EdgeProps) {
  const { edge } = route;
  const from = plain(graph.node.get(edge.from)?.name ?? '', 50);
  const to = plain(graph.node.get(edge.to)?.name ?? '', 50);
  const text = `${hop(edge.kind, from, to)}: ${bundle(edge.paths, edge.best, edge.verdict)}${edge.word ? `, ${plain(edge.word, 20)}` : ''}`;
  const names = ['e', verdictClass[edge.verdict], on ? 'on' : '', chosen ? 'sele' : '', route.crowd ? 'crowd' : '', dim ? 'dim' : '', near ? 'near' : ''];
  return (
    <g className={names.filter(Boolean).join(' ')}>
      {on && <path className="halo" d={route.whole} />}
      <path className="line" d={route.line} strokeWidth={on ? Math.max(2.6, route.width) : near ? route.width + 0.7 : route.width} />
      {route.ghost && <path className="gh" d={route.ghost} />}
      {route.head && <path className="head" d={route.head} />}
      <path
        className="hit"
        d={route.whole}
        role="button"
        tabIndex={-1}
        aria-label={text}
        data-edge={edge.id}
        onClick={() => onOpen(edge)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          onOpen(edge);
        }}
        onMouseEnter={() => onHover(edge.id)}
        onMouseLeave={() => onHover('')}
      >
        <title>{text}</title>
      </path>
    </g>
  );
}

/** EdgeMark stands above all lines, so that none runs through its word. */
function EdgeMark({ route, chosen, on, dim }: { route: Route; chosen: boolean; on: boolean; dim: boolean }) {
  const { edge, mark } = route;
  const names = ['e', 'mark', verdictClass[edge.verdict], on ? 'on' : '', chosen ? 'sele' : '', route.crowd ? 'crowd' : '', dim ? 'dim' : ''];
  return (
    <g className={names.filter(Boolean).join(' ')}>
      {mark?.kind === 'gate' && <path className="gate" d={route.crowd ? `M${mark.x} ${mark.y - 5.5}l5.5 5.5-5.5 5.5-5.5-5.5z` : `M${mark.x} ${mark.y - 9}l9 9-9 9-9-9z`} />}
      {mark?.kind === 'unknown' && (
        <>
          <circle className="gate" cx={mark.x} cy={mark.y} r={route.crowd ? 5.5 : 8.5} />
          <text className="q" x={mark.x} y={mark.y + (route.crowd ? 3 : 4)} textAnchor="middle">
            ?
          </text>
        </>
      )}
      {mark?.kind === 'bar' && <path className="bar-mark" d={route.crowd ? 'M0 -7v14' : 'M0 -11v22'} transform={`translate(${mark.x} ${mark.y}) rotate(${mark.angle})`} />}
      {mark?.word && (
        <text className="el" x={mark.word.x} y={mark.word.y} textAnchor={mark.word.anchor}>
          {plain(mark.word.text, 8)}
        </text>
      )}
    </g>
  );
}

type Shape = 'who' | 'outside' | 'group' | 'role' | 'act' | 'rg' | 'res';

function shapeOf(node: PathNode): Shape {
  switch (node.kind) {
    case 'user':
    case 'session':
    case 'instance':
    case 'compute':
      return 'who';
    case 'anyone':
    case 'provider':
    case 'account':
    case 'service':
      return 'outside';
    case 'group':
      return 'group';
    case 'role':
      return 'role';
    case 'action':
      return 'act';
    case 'resource_group':
      return 'rg';
    default:
      return 'res';
  }
}

function outline(shape: Shape, x: number, y: number, w: number, h: number): string {
  const r = h / 2;
  switch (shape) {
    case 'who':
    case 'outside':
      return `M${x + r} ${y}H${x + w - 4}a4 4 0 0 1 4 4V${y + h - 4}a4 4 0 0 1-4 4H${x + r}a${r} ${r} 0 0 1 0-${h}z`;
    case 'group':
      return `M${x + 14} ${y}H${x + w - 14}a14 14 0 0 1 14 14V${y + h - 14}a14 14 0 0 1-14 14H${x + 14}a14 14 0 0 1-14-14V${y + 14}a14 14 0 0 1 14-14z`;
    case 'role':
      return `M${x + 9} ${y}H${x + w - 9}l9 9V${y + h - 9}l-9 9H${x + 9}l-9-9V${y + 9}z`;
    case 'act':
      return `M${x} ${y}H${x + w - 13}l13 ${r}-13 ${r}H${x}z`;
    default:
      return `M${x} ${y}H${x + w}V${y + h}H${x}z`;
  }
}

interface CardProps {
  card: Card;
  description: string;
  on: boolean;
  ring: boolean;
  dim: boolean;
  /** the drawing is scaled down, and its letters are larger to make up for it */
  grown: boolean;
  tab: boolean;
  keep: (element: SVGGElement | null) => void;
  onFocus: () => void;
  onHover: (id: string) => void;
  onKey: (event: KeyboardEvent) => void;
  onOpen: () => void;
}

function NodeCard({ card, description, on, ring, dim, grown, tab, keep, onFocus, onHover, onKey, onOpen }: CardProps) {
  const { node, x, y, w, h } = card;
  const shape = shapeOf(node);
  const d = outline(shape, x, y, w, h);
  const icon = shape !== 'act' && shape !== 'rg';
  const textX = x + (icon ? 36 : shape === 'rg' ? 17 : 12);
  // "18 resources more" says its number already.
  const told = node.folded > 0 && node.name.startsWith(figure(node.count));
  const number = node.count > 0 && !told ? figure(node.count) : '';
  const numberWidth = number ? Array.from(number).reduce((sum, char) => sum + widthOf({ text: char, box: false }), 0) * 0.125 + 13 : 0;
  const end = (shape === 'act' ? 18 : 9) + (told ? 17 : 0);
  const room = w - (textX - x) - end - numberWidth;
  const names = ['n', `k-${shape}`, on || node.root ? 'on' : '', node.cut ? 'off' : '', node.unread ? 'fog' : '', dim ? 'dim' : '', node.folded > 0 ? 'fold' : ''];
  return (
    <g
      ref={keep}
      className={names.filter(Boolean).join(' ')}
      role="button"
      tabIndex={tab ? 0 : -1}
      aria-description={description}
      aria-expanded={node.folded > 0 ? false : undefined}
      data-node={node.id}
      onFocus={onFocus}
      onKeyDown={onKey}
      onClick={onOpen}
      onMouseEnter={() => onHover(node.id)}
      onMouseLeave={() => onHover('')}
    >
      <title>{label(node)}</title>
      {(ring || node.root) && <path className={ring ? 'ring' : 'ring soft'} d={d} />}
      {node.folded > 0 && <path className="sheet" d={`M${x + 4} ${y + h + 3}H${x + w - (shape === 'act' ? 16 : 4)}M${x + 8} ${y + h + 6}H${x + w - (shape === 'act' ? 20 : 8)}`} />}
      <path className="body" d={d} />
      {node.unread && <path className="fogp" d={d} />}
      {shape === 'group' && <rect className="inner" x={x + 3} y={y + 3} width={w - 6} height={h - 6} rx="11" />}
      {shape === 'outside' && <path className="inner" d={outline('who', x + 3, y + 3, w - 6, h - 6)} />}
      {shape === 'rg' && <path className="spine" d={`M${x + 4} ${y}v${h}M${x + 8} ${y}v${h}`} />}
      {icon && <use href={`#i-${iconOf(node.kind, node.type)}`} x={x + 12} y={y + 13} width="16" height="16" className="ni" />}
      <svg x={textX} y={y} width={Math.max(0, room + 5)} height={h}>
        <SvgName className="nt" text={node.name} x={0} y={node.detail ? 19 : 25} room={room} size={grown ? 11.9 : 11.2} />
        {node.detail && <SvgName className="ns" text={node.detail} x={0} y={33.5} room={room - (node.public ? 14 : 0)} size={grown ? 10.2 : 9.6} />}
      </svg>
      {number && (
        <text className="nn" x={x + w - end - 1} y={y + 25} textAnchor="end">
          {number}
        </text>
      )}
      {told && <use href="#i-right" x={x + w - end} y={y + 14} width="14" height="14" className="ni" />}
      {node.public && <use href="#i-globe" x={x + w - 24} y={y + (number ? 27 : 23)} width="13" height="13" className="pubi" />}
      <path className="focus" d={d} />
    </g>
  );
}
