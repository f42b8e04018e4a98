// What this browser remembers: the theme, whether letters are keys, what was opened last.
import type { Thing } from '../api/types';

function get(name: string): string | null {
  try {
    return localStorage.getItem(`sightline.${name}`);
  } catch {
    return null; // no storage: nothing is remembered
  }
}

function put(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`sightline.${name}`);
    else localStorage.setItem(`sightline.${name}`, value);
  } catch {
    // As above.
  }
}

export type Theme = 'system' | 'light' | 'dark';

export function theme(): Theme {
  const value = get('theme');
  return value === 'light' || value === 'dark' ? value : 'system';
}

export function setTheme(value: Theme): void {
  put('theme', value === 'system' ? null : value);
  if (value === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = value;
}

export function letters(): boolean {
  return get('letters') !== 'off';
}

export function setLetters(on: boolean): void {
  put('letters', on ? null : 'off');
}

const recentMost = 8;

/** recent lists what was opened last. What is stored is checked: another version may have written it. */
export function recent(): Thing[] {
  try {
    const list: unknown = JSON.parse(get('recent') ?? '[]');
    return Array.isArray(list) ? list.filter(isThing).slice(0, recentMost) : [];
  } catch {
    return [];
  }
}

function isThing(value: unknown): value is Thing {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  return ['kind', 'name', 'arn', 'account', 'accountName', 'region', 'type', 'detail'].every((name) => typeof fields[name] === 'string');
}

export function remember(thing: Thing): void {
  if (thing.arn.length > 4096) return;
  put('recent', JSON.stringify([thing, ...recent().filter((t) => t.arn !== thing.arn)].slice(0, recentMost)));
}
