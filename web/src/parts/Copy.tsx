// A button that puts a text on the clipboard and says so.
import { useEffect, useState } from 'react';
import { copy } from '../lib/copy';
import { Icon } from './Icon';

export function CopyButton({ text, what, label }: { text: string; what: string; label?: string }) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return undefined;
    const timer = setTimeout(() => setDone(false), 1600);
    return () => clearTimeout(timer);
  }, [done]);
  return (
    <button type="button" className={label ? 'btn sm quiet' : 'iconbtn'} aria-label={label ? undefined : `Copy ${what.toLowerCase()}`} onClick={() => void copy(text, what).then(setDone)}>
      <Icon name={done ? 'check' : 'copy'} />
      {label && (done ? 'Copied' : label)}
    </button>
  );
}
