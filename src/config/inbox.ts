import { isLocal, readUrl } from './addresses.ts';
import type { Config, DestinationConfig } from './config.ts';
import { defaultBatch } from './destinations.ts';
import type { Settings } from './settings.ts';

/** The built-in Caliper endpoint; it takes whatever comes and shows it, so it runs on this machine only. */
export function readInbox(settings: Settings): Config['inbox'] {
  if (!settings.flag('INBOX', false)) return { enabled: false };
  const url = readUrl(settings, 'INBOX_URL', settings.variable('INBOX_URL'), 'http://127.0.0.1:8787/inbox');
  if (url !== null && !isLocal(url)) {
    settings.fault('INBOX_URL', 'must be on localhost: the built-in inbox is for local runs only; set INBOX = "off"');
  }
  const token = settings.secret(
    'INBOX_TOKEN',
    'the built-in inbox needs one; locally npm start writes it to .dev.vars',
  );
  return { enabled: true, url: url?.href ?? '', token: token ?? '' };
}

/** The inbox as the one destination where none is configured. */
export function inboxDestination(url: string, token: string, sources: readonly string[]): DestinationConfig {
  return {
    name: 'inbox',
    url,
    caliper: 'v1p2',
    sources: [...sources],
    auth: { scheme: 'bearer', token },
    sign: { method: 'detached-jws' },
    headers: {},
    batch: { ...defaultBatch },
  };
}
