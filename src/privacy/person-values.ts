import type { SourceRecord } from '../ingest/record.ts';
import { parsePattern, relate } from '../mapping/checks/field-pattern.ts';
import type { SourceKind } from '../mapping/table.ts';
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
  /** True when the value may be written in several ways (encoded, composed, with `+` for a space). */
  varied: boolean;
  /** The record, for what else the value may mean there. */
  record: SourceRecord;
}

interface Guarded extends PersonField {
  pattern: readonly string[];
  /** What of the value names somebody: the owner of a bookmark, each of several addresses, else the whole. */
  parts: 'owner' | 'addresses' | 'whole';
  /** `**.name`: the last name is all that matters. `exact`: no `*` in it. */
  form: 'anywhere' | 'exact' | 'other';
}

/** Guarded fields by the last name of their paths, so that one look decides for nearly all fields of a record. */
const guardedByName: Readonly<Record<SourceKind, ReadonlyMap<string, readonly Guarded[]>>> = {
  openedx: byLastName(personFields.openedx),
  xapi: byLastName(personFields.xapi),
};

/**
 * For each source, which lengths and first characters the names in {@link guardedByName} have: nearly all keys of a record are told
 * apart so, without asking the map.
 */
const shapes: Readonly<Record<SourceKind, Uint8Array>> = {
  openedx: shapesOf(guardedByName.openedx),
  xapi: shapesOf(guardedByName.xapi),
};

function shapesOf(names: ReadonlyMap<string, unknown>): Uint8Array {
  const found = new Uint8Array(64 * 128);
  for (const name of names.keys()) found[shapeOf(name)] = 1;
  return found;
}

function shapeOf(name: string): number {
  return ((name.length & 63) << 7) | (name.charCodeAt(0) & 127);
}

function byLastName(fields: readonly PersonField[]): ReadonlyMap<string, readonly Guarded[]> {
  const guarded = fields
    .filter((field) => field.guarded)
    .map((field): Guarded => {
      const pattern = parsePattern(field.path);
      const anywhere = pattern.length === 2 && pattern[0] === '**';
      const form = anywhere ? 'anywhere' : pattern.some((name) => name.startsWith('*')) ? 'other' : 'exact';
      return { ...field, pattern, parts: partsOf(field.path), form };
    });
  return Map.groupBy(guarded, (field) => field.pattern.at(-1) ?? '');
}

/** What stands for nobody in the records of Open edX and H5P. */
const nobody = new Set(['none', 'null', 'undefined', 'anonymous', 'false', 'true', 'unknown']);
const longestNobody = 9;

/** Deeper than any record that is meant. */
const deepest = 60;

/** The values that name a person anywhere in a normalised record, each once. */
export function personValues(record: SourceRecord): PersonValue[] {
  const search = new Search(record);
  search.visit(record.fields, undefined);
  return search.found;
}

/** Up to here a list is searched faster than a set (0.2 µs less for a record). */
const fewValues = 16;

class Search {
  readonly found: PersonValue[] = [];
  readonly #record: SourceRecord;
  readonly #fields: ReadonlyMap<string, readonly Guarded[]>;
  readonly #shapes: Uint8Array;
  /** Written over, not shortened: an array that has been emptied is made anew (0.3 KB less for a record). */
  readonly #path: string[] = ['', '', '', '', '', ''];
  #depth = 0;
  #known: Set<string> | undefined;

  constructor(record: SourceRecord) {
    this.#record = record;
    this.#fields = guardedByName[record.source];
    this.#shapes = shapes[record.source];
  }

  visit(value: unknown, within: Guarded | undefined): void {
    if (typeof value === 'object') {
      if (value === null || this.#depth > deepest) return;
      if (Array.isArray(value)) this.#visitItems(value, within);
      // Neither null nor an array.
      else this.#visitFields(value as Readonly<Record<string, unknown>>, within);
    } else if (within !== undefined && (typeof value === 'string' || typeof value === 'number')) {
      this.#addParts(String(value).trim().toLowerCase(), within);
    }
  }

  #visitItems(items: readonly unknown[], within: Guarded | undefined): void {
    this.#path[this.#depth++] = '*';
    for (const item of items) this.visit(item, within);
    this.#depth -= 1;
  }

  #visitFields(fields: Readonly<Record<string, unknown>>, within: Guarded | undefined): void {
    const known = this.#shapes;
    for (const key in fields) {
      const value = fields[key];
      const candidates = within === undefined && known[shapeOf(key)] === 1 ? this.#fields.get(key) : undefined;
      // Most fields hold no further ones and name nobody: only the others need their path.
      if (within === undefined && candidates === undefined && typeof value !== 'object') continue;
      this.#path[this.#depth++] = key;
      this.visit(value, within ?? (candidates && this.#appliedOf(candidates)));
      this.#depth -= 1;
    }
  }

  #appliedOf(candidates: readonly Guarded[]): Guarded | undefined {
    for (const field of candidates) {
      if (this.#isAt(field) && (field.names === undefined || field.names.includes(this.#record.name))) return field;
    }
    return undefined;
  }

  #isAt({ form, pattern }: Guarded): boolean {
    if (form === 'anywhere') return true;
    // What lies within a field has been found with it.
    if (form === 'other') return relate(pattern, this.#path.slice(0, this.#depth)) === 'is';
    if (pattern.length !== this.#depth) return false;
    for (let i = 0; i < pattern.length; i++) if (pattern[i] !== this.#path[i]) return false;
    return true;
  }

  /** Adds the parts of a value that name somebody; the value is in lower case. */
  #addParts(value: string, field: Guarded): void {
    switch (field.parts) {
      case 'whole':
        this.#add(value.startsWith('mailto:') ? value.slice(7) : value, field);
        return;
      case 'owner':
        this.#add(value.split(',', 1)[0] ?? '', field);
        return;
      case 'addresses':
        // One address is the rule, and splitting by a regular expression costs more than all else here.
        if (!/[,\s]/.test(value)) this.#add(value, field);
        else for (const part of value.split(/[,\s]+/)) this.#add(part, field);
    }
  }

  #add(text: string, field: Guarded): void {
    if (!isSomebody(text)) return;
    if (this.#known === undefined) {
      for (const { text: other } of this.found) if (other === text) return;
      if (this.found.length === fewValues) this.#known = new Set(this.found.map((value) => value.text));
    } else if (this.#known.has(text)) return;
    this.#known?.add(text);
    this.found.push(describe(text, field.path, this.#record));
  }
}

function partsOf(path: string): Guarded['parts'] {
  if (path.endsWith('bookmark_id')) return 'owner';
  return path.endsWith('ip') || path.endsWith('ip_address') ? 'addresses' : 'whole';
}

function isSomebody(part: string): boolean {
  return part !== '' && !(part.length <= longestNobody && nobody.has(part));
}

function describe(text: string, field: string, record: SourceRecord): PersonValue {
  const varied = !/^[a-z0-9_.~-]+$/.test(text);
  return { field, text, reach: reachOf(text), varied, record };
}

/** Runs of up to six digits are in every time and count; from sixteen characters on nothing is met by chance. */
function reachOf(text: string): PersonValue['reach'] {
  if (text.length >= 16) return 'long';
  return text.length < 4 || (text.length <= 6 && /^\d+$/.test(text)) ? 'short' : 'token';
}
