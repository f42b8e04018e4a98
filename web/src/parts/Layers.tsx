// The sightline: one line from the principal through a plate a layer to the resource.
import { useState } from 'react';
import type { LayerResult, LayerState, Step, Thing } from '../api/types';
import { Name } from './Name';
import { VerdictMark } from './Verdict';
import { Icon } from './Icon';

type Flow = 'allow' | 'cond' | 'undet' | 'ghost';

/** after is the line behind a plate: it never gets better again. */
export function after(before: Flow, state: LayerResult): Flow {
  if (before === 'ghost' || state === 'stop') return 'ghost';
  if (before === 'undet' || state === 'unknown') return 'undet';
  if (before === 'cond' || state === 'if') return 'cond';
  return 'allow';
}

function Glyph({ state, before, behind }: { state: LayerResult; before: Flow; behind: Flow }) {
  const gate = state === 'if' || state === 'unknown';
  return (
    <span className="lg">
      <svg aria-hidden="true" className={`f-${before}`}>
        <path className={`fl ${before}`} d={gate ? 'M22 0v7' : state === 'stop' ? 'M22 0v14' : 'M22 0v16'} />
        {!gate && state !== 'stop' && <path className={`fl ${behind}`} d="M22 16v22" />}
        {gate && <path className={`fl ${behind}`} d="M22 25v13" />}
        {state === 'stop' && <path className="fl ghost" d="M22 20v18" />}
        {state === 'pass' && <path className="plate" d="M2 16h13M29 16h13" />}
        {state === 'none' && <path className="plate faint-plate" d="M2 16h13M29 16h13" />}
        {state === 'notReached' && <path className="plate faint-plate" d="M2 16h13M29 16h13" />}
        {state === 'if' && (
          <>
            <path className="plate" d="M2 16h11M31 16h11" />
            <path className="gate-if" d="m22 9.5 6.5 6.5-6.5 6.5-6.5-6.5z" />
          </>
        )}
        {state === 'unknown' && (
          <>
            <path className="plate hatched" d="M2 16h9M33 16h9" />
            <circle className="gate-unknown" cx="22" cy="16" r="8.5" />
            <text className="gate-q" x="22" y="20" textAnchor="middle">
              ?
            </text>
          </>
        )}
        {state === 'stop' && <path className="plate full" d="M2 16h40" />}
      </svg>
    </span>
  );
}

function Result({ state }: { state: LayerResult }) {
  switch (state) {
    case 'pass':
      return <VerdictMark verdict="allowed" word="passes" />;
    case 'if':
      return <VerdictMark verdict="conditional" word="passes if" />;
    case 'stop':
      return <VerdictMark verdict="denied" word="stops" />;
    case 'unknown':
      return <VerdictMark verdict="undetermined" word="cannot tell" />;
    case 'notReached':
      return <span className="faint">not reached</span>;
    default:
      return <span className="faint">none</span>;
  }
}

const verdictWords: Record<string, string> = {
  allow: 'allows', deny: 'denies', noMatch: 'does not apply', missing: 'no statement allows', unknown: 'cannot be told', skipped: 'does not limit this',
};

function Steps({ steps }: { steps: readonly Step[] }) {
  return (
    <ul className="steps">
      {steps.map((step, i) => (
        <li key={i}>
          <b className="strong">{verdictWords[step.verdict] ?? step.verdict}</b>{' '}
          {step.policy && <Name text={step.policy} max={48} code />}
          {step.sid ? (
            <>
              {', statement '}
              <Name text={step.sid} max={32} />
            </>
          ) : step.policy && step.statement >= 0 && step.verdict !== 'missing' ? (
            `, statement ${step.statement + 1}`
          ) : null}
          {step.file && (
            <span className="faint">
              {' '}
              <Name text={step.file} max={44} code />
              {step.line > 0 && `:${step.line}`}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function Layer({ layer, before, last }: { layer: LayerState; before: Flow; last: boolean }) {
  const [open, setOpen] = useState(false);
  const behind = after(before, layer.state);
  const steps = layer.steps ?? [];
  return (
    <li className={`c-${behind}${last ? ' last' : ''}`} data-state={layer.state}>
      <Glyph state={layer.state} before={before} behind={behind} />
      <div className="lt">
        {steps.length > 0 ? (
          <button type="button" className="linkish" aria-expanded={open} onClick={() => setOpen(!open)}>
            {layer.title}
            <Icon name={open ? 'down' : 'right'} size={10} />
          </button>
        ) : (
          <b>{layer.title}</b>
        )}
        <p>
          <Name text={layer.sentence} max={400} />
        </p>
        {open && <Steps steps={steps} />}
      </div>
      <span className="lv">
        <Result state={layer.state} />
      </span>
    </li>
  );
}

export function Layers({ principal, resource, layers }: { principal: Thing; resource: Thing; layers: readonly LayerState[] }) {
  let flow = 'allow' as Flow;
  const rows = layers.map((layer) => {
    const before = flow;
    flow = after(flow, layer.state);
    return { layer, before };
  });
  return (
    <ol className="layers">
      <li className="c-allow">
        <span className="lg">
          <svg aria-hidden="true">
            <path className="fl allow" d="M22 16v22" />
            <circle className="end" cx="22" cy="16" r="4.5" />
          </svg>
        </span>
        <div className="lt">
          <b>
            <Name text={principal.name || principal.arn} max={60} />
          </b>
          <p>
            <Name text={principal.detail} max={80} />
          </p>
        </div>
        <span />
      </li>
      {rows.map(({ layer, before }, i) => (
        <Layer key={`${layer.layer}${i}`} layer={layer} before={before} last={false} />
      ))}
      <li className="last">
        <span className="lg">
          <svg aria-hidden="true">
            <path className={`fl ${flow}`} d="M22 0v12" />
            <path className={flow === 'ghost' ? 'end hollow' : 'end'} d="M17.5 11.5h9v9h-9z" />
          </svg>
        </span>
        <div className="lt">
          <b>
            <Name text={resource.name || resource.arn || 'the request'} max={60} />
          </b>
          <p>
            <Name text={resource.detail} max={80} />
          </p>
        </div>
        <span />
      </li>
    </ol>
  );
}
