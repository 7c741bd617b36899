import type { SourceRecord } from '../ingest/record.ts';
import { anyKey, parsePattern, relate } from '../mapping/checks/field-pattern.ts';
import { flatText } from '../mapping/flat-text.ts';
import type { SourceKind } from '../mapping/table.ts';
import { lookAt, type Look } from './look-at.ts';
import { personFields } from './person-fields.ts';
import type { PersonField } from './person-fields.ts';

/** A value of a record that names a person. Never shown: messages name `field`. */
export interface PersonValue {
  /** The closed field, as src/privacy/person-fields.ts writes it: keys of the record may be anybody's words. */
  field: string;
  /** The value in lower case. */
  text: string;
  /**
   * How surely a text that holds it holds the person. `long`: wherever it stands. `token`: between characters that are neither
   * letters nor digits. `short`, which numbers and words share by chance: only as a whole value or in the place of a name.
   */
  reach: 'long' | 'token' | 'short';
  spelling: Look['spelling'];
  /** Where its rarest character is: from there on it is looked for, which is quickest. */
  rareAt: number;
  /** A part of it that is the same in any case; empty where that would be too short to tell much. */
  caseless: string;
  /** The record, for what else the value may mean there. */
  record: SourceRecord;
}

interface Guarded extends PersonField {
  pattern: readonly string[];
  /** What of a value in lower case names somebody: the owner of a bookmark, each of several addresses, else the whole. */
  parts: (text: string) => readonly string[];
  /** `end`: the pattern began with `**`, which is left out, for any names may stand before the others. `gap`: `**` is in its midst. */
  form: 'exact' | 'end' | 'gap';
}

/** The guarded fields that end in one name. */
interface Ending {
  name: string;
  fields: readonly Guarded[];
  /** Another name of the same length and first character. */
  next: Ending | undefined;
}

/**
 * Which names guarded fields end in, by length and first character: nearly all keys of a record are told apart so, without asking a
 * map (with the one loop of {@link lookAt} 1.0 µs for a record instead of 2.1).
 */
const endings: Readonly<Record<SourceKind, readonly (Ending | undefined)[]>> = {
  openedx: endingsOf(personFields.openedx),
  xapi: endingsOf(personFields.xapi),
};

function shapeOf(name: string): number {
  return ((name.length & 31) << 5) | (name.charCodeAt(0) & 31);
}

function endingsOf(fields: readonly PersonField[]): (Ending | undefined)[] {
  const found = new Array<Ending | undefined>(1024).fill(undefined);
  const guarded = fields
    .filter((field) => field.guarded)
    .map((field): Guarded => {
      // Names of one text are one object, as are the keys of records, so that one look compares them.
      const names = parsePattern(field.path).map(flatText);
      const pattern = names[0] === '**' ? names.slice(1) : names;
      const form = pattern.includes('**') ? 'gap' : pattern === names ? 'exact' : 'end';
      return { ...field, pattern: form === 'gap' ? names : pattern, parts: partsOf(field.path), form };
    });
  for (const [name, of] of Map.groupBy(guarded, (field) => field.pattern.at(-1) ?? '')) {
    const shape = shapeOf(name);
    found[shape] = { name, fields: of, next: found[shape] };
  }
  return found;
}

/** What stands for nobody in the records of Open edX and H5P. */
const nobody = new Set(['none', 'null', 'undefined', 'anonymous', 'false', 'true', 'unknown']);
const longestNobody = 9;

/** Deeper than any record that is meant. */
const deepest = 60;

/** The values that name a person anywhere in a normalised record, each once. */
export function personValues(record: SourceRecord): PersonValue[] {
  const { source } = record;
  const found: PersonValue[] = [];
  visit(record.fields, undefined, 0, { record, endings: endings[source], found });
  return found;
}

interface Search {
  record: SourceRecord;
  endings: readonly (Ending | undefined)[];
  found: PersonValue[];
  /** The texts that were found, as soon as they are many. */
  known?: Set<string>;
}

/** The names above the field that is looked at; those behind its depth are of fields before it. */
const path: string[] = [];

