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
}

/** Guarded fields by the last name of their paths, so that one look decides for nearly all fields of a record. */
const guardedByName: Readonly<Record<SourceKind, ReadonlyMap<string, readonly Guarded[]>>> = {
  openedx: byLastName(personFields.openedx),
  xapi: byLastName(personFields.xapi),
};

function byLastName(fields: readonly PersonField[]): ReadonlyMap<string, readonly Guarded[]> {
  const guarded = fields
    .filter((field) => field.guarded)
    .map((field): Guarded => ({ ...field, pattern: parsePattern(field.path), parts: partsOf(field.path) }));
  return Map.groupBy(guarded, (field) => field.pattern.at(-1) ?? '');
}

/** What stands for nobody in the records of Open edX and H5P. */
const nobody = new Set(['none', 'null', 'undefined', 'anonymous', 'false', 'true', 'unknown']);

/** Deeper than any record that is meant. */
const deepest = 60;

/** The values that name a person anywhere in a normalised record, each once. */
export function personValues(record: SourceRecord): PersonValue[] {
  const found = new Map<string, PersonValue>();
  const fields = guardedByName[record.source];
  const path: string[] = [];
  visit(record.fields, undefined);
  return [...found.values()];

  function visit(value: unknown, within: Guarded | undefined): void {
    if (Array.isArray(value)) {
      if (path.length > deepest) return;
      path.push('*');
      for (const item of value) visit(item, within);
      path.pop();
    } else if (typeof value === 'object' && value !== null) {
      if (path.length > deepest) return;
      for (const key in value) {
        const candidates = within === undefined ? fields.get(key) : undefined;
        path.push(key);
        const field = within ?? candidates?.find(applies);
        visit((value as Record<string, unknown>)[key], field); // an own key of parsed JSON
        path.pop();
      }
    } else if (within !== undefined && (typeof value === 'string' || typeof value === 'number')) {
      for (const text of personalParts(String(value), within)) {
        if (!found.has(text)) found.set(text, describe(text, within.path, record));
      }
    }
  }

  function applies(field: Guarded): boolean {
    return relate(field.pattern, path) === 'is' && (field.names === undefined || field.names.includes(record.name));
  }
}

function partsOf(path: string): Guarded['parts'] {
  if (path.endsWith('bookmark_id')) return 'owner';
  return path.endsWith('ip') || path.endsWith('ip_address') ? 'addresses' : 'whole';
}

/** The parts of a value that name somebody, in lower case. */
function personalParts(value: string, field: Guarded): string[] {
  const text = value.trim().toLowerCase();
  const parts =
    field.parts === 'whole'
      ? [text.startsWith('mailto:') ? text.slice(7) : text]
      : field.parts === 'owner'
        ? text.split(',', 1)
        : text.split(/[,\s]+/);
  return parts.filter((part) => part !== '' && !nobody.has(part));
}

function describe(text: string, field: string, record: SourceRecord): PersonValue {
  const varied = !/^[a-z0-9_.~-]+$/.test(text);
  return { field, text, reach: reachOf(text), varied, record };
}

/** Runs of up to six digits are in every time and count; from sixteen characters on nothing is met by chance. */
function reachOf(text: string): PersonValue['reach'] {
  if (text.length < 4 || /^\d{1,6}$/.test(text)) return 'short';
  return text.length < 16 ? 'token' : 'long';
}
