import type { QuarantineConfig } from './config.ts';
import type { Settings } from './settings.ts';

const remedy = 'make one with: npm run -s caliper -- keys';

const leastBytes = 32;

/** Two weeks: somebody is away, somebody writes the rule, somebody deploys it. */
const quarantineDays = { least: 0, most: 90, otherwise: 14 };
const quarantineBytes = { least: 524_288, most: 4_500_000_000, otherwise: 268_435_456 };

/**
 * QUARANTINE_DAYS, QUARANTINE_BYTES, and the secret QUARANTINE_KEYS: one key, or a JSON list of keys, each base64url (RFC 4648, section 5)
 * of at least 32 bytes.
 *
 * @param outboxBytes of which the quarantine takes at most half, so that events always have room
 * @returns `undefined` when nothing is kept
 */
export function readQuarantine(settings: Settings, outboxBytes: number): QuarantineConfig | undefined {
  const days = settings.integer('QUARANTINE_DAYS', settings.variable('QUARANTINE_DAYS'), quarantineDays);
  const bytes = settings.integer('QUARANTINE_BYTES', settings.variable('QUARANTINE_BYTES'), quarantineBytes);
  const keys = readKeys(settings);
  return days === 0 ? undefined : { days, bytes: Math.min(bytes, Math.floor(outboxBytes / 2)), keys };
}

function readKeys(settings: Settings): Uint8Array[] {
  const name = 'QUARANTINE_KEYS';
  const value = settings.variable(name);
  if (value === undefined) return [];
  const isList = Array.isArray(value) || (typeof value === 'string' && value.trim().startsWith('['));
  const list = isList ? settings.json(name) : [value];
  // Not valid JSON: that is noted already.
  if (!Array.isArray(list)) return [];
  const texts = list.map((item: unknown) => (typeof item === 'string' ? item.trim() : ''));
  return texts.flatMap((text, index) => {
    const setting = list.length === 1 ? name : `${name}[${index}]`;
    const key = /^[A-Za-z0-9_-]+={0,2}$/.test(text) ? new Uint8Array(Buffer.from(text, 'base64url')) : undefined;
    if (key === undefined || key.length < leastBytes) {
      settings.fault(setting, `must be base64url of at least ${leastBytes} bytes: ${remedy}`);
    } else if (texts.indexOf(text) < index) {
      settings.fault(setting, `is the same key as ${name}[${texts.indexOf(text)}]`);
    } else return [key];
    return [];
  });
}
