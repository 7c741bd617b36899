import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/mapping/table.ts';
import { normaliseTrackingLog } from '../../src/ingest/tracking-log/normalise.ts';
import type { SourceRecord } from '../../src/ingest/record.ts';
import { corpusFiles, corpusPresent } from '../corpus.ts';
import { asEmitted, asHybrid, asLogLine } from './shapes.ts';

const record = (value: unknown): SourceRecord => {
  const entry = normaliseTrackingLog(value);
  if (!entry.ok) throw new Error(entry.rejection.code);
  return entry.record;
};
const fields = (value: unknown): JsonObject => record(value).fields;

/** A server event as the platform emits it; all values are made up. */
const emitted = {
  name: 'edx.course.enrollment.activated',
  timestamp: '2024-03-01T10:20:30.123456+00:00',
  data: { user_id: 42, course_id: 'course-v1:OrgX+DemoX+2024', mode: 'audit' },
  context: {
    user_id: 42,
    course_id: 'course-v1:OrgX+DemoX+2024',
    org_id: 'OrgX',
    path: '/change_enrollment',
    username: 'learner',
    session: '0123456789abcdef0123456789abcdef',
    ip: '192.0.2.7',
    agent: 'Mozilla/5.0',
    host: 'lms.example.edu',
    referer: 'https://lms.example.edu/courses/',
    accept_language: 'en',
    client_id: '1.2',
    event_source: 'server',
    page: null,
  },
};

const browser = {
  name: 'pause_video',
  timestamp: '2024-03-01T10:20:30+00:00',
  data: { id: '0b9e39477cf34507a7a48f74be381fdd', currentTime: 3.5, code: 'html5' },
  context: {
    ...emitted.context,
    path: '/event',
    event_source: 'browser',
    page: 'https://lms.example.edu/courses/course-v1:OrgX+DemoX+2024/courseware/',
  },
};

const normalised = {
  name: 'edx.course.enrollment.activated',
  event_type: 'edx.course.enrollment.activated',
  event_source: 'server',
  time: '2024-03-01T10:20:30.123456Z',
  event: { user_id: '42', course_id: 'course-v1:OrgX+DemoX+2024', mode: 'audit' },
  context: {
    user_id: '42',
    course_id: 'course-v1:OrgX+DemoX+2024',
    org_id: 'OrgX',
    path: '/change_enrollment',
  },
  username: 'learner',
  session: '0123456789abcdef0123456789abcdef',
  ip: '192.0.2.7',
  agent: 'Mozilla/5.0',
  host: 'lms.example.edu',
  referer: 'https://lms.example.edu/courses/',
  accept_language: 'en',
  client_id: '1.2',
};

describe('the three shapes of one act', () => {
  test.each([
    ['as emitted', emitted],
    ['as a log line', asLogLine(emitted)],
    ['as a mixture', asHybrid(emitted)],
    [
      'with context and event as text',
      { ...asLogLine(emitted), context: JSON.stringify(asLogLine(emitted)['context']) },
    ],
  ])('%s give the same fields', (_, value) => {
    expect(fields(value)).toEqual(normalised);
  });

  test.each([
    ['a server event', emitted],
    ['a browser event', browser],
  ])('%s gives the same record', (_, value) => {
    expect(record(asLogLine(value))).toEqual(record(value));
    expect(record(asHybrid(value))).toEqual(record(value));
  });

  test('the payload of a browser event stands in its log line as text', () => {
    expect(typeof asLogLine(browser)['event']).toBe('string');
    expect(fields(asLogLine(browser))['event']).toEqual(browser.data);
  });

  describe.skipIf(!corpusPresent)('over the corpus', () => {
    const files = corpusFiles('tracking').filter(({ name }) => !name.includes('-raw/'));
    test.each(files.map(({ name, text }) => [name.split('/').slice(1).join('/'), text]))('%s', (_, text) => {
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        return;
      }
      const entry = normaliseTrackingLog(value);
      if (!entry.ok) {
        expect(entry.rejection.code).toMatch(/^(NO_NAME|NOT_AN_OBJECT)$/);
        return;
      }
      const given = value as JsonObject;
      expect(record(asLogLine(asEmitted(given)))).toEqual(entry.record);
      expect(record(asEmitted(given))).toEqual(entry.record);
      expect(record(asHybrid(asEmitted(given)))).toEqual(entry.record);
    });
  });
});

