import type { Settings } from './settings.ts';

/** True for names of this machine, which need no https. */
export function isLocal(url: URL): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}

/** An address to which events or secrets go: https, or http on this machine. */
export function readUrl(settings: Settings, setting: string, value: unknown, example: string): URL | null {
  if (value === undefined) return settings.fault(setting, `is missing: give the address, e.g. ${example}`);
  const url = typeof value === 'string' ? parseUrl(value.trim()) : undefined;
  if (url === undefined) return settings.fault(setting, `must be an absolute URL, e.g. ${example}`);
  if (url.username !== '' || url.password !== '') {
    return settings.fault(setting, 'must not hold a user or password: use auth with a secret');
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal(url))) return url;
  return settings.fault(setting, 'must be https; http is allowed for localhost only');
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
