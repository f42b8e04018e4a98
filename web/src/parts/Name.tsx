// The one way in which a name from AWS gets onto a page.
import { bounded, cutToCount, cutToWidth, pieces, plain, wholeName, type Cut, type Piece } from '../lib/names';
import { figure } from '../lib/words';

/** runs joins plain pieces, so that a name is a few text nodes and not hundreds. */
function runs(list: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of list) {
    const last = joined.at(-1);
    if (last && !last.box && !piece.box) last.text += piece.text;
    else joined.push({ ...piece });
  }
  return joined;
}

const title = (code: string) => `code point U+${code}, which cannot be seen`;

function Runs({ list }: { list: readonly Piece[] }) {
  return runs(list).map((piece, i) =>
    piece.box ? (
      <span key={i} className="cp" title={title(piece.text)}>
        {piece.text}
      </span>
    ) : (
      piece.text
    ),
  );
}

/**
 * Name shows a name: text nodes alone, set apart from the direction of what is
 * round it, unseen code points as boxed numbers, long ones cut in the middle.
 */
export function Name({ text, max = 64, strong = false, code = false }: { text: string; max?: number; strong?: boolean; code?: boolean }) {
  const long = text.length > wholeName;
  const cut = cutToCount(pieces(bounded(text)), max);
  const hidden = cut.left > 0 || long;
  const className = ['nm', strong ? 'strong' : '', code ? 'mono' : ''].filter(Boolean).join(' ');
  return (
    <bdi className={className} dir="auto" {...(hidden ? { title: plain(text, 400) } : {})}>
      <Runs list={cut.head} />
      {hidden && '…'}
      <Runs list={cut.tail} />
      {long && <span className="faint small"> ({figure(text.length)} characters)</span>}
    </bdi>
  );
}

/** WholeName shows a name as whole as a page bears: 2,048 characters and its length. */
export function WholeName({ text, code = false }: { text: string; code?: boolean }) {
  return <Name text={text} max={wholeName} code={code} />;
}

function SvgRuns({ list }: { list: readonly Piece[] }) {
  return runs(list).map((piece, i) =>
    piece.box ? (
      <tspan key={i} className="cps">
        {`[${piece.text}]`}
      </tspan>
    ) : (
      piece.text
    ),
  );
}

/** how much narrower a label is set at most: 78 instead of 88 percent of the face's width */
const tightness = 0.93;

/** SvgName is Name inside a drawing. room is in user units, size the height of its letters. */
export function SvgName({ text, x, y, room, size, className }: { text: string; x: number; y: number; room: number; size: number; className: string }) {
  const all = pieces(bounded(text));
  const wide: Cut = cutToWidth(all, (room / size) * 100);
  // What does not fit is set narrower before it is cut, as maps do.
  const tight = wide.left > 0;
  const cut = tight ? cutToWidth(all, (room / (size * tightness)) * 100) : wide;
  const hidden = cut.left > 0 || text.length > wholeName;
  return (
    <text className={tight ? `${className} tight` : className} x={x} y={y}>
      <tspan className="nm">
        <SvgRuns list={cut.head} />
        {hidden && '…'}
        <SvgRuns list={cut.tail} />
      </tspan>
    </text>
  );
}