describe('single fields', () => {
  const line = { name: 'a', event_type: 'b', event_source: 'server', time: '2024-03-01T10:20:30Z', context: {} };
  const context = (value: unknown): unknown => fields(value)['context'];

  test('name wins over event_type, which stands in for it', () => {
    expect([record(line).name, fields(line)['event_type']]).toEqual(['a', 'b']);
    expect(record({ ...line, name: '' }).name).toBe('b');
    expect(record({ ...line, name: undefined }).name).toBe('b');
  });

  test.each<[string, unknown, unknown]>([
    ['an object', { id: '1' }, { id: '1' }],
    ['JSON text', '{"id":"1"}', { id: '1' }],
    ['JSON text written as text once more', '"{\\"id\\":\\"1\\"}"', { id: '1' }],
    ['nothing', undefined, {}],
    ['null', null, {}],
    ['empty text', '', {}],
    ['text of an empty object', '{}', {}],
    ['an array', [{ id: '1' }], {}],
    ['text of an array', '["a"]', {}],
    ['JSON that was cut', '{"POST": {"answer": ["x', {}],
    ['a form', 'input_0b9e_2_1=choice_0&input_0b9e_3_1=', 'input_0b9e_2_1=choice_0&input_0b9e_3_1='],
    ['a number', 7, {}],
  ])('the payload of %s', (_, event, payload) => {
    expect(fields({ ...line, event })['event']).toEqual(payload);
  });

  test.each<[unknown, unknown]>([
    [42, '42'],
    ['42', '42'],
    [' 42\n', '42'],
    ['0042', '42'],
    ['42.0', '42'],
    ['0', '0'],
    ['', undefined],
    [null, undefined],
    ['None', undefined],
    ['null', undefined],
    [-1, undefined],
    [2 ** 53, undefined],
    [{}, undefined],
    [true, undefined],
    ['2b1c-replaced', '2b1c-replaced'],
  ])('the user id %j is %j', (id, expected) => {
    const value = { ...line, context: { user_id: id }, event: { user_id: id, attempt_user_id: id, instructor_id: id } };
    const all = expected === undefined ? {} : { user_id: expected };
    expect(context(value)).toEqual(all);
    expect(fields(value)['event']).toEqual(
      expected === undefined ? {} : { user_id: expected, attempt_user_id: expected, instructor_id: expected },
    );
  });

  test.each<[unknown, unknown]>([
    ['learner\n', 'learner'],
    ['', undefined],
    ['anonymous', undefined],
    [null, undefined],
    [7, undefined],
  ])('the user name %j is %j', (username, expected) => {
    expect(fields({ ...line, username })['username']).toBe(expected);
    expect(fields({ ...line, context: { username } })['username']).toBe(expected);
  });

  test.each<[unknown, unknown]>([
    ['2024-03-01T10:20:30.123456+00:00', '2024-03-01T10:20:30.123456Z'],
    ['2024-03-01T10:20:30.123456', '2024-03-01T10:20:30.123456Z'],
    ['2024-03-01T10:20:30+00:00', '2024-03-01T10:20:30.000000Z'],
    ['2024-03-01T12:20:30.1+02:00', '2024-03-01T10:20:30.100000Z'],
    ['2024-03-01 10:20:30.123456+00:00', '2024-03-01T10:20:30.123456Z'],
    [1709288430.25, '2024-03-01T10:20:30.250000Z'],
    [1709288430250, '2024-03-01T10:20:30.250000Z'],
    [1e300, undefined],
    ['yesterday', 'yesterday'],
    ['', undefined],
    [null, undefined],
  ])('the time %j is %j', (time, expected) => {
    expect(fields({ ...line, time })['time']).toBe(expected);
  });

  test('what a shipper puts into host and agent is not taken for the event’s', () => {
    const shipped = {
      ...line,
      host: { name: 'node-1' },
      agent: { type: 'filebeat' },
      '@timestamp': 'now',
      tags: ['x'],
    };
    expect(record(shipped)).toEqual(record(line));
  });

  test('a record that an analytics job made is told apart', () => {
    expect(fields({ ...line, synthesized: true })['synthesized']).toBe(true);
  });

  test('a source that is not named is the server', () => {
    expect(fields({ name: 'a', data: {} })['event_source']).toBe('server');
  });
});

