import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileLets, compileValue } from '../../src/mapping/compile-values.ts';
import { evaluate as run } from '../../src/mapping/evaluate.ts';
import { documentedFunctions } from '../../src/mapping/function-docs/index.ts';
import { functions } from '../../src/mapping/functions/index.ts';
import { toDuration, toInstant } from '../../src/mapping/functions/time.ts';
import { toNumber } from '../../src/mapping/functions/numbers.ts';
import { blockKey, courseKey } from '../../src/mapping/functions/openedx.ts';
import { scrubUrl } from '../../src/mapping/functions/scrub-url.ts';
import type { JsonObject } from '../../src/mapping/table.ts';
import { lowered } from './lower-expression.ts';

function evaluate(expression: string, fields: JsonObject, freeText = false): unknown {
  const context = { freeText, pseudonym: (scope: string, value: string) => `<${scope}:${value}>` };
  const compiled = compileValue(lowered(expression), compileLets([]));
  return run(compiled, { fields, vars: [], held: [], lms: 'https://lms.example.edu', context });
}

describe('every example of a function holds', () => {
  for (const { doc } of documentedFunctions) {
    for (const example of doc.examples) {
      it(`${example.expression} of ${JSON.stringify(example.given)}`, () => {
        expect(evaluate(example.expression, example.given)).toEqual(example.result);
      });
    }
  }
});

describe('functions and whatever a record holds', () => {
  it('never throw', () => {
    const all = [...functions.values()];
    const context = { freeText: true, pseudonym: () => 'p' };
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        fc.jsonValue(),
        fc.array(fc.jsonValue(), { maxLength: 3 }),
        (fn, input, args) => {
          fn.apply(input, args, context);
        },
      ),
      { numRuns: 3000 },
    );
  });

  // What is written into an event relies on it: a list or an object of the record would take along whatever is in it.
  it('give no list and no object where they say that they give text, a number or the like', () => {
    const scalar = [...functions.values()].filter(({ returns }) => !['any', 'list', 'map'].includes(returns));
    const context = { freeText: true, pseudonym: () => 'p' };
    const input = fc.oneof(fc.jsonValue(), fc.array(fc.record({ id: fc.jsonValue() })), fc.webUrl(), fc.string());
    fc.assert(
      fc.property(fc.constantFrom(...scalar), input, fc.array(input, { maxLength: 3 }), (fn, value, args) => {
        expect([fn.name, typeof fn.apply(value, args, context)]).not.toEqual([fn.name, 'object']);
      }),
      { numRuns: 5000 },
    );
    expect(scalar.length).toBeGreaterThan(20);
  });

  const hostile = [
    `${'1'.repeat(60_000)}x`,
    `${'0'.repeat(60_000)}x`,
    `1${' '.repeat(60_000)}x`,
    `P${'1'.repeat(60_000)}`,
    'a-'.repeat(30_000),
    'course-v1:'.repeat(30_000),
    'course-v1:a+'.repeat(30_000),
    '/courses/'.repeat(30_000),
    `https://lms.example.edu/${'%40.'.repeat(1500)}@`,
    `https://lms.example.edu/${'a%40'.repeat(1500)}`,
  ];
  // Where time grows with the square of the length, these take longer than a test may.
  it.each([...functions.values()].map((fn) => [fn.name, fn] as const))('are no trap for a CPU: %s', (_name, fn) => {
    const context = { freeText: true, pseudonym: () => 'p' };
    for (const text of hostile) fn.apply(text, [text, text], context);
  });

  it('do not take an object for text, even one that cannot be made text', () => {
    expect(evaluate('$(event.id | before(event.by))', { event: { id: 'a?b', by: { toString: 1 } } })).toBe(undefined);
    expect(evaluate('$(event.id | after(event.by))', { event: { id: 'a?b', by: { toString: 1 } } })).toBe(undefined);
  });

  it('give nothing for a missing input', () => {
    for (const fn of functions.values())
      expect(evaluate(`$(event.x | ${fn.name}('a', 'b'))`, { event: { x: '' } })).toBe(undefined);
  });
});

