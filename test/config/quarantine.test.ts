import { describe, expect, test } from 'vitest';
import { readQuarantine } from '../../src/config/quarantine.ts';
import { Settings } from '../../src/config/settings.ts';

const [one, two] = ['one', 'two'].map((name) => Buffer.from(name.padEnd(32, '.')).toString('base64url'));

function read(env: Record<string, unknown>, outboxBytes = 1_073_741_824): unknown {
  const settings = new Settings(env);
  const config = readQuarantine(settings, outboxBytes);
  const faults = settings.faults.map(({ setting, message }) => `${setting} ${message}`);
  return faults.length > 0 ? faults : config;
}

const key = (text: string | undefined): Uint8Array => new Uint8Array(Buffer.from(text ?? '', 'base64url'));

describe('the quarantine', () => {
  test('is on, for two weeks, without a key of its own', () => {
    expect(read({})).toEqual({ days: 14, bytes: 268_435_456, keys: [] });
  });

  test('is off with 0 days', () => {
    expect(read({ QUARANTINE_DAYS: 0, QUARANTINE_KEYS: one })).toBe(undefined);
  });

  test('takes at most half of the outbox', () => {
    expect(read({ QUARANTINE_DAYS: '3' }, 2_000_000)).toEqual({ days: 3, bytes: 1_000_000, keys: [] });
  });

  test.each([
    ['one key', one, [one]],
    ['a list as JSON', JSON.stringify([one, two]), [one, two]],
    ['a list', [one, two], [one, two]],
    ['a line end', `${String(one)}\n`, [one]],
  ])('has keys: %s', (_, value, keys) => {
    expect(read({ QUARANTINE_KEYS: value })).toEqual({ days: 14, bytes: 268_435_456, keys: keys.map(key) });
  });

  const remedy = 'must be base64url of at least 32 bytes: make one with: npm run -s caliper -- keys';
  test.each([
    [{ QUARANTINE_DAYS: 91 }, ['QUARANTINE_DAYS must be a whole number from 0 to 90']],
    [{ QUARANTINE_BYTES: 1 }, ['QUARANTINE_BYTES must be a whole number from 524288 to 4500000000']],
    [{ QUARANTINE_KEYS: 'short' }, [`QUARANTINE_KEYS ${remedy}`]],
    [{ QUARANTINE_KEYS: `["${String(one)}", 3]` }, [`QUARANTINE_KEYS[1] ${remedy}`]],
    [{ QUARANTINE_KEYS: [one, two, one] }, ['QUARANTINE_KEYS[2] is the same key as QUARANTINE_KEYS[0]']],
    [{ QUARANTINE_KEYS: '["' }, ['QUARANTINE_KEYS is not valid JSON']],
    [{ QUARANTINE_DAYS: 0, QUARANTINE_KEYS: 'short' }, [`QUARANTINE_KEYS ${remedy}`]],
  ])('is refused: %j', (env, faults) => {
    expect(read(env)).toEqual(faults);
  });
});