// Where time grows with the square of the length, it takes longer than a test may.
test('a user id of endless zeros is no trap', () => {
  const context = { ...emitted.context, user_id: `${'0'.repeat(60_000)}x` };
  expect(fields({ ...emitted, context })['context']).toMatchObject({ user_id: context.user_id });
});

describe('the course', () => {
  const key = 'course-v1:OrgX+DemoX+2024';
  const course = (value: object): unknown => {
    const { context } = fields({ name: 'a', context: { course_id: '' }, ...value }) as { context: JsonObject };
    return context['course_id'];
  };

  test.each<[string, object, string | undefined]>([
    ['of the context', { context: { course_id: key }, event: { course_id: 'a/b/c' } }, key],
    ['of the payload', { event: { course_id: key } }, key],
    ['event.course', { event: { course: 'OrgX/DemoX/2024' } }, 'OrgX/DemoX/2024'],
    ['event.label', { event: { label: key } }, key],
    ['not a label that is none', { event: { label: 'Sign up' } }, undefined],
    ['in the page', { page: `https://lms.example.edu/courses/${key}/courseware/?x=/courses/a/b/c` }, key],
    ['in a page that is percent-encoded', { page: '/courses/course-v1%3AOrgX%2BDemoX%2B2024/' }, key],
    ['in the page of a front end', { page: `https://apps.example.edu/learning/course/${key}/home` }, key],
    [
      'of a block in the page',
      { page: `https://lms.example.edu/xblock/block-v1:OrgX+DemoX+2024+type@video+block@0b9e` },
      key,
    ],
    ['of a custom course', { page: '/courses/ccx-v1:OrgX+DemoX+2024+ccx@7/progress' }, 'ccx-v1:OrgX+DemoX+2024+ccx@7'],
    [
      'of a block of a custom course',
      { page: '/xblock/ccx-block-v1:OrgX+DemoX+2024+ccx@7+type@video+block@0b9e' },
      'ccx-v1:OrgX+DemoX+2024+ccx@7',
    ],
    ['in the path', { context: { course_id: null, path: '/courses/OrgX/DemoX/2024/info' } }, 'OrgX/DemoX/2024'],
    ['in the name of an implicit event', { name: `/courses/${key}/progress` }, key],
    ['not in a query', { page: `https://lms.example.edu/login?next=/courses/${key}/` }, undefined],
    ['not in the list of courses', { page: 'https://lms.example.edu/courses/' }, undefined],
    ['not in x_module', { page: 'x_module' }, undefined],
  ])('%s', (_, value, expected) => {
    expect(course(value)).toBe(expected);
  });
});

