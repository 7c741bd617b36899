import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edition } from '../../../src/ingest/xapi/sections.ts';
import { readStatement } from '../../../src/ingest/xapi/statement.ts';
import { mutationsOf, statementsOf } from './generated.ts';

const editions: readonly Edition[] = ['1.0.3', '2.0.0'];
const judge = (value: unknown, edition: Edition) =>
  readStatement(value, {
    source: 'lms',
    lms: 'https://lms.example.edu',
    received: '2026-05-04T12:00:09.000Z',
    edition,
  });

describe.each(editions)('any statement of %s that keeps the rules', (edition) => {
  it('is accepted, and loses nothing but what has one form for many', () => {
    fc.assert(
      fc.property(statementsOf(edition), (statement) => {
        const reading = judge(statement, edition);
        expect(reading.ok ? 'accepted' : reading).toBe('accepted');
        if (!reading.ok) return;
        const { verb, result, attachments } = statement;
        expect(reading.record.fields).toMatchObject(
          JSON.parse(JSON.stringify({ verb, result, attachments })) as Record<string, unknown>,
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('is refused, with the path, as soon as it breaks one at any place', () => {
    fc.assert(
      fc.property(statementsOf(edition), (statement) => {
        for (const { value, path } of mutationsOf(statement)) {
          const reading = judge(value, edition);
          expect(reading.ok ? ['accepted', path] : ['refused', reading.path]).toEqual(['refused', path]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is refused without what it needs', () => {
    const needed = fc.constantFrom('actor', 'verb', 'object');
    fc.assert(
      fc.property(statementsOf(edition), needed, (statement, key) => {
        const rest = { ...statement, [key]: undefined };
        expect(judge(rest, edition)).toMatchObject({ ok: false, path: `$.${key}`, code: 'MISSING_PROPERTY' });
      }),
    );
  });

  it('is read without an exception when a part of it is anything', () => {
    fc.assert(
      fc.property(statementsOf(edition), fc.jsonValue(), fc.nat(), (statement, anything, choice) => {
        const keys = Object.keys(statement);
        const key = keys[choice % keys.length] ?? 'actor';
        const reading = judge({ ...statement, [key]: anything }, edition);
        if (!reading.ok) expect(reading.message.startsWith(`${reading.path} `)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
