// Bar, search, menu, margin and bottom bar: what is round every view.
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { signedOut, tell, tryNow, useAnswer, useConnection } from '../api/client';
import type { FindingsPage } from '../api/finding-types';
import { useStatus } from '../api/status';
import { useKeys } from '../lib/keys';
import { go, type Route } from '../lib/router';
import { setTheme, theme, type Theme } from '../lib/storage';
import { figure } from '../lib/words';
import { KeysHelp, LinkDialog, SignIn, failure } from './Dialogs';
import { Icon, type IconName } from './Icon';
import { Link } from './Link';
import { announce, onAnnounce } from './live';
import { Palette } from './Palette';
import { Strip } from './Strip';

interface Section {
  to: string;
  view: Route['view'];
  name: string;
  icon: IconName;
  key: string;
  /** behind "More" where there is room for five */
  more?: boolean;
}

const sections: readonly Section[] = [
  { to: '/', view: 'overview', name: 'Overview', icon: 'home', key: 'o' },
  { to: '/explore', view: 'explore', name: 'Explore', icon: 'path', key: 'e' },
  { to: '/findings', view: 'findings', name: 'Findings', icon: 'flag', key: 'f' },
  { to: '/principals', view: 'principals', name: 'Principals', icon: 'user', key: 'p', more: true },
  { to: '/resources', view: 'resources', name: 'Resources', icon: 'layers', key: 'r' },
  { to: '/analyzers', view: 'analyzers', name: 'Analyzers', icon: 'watch', key: 'a', more: true },
  { to: '/discovery', view: 'discovery', name: 'Discovery', icon: 'radar', key: 'd', more: true },
];

/** useActive counts the active findings; undefined as long as nobody knows. */
function useActive(): number | undefined {
  const answer = useAnswer<FindingsPage>('/findings?status=ACTIVE&limit=1');
  return answer.data?.total;
}

function Badge({ n }: { n: number | undefined }) {
  if (n === undefined || n === 0) return null;
  return (
    <span className="n">
      {figure(n)}
      <span className="vh"> active</span>
    </span>
  );
}

function Logo() {
  return (
    <svg width="26" height="18" viewBox="0 0 26 18" aria-hidden="true">
      <circle cx="3.6" cy="9" r="3.1" fill="currentColor" />
      <path d="M6.5 9H26" stroke="currentColor" strokeWidth="1.7" />
      <path d="M13 0v6.2M13 11.8V18M19 2.2v4M19 11.8v4" stroke="currentColor" strokeWidth="2.3" />
    </svg>
  );
}

const themes: readonly { value: Theme; name: string }[] = [
  { value: 'system', name: 'as the system' },
  { value: 'light', name: 'light' },
  { value: 'dark', name: 'dark' },
];

/** Menu opens below its button and closes by Escape, by a choice or by a click elsewhere. */
export function Menu({ label, button, className, children }: { label: string; button: ReactNode; className?: string; children: (close: () => void) => ReactNode }) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return undefined;
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    window.addEventListener('pointerdown', outside);
    box.current?.querySelector<HTMLElement>('.menu button, .menu input, .menu a')?.focus();
    return () => window.removeEventListener('pointerdown', outside);
  }, [open]);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  return (
    <div
      className="menubox"
      ref={box}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && open) {
          event.preventDefault();
          event.stopPropagation();
          close();
        }
      }}
      onBlur={(event) => {
        if (open && event.relatedTarget instanceof Node && !box.current?.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <button type="button" ref={opener} className={className ?? 'iconbtn'} aria-label={className ? undefined : label} aria-haspopup="true" aria-expanded={open} onClick={() => setOpen(!open)}>
        {button}
      </button>
      {open && (
        <div className="menu" role="group" aria-label={label}>
          {children(close)}
        </div>
      )}
    </div>
  );
}

function ThemeChoice({ onDone }: { onDone: () => void }) {
  const [chosen, setChosen] = useState(theme);
  return (
    <div role="radiogroup" aria-label="Theme">
      <p className="menuhead">Theme</p>
      {themes.map(({ value, name }) => (
        <button
          key={value}
          type="button"
          role="radio"
          aria-checked={chosen === value}
          className="menuitem"
          onClick={() => {
            setTheme(value);
            setChosen(value);
            onDone();
          }}
        >
          <span className="tick">{chosen === value && <Icon name="check" />}</span>
          {name}
        </button>
      ))}
    </div>
  );
}

function Live() {
  const [text, setText] = useState('');
  useEffect(() => onAnnounce(setText), []);
  return (
    <div className="vh" role="status" aria-live="polite">
      {text}
    </div>
  );
}

function GoneStrip() {
  const { state, nextTry, since } = useConnection();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (state !== 'gone') return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [state]);
  if (state !== 'gone') return null;
  const at = new Date(since);
  const wait = Math.max(0, Math.ceil((nextTry - now) / 1000));
  return (
    <div className="gone" role="alert">
      <Icon name="gap" />
      <span className="grow">
        The server has not answered since {at.toISOString().slice(11, 16)} UTC. What is on the page is what it said last. {wait > 0 ? `Next try in ${wait} s.` : 'Trying now.'}
      </span>
      <button type="button" className="btn sm" onClick={() => void tryNow()}>
        Try now
      </button>
    </div>
  );
}

