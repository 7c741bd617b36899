import { describe, expect, it } from 'vitest';
import { normaliseTrackingLog } from '../../src/ingest/tracking-log/normalise.ts';
import type { IngestEntry, SourceRecord } from '../../src/ingest/record.ts';
import { statementEntries } from '../../src/ingest/xapi/entry.ts';
import type { JsonObject, MappingTable, ValueNode } from '../../src/mapping/table.ts';
import type { RecordOutcome } from '../../src/pipeline/outcome.ts';
import { ownIds } from '../../src/pipeline/own-ids.ts';
import { createTranslators, type TranslatorSettings } from '../../src/pipeline/translator.ts';
import { createPseudonyms } from '../../src/privacy/pseudonym.ts';
import { loadShipped } from '../mappings/shipped.ts';
import { call, entity, field, pausing, rule, table } from '../mapping/checks/tables.ts';

const secret = new TextEncoder().encode('a secret that is only for this test');
const second = new TextEncoder().encode('another secret, also only for this test');
const lms = 'https://lms.example.edu';
const shipped = loadShipped().table;
const pseudonym = createPseudonyms(secret);

const recordOf = (entry: IngestEntry): SourceRecord => {
  if (!entry.ok) throw new Error(entry.rejection.code);
  return entry.record;
};
const event = (fields: JsonObject): SourceRecord =>
  recordOf(
    normaliseTrackingLog({
      event_source: 'server',
      time: '2026-05-04T12:00:00.123456+00:00',
      session: '5e55104e5e55104e5e55104e5e55104e',
      ...fields,
      context: { course_id: 'course-v1:edX+DemoX+Demo', user_id: 31, ...(fields['context'] as JsonObject | undefined) },
    }),
  );
const statement = (fields: JsonObject): SourceRecord =>
  recordOf(
    statementEntries(() => new Date('2026-03-02T10:00:00Z'))({ name: 'lms', lms })({
      id: '0A1B2C3D-0000-4000-8000-000000000001',
      actor: { account: { homePage: lms, name: '31' } },
      verb: { id: 'http://adlnet.gov/expapi/verbs/scored' },
      object: { id: 'https://h5p.example.edu/quiz/7' },
      timestamp: '2026-03-02T10:30:15.123456+01:00',
      ...fields,
    }),
  );

function translate(
  record: SourceRecord,
  settings: Partial<TranslatorSettings> = {},
  tables: MappingTable = shipped,
): RecordOutcome {
  const noting = { ids: true, learners: true };
  return createTranslators(tables, { secret, freeText: false, noting, ...settings })(lms).translate(record);
}

function notesOf(outcome: RecordOutcome): unknown {
  if (outcome.kind !== 'emitted') return outcome;
  return { events: outcome.events.map(({ people, things }) => ({ people, things })), learners: outcome.learners };
}

const learner = pseudonym('learner', '31');
const session = pseudonym('session', '5e55104e5e55104e5e55104e5e55104e');

describe('the ids of acts and things in a record', () => {
  it.each<[string, SourceRecord, string[]]>([
    ['a note', event({ name: 'edx.course.student_notes.added', event: { note_id: '51' } }), ['51']],
    [
      'notes',
      event({ name: 'edx.course.student_notes.viewed', event: { notes: [{ note_id: 51 }, { note_id: 'a b' }, 7] } }),
      ['51', 'a%20b'],
    ],
    [
      'a message',
      event({
        name: 'edx.forum.comment.created',
        event: { id: '64d2', discussion: { id: '64ab' }, response: { id: '64b7' } },
      }),
      ['64d2', '64ab', '64b7'],
    ],
    ['a video, whose id is content', event({ name: 'pause_video', event: { id: '0b9e' } }), []],
    [
      'a change of a score',
      event({
        name: 'edx.grades.problem.submitted',
        event: { event_transaction_id: '6fe413fb-b7c3-4118-a180-000000000001' },
      }),
      ['6fe413fb-b7c3-4118-a180-000000000001'],
    ],
    ['an exam attempt', event({ name: 'edx.special_exam.proctored.attempt.started', event: { attempt_id: 7 } }), ['7']],
    ['a payload that is no object', event({ name: 'problem_reset', event: 'input_1=x' }), []],
    ['a statement', statement({}), ['0a1b2c3d-0000-4000-8000-000000000001']],
    [
      'a statement about a statement',
      statement({ object: { objectType: 'StatementRef', id: '0A1B2C3D-0000-4000-8000-000000000002' } }),
      ['0a1b2c3d-0000-4000-8000-000000000001', '0a1b2c3d-0000-4000-8000-000000000002'],
    ],
    [
      'a statement about a message',
      statement({
        object: {
          id: `${lms}/api/discussion/v1/threads/64ab`,
          definition: { type: 'http://id.tincanapi.com/activitytype/discussion' },
        },
      }),
      ['0a1b2c3d-0000-4000-8000-000000000001', '64ab'],
    ],
  ])('%s', (_, record, expected) => {
    expect(ownIds(record)).toEqual(expected);
  });
});

