import { html } from './html.ts';
import type { Markup } from './html.ts';

const numbers = new Intl.NumberFormat('en');

/** `1,234`. */
export function count(value: number): string {
  return numbers.format(value);
}

/** `1 event`, `2 events`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** `412 B`, `3.1 KB`, `20 MB`. */
export function size(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  const value = bytes / 1024 ** power;
  return `${power === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[power] ?? ''}`;
}

/** `40 s`, `12 min`, `3 h`, `5 d`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 129_600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

/** An instant as people say it (`3 min ago`, `in 20 s`), with the exact one in UTC for machines and on hover. */
export function instant(at: string | number, now: number): Markup {
  const date = new Date(at);
  const seconds = (now - date.getTime()) / 1000;
  const text = seconds < 0 ? `in ${duration(-seconds)}` : seconds < 2 ? 'just now' : `${duration(seconds)} ago`;
  return html`<time datetime="${date.toISOString()}" title="${exact(date)}">${text}</time>`;
}

/** `2026-03-02 09:00:00 UTC`. */
export function exact(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `09:05` in UTC. */
export function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}