export function Shell({ route, children }: { route: Route; children: ReactNode }) {
  const [open, setOpen] = useState<'' | 'palette' | 'keys' | 'link'>('');
  const { session } = useConnection();
  const { status } = useStatus();
  const active = useActive();
  const close = () => setOpen('');
  useKeys({
    '/': () => setOpen('palette'),
    '?': () => setOpen((now) => (now === 'keys' ? '' : 'keys')),
    ...Object.fromEntries(sections.map(({ key, to }) => [`g ${key}`, () => go(to)])),
  });
  const signOut = () => {
    tell('DELETE', '/session').then(signedOut, (err: unknown) => announce(`You are still signed in: ${failure(err)}.`));
  };
  return (
    <>
      <a className="skip" href="#main">
        To the content
      </a>
      <GoneStrip />
      <header className="bar">
        <Link to="/" className="logo plain" label="Sightline, overview">
          <Logo />
          <span className="hide-s">Sightline</span>
        </Link>
        <nav className="nav" aria-label="Main">
          {sections.map(({ to, view, name }) => (
            <Link key={view} to={to} current={route.view === view}>
              {name}
              {view === 'findings' && <Badge n={active} />}
            </Link>
          ))}
        </nav>
        <span className="grow hide-s" />
        <button type="button" className="find" aria-haspopup="dialog" aria-keyshortcuts="/" onClick={() => setOpen('palette')}>
          <Icon name="search" />
          <span>Find a name, ARN or account</span>
          <kbd aria-hidden="true">/</kbd>
        </button>
        <div className="hide-s">
          <Menu label="Theme" button={<Icon name="half" />}>
            {(done) => <ThemeChoice onDone={done} />}
          </Menu>
        </div>
        <Menu label="Menu" button={<Icon name="more" />}>
          {(done) => (
            <>
              <div className="only-m">
                <ThemeChoice onDone={done} />
              </div>
              <button
                type="button"
                className="menuitem"
                onClick={() => {
                  done();
                  setOpen('link');
                }}
              >
                <span className="tick" />
                Link for another browser
              </button>
              <button
                type="button"
                className="menuitem"
                onClick={() => {
                  done();
                  setOpen('keys');
                }}
              >
                <span className="tick" />
                Keys
              </button>
              <button
                type="button"
                className="menuitem"
                onClick={() => {
                  done();
                  signOut();
                }}
              >
                <span className="tick" />
                Sign out
              </button>
              {status?.version && <p className="menuhead">Sightline {status.version}</p>}
            </>
          )}
        </Menu>
      </header>
      <main id="main" className={route.view === 'explore' ? 'ex' : 'page'} tabIndex={-1}>
        {session === 'out' ? null : children}
      </main>
      <Strip />
      <nav className="tabbar" aria-label="Main, bottom">
        {sections
          .filter((one) => !one.more)
          .map(({ to, view, name, icon }) => (
            <Link key={view} to={to} current={route.view === view}>
              <Icon name={icon} />
              <span>
                {name}
                {view === 'findings' && <Badge n={active} />}
              </span>
            </Link>
          ))}
        <Menu label="More" className={sections.some((one) => one.more && one.view === route.view) ? 'tab here' : 'tab'} button={<><Icon name="more" />More</>}>
          {(done) =>
            sections
              .filter((one) => one.more)
              .map(({ to, view, name, icon }) => (
                <Link key={view} to={to} className="menuitem plain" current={route.view === view} onGo={done}>
                  <Icon name={icon} />
                  {name}
                </Link>
              ))
          }
        </Menu>
      </nav>
      <Live />
      {open === 'palette' && <Palette onClose={close} />}
      {open === 'keys' && <KeysHelp onClose={close} />}
      {open === 'link' && <LinkDialog onClose={close} />}
      {session !== 'in' && <SignIn why={session} />}
    </>
  );
}
