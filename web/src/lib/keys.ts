// Keys of the whole page. Letters do nothing while someone types, and can be switched off.
import { useEffect, useRef } from 'react';
import { letters } from './storage';

export type Keys = Record<string, (event: KeyboardEvent) => void>;

/** typing tells whether a key belongs to a field. */
export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && ['checkbox', 'radio', 'button', 'submit'].includes(target.type)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

const leaderPause = 1200;

/** sequence reads "g then e": it answers the name of the key pressed, with the leader before it when that is still warm. */
export function sequence(): (key: string, now: number) => string {
  let leader: number | null = null;
  return (key, now) => {
    const warm = leader !== null && now - leader < leaderPause;
    leader = null;
    if (warm && key !== 'g') return `g ${key}`;
    if (key === 'g') leader = now;
    return key;
  };
}

/** useKeys answers keys while the component is there. An open dialog keeps them to itself. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const read = sequence();
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
      const single = event.key.length === 1;
      if (single && !letters()) return;
      if (document.querySelector('dialog[open]') && event.key !== '?') return;
      const handler = latest.current[read(event.key, event.timeStamp)];
      if (!handler) return;
      if (single) event.preventDefault();
      handler(event);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
