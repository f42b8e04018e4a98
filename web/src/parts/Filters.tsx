// What narrows a list, and the way through its pages.
import { figure } from '../lib/words';
import { Icon } from './Icon';
import { Name } from './Name';

export function Drop({ label, onDrop }: { label: string; onDrop: () => void }) {
  return (
    <button type="button" className="chip" onClick={onDrop}>
      <span>drop</span>
      <b>
        <Name text={label} max={40} />
      </b>
    </button>
  );
}

export function Choice({ label, value, onChange, options, all, verb = 'is' }: { label: string; verb?: string; value: string; onChange: (value: string) => void; options: readonly (readonly [string, string])[]; all: string }) {
  const known = value === '' || options.some(([option]) => option === value);
  return (
    <label className={value ? 'choice set' : 'choice'}>
      <span>
        {label} {verb}
      </span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{all}</option>
        {!known && <option value={value}>{value.slice(0, 60)}</option>}
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name.slice(0, 60)}
          </option>
        ))}
      </select>
    </label>
  );
}

export function Pages({ page, pages, onPage }: { page: number; pages: number; onPage: (page: number) => void }) {
  if (pages <= 1) return null;
  return (
    <nav className="pages row" aria-label="Pages">
      <button type="button" className="btn sm" aria-disabled={page <= 1} onClick={() => page > 1 && onPage(page - 1)}>
        <Icon name="left" size={12} />
        Before
      </button>
      <span className="sub small">
        page {figure(page)} of {figure(pages)}
      </span>
      <button type="button" className="btn sm" aria-disabled={page >= pages} onClick={() => page < pages && onPage(page + 1)}>
        Next
        <Icon name="right" size={12} />
      </button>
    </nav>
  );
}