function visit(value: unknown, within: Guarded | undefined, depth: number, search: Search): void {
  if (typeof value === 'object') {
    if (value === null || depth > deepest) return;
    if (Array.isArray(value)) {
      path[depth] = anyKey;
      for (const item of value) visit(item, within, depth + 1, search);
    }
    // Neither null nor an array.
    else visitFields(value as Readonly<Record<string, unknown>>, within, depth, search);
  } else if (within !== undefined && (typeof value === 'string' || typeof value === 'number')) {
    addParts(String(value), within, search);
  }
}

function visitFields(
  fields: Readonly<Record<string, unknown>>,
  within: Guarded | undefined,
  depth: number,
  search: Search,
): void {
  for (const key in fields) {
    const value = fields[key];
    const ending = within === undefined ? endingOf(key, search) : undefined;
    // Most fields hold no further ones and name nobody: only the others need their path.
    if (within === undefined && ending === undefined && typeof value !== 'object') continue;
    path[depth] = key;
    visit(value, within ?? (ending && appliedOf(ending, depth, search.record.name)), depth + 1, search);
  }
}

function endingOf(key: string, { endings }: Search): Ending | undefined {
  let ending = endings[shapeOf(key)];
  while (ending !== undefined && ending.name !== key) ending = ending.next;
  return ending;
}

function appliedOf({ fields }: Ending, depth: number, name: string): Guarded | undefined {
  for (const field of fields) {
    if (isAt(field, depth) && (field.names === undefined || field.names.includes(name))) return field;
  }
  return undefined;
}

/** Whether a field stands at the path of that depth. What lies within a field has been found with it. */
function isAt({ form, pattern }: Guarded, depth: number): boolean {
  if (form === 'gap') return relate(pattern, path.slice(0, depth + 1)) === 'is';
  const from = depth + 1 - pattern.length;
  if (form === 'end' ? from < 0 : from !== 0) return false;
  for (let i = pattern.length - 2; i >= 0; i--) {
    if (pattern[i] !== path[from + i] && pattern[i] !== anyKey) return false;
  }
  return true;
}

/** Adds the parts of a value that name somebody. */
function addParts(value: string, field: Guarded, search: Search): void {
  const look = lookAt(value);
  if (look.spelling === 'plain') add(value, look, field, search);
  else for (const part of field.parts(value.trim().toLowerCase())) add(part, lookAt(part), field, search);
}

/** So many characters of a value are looked for: more would cost the square of its length, if its sender wants. */
export const mostOfValue = 300;

/** Shorter runs of digits stand in most events. */
const tellingRun = 4;

/** Up to here a list is searched faster than a set (0.2 µs less for a record). */
const fewValues = 16;

function add(text: string, look: Look, field: Guarded, search: Search): void {
  const { length } = text;
  const { spelling, digits, rareAt } = look;
  if (length === 0 || (length <= longestNobody && !digits && nobody.has(text))) return;
  const { found, record } = search;
  if (search.known === undefined) {
    for (const other of found) if (other.text === text) return;
    if (found.length === fewValues) search.known = new Set(found.map((value) => value.text));
  } else if (search.known.has(text)) return;
  search.known?.add(text);
  // Runs of up to six digits are in every time and count; from sixteen characters on nothing is met by chance.
  const reach = length >= 16 ? 'long' : length < 4 || (length <= 6 && digits) ? 'short' : 'token';
  const end = Math.min(look.caselessAt + look.caseless, mostOfValue);
  const tells = look.caseless === length || end - look.caselessAt >= tellingRun;
  const caseless = tells ? text.slice(look.caselessAt, end) : '';
  // Quicker than `push`, which is not compiled here: 0.1 µs for a record.
  found[found.length] = { field: field.path, text, reach, spelling, rareAt, caseless, record };
}

function partsOf(path: string): Guarded['parts'] {
  if (path.endsWith('bookmark_id')) return (text) => text.split(',', 1);
  if (path.endsWith('ip') || path.endsWith('ip_address')) return (text) => text.split(/[,\s]+/);
  return (text) => [text.replace(/^mailto:/, '')];
}