describe('the seed', () => {
  const line = asLogLine(browser);
  const { seed } = record(line);

  test.each<[string, object]>([
    ['what shippers add', { '@timestamp': 'now', host: { name: 'n' }, agent: {}, kubernetes: {}, label: 'x' }],
    ['a host or agent that a shipper wrote', { host: 'node-1', agent: 'vector' }],
    ['an address that was removed', { ip: '', referer: '', accept_language: '' }],
    ['another form of the same time', { time: '2024-03-01T10:20:30.000Z' }],
    ['a user id as text', { context: { ...(line['context'] as object), user_id: '42' } }],
    ['the payload as an object with other order', { event: { code: 'html5', currentTime: 3.5, id: browser.data.id } }],
    ['when a mobile app delivered it', { context: { ...(line['context'] as object), received_at: 'later' } }],
  ])('stays the same with %s', (_, change) => {
    expect(record({ ...line, ...change }).seed).toBe(seed);
  });

  test.each<[string, object]>([
    ['name', { name: 'play_video' }],
    ['time', { time: '2024-03-01T10:20:30.000001Z' }],
    ['source', { event_source: 'mobile' }],
    ['person', { username: 'other' }],
    ['user id', { context: { ...(line['context'] as object), user_id: 43 } }],
    ['session', { session: 'f'.repeat(32) }],
    ['payload', { event: '{"id":"other"}' }],
    ['cut payload', { event: '{"id":"oth' }],
    ['page', { page: 'https://lms.example.edu/courses/course-v1:OrgX+DemoX+2024/progress' }],
    ['block', { context: { ...(line['context'] as object), module: { usage_key: 'block-v1:x' } } }],
  ])('differs with the %s', (_, change) => {
    expect(record({ ...line, ...change }).seed).not.toBe(seed);
  });

  test('two cut payloads differ', () => {
    expect(record({ ...line, event: '{"a": "x' }).seed).not.toBe(record({ ...line, event: '{"a": "y' }).seed);
  });
});

describe('rejections', () => {
  const deep = (levels: number): unknown => JSON.parse('[{"a":'.repeat(levels / 2) + '1' + '}]'.repeat(levels / 2));
  test.each<[unknown, string]>([
    [7, 'NOT_AN_OBJECT'],
    [null, 'NOT_AN_OBJECT'],
    [[], 'NOT_AN_OBJECT'],
    [{}, 'NO_NAME'],
    [{ name: ' ', event_type: 7 }, 'NO_NAME'],
    [{ verb: { id: 'https://example.edu/did' } }, 'XAPI_STATEMENT'],
    [{ name: 'a', event: deep(64) }, 'TOO_DEEP'],
    [{ name: 'a', event: JSON.stringify({ x: deep(64) }) }, 'TOO_DEEP'],
    [{ name: 'a', event: JSON.parse('[{"a":'.repeat(50_000) + '1' + '}]'.repeat(50_000)) as unknown }, 'TOO_DEEP'],
  ])('case %#', (value, code) => {
    const entry = normaliseTrackingLog(value);
    expect(entry.ok ? 'ok' : entry.rejection.code).toBe(code);
  });

  test('depth that people use is taken', () => {
    expect(record({ name: 'a', event: deep(60) }).name).toBe('a');
  });

  test('nothing throws, and what comes in is not changed', () => {
    const key = fc.oneof(
      fc.constantFrom('name', 'event_type', 'event', 'data', 'time', 'timestamp', 'context', 'username', 'page'),
      fc.constantFrom('user_id', 'course_id', 'session', 'path', 'label', 'module', '__proto__', 'constructor'),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.jsonValue({ maxDepth: 1 }),
        fc.constantFrom('{"a":', '{}', '"x"', 'course-v1:a+b+c', '/courses/%', '2024-01-01T00:00:00Z', 1e308),
        fc.dictionary(key, tie('value'), { noNullPrototype: true }),
        tie('value').map((inner) => JSON.stringify(inner)),
      ),
    }));
    fc.assert(
      fc.property(value, (given) => {
        const before = JSON.stringify(given);
        const entry = normaliseTrackingLog(given);
        expect(typeof entry.ok).toBe('boolean');
        expect(JSON.stringify(given)).toBe(before);
        if (entry.ok) expect(JSON.parse(JSON.stringify(entry.record))).toEqual(entry.record);
      }),
      { numRuns: 2000 },
    );
  });
});
