import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateEvent } from '../../src/caliper/validate.ts';
import { readRecords } from '../../src/ingest/read-records.ts';
import type { SourceRecord } from '../../src/ingest/record.ts';
import { statementEntries } from '../../src/ingest/xapi/entry.ts';
import { loadMappings } from '../../src/mapping/language/load.ts';
import { forDestination, type NamedEvent } from '../../src/outbox/destination-text.ts';
import { appendRequest } from '../../src/ingest/append-request.ts';
import { createTranslators } from '../../src/pipeline/translator.ts';
import { renameIds } from '../../src/privacy/pseudonym-renaming.ts';
import { createPseudonyms } from '../../src/privacy/pseudonym.ts';
import { corpusFiles, corpusPresent } from '../corpus.ts';
import { destination, testConfig } from '../worker/config.ts';
import { loadShipped, shippedFiles } from './shipped.ts';
import { recordOf } from './shipped-events.ts';

const secret = new TextEncoder().encode('a secret that is only for this test');
const lms = 'https://lms.example.edu';
const udp = destination('udp', { pseudonyms: {} });
const lrs = destination('lrs', { pseudonyms: {} });
const plain = destination('plain');
const config = { ...testConfig, pseudonymSecret: secret, destinations: [udp, lrs, plain] };

const preset = readFileSync(join(import.meta.dirname, '../../presets/erb.yaml'), 'utf8');
const shipped = loadShipped();
const withPreset = loadMappings([...shippedFiles(), { path: 'mappings/openedx/site/erb.yaml', text: preset }]);

const statement = statementEntries(() => new Date('2026-03-02T10:00:00Z'))({ name: 'lms', lms });

function recordsIn(folder: string): SourceRecord[] {
  return corpusFiles(folder).flatMap(({ text }) => {
    const entries = readRecords(text, 10_000, folder === 'xapi' ? statement : undefined);
    return entries.flatMap((entry) => (entry.ok ? [entry.record] : []));
  });
}

const sets: [name: string, loaded: typeof shipped, records: () => SourceRecord[]][] = [
  ['the examples of the shipped tables', shipped, () => shipped.examples.map((example) => recordOf(example))],
  ['the examples of the preset', withPreset, () => withPreset.examples.map((example) => recordOf(example))],
  ['the demo', shipped, demoRecords],
];
const corpora: typeof sets = [
  ['the corpus of tracking events', shipped, () => recordsIn('tracking')],
  ['the corpus of tracking events under the preset', withPreset, () => recordsIn('tracking')],
  ['the corpus of xAPI statements', shipped, () => recordsIn('xapi')],
];

function demoRecords(): SourceRecord[] {
  const file = (name: string): string => readFileSync(join(import.meta.dirname, '../../examples', name), 'utf8');
  const entries = [
    ...readRecords(file('tracking.log'), 10_000),
    ...readRecords(file('statements.json'), 10_000, statement),
  ];
  return entries.flatMap((entry) => (entry.ok ? [entry.record] : []));
}

interface Made {
  rule: string;
  event: NamedEvent;
  /** Every pseudonym that the tables asked for. */
  given: string[];
}

function made({ table }: typeof shipped, records: readonly SourceRecord[]): Made[] {
  const noting = { ids: true, learners: true };
  const translator = createTranslators(table, { secret, freeText: true, noting })(lms);
  const bare = createTranslators(table, { secret, freeText: true })(lms);
  return records.flatMap((record, index) => {
    const outcome = translator.translate(record);
    // Taking notes changes nothing of what comes out.
    const texts = (of: typeof outcome): unknown => (of.kind === 'emitted' ? of.events.map(({ text }) => text) : of);
    expect(texts(outcome)).toEqual(texts(bare.translate(record)));
    const request = appendRequest([{ index, kind: 'translated', name: record.name, outcome }], 'lms');
    const pseudonyms = personValues(record);
    return request.records.flatMap(({ rule, events }) =>
      events.map((event) => ({ rule, event: { ...event, bytes: Buffer.byteLength(event.text) }, given: pseudonyms })),
    );
  });
}

/** The pseudonym of every text and number in a record, in every scope that the tables have: found without the help of the code under test. */
function personValues(record: SourceRecord): string[] {
  const values = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value === 'string' || typeof value === 'number') values.add(String(value).trim());
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
  };
  walk(record.fields);
  return [...values].flatMap((value) => scopes.map((scope) => pseudonym(scope, value)));
}

const pseudonym = createPseudonyms(secret);
const tables = shippedFiles().map(({ text }) => text);
const scopes = [
  ...new Set(
    [...tables, preset].flatMap((text) => [...text.matchAll(/pseudonym\('(\w+)'\)/g)].map(([, scope]) => scope ?? '')),
  ),
];

const uuids = (text: string): string[] => text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];

