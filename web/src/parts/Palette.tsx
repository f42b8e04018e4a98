// The search of the whole page: results by kind, arrow keys, Enter opens.
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useAnswer } from '../api/client';
import type { Found, Thing } from '../api/types';
import { go, readExplore } from '../lib/router';
import { addressOf, flat, groups, isPrincipal, move, type Group } from '../lib/search';
import { recent, remember } from '../lib/storage';
import { count, figure } from '../lib/words';
import { Icon, iconOf } from './Icon';
import { Name } from './Name';
import { useLate } from './states';

/** useSettled waits until typing pauses. */
export function useSettled(text: string, ms = 120): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), ms);
    return () => clearTimeout(timer);
  }, [text, ms]);
  return settled;
}

export function Palette({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="palette"
      aria-label="Search"
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <SearchBox onDone={onClose} autoFocus />
    </dialog>
  );
}

/** SearchBox is the palette without its dialog; the explorer shows it on an empty page. */
export function SearchBox({ onDone, autoFocus = false, choose }: { onDone?: () => void; autoFocus?: boolean; choose?: (thing: Thing) => void }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(-1);
  const query = useSettled(text.trim());
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const answer = useAnswer<Found>(query ? `/search?${new URLSearchParams({ q: query.slice(0, 1000), limit: '100' }).toString()}` : null);
  const [old] = useState(recent);
  const [picture] = useState(() => readExplore(window.location.pathname === '/explore' ? window.location.search : ''));
  const narrows = picture.from !== '' || picture.to !== '';

  const shown = useMemo<Group[]>(() => {
    if (!text.trim()) return old.length > 0 ? [{ title: 'Opened last', things: old }] : [];
    return groups(answer.data?.results ?? [], narrows);
  }, [text, old, answer.data, narrows]);
  const things = flat(shown);
  const waiting = useLate(answer.loading || query !== text.trim(), 200);

  useEffect(() => setAt(text.trim() ? 0 : -1), [text, answer.data]);
  useEffect(() => {
    if (autoFocus) field.current?.focus();
  }, [autoFocus]);
  useEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const open = (thing: Thing, flip: boolean) => {
    if (thing.kind !== 'action') remember(thing);
    if (choose) choose(thing);
    else go(addressOf(thing, flip, picture));
    onDone?.();
  };
  const onKey = (event: KeyboardEvent) => {
    const keys = { ArrowDown: 'down', ArrowUp: 'up', PageDown: 'nextGroup' } as const;
    const key = event.key as keyof typeof keys;
    if (key in keys) {
      event.preventDefault();
      setAt(move(shown, at, keys[key]));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      // Enter before the answer is there waits for nobody: it opens what is shown.
      const thing = things[at < 0 ? 0 : at];
      if (thing) open(thing, event.shiftKey);
    } else if (event.key === 'Escape' && text) {
      event.preventDefault();
      event.stopPropagation();
      setText('');
    }
  };

  let index = -1;
  const none = text.trim() !== '' && answer.of !== null && things.length === 0 && !answer.loading;
  return (
    <div className="searchbox" ref={box}>
      <div className="searchfield">
        <Icon name="search" />
        <input
          ref={field}
          type="text"
          role="combobox"
          aria-expanded={things.length > 0}
          aria-controls={things.length > 0 ? `${id}list` : undefined}
          aria-activedescendant={at >= 0 && at < things.length ? `${id}${at}` : undefined}
          aria-label="Find a name, ARN or account"
          aria-autocomplete="list"
          placeholder="Find a name, ARN or account"
          autoComplete="off"
          spellCheck={false}
          maxLength={2048}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKey}
        />
        {waiting && <span className="faint small">searching</span>}
        {onDone && <kbd>Esc</kbd>}
      </div>
      <div className="results">
        {things.length > 0 && (
          <div role="listbox" id={`${id}list`} aria-label="Results">
            {shown.map((group) => (
              <div key={group.title} role="group" aria-label={group.title}>
                <p className="ghead" role="presentation">
                  {group.title}
                </p>
                {group.things.map((thing) => {
                  index++;
                  const mine = index;
                  return (
                    <div
                      key={`${thing.kind} ${thing.arn}`}
                      id={`${id}${mine}`}
                      role="option"
                      aria-selected={mine === at}
                      className="result"
                      onClick={(event) => open(thing, event.shiftKey)}
                      onMouseMove={() => setAt(mine)}
                    >
                      <Icon name={iconOf(thing.kind, thing.type)} />
                      <span className="grow ell">
                        <Name text={thing.name || thing.arn} max={48} strong />{' '}
                        <span className="faint small">
                          <Name text={thing.detail} max={60} />
                        </span>
                      </span>
                      {mine === at && <span className="faint small nowrap">{hint(thing)}</span>}
                    </div>
                  );
                })}
              </div>
            ))}
          </div>
        )}
        {none && (
          <p className="empty">
            Nothing has “<Name text={query} max={60} />” in its name, ARN, account or tags.
            {(answer.data?.total ?? 0) > 0 && ` ${count(answer.data?.total ?? 0, 'action')} ${answer.data?.total === 1 ? 'has' : 'have'}: open a picture first, then an action narrows it.`}
          </p>
        )}
        {answer.error && <p className="empty">The search failed: {answer.error.detail || answer.error.title}</p>}
        {!text.trim() && old.length === 0 && <p className="empty">Type a part of a name, an ARN, an account or a tag.</p>}
        {answer.data && text.trim() && answer.data.truncated && (
          <p className="empty small">
            {count(things.length, 'result')} of {figure(answer.data.total)} shown; a longer word finds fewer.
          </p>
        )}
      </div>
    </div>
  );
}

function hint(thing: Thing): string {
  if (thing.kind === 'action') return `narrows the picture to ${thing.arn.split(':')[0] ?? ''}`;
  if (thing.kind === 'group') return 'cannot act itself';
  if (thing.kind === 'account') return 'its resources';
  if (thing.kind === 'role') return 'what it can reach, Shift: who can become it';
  if (isPrincipal(thing)) return thing.kind === 'anyone' ? 'what anyone can reach' : 'what it can reach';
  return 'who can reach it';
}