describe('isoInstant', () => {
  it('gives the instant that Date gives, cut to milliseconds, for any date and offset', () => {
    const times = fc.date({
      min: new Date('1970-01-02T00:00:00Z'),
      max: new Date('2100-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(
        times,
        fc.integer({ min: -14 * 60, max: 14 * 60 }),
        fc.stringMatching(/^\d{0,6}$/),
        (date, offset, finer) => {
          const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 23);
          const size = Math.abs(offset);
          const zone = `${offset < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
          expect(toInstant(`${local}${finer}${zone}`)).toBe(date.toISOString());
        },
      ),
    );
  });

  it.each([
    ['2020-02-29T00:00:00Z', '2020-02-29T00:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.999Z'],
    ['2020-07-15 06:52:55,123', '2020-07-15T06:52:55.123Z'],
    ['2020-07-15T06:52:55.0+0530', '2020-07-15T01:22:55.000Z'],
    ['2020-07-15', '2020-07-15T00:00:00.000Z'],
  ])('reads %s', (text, instant) => expect(toInstant(text)).toBe(instant));

  it.each([
    '2021-02-29T00:00:00Z',
    '2020-13-01T00:00:00Z',
    '2020-01-01T24:00:00Z',
    '2020-01-01T00:00:00+25:00',
    '1594795975',
    '',
  ])('refuses %j', (text) => expect(toInstant(text)).toBe(undefined));
});

describe('isoDuration', () => {
  it('keeps every whole number of microseconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), (micros) => {
        const found = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?$/.exec(toDuration(micros / 1e6) ?? '');
        const [, hours = '0', minutes = '0', seconds = '0', fraction = ''] = found ?? [];
        const whole = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
        expect(whole * 1e6 + Number(fraction.padEnd(6, '0'))).toBe(micros);
      }),
    );
  });

  it.each([
    [195, 'PT3M15S'],
    [16.633879, 'PT16.633879S'],
    [3600, 'PT1H'],
    [90_061, 'PT25H1M1S'],
    [0.1 + 0.2, 'PT0.3S'],
    ['PT5M', 'PT5M'],
  ])('writes %s as %s', (seconds, text) => expect(toDuration(seconds)).toBe(text));

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, '', 'abc', null, true, {}])('refuses %s', (value) =>
    expect(toDuration(value)).toBe(undefined),
  );
});

describe('number', () => {
  it.each([
    [' 5 ', 5],
    ['-0.5', -0.5],
    ['5.', 5],
    ['.5', 0.5],
    ['1e3', 1000],
  ])('reads %j', (text, number) => expect(toNumber(text)).toBe(number));
  it.each(['0x10', '', '.', '1.2.3', 'Infinity', '5 minutes', null, true, [5]])('refuses %j', (value) =>
    expect(toNumber(value)).toBe(undefined),
  );
});

describe('blockKey', () => {
  it.each([
    ['course-v1:A+B+C', 'video', '0b9e', 'block-v1:A+B+C+type@video+block@0b9e'],
    ['ccx-v1:A+B+C+ccx@1', 'video', '0b9e', 'ccx-block-v1:A+B+C+ccx@1+type@video+block@0b9e'],
    ['A/B/C', 'video', '0b9e', 'i4x://A/B/video/0b9e'],
    ['A/B/C', 'problem', 'i4x-A-B-problem-p_1', 'i4x://A/B/problem/p_1'],
    ['course-v1:A+B+C', 'video', 'block-v1:X+Y+Z+type@video+block@1', 'block-v1:X+Y+Z+type@video+block@1'],
    [undefined, 'video', 'i4x://A/B/video/1', 'i4x://A/B/video/1'],
  ])('of %s, %s and %s', (course, type, id, key) => expect(blockKey(course, type, id)).toBe(key));
  it('is missing where the course is missing or is no course key', () => {
    expect([blockKey(undefined, 'video', '1'), blockKey('A/B', 'video', '1'), blockKey('A/B/C', 'video', ' ')]).toEqual(
      [undefined, undefined, undefined],
    );
  });
});

describe('courseKey', () => {
  it.each([
    ['https://lms.example.edu/courses/course-v1:A+B+C/info?x=1', 'course-v1:A+B+C'],
    ['/courses/course-v1%3AA%2BB%2BC/', 'course-v1:A+B+C'],
    ['ccx-block-v1:A+B+C+ccx@1+type@video+block@1', 'ccx-v1:A+B+C+ccx@1'],
    ['course-v1:A+B+C', 'course-v1:A+B+C'],
    ['A/B/C', 'A/B/C'],
    ['jane@example.edu', undefined],
  ])('in %s', (text, key) => expect(courseKey(text)).toBe(key));
});

describe('url', () => {
  it.each([
    ['https://user:secret@lms.example.edu:8000/a/b?c=d#e', 'https://lms.example.edu:8000/a/b'],
    ['https://lms.example.edu/api/user/v1/accounts/jane', 'https://lms.example.edu/api/user/v1/accounts/-'],
    ['https://lms.example.edu/certificates/0123456789abcdef', 'https://lms.example.edu/certificates/-'],
    [
      'https://lms.example.edu/password_reset_confirm/q9d-3ia/x/',
      'https://lms.example.edu/password_reset_confirm/-/-/',
    ],
    ['https://lms.example.edu/x/jane@example.edu/y', 'https://lms.example.edu/x/-/y'],
    ['https://lms.example.edu/x/jane%40mail.example.edu/y', 'https://lms.example.edu/x/-/y'],
    ['https://lms.example.edu/x/jane@host', 'https://lms.example.edu/x/jane@host'],
    ['https://lms.example.edu/x/ccx-v1:A+B.1+C+ccx@1', 'https://lms.example.edu/x/ccx-v1:A+B.1+C+ccx@1'],
    [
      'https://lms.example.edu/x/block-v1:A+B+C+type@video+block@1.2',
      'https://lms.example.edu/x/block-v1:A+B+C+type@video+block@1.2',
    ],
    ['https://lms.example.edu/account/settings', 'https://lms.example.edu/account/settings'],
  ])('scrubs %s', (address, scrubbed) => expect(scrubUrl(address)).toBe(scrubbed));
  it.each(['javascript:alert(1)', 'mailto:jane@example.edu', '//lms.example.edu/x', 'x_module', '/dashboard', ''])(
    'drops %j',
    (address) => expect(scrubUrl(address)).toBe(undefined),
  );
  it('lets no query value through, whatever it is', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (address) => {
        const scrubbed = scrubUrl(address) ?? '';
        expect(scrubbed.includes('?') || scrubbed.includes('#') || scrubbed.includes('@')).toBe(
          scrubbed.includes('@') && new URL(address).pathname.includes('@'),
        );
      }),
    );
  });
});

describe('free text', () => {
  it('stays out unless the operator lets it out', () => {
    expect(evaluate('$(event.answer | freeText)', { event: { answer: 'x' } })).toBe(undefined);
    expect(evaluate('$(event.answer | freeText)', { event: { answer: 'x' } }, true)).toBe('x');
  });
});