describe('what is noted of an event', () => {
  it('is every pseudonym in its text, and the learners among them', () => {
    const outcome = translate(event({ name: 'pause_video', event: { id: '0b9e', currentTime: 3 } }));
    expect(notesOf(outcome)).toEqual({ events: [{ people: [learner, session] }], learners: [learner] });
  });

  it('is a user name where there is no id', () => {
    const record = recordOf(
      normaliseTrackingLog({
        name: 'pause_video',
        username: 'jane_doe',
        time: '2026-05-04T12:00:00Z',
        event: { id: '0b9e' },
        context: { course_id: 'course-v1:edX+DemoX+Demo' },
      }),
    );
    const name = pseudonym('username', 'jane_doe');
    expect(notesOf(translate(record))).toEqual({ events: [{ people: [name] }], learners: [name] });
  });

  it('is a note, an attempt, a message and a statement, where they stand', () => {
    const things = (record: SourceRecord): unknown => {
      const outcome = translate(record);
      return outcome.kind === 'emitted' ? outcome.events.map((one) => one.things) : outcome;
    };
    expect([
      things(
        event({
          name: 'edx.course.student_notes.added',
          event: { note_id: '51', component_usage_id: 'block-v1:edX+DemoX+Demo+type@html+block@b1' },
        }),
      ),
      things(event({ name: 'edx.forum.thread.created', event: { id: '64ab', commentable_id: 'course' } })),
      things(statement({ result: { score: { scaled: 0.5 } } })),
    ]).toEqual([[['51']], [['64ab']], [['0a1b2c3d-0000-4000-8000-000000000001']]]);
  });

  it('is nothing where nobody asks', () => {
    const record = event({ name: 'pause_video', event: { id: '0b9e', currentTime: 3 } });
    const bare = createTranslators(shipped, { secret, freeText: false })(lms).translate(record);
    expect(bare.kind === 'emitted' && [Object.keys(bare).sort(), Object.keys(bare.events[0] ?? {}).sort()]).toEqual([
      ['events', 'kind', 'rule'],
      ['id', 'text', 'type', 'value'],
    ]);
    const learners = translate(record, { noting: { ids: false, learners: true } });
    expect(notesOf(learners)).toEqual({ events: [{}], learners: [learner] });
    const ids = translate(record, { noting: { ids: true, learners: false } });
    expect(notesOf(ids)).toEqual({ events: [{ people: [learner, session] }] });
  });
});

describe('a part of a pseudonym', () => {
  const whole = call(field('event.user_id'), 'pseudonym', 'learner');
  const cut = call(whole, 'before', '-');
  const naming = (name: ValueNode): MappingTable => ({
    version: 1,
    sources: [table([rule([pausing({ target: entity('MediaLocation', { name }) })])])],
  });
  const record = event({ name: 'pause_video', event: { id: '0b9e', user_id: 31 } });

  it('fails the event, since no destination could get another in its place', () => {
    expect(translate(record, {}, naming(cut))).toMatchObject({
      kind: 'failed',
      code: 'PSEUDONYM_CUT',
      message: 'MediaEvent would hold a part of a pseudonym: write it whole, since destinations may get their own',
    });
  });

  it('goes where all destinations get the pseudonyms of the adapter, and whole ones go anywhere', () => {
    expect(translate(record, { noting: { ids: false, learners: true } }, naming(cut)).kind).toBe('emitted');
    expect(translate(record, {}, naming(whole)).kind).toBe('emitted');
  });
});

describe('a record with ids beyond all measure', () => {
  const opened = (more: number): SourceRecord => {
    const others = Array.from({ length: more }, (_, index) => ({ note_id: -1 - index }));
    return event({ name: 'edx.course.student_notes.viewed', event: { notes: [{ note_id: '51' }, ...others] } });
  };

  it('fails, since each of them would be looked for in each of its events', () => {
    expect(translate(opened(2_000))).toMatchObject({
      kind: 'failed',
      code: 'TOO_MANY_PEOPLE',
      message:
        'the record has more than 2000 ids of people, acts and things, more than can be looked for in its events',
    });
  });

  it('goes where nobody looks for them, and with fewer ids', () => {
    expect(translate(opened(2_000), { noting: { ids: false, learners: true } }).kind).toBe('emitted');
    expect(notesOf(translate(opened(1_900)))).toMatchObject({ events: [{ things: ['51'] }] });
  });
});

describe('a rotation of the secret', () => {
  const rotation = [{ from: '2027-01-01T00:00:00.000Z', secret: second }];
  const paused = (time: string): SourceRecord =>
    event({ name: 'pause_video', time, event: { id: '0b9e', currentTime: 3 } });
  const of = (record: SourceRecord): { actor: unknown; id: unknown; period: unknown } => {
    const outcome = translate(record, { rotation });
    if (outcome.kind !== 'emitted') throw new Error(outcome.kind);
    return { actor: outcome.events[0]?.value['actor'], id: outcome.events[0]?.id, period: outcome.period };
  };
  const person = (value: string): unknown => ({ id: `${lms}/user/${value}`, type: 'Person' });

  it('makes another person of a learner from an instant of the records on', () => {
    expect(of(paused('2026-12-31T23:59:59.999999+00:00'))).toMatchObject({ actor: person(learner), period: undefined });
    expect(of(paused('2027-01-01T00:00:00+00:00'))).toMatchObject({
      actor: person(createPseudonyms(second)('learner', '31')),
      period: 1,
    });
  });

  it('goes by the timestamp of a statement, with its offset', () => {
    const period = (timestamp: string): unknown => {
      const outcome = translate(statement({ timestamp, result: { score: { scaled: 0.5 } } }), { rotation });
      return outcome.kind === 'emitted' ? outcome.period : outcome.kind;
    };
    expect([period('2027-01-01T00:30:00+01:00'), period('2027-01-01T01:30:00+01:00')]).toEqual([undefined, 1]);
  });

  it('leaves event ids alone, so that a record that comes again is a repeat', () => {
    for (const time of ['2026-06-01T00:00:00Z', '2027-06-01T00:00:00Z']) {
      const before = translate(paused(time));
      expect(of(paused(time)).id).toBe(before.kind === 'emitted' && before.events[0]?.id);
    }
  });
});
