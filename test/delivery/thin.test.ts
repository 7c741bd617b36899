import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serialise } from '../../src/caliper/serialise.ts';
import { validateText } from '../../src/caliper/validate.ts';
import { toV1p1 } from '../../src/caliper/versions.ts';
import { thin } from '../../src/delivery/thin.ts';
import type { Thinned } from '../../src/delivery/thin.ts';
import { readRecords } from '../../src/ingest/read-records.ts';
import type { CaliperObject } from '../../src/mapping/outcome.ts';
import type { Json } from '../../src/mapping/table.ts';
import { createTranslators } from '../../src/pipeline/translator.ts';
import { officialSchemaFaults } from '../caliper/official-schema.ts';
import { loadShipped } from '../mappings/shipped.ts';
import { exampleEvents } from '../mappings/shipped-events.ts';

const examples = exampleEvents(true).map(({ event }) => event.value);
const inV1p1 = examples.flatMap((event) => {
  const outcome = toV1p1(event);
  return outcome.ok ? [outcome.event] : [];
});
const versions = [
  ['v1p2', examples],
  ['v1p1', inV1p1],
] as const;

const receiver = 'https://caliper.example.org/events';
const plain = { version: 'v1p2', receiver, describes: false } as const;
const nothing = (): undefined => undefined;

/** An outbox and its receiver: what was told is remembered when an envelope is accepted. */
function sender(
  version: 'v1p2' | 'v1p1',
  describes: boolean,
): {
  send: (events: readonly CaliperObject[], accepted: boolean) => Thinned;
} {
  const known = new Map<string, string>();
  return {
    send(events, accepted) {
      const thinned = thin(events, (key) => known.get(key), { version, receiver, describes });
      if (accepted) for (const [key, description] of thinned.told) known.set(key, description);
      return thinned;
    },
  };
}

/** A receiver that keeps the last description of each entity and puts it where an IRI stands. */
class Store {
  readonly #entities = new Map<string, CaliperObject>();

