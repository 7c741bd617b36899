import { EXAMPLE_LMS } from '../../src/mapping/language/run-examples.ts';
import type { Example } from '../../src/mapping/language/read-examples.ts';
import type { SourceRecord } from '../../src/ingest/record.ts';
import type { JsonObject } from '../../src/mapping/table.ts';
import type { RecordOutcome, TranslatedEvent } from '../../src/pipeline/outcome.ts';
import { createTranslators } from '../../src/pipeline/translator.ts';
import { loadShipped } from './shipped.ts';

/** The secret under which the tests of the tables make pseudonyms. */
export const testSecret = new TextEncoder().encode('a secret that is only for this test');

const loaded = loadShipped();

/** All examples of the shipped tables. */
export const shippedExamples: readonly Example[] = loaded.examples;

const closed = createTranslators(loaded.table, { secret: testSecret, freeText: false })(EXAMPLE_LMS);
const open = createTranslators(loaded.table, { secret: testSecret, freeText: true })(EXAMPLE_LMS);

/** What the shipped tables make of a record, as the adapter does it: validator and last guard included. */
export function translate(record: SourceRecord, freeText = false): RecordOutcome {
  return (freeText ? open : closed).translate(record);
}

/** The record of an example, with fields of the test's own choice if there are any. */
export function recordOf(example: Example, fields: JsonObject = example.given): SourceRecord {
  return { source: example.source, name: example.recordName, fields, seed: `${example.rule} ${example.name}` };
}

export interface ExampleEvent {
  example: Example;
  event: TranslatedEvent;
}

/** The events of all examples, with what learners wrote if `freeText`. */
export function exampleEvents(freeText = false): ExampleEvent[] {
  return shippedExamples.flatMap((example) => {
    const outcome = translate(recordOf(example), freeText);
    return outcome.kind === 'emitted' ? outcome.events.map((event) => ({ example, event })) : [];
  });
}
