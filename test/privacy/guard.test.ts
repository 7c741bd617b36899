import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceRecord } from '../../src/ingest/record.ts';
import type { JsonObject } from '../../src/mapping/table.ts';
import { constantWords, findLeak, personValues } from '../../src/privacy/guard.ts';
import { constant, entity, pausing, rule, table } from '../mapping/checks/tables.ts';

const record = (fields: JsonObject, more: Partial<SourceRecord> = {}): SourceRecord => ({
  source: 'openedx',
  name: 'pause_video',
  fields,
  seed: 's',
  ...more,
});
const none: ReadonlySet<string> = new Set();
const words = constantWords(
  table([
    rule([pausing({ target: entity('MediaLocation'), extensions: constant({ 'org.example.side': 'Left_Pane' }) })]),
  ]),
);

/** The field that leaks when such a record goes out as that text. */
function leak(fields: JsonObject, text: string, harmless = none, lms?: string): string | undefined {
  return findLeak(personValues(record(fields)), text, harmless, lms)?.field;
}

describe('the values that name a person', () => {
  it('are found in payload, context and at the top, once each, by the closed field', () => {
    const fields = {
      username: 'Jane_Doe\n',
      session: '5e55104e5e55104e5e55104e5e55104e',
      ip: '203.0.113.7, 10.0.0.1',
      context: { user_id: 8456123, username: 'jane_doe', course_id: 'course-v1:edX+DemoX+Demo' },
      event: {
        user_id: '8456123',
        bookmark_id: 'jane_doe2,block-v1:edX+DemoX+Demo+type@html+block@b1',
        deep: { list: [{ email: 'jane@example.org' }] },
        duration: 195,
      },
    };
    expect(personValues(record(fields)).map(({ field, text, reach }) => [field, text, reach])).toEqual([
      ['username', 'jane_doe', 'token'],
      ['session', '5e55104e5e55104e5e55104e5e55104e', 'long'],
      ['ip', '203.0.113.7', 'token'],
      ['ip', '10.0.0.1', 'token'],
      ['context.user_id', '8456123', 'token'],
      ['event.bookmark_id', 'jane_doe2', 'token'],
      ['**.email', 'jane@example.org', 'long'],
    ]);
  });

  it('are none where nobody is named', () => {
    expect(
      personValues(record({ username: '', context: { user_id: null, username: 'anonymous' }, event: {} })),
    ).toEqual([]);
  });

  it('are old and new values of a profile only where they are such', () => {
    const fields = { event: { old: 'Jane Doe', new: 'Jane Roe' } };
    expect(personValues(record(fields))).toEqual([]);
    expect(personValues(record(fields, { name: 'edx.user.settings.changed' }))).toHaveLength(2);
  });

  it('are the agents of xAPI statements', () => {
    const fields = {
      name: 'http://adlnet.gov/expapi/verbs/completed',
      actor: { objectType: 'Agent', name: 'Jane Doe', account: { homePage: 'https://lms.example.edu', name: 'jane' } },
      object: { id: 'https://lms.example.edu/x', definition: { name: { en: 'Flowers' } } },
      context: {
        instructor: { mbox: 'mailto:Prof@example.org', name: 'A. Prof' },
        extensions: { 'https://w3id.org/xapi/openedx/extensions/session-id': 'abc123abc123' },
      },
    };
    expect(personValues(record(fields, { source: 'xapi' })).map(({ field, text }) => [field, text])).toEqual([
      ['actor.name', 'jane doe'],
      ['actor.account.name', 'jane'],
      ['**.mbox', 'prof@example.org'],
      ['**.instructor.name', 'a. prof'],
      ["context.extensions.'https://w3id.org/xapi/openedx/extensions/session-id'", 'abc123abc123'],
    ]);
  });

  it('are found below names that nobody foresaw, where a field may stand anywhere', () => {
    const attempt = { 'http://id.tincanapi.com/extension/attempt-id': 'Attempt-1234' };
    const fields = {
      object: { object: { parts: [{ context: { extensions: attempt } }] }, definition: { extensions: attempt } },
      result: { deep: { member: [{ name: 'Jane Doe' }], extensions: attempt } },
    };
    expect(personValues(record(fields, { source: 'xapi' })).map(({ field, text }) => [field, text])).toEqual([
      ["object.object.**.extensions.'http://id.tincanapi.com/extension/attempt-id'", 'attempt-1234'],
      ['**.member.*.name', 'jane doe'],
    ]);
  });

  it('survive records of any depth', () => {
    let deep: JsonObject = { email: 'jane@example.org' };
    for (let level = 0; level < 5000; level++) deep = { a: deep };
    expect(personValues(record(deep))).toEqual([]);
  });
});

