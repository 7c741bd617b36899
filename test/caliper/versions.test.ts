import { describe, expect, test } from 'vitest';
import { serialise } from '../../src/caliper/serialise.ts';
import { validateEvent, validateText } from '../../src/caliper/validate.ts';
import { toV1p1 } from '../../src/caliper/versions.ts';
import type { CaliperObject } from '../../src/mapping/outcome.ts';
import { corpusFiles, corpusPresent } from '../corpus.ts';
import { changed, events } from './documents.ts';
import { officialSchemaFaults } from './official-schema.ts';

function converted(event: CaliperObject): CaliperObject {
  const outcome = toV1p1(event);
  if (!outcome.ok) throw new Error(outcome.reason);
  expect(validateEvent(outcome.event, 'v1p1')).toEqual([]);
  return outcome.event;
}

describe('an event for a Caliper 1.1 destination', () => {
  test('changes its context and loses its profile', () => {
    const { profile, ...rest } = events.mediaPaused;
    expect(profile).toBe('MediaProfile');
    expect(converted(events.mediaPaused)).toEqual({
      ...rest,
      '@context': 'http://purl.imsglobal.org/ctx/caliper/v1p1',
    });
  });

  test('is a copy: the 1.2 event stays as it was', () => {
    const before = structuredClone(events.launched);
    converted(events.launched);
    expect(events.launched).toEqual(before);
  });

  test('reports a launch as the use of a tool, with the federated session and without the link', () => {
    const event = converted(events.launched);
    expect(event['type']).toBe('ToolUseEvent');
    expect(event['action']).toBe('Used');
    expect(event['federatedSession']).toEqual(events.launched.federatedSession);
    expect('target' in event).toBe(false);
  });

  test('takes the nearest supertype that 1.1 has', () => {
    const { id, attempt } = events.itemCompleted.generated;
    expect(converted(events.itemCompleted)['generated']).toEqual({ id, type: 'Response', attempt });
  });

  test('loses what 1.1 has no type for', () => {
    expect('generated' in converted(events.commented)).toBe(false);
    expect('generated' in converted(events.unknownLearnerUsedTool)).toBe(false);
  });

  test('loses the Attempt of an item and a target that is no Frame', () => {
    const attempt = events.itemCompleted.generated.attempt;
    expect('generated' in converted(changed(events.itemCompleted, 'generated', attempt))).toBe(false);
    const viewed = changed(changed(events.mediaPaused, 'type', 'ViewEvent'), 'action', 'Viewed');
    expect('target' in converted(viewed)).toBe(false);
    const frame = { id: 'https://x.example/f', type: 'Frame', index: 1 };
    expect(converted(changed(viewed, 'target', frame))['target']).toEqual(frame);
  });

  test('loses properties that are new in 1.2', () => {
    const object = { id: 'https://x.example', type: 'SoftwareApplication', host: 'h', userAgent: 'u', version: '2' };
    expect(converted(changed(events.loggedIn, 'object', object))['object']).toEqual({
      id: 'https://x.example',
      type: 'SoftwareApplication',
      version: '2',
    });
  });

  test('writes out an actor that stood as IRI in an array', () => {
    const message = converted(events.replied)['object'];
    expect(message).toMatchObject({ creators: [{ id: events.replied.actor.id, type: 'Person' }] });
  });

  test('becomes a plain Event when a Result is viewed', () => {
    const event = converted(events.resultViewed);
    expect([event['type'], event['action']]).toEqual(['Event', 'Viewed']);
  });

  test.each([
    ['Archived', 'Modified'],
    ['Created', 'Created'],
    ['Downloaded', 'Retrieved'],
    ['Saved', 'Modified'],
    ['Uploaded', 'Added'],
  ])('says %s of a resource as Event with %s', (action, now) => {
    const event = converted(changed(events.copied, 'action', action));
    expect([event['type'], event['action']]).toEqual(['Event', now]);
  });

  test.each(['Copied', 'Printed', 'Published', 'Restored', 'Unpublished'])('is none where 1.1 has no %s', (action) => {
    expect(toV1p1(changed(events.copied, 'action', action))).toEqual({
      ok: false,
      reason: `Caliper 1.1 has no counterpart of ResourceManagementEvent with action ${action}`,
    });
  });

  test('is none where 1.1 has no type for the object', () => {
    expect(toV1p1(changed(events.commented, 'object', events.commented.generated))).toEqual({
      ok: false,
      reason: 'Caliper 1.1 has no entity type for the object',
    });
  });

  test('keeps an unknown entity unknown', () => {
    const survey = { id: 'http://purl.imsglobal.org/caliper/Questionnaire', type: 'Questionnaire', items: [] };
    const event = { ...events.copied, type: 'QuestionnaireEvent', profile: 'SurveyProfile', action: 'Submitted' };
    expect(converted(changed(changed(event, 'object', survey), 'generated', undefined))['object']).toEqual({
      id: 'http://purl.imsglobal.org/caliper/DigitalResourceCollection',
      type: 'DigitalResourceCollection',
    });
  });
});

describe.skipIf(!corpusPresent)('official events and samples, converted to 1.1', () => {
  const documents = [...corpusFiles('caliper/samples'), ...corpusFiles('caliper/fixtures/v1p2')]
    .map(({ name, text }) => ({ name, event: JSON.parse(text) as CaliperObject }))
    .filter(({ event }) => typeof event['type'] === 'string' && event['type'].endsWith('Event'));

  test.each(documents)('$name keeps the rules of 1.1 and its JSON Schema, or has no counterpart', ({ name, event }) => {
    const outcome = toV1p1(event);
    const without = /ManagementCopied|ManagementPrinted|InvitationAccepted|LaunchReturned/.test(name);
    expect(outcome.ok).toBe(!without);
    if (!outcome.ok) return;
    expect(validateText(serialise(outcome.event), { version: 'v1p1' })).toEqual([]);
    expect(officialSchemaFaults(outcome.event, 'v1p1')).toEqual([]);
  });
});
