import { describe, expect, it } from 'vitest';
import { parsePattern, relate, writePath } from '../../../src/mapping/checks/field-pattern.ts';

const relation = (pattern: string, path: string): string => relate(parsePattern(pattern), path.split('.'));

describe('a pattern of closed fields', () => {
  it('parts names at dots, except in quotes', () => {
    expect(parsePattern("context.extensions.'https://w3id.org/x.y'.*.**")).toEqual([
      'context',
      'extensions',
      'https://w3id.org/x.y',
      '*',
      '**',
    ]);
  });

  it.each([
    ['event.email', 'event.email', 'is'],
    ['event.email', 'event.email.0', 'is'],
    ['event.email', 'event.emails', 'apart'],
    ['event.email', 'event', 'holds'],
    ['event.email', 'event.*', 'holds'],
    ['event.email', 'context.*', 'apart'],
    ['event.submission.*.answer', 'event.submission', 'holds'],
    ['event.submission.*.answer', 'event.submission.*', 'holds'],
    ['event.submission.*.answer', 'event.submission.p1.answer', 'is'],
    ['event.submission.*.answer', 'event.submission.*.variant', 'apart'],
    ['event.submission.*.answer', 'event.*', 'holds'],
    ['**.email', 'email', 'is'],
    ['**.email', 'a.b.c.email', 'is'],
    ['**.email', 'a.b.*.email', 'is'],
    ['**.email', 'a.b', 'apart'],
    ['**.email', 'a.*', 'apart'],
    ['**.account.name', 'context.team.account.name', 'is'],
  ])('%s and the path %s: %s', (pattern, path, expected) => {
    expect(relation(pattern, path)).toBe(expected);
  });

  it('is written as in the mapping language', () => {
    expect(writePath(['context', 'extensions', 'https://w3id.org/x', '*'])).toBe(
      "context.extensions.'https://w3id.org/x'.*",
    );
  });
});
