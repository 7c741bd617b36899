import { expect, test } from 'vitest';
import { envelope } from '../../src/caliper/envelope.ts';
import { serialise } from '../../src/caliper/serialise.ts';
import { validateText } from '../../src/caliper/validate.ts';
import { events } from './documents.ts';

test('an envelope has exactly the four properties, and the events as they were written', () => {
  expect(
    envelope('https://adapter.example.edu/sensors/1', '2026-05-04T12:00:00.123Z', 'v1p1', ['{"a":1.0}', '{"b":2}']),
  ).toBe(
    '{"sensor":"https://adapter.example.edu/sensors/1","sendTime":"2026-05-04T12:00:00.123Z",' +
      '"dataVersion":"http://purl.imsglobal.org/ctx/caliper/v1p1","data":[{"a":1.0},{"b":2}]}',
  );
});

test('an envelope of good events keeps the rules', () => {
  const texts = Object.values(events).map((event) => serialise(event));
  expect(validateText(envelope('https://x.example/1', '2026-05-04T12:00:00.123Z', 'v1p2', texts))).toEqual([]);
});
