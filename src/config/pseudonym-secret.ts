import type { PseudonymPeriod } from '../privacy/pseudonym-periods.ts';
import type { Settings } from './settings.ts';

const leastBytes = 32;
const remedy = 'make one with: npm run -s caliper -- keys';
const example = '{ secret = "PSEUDONYM_SECRET_2027", from = "2027-01-01T00:00:00Z" }';

/**
 * PSEUDONYM_SECRET: base64url (RFC 4648, section 5) of at least 32 bytes, else any text of at least 32 bytes. Once set it must not
 * change, or every learner becomes somebody else; PSEUDONYM_ROTATION lets another follow it.
 */
export function readPseudonymSecret(settings: Settings): Uint8Array {
  const text = settings.secret('PSEUDONYM_SECRET', remedy);
  if (text === null) return new Uint8Array(leastBytes);
  return secretBytes(settings, 'PSEUDONYM_SECRET', text) ?? new Uint8Array(leastBytes);
}

/**
 * PSEUDONYM_ROTATION: the secrets that follow PSEUDONYM_SECRET, each from an instant on, in the order of time.
 *
 * @param first the secret of PSEUDONYM_SECRET
 * @returns `undefined` where the setting is absent or empty
 */
export function readPseudonymRotation(settings: Settings, first: Uint8Array): PseudonymPeriod[] | undefined {
  const tables = settings.tables('PSEUDONYM_ROTATION');
  const read = tables.map((table, index) => {
    const path = `PSEUDONYM_ROTATION[${index}]`;
    settings.onlyKeys(path, table, ['secret', 'from']);
    return {
      path,
      secret: readNamedSecret(settings, `${path}.secret`, table['secret']),
      from: readInstant(settings, `${path}.from`, table['from']),
    };
  });
  const known = [{ path: 'PSEUDONYM_SECRET', secret: first }];
  let latest: string | null = null;
  for (const { path, secret, from } of read) {
    const twin = secret === null ? undefined : known.find((other) => Buffer.compare(other.secret, secret) === 0);
    if (twin !== undefined)
      settings.fault(`${path}.secret`, `is the same secret as that of ${twin.path}: make another`);
    if (secret !== null) known.push({ path, secret });
    if (from !== null && latest !== null && from <= latest) {
      settings.fault(`${path}.from`, 'must be later than that of the entry before it: put them in the order of time');
    }
    latest = from ?? latest;
  }
  const periods = read.flatMap(({ secret, from }) => (secret === null || from === null ? [] : [{ from, secret }]));
  return periods.length === 0 ? undefined : periods;
}

/** A secret of pseudonyms by the name that stands in a setting. */
export function readNamedSecret(settings: Settings, path: string, name: unknown): Uint8Array | null {
  const text = settings.namedSecret(path, name);
  return text === null ? null : secretBytes(settings, path, text);
}

function secretBytes(settings: Settings, path: string, text: string): Uint8Array | null {
  const decoded = /^[A-Za-z0-9_-]+={0,2}$/.test(text) ? new Uint8Array(Buffer.from(text, 'base64url')) : undefined;
  if (decoded !== undefined && decoded.length >= leastBytes) return decoded;
  const bytes = new TextEncoder().encode(text);
  if (bytes.length >= leastBytes) return bytes;
  const subject = path === 'PSEUDONYM_SECRET' ? 'has' : 'names a secret of';
  return settings.fault(path, `${subject} less than ${leastBytes} bytes: ${remedy}`);
}

/** RFC 3339, section 5.6, with its offset: where a period begins must not depend on who reads it. */
function readInstant(settings: Settings, path: string, value: unknown): string | null {
  if (value === undefined) return settings.fault(path, `is missing: give the first instant, e.g. ${example}`);
  const isInstant =
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?(?:Z|[+-]\d\d:\d\d)$/.test(value);
  const time = isInstant ? Date.parse(value) : Number.NaN;
  // Date.parse lets 31 February pass as 3 March.
  if (isInstant && !Number.isNaN(time) && isDay(value.slice(0, 10))) return new Date(time).toISOString();
  return settings.fault(path, `must be an instant as text, with Z or an offset, e.g. ${example}`);
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