  accept({ describes, events }: Thinned): CaliperObject[] {
    for (const described of describes) {
      const { '@context': context, ...entity } = described;
      expect(context).toMatch(/^http:\/\/purl\.imsglobal\.org\/ctx\/caliper\/v1p[12]$/);
      this.#read(entity);
    }
    return events.map((event) => inner(event, (value) => this.#read(value)));
  }

  /** Keeps each entity, in the order in which they stand there. */
  #read(value: Json): Json {
    if (Array.isArray(value)) return value.map((item) => this.#read(item));
    if (typeof value === 'string') return this.#expand(value, []);
    if (typeof value !== 'object' || value === null) return value;
    if (typeof value['id'] === 'string') this.#entities.set(value['id'], value);
    return inner(value, (each) => this.#read(each));
  }

  /** `path`: the entities that it stands in, some of which name one another. */
  #expand(value: Json, path: readonly string[]): Json {
    if (Array.isArray(value)) return value.map((item) => this.#expand(item, path));
    if (typeof value === 'object' && value !== null) return inner(value, (each) => this.#expand(each, path));
    if (typeof value !== 'string' || path.includes(value)) return value;
    const entity = this.#entities.get(value);
    return entity === undefined ? value : inner(entity, (each) => this.#expand(each, [...path, value]));
  }
}

/** The object with its values changed, but for those that hold no entity. */
function inner(object: CaliperObject, change: (value: Json) => Json): CaliperObject {
  const kept = ['id', 'extensions', '@context'];
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, kept.includes(key) ? value : change(value)]),
  );
}

const course = { id: 'https://lms.example.edu/course/course-v1:edX+DemoX+Demo', type: 'CourseOffering' };
const video = { id: 'https://lms.example.edu/xblock/v1', type: 'VideoObject', duration: 'PT3M15S', isPartOf: course };
const renamedCourse = { ...course, name: 'Demonstration' };
const paused: CaliperObject = {
  '@context': 'http://purl.imsglobal.org/ctx/caliper/v1p2',
  id: 'urn:uuid:00000000-0000-5000-8000-000000000001',
  type: 'MediaEvent',
  actor: { id: 'https://lms.example.edu/user/1', type: 'Person' },
  action: 'Paused',
  object: video,
  group: course,
  eventTime: '2030-01-07T07:00:00.000Z',
  extensions: { copy: { id: 'https://lms.example.edu/user/1', type: 'Person' } },
};

describe('thinning', () => {
  test('tells each entity once, and sends its IRI afterwards', () => {
    const told = thin([paused, paused], nothing, plain);
    expect(told.events).toEqual([
      { ...paused, group: course.id },
      { ...paused, actor: 'https://lms.example.edu/user/1', object: video.id, group: course.id },
    ]);
    expect(told.describes).toEqual([]);
    expect(told.told.size).toBe(3);
    const after = thin([paused], (key) => told.told.get(key), plain);
    expect(after.events).toEqual(told.events.slice(1));
    expect(after.told.size).toBe(0);
  });

  test('tells a changed description again, and the old one when it comes back', () => {
    const { send } = sender('v1p2', false);
    send([paused], true);
    const longer: CaliperObject = { ...paused, object: { ...video, duration: 'PT4M' } };
    expect(send([longer], true).events[0]?.['object']).toEqual({ ...video, duration: 'PT4M', isPartOf: course.id });
    expect(send([longer], true).events[0]?.['object']).toBe(video.id);
    expect(send([paused], true).events[0]?.['object']).toEqual({ ...video, isPartOf: course.id });
  });

  test('takes nothing but id and type for no change, if the entity was described', () => {
    const { send } = sender('v1p2', false);
    const bare: CaliperObject = { ...paused, object: { id: video.id, type: 'VideoObject' } };
    expect(send([bare], true).events[0]?.['object']).toEqual({ id: video.id, type: 'VideoObject' });
    expect(send([paused], true).events[0]?.['object']).toEqual({ ...video, isPartOf: course.id });
    expect(send([bare, paused], true).events.map(({ object }) => object)).toEqual([video.id, video.id]);
  });

  test('tells everything anew to another address, in another version, and after a refusal', () => {
    const { told } = thin([paused], nothing, plain);
    const known = (key: string): string | undefined => told.get(key);
    for (const options of [
      { ...plain, receiver: 'https://other.example.org/events' },
      { ...plain, version: 'v1p1' } as const,
    ]) {
      expect(thin([paused], known, options).told.size).toBe(3);
    }
    const { send } = sender('v1p2', false);
    send([paused], false);
    expect(send([paused], true).events[0]?.['object']).toEqual(video);
  });

  test('describes entities as items of their own', () => {
    const { describes, events } = thin([paused, paused], nothing, { ...plain, describes: true });
    const context = 'http://purl.imsglobal.org/ctx/caliper/v1p2';
    expect(describes).toEqual([
      { '@context': context, id: 'https://lms.example.edu/user/1', type: 'Person' },
      { '@context': context, ...video, isPartOf: course.id },
      { '@context': context, ...course },
    ]);
    const thinned = { ...paused, actor: 'https://lms.example.edu/user/1', object: video.id, group: course.id };
    expect(events).toEqual([thinned, thinned]);
  });

  test('describes within the events where an entity changes, so that each IRI means what was said last before it', () => {
    const longer: CaliperObject = { ...paused, object: { ...video, duration: 'PT4M' } };
    const { describes, events } = thin([paused, longer], nothing, { ...plain, describes: true });
    expect(describes).toEqual([]);
    expect(events.map(({ object }) => object)).toEqual([video, { ...video, duration: 'PT4M', isPartOf: course.id }]);
  });

  test('describes within the events also where an entity changes that is mentioned by the IRI of another', () => {
    const { send } = sender('v1p2', true);
    send([paused], true);
    const renamed: CaliperObject = {
      ...paused,
      object: { id: 'urn:other', type: 'VideoObject' },
      group: renamedCourse,
    };
    const { describes, events } = send([{ ...paused, group: 'urn:other' }, renamed], true);
    // An item ahead of the first event would change what the IRI of its video says of the course.
    expect(describes).toEqual([]);
    expect(events.map(({ object, group }) => [object, group])).toEqual([
      [video.id, 'urn:other'],
      [{ id: 'urn:other', type: 'VideoObject' }, renamedCourse],
    ]);
  });

  test('tells an entity again when what stands in it was described otherwise in between', () => {
    const { send } = sender('v1p2', false);
    send([paused], true);
    const other = { id: 'urn:other', type: 'VideoObject' };
    const elsewhere: CaliperObject = { ...paused, object: other, group: renamedCourse };
    expect(send([elsewhere], true).events[0]?.['group']).toEqual(renamedCourse);
    // The video is what it was, but its course would be read as the renamed one.
    const again: CaliperObject = { ...paused, object: { ...video, isPartOf: { ...course, name: 'Demo' } } };
    send([again], true);
    send([elsewhere], true);
    expect(send([again], true).events[0]?.['object']).toEqual({ ...video, isPartOf: { ...course, name: 'Demo' } });
  });

  test('does not take one type for another', () => {
    const { send } = sender('v1p2', false);
    const as = (type: string): CaliperObject => ({ ...paused, object: { id: video.id, type } });
    const sent = ['VideoObject', 'VideoObject', 'AudioObject', 'VideoObject'].map((type) => send([as(type)], true));
    expect(sent.map(({ events }) => events[0]?.['object'])).toEqual([
      { id: video.id, type: 'VideoObject' },
      video.id,
      { id: video.id, type: 'AudioObject' },
      { id: video.id, type: 'VideoObject' },
    ]);
  });

  test('leaves whole what is unknown and what has no IRI', () => {
    const unknown = { id: 'http://purl.imsglobal.org/caliper/Person', type: 'Person' };
    const identifier = { type: 'SystemIdentifier', identifier: '17', identifierType: 'SystemId' };
    const event: CaliperObject = { ...paused, actor: unknown, object: { ...video, otherIdentifiers: [identifier] } };
    const [, second] = thin([event, event], nothing, plain).events;
    expect(second?.['actor']).toEqual(unknown);
    const changed = { ...event, object: { ...video, name: 'x', otherIdentifiers: [identifier] } };
    expect(thin([event, changed], nothing, plain).events[1]?.['object']).toEqual({
      ...changed.object,
      isPartOf: course.id,
    });
  });

  test('takes IRIs within arrays in 1.2, and none in 1.1, whose schemas know none there', () => {
    const person = { id: 'https://lms.example.edu/user/2', type: 'Person' };
    const document = (id: string): CaliperObject => ({
      ...paused,
      object: { id, type: 'VideoObject', creators: [person] },
    });
    const creators = (version: 'v1p2' | 'v1p1'): unknown =>
      thin([document('urn:a'), document('urn:b')], nothing, { ...plain, version }).events.map(({ object }) => object);
    const [a, b] = ['urn:a', 'urn:b'].map((id) => ({ id, type: 'VideoObject', creators: [person] }));
    expect(creators('v1p2')).toEqual([a, { ...b, creators: [person.id] }]);
    expect(creators('v1p1')).toEqual([a, b]);
  });

  test('tells an entity anew that stood within an array of 1.1 with less', () => {
    const question = { id: 'urn:q', type: 'DigitalResource', isPartOf: 'urn:p' };
    const asked: CaliperObject = { ...paused, object: question };
    const poll = { id: 'urn:p', type: 'DigitalResourceCollection', items: [{ id: 'urn:q', type: 'DigitalResource' }] };
    for (const describes of [false, true]) {
      const { events, describes: items } = thin([asked, { ...paused, object: poll }, asked], nothing, {
        ...{ version: 'v1p1', receiver, describes },
      });
      expect([events.map(({ object }) => object), items]).toEqual([[question, poll, question], []]);
    }
  });
});

// Hundreds of events, and the official schemas take their time to compile.
describe.each(versions)('the events of all examples, thinned as %s', { timeout: 120_000 }, (version, events) => {
  test.each([false, true])('keep the rules of Caliper and of the official schemas (describes: %s)', (describes) => {
    const { send } = sender(version, describes);
    const faults: unknown[] = [];
    for (const round of [events, events]) {
      for (const event of round) {
        const { describes: entities, events: thinned } = send([event], true);
        for (const item of [...entities, ...thinned]) {
          const text = serialise(item);
          const ours = validateText(text, { version }).map(({ path, code }) => `${path} ${code}`);
          const official = officialSchemaFaults(JSON.parse(text), version) ?? [];
          if (ours.length + official.length > 0) faults.push({ ours, official, text });
        }
      }
    }
    expect(faults).toEqual([]);
  });

  test('say to a receiver that expands the IRIs what the full events say', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(fc.constantFrom(...events), { minLength: 1, maxLength: 8 }), fc.boolean()), {
          minLength: 1,
          maxLength: 12,
        }),
        fc.boolean(),
        (envelopes, describes) => {
          const { send } = sender(version, describes);
          const store = new Store();
          for (const [batch, accepted] of envelopes) {
            const thinned = send(batch, accepted);
            if (!accepted) continue;
            const expanded = store.accept(thinned);
            batch.forEach((event, position) => expectSays(expanded[position], event));
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

/** All that the event says, and perhaps more of entities of which it gives nothing but id and type. */
function expectSays(actual: Json | undefined, event: Json): void {
  if (Array.isArray(event)) {
    expect(Array.isArray(actual) ? actual.length : actual).toBe(event.length);
    event.forEach((item, index) => expectSays(Array.isArray(actual) ? actual[index] : undefined, item));
  } else if (typeof event === 'object' && event !== null) {
    if (typeof actual !== 'object' || actual === null || Array.isArray(actual))
      throw new Error(JSON.stringify([actual, event]));
    for (const [key, value] of Object.entries(event)) expectSays(actual[key], value);
  } else if (typeof actual === 'object' && actual !== null && !Array.isArray(actual)) {
    // The event itself names it by its IRI.
    expect(actual['id']).toBe(event);
  } else expect(actual).toBe(event);
}

test('the example log is smaller by a good part when it is thinned, and smaller still when the same learners go on', () => {
  const text = readFileSync(join(import.meta.dirname, '../../examples/tracking.log'), 'utf8');
  const secret = new TextEncoder().encode('a secret that is only for this test');
  const translator = createTranslators(loadShipped().table, { secret, freeText: false })(
    'https://learn.demo-u.example',
  );
  const events = readRecords(text, 1000).flatMap((entry) => {
    const outcome = entry.ok ? translator.translate(entry.record) : undefined;
    return outcome?.kind === 'emitted' ? outcome.events.map(({ value }) => value) : [];
  });
  const bytes = (items: readonly CaliperObject[]): number =>
    items.reduce((sum, item) => sum + Buffer.byteLength(serialise(item)) + 1, 0);
  const sizes = [false, true].map((describes) => {
    const { send } = sender('v1p2', describes);
    return [events, events].map((envelope) => {
      const thinned = send(envelope, true);
      return bytes([...thinned.describes, ...thinned.events]);
    });
  });
  const full = bytes(events);
  // Measured: 68,844 bytes in full, 53,084 the first time, 46,049 from then on.
  for (const [first = full, later = full] of sizes) {
    expect(first / full).toBeLessThan(0.8);
    expect(later / full).toBeLessThan(0.7);
  }
});