it('the tables have these scopes', () => {
  expect([...scopes].sort()).toEqual([
    'attempt',
    'certificate',
    'file',
    'learner',
    'mailing',
    'session',
    'submission',
    'username',
  ]);
});

describe.each([...sets, ...(corpusPresent ? corpora : [])])(
  '%s, for destinations with pseudonyms of their own',
  (_, loaded, records) => {
    const all = made(loaded, records());
    const pairs = all.map(({ event }) => ({
      event,
      udp: forDestination(config, udp, event),
      lrs: forDestination(config, lrs, event),
    }));

    it('are events, nearly all of them with pseudonyms', () => {
      expect(all.length).toBeGreaterThan(10);
      const found = all.filter(({ event, given }) => given.some((one) => event.text.includes(one)));
      expect(found.length / all.length).toBeGreaterThan(0.9);
    });

    it('leave no pseudonym of the adapter, and none of its event ids', () => {
      const left = all.flatMap(({ event, rule, given }, index) => {
        const texts = [pairs[index]?.udp.text ?? '', pairs[index]?.lrs.text ?? ''];
        const ids = [event.id.slice(9), ...given];
        return ids.filter((id) => texts.some((text) => text.includes(id))).map((id) => `${rule} ${id}`);
      });
      expect(left).toEqual([]);
    });

    it('share no id but those of content', () => {
      const shared = pairs.flatMap(({ event, udp: one, lrs: other }) => {
        const there = new Set(uuids(other.text));
        const notes = new Set([...(event.people ?? []), ...(event.things ?? []), event.id.slice(9)]);
        return uuids(one.text).filter((uuid) => there.has(uuid) && (notes.has(uuid) || !event.text.includes(uuid)));
      });
      expect(shared).toEqual([]);
    });

    it('stay Caliper', () => {
      const faults = pairs.flatMap(({ udp: { text } }) => validateEvent(JSON.parse(text), 'v1p2'));
      expect(faults).toEqual([]);
    });

    it('say the same, but for the names', () => {
      for (const { event, udp: one, lrs: other } of pairs) {
        expect(shape(one.text)).toBe(shape(other.text));
        // Ids that are no UUIDs become such, so only the rest can be compared with the adapter's own text.
        if ((event.things ?? []).every((thing) => uuids(thing).length > 0))
          expect(shape(one.text)).toBe(shape(event.text));
        expect(one.bytes).toBe(Buffer.byteLength(one.text));
        expect(JSON.parse(one.text)).toMatchObject({ id: one.id });
      }
    });

    it('are what they were for a destination without the option', () => {
      for (const { event } of all) expect(forDestination(config, plain, event)).toBe(event);
    });

    it('name one person by one name', () => {
      const names = new Map<string, string>();
      for (const { event, udp: one } of pairs) {
        const renamed = uuids(one.text);
        uuids(event.text).forEach((uuid, index) => {
          // Positions agree where no other id became a UUID.
          if (event.things !== undefined) return;
          const name = renamed[index] ?? '';
          expect(names.get(uuid) ?? name).toBe(name);
          names.set(uuid, name);
        });
      }
      expect(new Set(names.values()).size).toBe(names.size);
    });
  },
);

it('whatever the secret and the names, two destinations share no id, and what each sees can be named back', () => {
  const events = made(shipped, demoRecords()).map(({ event }) => event);
  const own = fc.uint8Array({ minLength: 32, maxLength: 40 });
  const named = fc.tuple(fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/), fc.option(own, { nil: undefined }));
  const pair = fc.uniqueArray(named, { minLength: 2, maxLength: 2, selector: ([name]) => name });
  fc.assert(
    fc.property(own, pair, fc.nat(events.length - 1), (pseudonymSecret, destinations, index) => {
      const event = events[index];
      if (event === undefined) throw new Error('no event');
      const [one = '', other = ''] = destinations.map(([name, of]) => {
        const to = destination(name, { pseudonyms: of === undefined ? {} : { secret: of } });
        return forDestination({ ...config, pseudonymSecret }, to, event).text;
      });
      const renamed = [event.id.slice(9), ...(event.people ?? []), ...(event.things ?? [])];
      expect(renamed.filter((id) => one.includes(id) || other.includes(id))).toEqual([]);
      const back = new Map(uuids(one).map((uuid, position) => [uuid, uuids(event.text)[position] ?? '']));
      expect(renameIds(one, back)).toBe(event.text);
      const [first, second] = destinations.map(([, of]) => of);
      const same = first !== undefined && second !== undefined && Buffer.compare(first, second) === 0;
      const shared = uuids(one).filter((uuid) => uuids(other).includes(uuid) && !uuids(event.text).includes(uuid));
      expect(same || shared.length === 0).toBe(true);
    }),
  );
});

/** The text with every UUID in it made the same. */
function shape(text: string): string {
  return text.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'uuid');
}
