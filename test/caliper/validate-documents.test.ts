import { describe, expect, test } from 'vitest';
import { validateDocument, validateEvent, validateText } from '../../src/caliper/validate.ts';
import { changed, events } from './documents.ts';

const v1p2 = 'http://purl.imsglobal.org/ctx/caliper/v1p2';

describe('a text', () => {
  test('shows a decimal without a fraction and an integer with one, which a value does not', () => {
    expect(validateDocument(events.graded)).toEqual([]);
    const faults = validateText(JSON.stringify(events.graded).replace('"count":1,', '"count":1.0,'));
    expect(faults.map(({ path, code }) => `${path} ${code}`)).toEqual([
      '$.object.assignable.maxScore NOT_DECIMAL',
      '$.object.count NOT_INTEGER',
      '$.generated.maxScore NOT_DECIMAL',
    ]);
  });

  test('shows a key that stands twice', () => {
    const text = JSON.stringify(events.copied).replace('"action":"Copied"', '"action":"Created","action":"Copied"');
    expect(validateText(text)).toEqual([
      {
        path: '$.action',
        code: 'DUPLICATE_KEY',
        message: 'This key stands twice in one object; each property may be given once',
        section: 'Events',
      },
    ]);
  });

  test('that is not JSON is one fault', () => {
    expect(validateText('{')).toEqual([
      {
        path: '$',
        code: 'NOT_JSON',
        message: 'The text is not JSON: the text ends at line 1, column 2',
        section: 'Sensor API: JSON-LD Payload',
      },
    ]);
  });
});

describe('an envelope', () => {
  const good = {
    sensor: 'https://adapter.example.edu/sensors/1',
    sendTime: '2026-05-04T12:00:00.123Z',
    dataVersion: v1p2,
    data: [events.copied, { '@context': v1p2, ...events.copied.object }],
  };
  const paths = (value: unknown) => validateDocument(value).map(({ path, code }) => `${path} ${code}`);

  test('may mix events and entities', () => {
    expect(paths(good)).toEqual([]);
  });

  test('has four properties, and the path of a fault leads through data', () => {
    expect(paths({ ...good, id: 'x' })).toEqual(['$.id UNKNOWN_PROPERTY']);
    expect(paths({ sensor: 'adapter', data: [] })).toEqual([
      '$.sendTime MISSING_PROPERTY',
      '$.dataVersion MISSING_PROPERTY',
      '$.sensor NOT_IRI',
      '$.data NOT_ARRAY',
    ]);
    expect(paths({ ...good, data: [events.copied, changed(events.copied, 'actor.id', 'x'), 7] })).toEqual([
      '$.data[1].actor.id NOT_IRI',
      '$.data[2] NOT_OBJECT',
    ]);
  });

  test('may stand in an array, as may events', () => {
    expect(paths([good, changed(events.copied, 'id', 'x')])).toEqual(['$[1].id NOT_UUID_URN']);
  });
});

describe('Caliper 1.1', () => {
  const event = changed(
    changed(events.itemCompleted, '@context', 'http://purl.imsglobal.org/ctx/caliper/v1p1'),
    'profile',
    undefined,
  );
  const paths = (value: unknown) => validateEvent(value, 'v1p1').map(({ path, code }) => `${path} ${code}`);

  test('has no profile and none of the types, actions and properties that 1.2 added', () => {
    expect(paths({ ...event, profile: 'AssessmentProfile' })).toEqual([
      '$.generated.type UNKNOWN_ENTITY_TYPE',
      '$.profile UNKNOWN_PROPERTY',
    ]);
    expect(paths(changed(event, 'generated.type', 'FillinBlankResponse'))).toEqual([
      '$.generated.value UNKNOWN_PROPERTY',
    ]);
    expect(paths(changed(event, 'type', 'FeedbackEvent'))).toEqual(['$.type UNKNOWN_EVENT_TYPE']);
    expect(paths({ ...event, type: 'Event', action: 'Copied', generated: 'urn:x:y' })).toEqual([
      '$.action ACTION_NOT_ALLOWED',
    ]);
  });

  test('has them with the context of a profile extension', () => {
    const context = 'http://purl.imsglobal.org/ctx/caliper/v1p1/SurveyProfile-extension';
    expect(paths({ ...event, '@context': context })).toEqual([]);
    expect(paths({ ...event, '@context': 'http://purl.imsglobal.org/ctx/caliper/v1p2' })[0]).toBe(
      "$['@context'] UNKNOWN_CONTEXT",
    );
  });
});
