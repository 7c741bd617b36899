import { stringify } from 'yaml';
import { isObject } from '../../../ingest/json.ts';
import { createEngine } from '../../../mapping/engine.ts';
import { mergeGiven } from '../../../mapping/language/read-examples.ts';
import { mappingEnvironment } from '../../../mapping/language/run-examples.ts';
import type { CaliperObject } from '../../../mapping/outcome.ts';
import type { Json, JsonObject, SourceTable } from '../../../mapping/table.ts';
import { neutralRecord } from './neutral.ts';

/** An example to be pasted into a rule, or why there is none. */
export type MadeExample =
  | {
      ok: true;
      /** An item of `examples:`, indented as it stands below a rule of a file. */
      yaml: string;
      rule: string;
      /** What named a person, and has a neutral value now. */
      replaced: string[];
    }
  | { ok: false; reason: string };

/** Stands for every pseudonym, so that what holds one can be told: under another secret it is another. */
const MARKER = '0badcafe-0000-8000-8000-00000badcafe';

/**
 * Makes an example of a record and of what one's own rules make of it, as `caliper check` will see it: with the root of examples, and
 * without what depends on a secret. Pure.
 *
 * @param table the shared values with one's own rules
 * @param fields the normalised record
 * @param given what every example of the source starts from
 * @param lms the root of the IRIs of the site that the record is of
 * @param name what the example is called
 */
export function makeExample(
  table: SourceTable,
  fields: JsonObject,
  given: JsonObject,
  lms: string,
  name: string,
): MadeExample {
  const { fields: neutral, replaced } = neutralRecord(table.source, fields, given, lms);
  const recordName = neutral['name'];
  // The normaliser writes it beside the name, and people do not.
  if (neutral['event_type'] === recordName) delete neutral['event_type'];
  const own = givenOf(given, neutral);
  const outcome = createEngine(table).translate(
    typeof recordName === 'string' ? recordName : '',
    mergeGiven(given, own),
    mappingEnvironment({ pseudonym: () => MARKER }),
  );
  if (outcome.kind === 'unmapped') return { ok: false, reason: 'none of the rules in the editor takes this record' };
  const rule = outcome.rule?.rule;
  if (rule === undefined)
    return { ok: false, reason: `the record is skipped before any rule sees it: ${reasonOf(outcome)}` };
  const example = {
    name,
    given: own,
    ...(outcome.kind === 'emitted' && { expect: expectation(outcome.events) }),
    ...(outcome.kind === 'skipped' && { skipped: outcome.reason }),
    ...(outcome.kind === 'failed' && { fails: outcome.failure.message }),
  };
  const text = stringify([example], { lineWidth: 0, aliasDuplicateObjects: false });
  return { ok: true, yaml: text.replaceAll(/^(?=.)/gm, '      '), rule, replaced };
}

function reasonOf(outcome: { kind: string; reason?: string }): string {
  return outcome.reason ?? outcome.kind;
}

/** What must be merged into the folder's `given` to get the record: null where it has nothing. */
export function givenOf(base: JsonObject, fields: JsonObject): JsonObject {
  const own: JsonObject = {};
  for (const [key, value] of Object.entries(fields)) {
    const before = base[key];
    if (before !== undefined && isSame(before, value)) continue;
    if (!isMap(before) || !isMap(value)) own[key] = value;
    else {
      const inner = givenOf(before, value);
      if (Object.keys(inner).length > 0) own[key] = inner;
    }
  }
  for (const key of Object.keys(base)) if (!(key in fields)) own[key] = null;
  return own;
}

/** The same to rules, however it is written: `3` and `"3"`, `Z` and `+00:00`. */
function isSame(before: Json, value: Json): boolean {
  if (JSON.stringify(before) === JSON.stringify(value)) return true;
  if (typeof before === 'object' || typeof value === 'object') return false;
  const instant = /^\d{4}-\d\d-\d\dT/;
  const [a, b] = [String(before), String(value)];
  return a === b || (instant.test(a) && instant.test(b) && Date.parse(a) === Date.parse(b));
}

/** What the events must hold: all but what the engine adds and what depends on a secret. */
function expectation(events: readonly CaliperObject[]): JsonObject[] {
  return events.map((event) => {
    const own = Object.entries(event).filter(([key]) => key !== '@context' && key !== 'id');
    // An event always has its type.
    return withoutMarker(Object.fromEntries(own)) as JsonObject;
  });
}

function withoutMarker(value: Json): Json | undefined {
  if (typeof value === 'string') return value.includes(MARKER) ? undefined : value;
  if (Array.isArray(value)) {
    // Lists are compared by position.
    const items = value.map(withoutMarker);
    return items.includes(undefined) ? undefined : (items as Json[]);
  }
  if (!isMap(value)) return value;
  const entries = Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
    const kept = withoutMarker(inner);
    return kept === undefined ? [] : [[key, kept]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function isMap(value: Json | undefined): value is JsonObject {
  return isObject(value);
}
