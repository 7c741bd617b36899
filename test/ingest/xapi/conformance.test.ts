import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Edition } from '../../../src/ingest/xapi/sections.ts';
import { readStatement } from '../../../src/ingest/xapi/statement.ts';
import { actors } from './conformance/actors.ts';
import { attachments } from './conformance/attachments.ts';
import { contextAgents } from './conformance/context-agents.ts';
import { contexts } from './conformance/contexts.ts';
import { interactions } from './conformance/interactions.ts';
import { objects } from './conformance/objects.ts';
import { results } from './conformance/results.ts';
import { agent, base, changed, type Change, type Rule } from './conformance/rule.ts';
import { statements } from './conformance/statements.ts';
import { timestamps } from './conformance/timestamps.ts';

const rules = [
  ...[...actors, ...objects, ...interactions, ...results, ...contexts, ...contextAgents],
  ...[...statements, ...timestamps, ...attachments],
];
const editions: readonly Edition[] = ['1.0.3', '2.0.0'];

function judge(statement: unknown, edition: Edition): unknown {
  const reading = readStatement(statement, {
    ...{ source: 'lms', lms: 'https://lms.example.edu', received: '2026-05-04T12:00:09.000Z' },
    edition,
  });
  if (reading.ok) return 'accepted';
  const { path, code, section } = reading;
  return { path, code, section };
}

const verdict = ({ section, section2 }: Rule, edition: Edition, path: string, code: string): unknown => ({
  ...{ path: path.startsWith('[') ? `$${path}` : `$.${path}`, code },
  section: edition === '1.0.3' ? section : section2,
});

/** Whether what the change touches may stand in a SubStatement too (Data 2.4.4.3: it is validated as a statement). */
function fitsSubStatement(change: Change): boolean {
  const object = changed(change)['object'];
  const nested = typeof object === 'object' && object !== null && 'objectType' in object && object.objectType;
  const own = ['actor', 'verb', 'object', 'result', 'context', 'timestamp', 'attachments'];
  // A statement is no SubStatement; the messages about object types differ where one may stand and where not.
  return nested !== 'SubStatement' && Object.keys(change).every((path) => own.includes(path.split('.')[0] ?? ''));
}

const within = (change: Change): unknown => ({
  ...{ actor: agent, verb: base.verb },
  object: { objectType: 'SubStatement', ...changed(change) },
});

describe.each(rules.map((rule) => [`${rule.section}: ${rule.rule}`, rule] as const))('%s', (_name, rule) => {
  const asked = rule.edition === undefined ? editions : [rule.edition];
  it.each(Object.entries(rule.passes))('passes: %s', (_case, change) => {
    for (const edition of asked) {
      expect(judge(changed(change), edition)).toBe('accepted');
      if (fitsSubStatement(change)) expect(judge(within(change), edition)).toBe('accepted');
    }
  });

  it.each(Object.entries(rule.fails))('fails: %s', (_case, [change, path, code]) => {
    for (const edition of asked) {
      expect(judge(changed(change), edition)).toEqual(verdict(rule, edition, path, code));
      if (!fitsSubStatement(change)) continue;
      expect(judge(within(change), edition)).toEqual(verdict(rule, edition, `object.${path}`, code));
    }
  });
});

describe('the table of rules', () => {
  it('has statements that keep and statements that break each rule, at least 300 in all', () => {
    const numbers = rules.map(({ passes, fails }) => [Object.keys(passes).length, Object.keys(fails).length] as const);
    expect(rules.filter((_rule, index) => numbers[index]?.includes(0))).toEqual([]);
    expect(numbers.reduce((sum, [pass, fail]) => sum + pass + fail, 0)).toBeGreaterThanOrEqual(300);
  });

  it('is told in the documents: each section and each code', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/14-xapi-conformance.md'), 'utf8');
    const told = rules.flatMap(({ section, section2, fails }) => [
      ...[`${section} `, ` ${section2} `],
      ...Object.values(fails).map(([, , code]) => `\`${code}\``),
    ]);
    expect([...new Set(told)].filter((text) => !page.replaceAll(/[,)]/g, ' ').includes(text))).toEqual([]);
  });
});
