import { describe, expect, it } from 'vitest';
import { isObject } from '../../src/ingest/json.ts';
import { readRecords } from '../../src/ingest/read-records.ts';
import { corpusFiles, corpusPresent } from '../corpus.ts';
import { entities, fits, formOf, forms } from './id-forms.ts';
import { exampleEvents, translate } from './shipped-events.ts';

/** The ids of an event's entities that have no known form. */
function strangers(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(strangers);
  if (!isObject(value)) return [];
  const { id, type } = value;
  const isEntity = typeof id === 'string' && typeof type === 'string' && value['@context'] === undefined;
  const strange = isEntity && !(forms[type] ?? []).some((pattern) => fits(formOf(id), pattern));
  const inner = Object.entries(value).flatMap(([key, item]) => (key === 'extensions' ? [] : strangers(item)));
  return strange ? [`${type} ${formOf(id)}`, ...inner] : inner;
}

describe('the ids of entities', () => {
  const events = exampleEvents(true).filter(({ example }) => example.source === 'openedx');

  it('have one of the known forms in all examples', () => {
    const found = events.flatMap(({ example, event }) => strangers(event.value).map((id) => `${example.rule} ${id}`));
    expect([...new Set(found)]).toEqual([]);
  });

  it('have no form that no example shows', () => {
    const shown = events.flatMap(({ event }) => entities(event.value));
    const unused = Object.entries(forms).flatMap(([type, patterns]) =>
      patterns
        .filter((pattern) => !shown.some((entity) => entity.type === type && fits(formOf(entity.id), pattern)))
        .map((pattern) => `${type} ${pattern}`),
    );
    // Bumpers at no address of their own are rare.
    expect(unused).toEqual(['MediaLocation BLOCK/bumper#t=*']);
  });

  it.skipIf(!corpusPresent)('have one of the known forms in the records of other projects', () => {
    const records = corpusFiles('tracking').flatMap(({ text }) => readRecords(text, 10_000));
    const found = records.flatMap((entry) => {
      const outcome = entry.ok ? translate(entry.record, true) : undefined;
      return outcome?.kind === 'emitted' ? outcome.events.flatMap(({ value }) => strangers(value)) : [];
    });
    expect([...new Set(found)]).toEqual([]);
  });
});
