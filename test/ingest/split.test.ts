import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { split } from '../../src/ingest/split/split.ts';

/** Values, and `line 3` for what was rejected there. */
const show = (text: string, most?: number): unknown[] =>
  split(text, most).map((entry) => (entry.ok ? entry.value : /^line \d+/.exec(entry.rejection.message)?.[0]));

describe('what a body may look like', () => {
  test.each<[string, string, unknown[]]>([
    ['one object', '{"a":1}', [{ a: 1 }]],
    ['an array', '[{"a":1},{"a":2}]', [{ a: 1 }, { a: 2 }]],
    ['arrays in an array', '[[{"a":1}],[],[[{"a":2}]]]', [{ a: 1 }, { a: 2 }]],
    ['an empty array', '[]', []],
    ['one object a line', '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ['lines that end in CR LF', '{"a":1}\r\n{"a":2}\r\n', [{ a: 1 }, { a: 2 }]],
    ['objects with no separator', '{"a":1}{"a":2} {"a":"}{"}', [{ a: 1 }, { a: 2 }, { a: '}{' }]],
    ['a record separator before each (RFC 7464)', '\u001e{"a":1}\n\u001e{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ['a byte order mark in the middle', '{"a":1}\n\uFEFF{"a":2}', [{ a: 1 }, { a: 2 }]],
    ['NUL where a log was cut short', '\0\0\0{"a":1}\n{"a":2}\n\0\0', [{ a: 1 }, { a: 2 }]],
    ['blank lines and comments', '\n# {"a":0}\n{"a":1}\n  \n#\n', [{ a: 1 }]],
    [
      'an object over several lines',
      '{\n  "a": 1,\n  "b": [\n    {}\n  ]\n}\n{\n"a": 2\n}',
      [{ a: 1, b: [{}] }, { a: 2 }],
    ],
    [
      'two objects that meet on a line',
      '{\n"a": 1\n}{\n"a": 2\n} {"a":3}\n{"a":4}',
      [{ a: 1 }, { a: 2 }, { a: 3 }, { a: 4 }],
    ],
    ['an array over several lines, cut', '[\n{"a":1},\n{"a":2},\n{"a":', [{ a: 1 }, { a: 2 }, 'line 4']],
    ['an array with a broken item', '[{"a":1},{"a":oops},{"a":3}]', [{ a: 1 }, 'line 1', { a: 3 }]],
    [
      'lines of Tutor',
      '2023-05-23 13:53:13,461 INFO 20 [tracking] [user 6] [ip 172.18.0.1] logger.py:41 - {"a": {"b": 1}}\n',
      [{ a: { b: 1 } }],
    ],
    ['lines of syslog', '<13>1 2023-05-23T13:53:13Z lms edx 20 - - {"a":1}\n[edx] {"a":2}', [{ a: 1 }, { a: 2 }]],
    ['text behind an object', '{"a":1} (end)\n{"a":2};', [{ a: 1 }, { a: 2 }]],
    ['JSON text in an array', '["{\\"a\\":1}", 7, null]', ['{"a":1}', 7, null]],
  ])('%s', (_, text, values) => {
    expect(show(text)).toEqual(values);
  });
});

describe('what cannot be read', () => {
  test('is named by its line, never by its content', () => {
    expect(split('{"a":1}\nsecret words\n{"a":2}')).toEqual([
      { ok: true, value: { a: 1 } },
      {
        ok: false,
        rejection: {
          code: 'NOT_JSON',
          message: 'line 2 is not JSON, or was cut: send JSON objects, one a line or in an array',
        },
      },
      { ok: true, value: { a: 2 } },
    ]);
  });

  test.each<[string, string, unknown[]]>([
    ['a line cut within a text', '{"a":"x\n{"a":2}', ['line 1', { a: 2 }]],
    ['a line cut behind a backslash', '{"a":"x\\\n{"a":"2"}', ['line 1', { a: '2' }]],
    ['a line cut where a value belongs', '{"a":\n{"a":2}\n{"a":3}', ['line 1', { a: 2 }, { a: 3 }]],
    ['a line cut behind a comma', '{"a":1,\n{"a":2}\n', ['line 1', { a: 2 }]],
    ['two cut lines', '{"a":\n{"b":\n{"a":3}\n', ['line 1', 'line 2', { a: 3 }]],
    ['a cut line of Tutor', 'x [tracking] - {"a":\nx [tracking] - {"a":2}', ['line 1', { a: 2 }]],
    ['a broken object over several lines', '{\n  "a": oops,\n  "b": {}\n}\n{"a":2}', ['line 1', { a: 2 }]],
    ['a cut object over several lines', '{\n  "a": {\n    "b":\n{\n  "a": 2\n}\n', ['line 1', { a: 2 }]],
    [
      'a cut line before an array with one object a line',
      '[\n  {"a":\n  {"a":2},\n  {"a":3}\n]',
      ['line 2', { a: 2 }, { a: 3 }],
    ],
    ['nothing but text', 'one\ntwo', ['line 1', 'line 2']],
  ])('%s', (_, text, values) => {
    expect(show(text)).toEqual(values);
  });
});

test('reading stops at one more than the most', () => {
  expect(show('[1,2,3,4]', 2)).toEqual([1, 2, 3]);
  expect(show('{}\n{}\n{}\n{}\n{"a":', 2)).toEqual([{}, {}, {}]);
});

describe('properties', () => {
  const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { noNullPrototype: true }).map(
    // As it comes back from JSON: -0 is 0.
    (value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>,
  );
  const noise = fc.constantFrom('', '   ', '# comment {"a":1}', '\t\r', '\0\0', '\uFEFF');
  const prefix = fc.constantFrom(
    '',
    '  ',
    '2023-05-23 13:53:13,461 INFO 20 [tracking] [user 6] [ip ::1] logger.py:41 - ',
  );
  const written = (value: object): fc.Arbitrary<string> =>
    fc.oneof(
      fc
        .tuple(prefix, fc.constantFrom('', ' ', ' \r'))
        .map(([before, after]) => before + JSON.stringify(value) + after),
      fc.constantFrom(1, 2, '\t').map((indent) => JSON.stringify(value, null, indent)),
      fc.constantFrom(2, '\t').map((indent) => JSON.stringify(value, null, indent).replaceAll('\n', '\r\n')),
    );

  test('a list of objects comes back, however it is written and whatever stands between', () => {
    const body = fc
      .array(object, { maxLength: 6 })
      .chain((list) =>
        fc.tuple(
          fc.constant(list),
          fc.tuple(...list.map((value) => fc.tuple(fc.array(noise, { maxLength: 2 }), written(value)))),
          fc.array(noise, { maxLength: 2 }),
        ),
      );
    fc.assert(
      fc.property(body, ([list, lines, end]) => {
        const text = [...lines.flatMap(([before, line]) => [...before, line]), ...end].join('\n');
        expect(show(text)).toEqual(list);
      }),
      { numRuns: 500 },
    );
  });

  test('a list comes back from an array and from objects with no separator', () => {
    fc.assert(
      fc.property(fc.array(object), fc.constantFrom(undefined, 2), (list, indent) => {
        expect(show(JSON.stringify(list, null, indent))).toEqual(list);
        expect(show(list.map((value) => JSON.stringify(value, null, indent)).join(''))).toEqual(list);
      }),
    );
  });

  test('each cut line is one rejection, and the lines around it come back', () => {
    const cut = fc
      .tuple(fc.dictionary(fc.string(), fc.string(), { minKeys: 1, noNullPrototype: true }), fc.nat())
      .map(([value, at]) => {
        const text = JSON.stringify(value);
        return text.slice(0, 1 + (at % (text.length - 1)));
      });
    const line = fc.oneof(
      object.map((value) => ({ value, text: JSON.stringify(value) })),
      cut.map((text) => ({ text })),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const expected = lines.map((item, index) => ('value' in item ? item.value : `line ${index + 1}`));
        expect(show(lines.map(({ text }) => text).join('\n'))).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('nothing throws', () => {
    const fragment = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\n',
      '\\',
      ' ',
      '1',
      'null',
      '#',
      'x',
      '{"a":1}',
    );
    fc.assert(
      fc.property(
        fc.array(fragment).map((parts) => parts.join('')),
        (text) => {
          expect(Array.isArray(split(text))).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('hostile bodies take linear time', () => {
  test.each([
    ['open braces', '{'],
    ['open braces, one a line', '{\n'],
    ['objects that never end', '{"a":\n'],
    ['indented ones', ' {"a":\n'],
    ['texts that never end', '{"\n'],
    ['broken lines', '{"a":{"b":\n"x"\n'],
    ['indented lines in a broken object', ' {x}\n'],
    ['words', 'x\n'],
    ['arrays', '[\n'],
  ])('%s', (_, part) => {
    const time = (length: number): number => {
      const text = '{"a":[\n1 2\n' + part.repeat(length / part.length);
      const start = performance.now();
      split(text, 2_000);
      return performance.now() - start;
    };
    time(10_000);
    // Ten times the length may take fifty times as long on a busy machine; squared growth would take a hundred times and more.
    expect(time(4_000_000)).toBeLessThan(50 * Math.max(time(400_000), 20));
  });
});
