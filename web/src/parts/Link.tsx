import type { MouseEvent, ReactNode } from 'react';
import { go } from '../lib/router';

interface Props {
  to: string;
  children: ReactNode;
  className?: string;
  current?: boolean;
  label?: string;
  replace?: boolean;
  /** one of the rows that j and k go through */
  row?: boolean;
  onGo?: () => void;
}

/** Link opens an address of the application without a new page; with a modifier key the browser does as it always does. */
export function Link({ to, children, className, current, label, replace, row, onGo }: Props) {
  const onClick = (event: MouseEvent) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to, replace ? 'replace' : 'add');
    onGo?.();
  };
  return (
    <a href={to} className={className} onClick={onClick} aria-current={current ? 'page' : undefined} aria-label={label} data-row={row || undefined}>
      {children}
    </a>
  );
}