describe('the last guard', () => {
  it('names the field, never the value', () => {
    const values = personValues(record({ username: 'jane_doe' }));
    expect(findLeak(values, '{"name":"jane_doe"}', none)).toEqual({ field: 'username' });
  });

  it.each([
    'jane_doe',
    'JANE_DOE',
    'https://lms.example.edu/u/jane_doe',
    'by jane_doe, today',
    'x%2Fjane_doe%2Fy',
    'x%20jane_doe',
    '%6Aane_doe',
    '\\njane_doe',
    '\\u006aane_doe',
    '%256Aane_doe',
    'jane_doe@example.org',
  ])('finds a user name in %s', (text) => {
    expect(leak({ username: 'jane_doe' }, `{"name":"${text}"}`)).toBe('username');
  });

  it.each([
    'jane@example.org',
    'JANE@Example.ORG',
    'mailto:jane@example.org',
    'jane%40example.org',
    'x%2Fjane@example.org%20y',
    'jane%2540example.org',
    'jane%ef%bc%a0example.org',
    'jane＠example.org',
    'jane\\u0040example.org',
  ])('finds an e-mail address in %s', (text) => {
    expect(leak({ event: { email: 'Jane@example.org' } }, `{"a":"100%","b":"${text}"}`)).toBe('event.email');
  });

  it.each(['jane%41a.org', 'jane.a.org', 'ajane%40a.org', 'jane%40a.orgs', 'jane%2Ba.org'])(
    'does not take %s for an e-mail address',
    (text) => {
      expect(leak({ event: { email: 'jane@a.org' } }, `{"a":"${text}"}`)).toBeUndefined();
    },
  );

  it('decodes each string by itself', () => {
    expect(leak({ username: 'jane_doe' }, '{"a":"x%20jane_","b":"doe%20"}')).toBeUndefined();
    expect(leak({ username: 'jane_doe' }, 'x%20jane_"doe%20')).toBeUndefined();
    expect(leak({ username: 'jane_doe' }, '{"a":"x%20","b":"jane%5Fdoe"}')).toBe('username');
    expect(leak({ username: 'jane_doe' }, '100%2 jane%5fdoe %zz')).toBe('username');
    expect(leak({ username: 'jane_doe' }, '{"a":"%ff","b":"%ff%2Fjane%5Fdoe%5C"}')).toBe('username');
  });

  it.each(['janejane_doe', 'jane_doet', 'jane', 'jane-doe'])('does not take %s for the user name', (text) => {
    expect(leak({ username: 'jane_doe' }, `{"name":"${text}"}`)).toBeUndefined();
  });

  it.each([
    '"3"',
    '"https://lms.example.edu/user/3"',
    '"/users/3/x"',
    '"/u/3"',
    '"https://x.example/?a=b&user=3"',
    '"x%2Fuser%2F3"',
  ])('finds a short user id in %s', (text) => {
    expect(leak({ context: { user_id: 3 } }, `{"a":${text}}`)).toBe('context.user_id');
  });

  it.each(['3', '"PT3M15S"', '"https://lms.example.edu/user/3f0e9c1a"', '"block@3"', '"a=3"', '"/xblock/3"'])(
    'does not take %s for a short user id',
    (text) => {
      expect(leak({ context: { user_id: 3 } }, `{"a":${text}}`)).toBeUndefined();
    },
  );

  it('finds a long user id where it stands alone', () => {
    expect(leak({ context: { user_id: 8456123 } }, '{"count":8456123}')).toBe('context.user_id');
    expect(leak({ context: { user_id: 8456123 } }, '{"count":84561230}')).toBeUndefined();
  });

  it('finds names in all their forms', () => {
    const fields = { event: { full_name: 'Zoë "Ζωή" ΣΑΣ' } };
    expect(leak(fields, JSON.stringify({ a: fields.event.full_name }))).toBe('event.full_name');
    expect(leak(fields, encodeURIComponent(fields.event.full_name))).toBe('event.full_name');
    expect(leak(fields, encodeURIComponent(fields.event.full_name).replaceAll('%20', '+'))).toBe('event.full_name');
    expect(leak(fields, JSON.stringify({ a: fields.event.full_name.normalize('NFD') }))).toBe('event.full_name');
    expect(leak(fields, JSON.stringify({ a: fields.event.full_name.toLowerCase() }))).toBe('event.full_name');
  });

  it('lets a learner be called as the tables write, except in the place of a name', () => {
    expect(leak({ username: 'MediaLocation' }, '{"type":"MediaLocation"}')).toBe('username');
    expect(leak({ username: 'MediaLocation' }, '{"type":"MediaLocation"}', words)).toBeUndefined();
    expect(leak({ username: 'left_pane' }, '{"side":"Left_Pane"}', words)).toBeUndefined();
    expect(leak({ username: 'video' }, '{"id":"https://lms.example.edu/u/video"}', words)).toBe('username');
    expect(leak({ username: 'audit' }, '{"mode":"audit"}', words)).toBeUndefined();
  });

  it('lets a learner be called as the course, a block or the site, except in the place of a name', () => {
    const context = { course_id: 'course-v1:edX+DemoX+Demo_2026' };
    const text = '{"id":"https://courses.example.edu/xblock/block-v1:edX+DemoX+Demo_2026+type@html+block@intro"}';
    expect(leak({ username: 'DemoX', context }, text)).toBeUndefined();
    expect(leak({ username: 'DemoX', context }, '{"id":"https://x.example/users/demox"}')).toBe('username');
    expect(leak({ username: 'intro', event: { id: 'intro' } }, text)).toBeUndefined();
    expect(leak({ username: 'intro' }, text)).toBe('username');
    expect(leak({ username: 'courses' }, text)).toBe('username');
    expect(leak({ username: 'courses' }, text, none, 'https://courses.example.edu')).toBeUndefined();
  });

  it('lets an xAPI activity be called as a block, not as a learner', () => {
    const found = (account: string, id: string): string | undefined => {
      const fields = { actor: { account: { homePage: 'https://lms.example.edu', name: account } }, object: { id } };
      return findLeak(personValues(record(fields, { source: 'xapi' })), JSON.stringify({ id }), none)?.field;
    };
    expect(
      found('intro', 'https://lms.example.edu/xblock/block-v1:edX+DemoX+Demo+type@html+block@intro'),
    ).toBeUndefined();
    expect(found('jane_doe', 'urn:profile:jane_doe')).toBe('actor.account.name');
    expect(found('jane_doe', 'tag:jane_doe,2026:x')).toBe('actor.account.name');
    expect(found('jane_doe', 'https://lms.example.edu/v1:jane_doe')).toBe('actor.account.name');
  });

  it.each([
    'zora-blåxton',
    'zora-blaxton',
    'https://media.example.edu/Zora_Bl%C3%A5xton/1',
    'Zora  Blåxton',
    'Zora\u00a0Blåxton',
    'zora+blaxton',
  ])('finds a name of several words in %s', (text) => {
    expect(leak({ event: { full_name: 'Zora Blåxton' } }, `{"a":"${text}"}`)).toBe('event.full_name');
  });

  it.each(['zorablåxton', 'Zora, Blåxton', 'azora blåxton', 'zora blåxtons'])(
    'does not take %s for a name of several words',
    (text) => {
      expect(leak({ event: { full_name: 'Zora Blåxton' } }, `{"a":"${text}"}`)).toBeUndefined();
    },
  );

  it('lets a learner be called as a course of several words', () => {
    const context = { course_id: 'course-v1:edX+Näh-Kurs+1' };
    const text = '{"id":"https://lms.example.edu/course/course-v1:edX+N%C3%A4h-Kurs+1"}';
    expect(leak({ username: 'Näh-Kurs', context }, text)).toBeUndefined();
  });

  // Where time grows with the square of the length, it takes longer than a test may.
  it('is not held up by a record of many parts of a key', () => {
    const fields = {
      username: 'demox',
      context: { course_id: 'course-v1:edX+DemoX+1' },
      event: { a: 'a-'.repeat(40_000) },
    };
    expect(leak(fields, '{"id":"course-v1:edX+DemoX+1"}')).toBeUndefined();
  });

  const canary = fc
    .tuple(
      fc.stringMatching(/^[A-Za-z0-9]{16,24}$/),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.stringMatching(/^[A-Za-z0-9]{2,6}$/),
    )
    .map((parts) => parts.join(''));
  const place = fc.constantFrom('username', 'event.email', 'context.session', 'event.full_name');
  // A half escape just before a value would swallow its first characters, when it is decoded twice.
  const surroundings = fc
    .string({ unit: 'grapheme', maxLength: 40 })
    .filter((text) => !/(%.?|\\(u[0-9a-f]{0,3})?)$/i.test(text));
  const disguises: ((value: string) => string)[] = [
    (value) => value,
    (value) => value.toUpperCase(),
    (value) => value.toLowerCase(),
    encodeURIComponent,
    encodeURI,
    (value) => encodeURIComponent(encodeURIComponent(value)),
    (value) => encodeURIComponent(value).toLowerCase(),
    (value) => Array.from(new TextEncoder().encode(value), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    (value) => JSON.stringify(value).slice(1, -1),
    (value) => value.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  ];

  it('finds a planted value wherever and however it is written', () => {
    fc.assert(
      fc.property(
        canary,
        place,
        surroundings,
        surroundings,
        fc.constantFrom(...disguises),
        fc.boolean(),
        (value, path, before, after, disguise, escaped) => {
          const [top = '', name] = path.split('.');
          const fields: JsonObject = name === undefined ? { [top]: value } : { [top]: { [name]: value } };
          // Upper case may be of another length (ß), which no lower case undoes.
          const written = disguise(value);
          fc.pre(written.toLowerCase() === value.toLowerCase() || written !== value.toUpperCase());
          const text = escaped
            ? JSON.stringify({ a: [encodeURIComponent(before) + written + encodeURIComponent(after)] })
            : `${encodeURIComponent(before)}${written} ${encodeURIComponent(after)}`;
          expect(leak(fields, text)).toBe(path);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['whole', 0, 0, 'username'],
    ['without its end', 0, 100, 'username'],
    ['without its beginning', 1, 0, undefined],
    ['without more than its end', 0, 101, undefined],
  ])('finds a value of 400 characters by the first 300 of them: %s', (_, start, left, field) => {
    const name = Array.from({ length: 100 }, (_each, index) => String(1000 + index)).join('');
    expect(leak({ username: name }, `{"id":"x${name.slice(start, 400 - left)}"}`)).toBe(field);
    expect(leak({ username: `${name} ü` }, `{"id":"%78${name.slice(start, 400 - left)}"}`)).toBe(field);
  });

  const long = 'a'.repeat(80_000);
  // Where time grows with the square of the length, these take longer than a test may.
  it.each([
    ['a value that stands at each place', long, long + long, 'username'],
    ['a value with its rare character at its end', `${long}qaa`, long + 'qaa'.repeat(30_000), 'username'],
    ['a value with its rare characters behind the first', `a${'q'.repeat(80_000)}`, 'q'.repeat(160_000), undefined],
    ['a value that is encoded', `${long} %41`, '%61'.repeat(80_000), 'username'],
  ])('is no trap for a CPU: %s', (_, name, text, field) => {
    expect(leak({ username: name, context: { course_id: name } }, `{"id":"${text}"}`)).toBe(field);
  });

  it('never takes a harmless word for a person', () => {
    const word = fc.constantFrom(...words);
    fc.assert(
      fc.property(word, fc.array(word), fc.constantFrom('.', ' ', '-', '":"', '+', '%2F'), (name, others, glue) => {
        const text = `{"${[...others, name, ...others].join(glue)}"}`;
        fc.pre(!/\/(user|users|u|profile|accounts)\/|mailto:/i.test(decodeURIComponent(text)));
        expect(leak({ username: name }, text, words)).toBeUndefined();
      }),
    );
  });

  it('never takes a pseudonym for the short id behind it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999 }), fc.uuid(), (id, pseudonym) => {
        const text = `{"actor":{"id":"https://lms.example.edu/user/${pseudonym}"},"eventTime":"2026-03-02T09:30:15.123Z"}`;
        expect(leak({ context: { user_id: id } }, text)).toBeUndefined();
      }),
    );
  });
});
