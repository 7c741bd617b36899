import { expect, test } from 'vitest';
import type { ClosedField } from '../../src/mapping/closed-fields.ts';
import { explain } from '../../src/mapping/explain.ts';
import type { Explained } from '../../src/mapping/explain.ts';
import { loadMappings } from '../../src/mapping/language/load.ts';
import type { JsonObject } from '../../src/mapping/table.ts';

const shared = `source: openedx
let:
  learner: $(lms)/user/$(username | pseudonym('username'))
event:
  actor: { id: $(learner), type: Person }
  eventTime: $(time)
  edApp: { id: $(lms), type: SoftwareApplication }
skip-when:
  - reason: made by a job
    when: { synthesized: true }
  - reason: nobody is named
    when: { username: { exists: false } }
    unless: actor
`;

const rules = `rules:
  - rule: started
    when: { name: thing.done, event.kind: [start, begin], event.count: { above: 2 } }
    let:
      spoken: $(event.answer)
    emit:
      - event: Event
        action: Started
        object: { id: $(lms)/things/$(event.id), type: DigitalResource, name: $(username) }
    examples: [{ name: none, given: { name: thing.done }, skipped: '' }]
  - rule: each
    when: { name: thing.done }
    emit:
      - event: Event
        for-each: { part: event.parts }
        if: { part.value.done: true }
        action: Completed
        object: { id: $(lms)/parts/$(part.key), type: DigitalResource }
    examples: [{ name: none, given: { name: thing.done }, skipped: '' }]
  - rule: any-thing
    when: { name: { like: 'thing.*' } }
    skip: things say nothing
    examples: [{ name: none, given: { name: thing.done }, skipped: '' }]
`;

const closed: ClosedField[] = [
  { path: 'username', opens: ['pseudonym'], what: 'a user name' },
  { path: '**.answer', opens: ['writing'], what: 'an answer' },
];

const { table } = loadMappings([
  { path: 'mappings/openedx/_shared.yaml', text: shared },
  { path: 'mappings/openedx/things.yaml', text: rules },
]);

function explained(fields: JsonObject, name = 'thing.done'): Explained {
  const [openedx] = table.sources;
  if (openedx === undefined) throw new Error('the table has one source');
  return explain(openedx, closed, name, fields, {
    lms: 'https://lms.example.edu',
    freeText: false,
    pseudonym: () => 'f00d',
    eventId: () => 'urn:uuid:0',
  });
}

const record = { username: 'invented', time: '2026-03-02T09:00:00.000Z' };
const file = 'mappings/openedx/things.yaml';

test('a rule that fires is shown with its conditions, values and slots, and those behind it as not reached', () => {
  const { skips, rules, lets, events } = explained({
    ...record,
    event: { kind: 'begin', count: '3', id: 'a', answer: 'private' },
  });
  expect(skips).toEqual([
    {
      reason: 'made by a job',
      holds: false,
      conditions: [{ name: 'synthesized', test: 'is true', holds: false, missing: 'synthesized is missing' }],
    },
    {
      reason: 'nobody is named',
      holds: false,
      conditions: [{ name: 'username', test: 'is missing', holds: false, value: 'invented', closed: 'username' }],
    },
  ]);
  expect(rules).toEqual([
    {
      ...{ rule: 'started', file, line: 2, state: 'fired' },
      conditions: [
        { name: 'event.kind', test: 'is "start" or is "begin"', holds: true, value: 'begin' },
        { name: 'event.count', test: 'is above 2', holds: true, value: '3' },
      ],
    },
    { rule: 'each', file, line: 11, state: 'not-reached', conditions: [] },
    { rule: 'any-thing', file, line: 20, state: 'not-reached', conditions: [] },
  ]);
  expect(lets).toEqual([
    { name: 'learner', value: 'https://lms.example.edu/user/f00d' },
    { name: 'spoken', value: 'private', closed: 'event.answer' },
  ]);
  const [event] = events;
  expect({ ...event, slots: event?.slots.filter(({ name }) => ['actor', 'object'].includes(name)) }).toEqual({
    event: 'Event',
    line: 7,
    conditions: [],
    slots: [
      { name: 'actor', value: { id: 'https://lms.example.edu/user/f00d', type: 'Person' } },
      {
        name: 'object',
        value: { id: 'https://lms.example.edu/things/a', type: 'DigitalResource', name: 'invented' },
        closed: 'username',
      },
    ],
  });
});

test('conditions are looked at up to the first that does not hold, and a loop item by item', () => {
  const { rules, events } = explained({ ...record, event: { parts: { one: { done: true }, two: {} } } });
  expect(rules.map(({ rule, state }) => [rule, state])).toEqual([
    ['started', 'did-not-fire'],
    ['each', 'fired'],
    ['any-thing', 'not-reached'],
  ]);
  expect(rules[0]?.conditions).toEqual([
    { name: 'event.kind', test: 'is "start" or is "begin"', holds: false, missing: 'event.kind is missing' },
  ]);
  const object = ({ slots }: Explained['events'][number]): unknown =>
    slots.find(({ name }) => name === 'object')?.value;
  expect(events.map((event) => [event.item, event.conditions.map(({ holds }) => holds), object(event)])).toEqual([
    ['one', [true], { id: 'https://lms.example.edu/parts/one', type: 'DigitalResource' }],
    ['two', [false], undefined],
  ]);
});

test('a missing slot says which field is missing', () => {
  const { events } = explained({ ...record, event: { kind: 'start', count: 9 } });
  expect(events[0]?.slots.find(({ name }) => name === 'object')).toEqual({
    name: 'object',
    missing: 'event.id is missing',
    closed: 'username',
  });
});

test('a reason to skip ends it, before the rules or behind them', () => {
  expect(explained({ ...record, synthesized: true })).toMatchObject({
    skips: [{ reason: 'made by a job', holds: true }],
    rules: [],
    events: [],
  });
  expect(explained({ time: record.time, event: { parts: {} } })).toMatchObject({
    skips: [
      { reason: 'made by a job', holds: false },
      { reason: 'nobody is named', holds: true },
    ],
    rules: [{ rule: 'started' }, { rule: 'each', state: 'fired' }, { rule: 'any-thing' }],
    events: [],
  });
});

test('a rule that skips says why, and a name without a rule has none', () => {
  expect(explained(record, 'thing.seen').rules).toEqual([
    { rule: 'any-thing', file, line: 20, state: 'fired', conditions: [], skip: 'things say nothing' },
  ]);
  expect(explained(record, 'other').rules).toEqual([]);
});

test('what an object of the record holds counts as closed', () => {
  const [condition] =
    explained({ ...record, event: { kind: { deep: 'inside' }, count: 3 } }).rules[0]?.conditions ?? [];
  expect(condition).toMatchObject({ name: 'event.kind', closed: 'event.kind' });
});
