// What floats over a page: the keys, a link for another browser, and the way back in.
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { ApiError, Gone, tell } from '../api/client';
import type { SignInLink } from '../api/types';
import { copy } from '../lib/copy';
import { letters, setLetters } from '../lib/storage';
import { moment } from '../lib/words';
import { Icon } from './Icon';

export function Dialog({ title, onClose, children, narrow = false }: { title: string; onClose: (() => void) | null; children: ReactNode; narrow?: boolean }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!element || element.open) return;
    element.showModal();
    // The first field, else the head: the way out is not what one came for.
    (element.querySelector<HTMLElement>('input:not([type=checkbox])') ?? element.querySelector<HTMLElement>('h2'))?.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={narrow ? 'sheet narrow' : 'sheet'}
      aria-label={title}
      onCancel={(event) => {
        if (!onClose) event.preventDefault();
      }}
      onClose={() => onClose?.()}
      onClick={(event) => {
        if (event.target === dialog.current) onClose?.();
      }}
    >
      <header className="row">
        <h2 tabIndex={-1}>{title}</h2>
        <span className="grow" />
        {onClose && (
          <button type="button" className="iconbtn" aria-label="Close" onClick={onClose}>
            <Icon name="x" />
          </button>
        )}
      </header>
      {children}
    </dialog>
  );
}

const keyList: readonly { keys: string[]; what: string }[][] = [
  [
    { keys: ['/'], what: 'search' },
    { keys: ['?'], what: 'these keys' },
    { keys: ['g', 'o'], what: 'Overview' },
    { keys: ['g', 'e'], what: 'Explore' },
    { keys: ['g', 'f'], what: 'Findings' },
    { keys: ['g', 'p'], what: 'Principals' },
    { keys: ['g', 'r'], what: 'Resources' },
    { keys: ['g', 'a'], what: 'Analyzers' },
    { keys: ['g', 'd'], what: 'Discovery' },
    { keys: ['Esc'], what: 'close the innermost thing' },
  ],
  [
    { keys: ['←', '→'], what: 'along the path' },
    { keys: ['↑', '↓'], what: 'within the column' },
    { keys: ['Enter'], what: 'trace a card and explain it' },
    { keys: ['u'], what: 'unfold' },
    { keys: ['t'], what: 'who can reach this, what can this reach' },
    { keys: ['v'], what: 'paths or list' },
    { keys: ['f'], what: 'add a filter' },
    { keys: ['c'], what: 'copy the link' },
    { keys: ['j', 'k'], what: 'next, previous row of a table, or finding' },
    { keys: ['x', 'X'], what: 'choose a finding, or all up to it' },
    { keys: ['e'], what: 'archive, or make active again' },
  ],
];

export function KeysHelp({ onClose }: { onClose: () => void }) {
  const [on, setOn] = useState(letters);
  return (
    <Dialog title="Keys" onClose={onClose}>
      <div className="keys">
        {keyList.map((list, i) => (
          <dl key={i}>
            {list.map(({ keys, what }) => (
              <div key={what}>
                <dt>
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        ))}
      </div>
      <label className="row check">
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => {
            setLetters(event.target.checked);
            setOn(event.target.checked);
          }}
        />
        Letters are keys
      </label>
    </Dialog>
  );
}

export function LinkDialog({ onClose }: { onClose: () => void }) {
  const [link, setLink] = useState<SignInLink | null>(null);
  const [error, setError] = useState('');
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    tell<SignInLink>('POST', '/sign-in-links').then(setLink, (err: unknown) => setError(err instanceof Error ? err.message : String(err)));
  }, []);
  return (
    <Dialog title="Link for another browser" onClose={onClose}>
      {error ? (
        <p className="sub">No link was made: {error}</p>
      ) : link ? (
        <>
          <p>Whoever opens this link is signed in as you are. It works once{moment(link.expires) ? `, until ${moment(link.expires)}` : ''}.</p>
          <p className="row gap-top">
            <input className="field grow mono" readOnly value={link.link} aria-label="Sign-in link" onFocus={(event) => event.target.select()} />
            <button type="button" className="btn" onClick={() => void copy(link.link, 'Link')}>
              <Icon name="copy" />
              Copy
            </button>
          </p>
        </>
      ) : (
        <p className="sub">Making a link.</p>
      )}
    </Dialog>
  );
}

/** signInAddress reads a pasted link, or the token alone, and keeps the address of the page. */
export function signInAddress(pasted: string, next: string): string | null {
  const text = pasted.trim();
  let token = text;
  if (/[/?]/.test(text)) {
    try {
      token = new URL(text, 'http://127.0.0.1').searchParams.get('token') ?? '';
    } catch {
      return null;
    }
  }
  if (!token || /\s/.test(token)) return null;
  return `/sign-in?${new URLSearchParams({ token, next }).toString()}`;
}

/** SignIn stands over the page; the address stays, so that the way leads back to it. */
export function SignIn({ why }: { why: 'expired' | 'out' }) {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const address = signInAddress(text, window.location.pathname + window.location.search);
    if (address) window.location.assign(address);
    else setWrong(true);
  };
  return (
    <Dialog title={why === 'out' ? 'You are signed out' : 'Your session has ended'} onClose={null} narrow>
      <p>
        {why === 'out' ? 'This browser no longer shows anything of the survey.' : 'Sign in again and you are back on this page.'} A sign-in link is printed where{' '}
        <code>sightline serve</code> was started; a browser that is still signed in makes one in its menu.
      </p>
      <form onSubmit={submit} className="gap-top">
        <label className="small sub" htmlFor="sign-in-link">
          Sign-in link
        </label>
        <div className="row">
          <input
            id="sign-in-link"
            className="field grow mono"
            value={text}
            autoComplete="off"
            spellCheck={false}
            aria-invalid={wrong}
            onChange={(event) => {
              setText(event.target.value);
              setWrong(false);
            }}
          />
          <button type="submit" className="btn primary">
            Sign in
          </button>
        </div>
        {wrong && (
          <p className="small wrong" role="alert">
            This holds no token. Paste the whole link.
          </p>
        )}
      </form>
    </Dialog>
  );
}

/** failure words what went wrong with an order that was given. */
export function failure(err: unknown): string {
  if (err instanceof ApiError) return err.detail || err.title;
  if (err instanceof Gone) return 'the server does not answer';
  return err instanceof Error ? err.message : String(err);
}
