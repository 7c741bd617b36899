import { describe, expect, it } from 'vitest';
import { isSubtype, profiles } from '../../src/caliper/model.ts';
import { isObject } from '../../src/ingest/json.ts';
import type { JsonObject } from '../../src/mapping/table.ts';
import { corpusFiles, corpusPresent } from '../corpus.ts';
import { certificationRows, unreached } from './certification-rows.ts';
import type { CertificationRow } from './certification-rows.ts';
import { exampleEvents } from './shipped-events.ts';

// Tags are a learner's words.
const emitted = exampleEvents(true);
const events = emitted.map(({ event }) => event.value);
const ofTrackingLogs = emitted.filter(({ example }) => example.source === 'openedx').map(({ event }) => event.value);

const titleOf = ({ profile, event, action }: CertificationRow): string =>
  `${profile.replace('Profile', '')} ${event} ${action}`;

/**
 * The guide asks for a generated resource when one is created, but the specification says nothing of it, and the event of its
 * fixture (caliperEventResourceManagementCreated.json) has none: what was created is the object.
 */
const created = 'ResourceManagement ResourceManagementEvent Created';

function isReached(row: CertificationRow, by: readonly JsonObject[] = events): boolean {
  return by.some(
    (event) =>
      event['profile'] === row.profile &&
      event['type'] === row.event &&
      event['action'] === row.action &&
      is(event['actor'], row.actor) &&
      is(event['object'], row.object) &&
      (row.generated === undefined || titleOf(row) === created || is(event['generated'], row.generated)),
  );
}

function is(value: unknown, type: string): boolean {
  return isObject(value) && typeof value['type'] === 'string' && isSubtype(value['type'], type);
}

describe('the certification rows', () => {
  it('are each reached by an example, or there is a reason why not', () => {
    const missed = certificationRows.filter((row) => !isReached(row)).map(titleOf);
    expect(missed.filter((title) => unreached[title] === undefined)).toEqual([]);
    // Statements reach some rows for which tracking logs have no record.
    const reached = certificationRows.filter((row) => isReached(row, ofTrackingLogs)).map(titleOf);
    expect(Object.keys(unreached).filter((title) => reached.includes(title))).toEqual([]);
  });

  it('that a profile requires are all reached, and one of those that it chooses from', () => {
    const required = certificationRows.filter(({ level }) => level === 'required');
    expect(required.filter((row) => !isReached(row))).toEqual([]);
    const feedback = certificationRows.filter(({ level }) => level === 'one-of');
    expect(feedback.map((row) => [titleOf(row), isReached(row)])).toEqual([
      ['Feedback FeedbackEvent Commented', true],
      ['Feedback FeedbackEvent Ranked', true],
    ]);
  });

  it('are reached in all profiles, of which the general one has no rows', () => {
    const reached = new Set(certificationRows.filter((row) => isReached(row)).map(({ profile }) => profile));
    expect(Object.keys(profiles).filter((profile) => !reached.has(profile))).toEqual(['GeneralProfile']);
    expect(events.some((event) => event['profile'] === 'GeneralProfile' && event['type'] === 'Event')).toBe(true);
  });

  it.skipIf(!corpusPresent)('are those of the guide', () => {
    expect(certificationRows).toEqual(rowsOfGuide());
  });
});

function rowsOfGuide(): unknown[] {
  const [rules] = corpusFiles('caliper/rules');
  // The file is one object, and its rows are lists of seven texts.
  const { certification } = JSON.parse(rules?.text ?? '') as { certification: string[][] };
  return certification.map(([profile, event, action, actor, object = '', generated = '', level]) => {
    const shifted = object === 'Viewed';
    return {
      profile,
      event,
      action,
      actor: actor === 'Agent or subtype' ? 'Agent' : actor,
      object: shifted ? generated : object,
      generated: shifted || generated === '' ? undefined : generated,
      level: level === 'At least 1 Required' ? 'one-of' : level?.toLowerCase(),
    };
  });
}
