import { isObject } from '../../../ingest/json.ts';
import { identifierOf } from '../../../ingest/xapi/agent.ts';
import { parsePattern, relate } from '../../../mapping/checks/field-pattern.ts';
import { EXAMPLE_LMS } from '../../../mapping/language/run-examples.ts';
import type { Json, JsonObject, SourceKind } from '../../../mapping/table.ts';
import { personFields } from '../../../privacy/person-fields.ts';
import type { PersonField } from '../../../privacy/person-fields.ts';

/** A record fit to be put into a file, and what was changed in it. */
export interface Neutral {
  fields: JsonObject;
  /** What stood there, with its field, e.g. `a user name (username)`; never a value. */
  replaced: string[];
}

const people = ['ada_example', 'bob_example', 'cyd_example', 'dan_example'];

/**
 * The record with neutral values in place of what names a person (src/privacy/person-fields.ts): the same one for the same value, also where it stands
 * within other texts. What rules cannot read at all is left out. Pure.
 *
 * @param given what every example starts from; what stands there is neutral already
 * @param lms the root of the site's IRIs, which becomes that of examples
 */
export function neutralRecord(source: SourceKind, fields: JsonObject, given: JsonObject, lms: string): Neutral {
  const patterns = personFields[source].map((field) => ({ field, pattern: parsePattern(field.path) }));
  const name = typeof fields['name'] === 'string' ? fields['name'] : '';
  const replaced = new Map<string, string>();
  const values = new Map<string, string>();

  const closedAt = (path: readonly string[]): PersonField | undefined => {
    const wild = path.map((part) => (/^\d+$/.test(part) ? '*' : part));
    return patterns.find(
      ({ field, pattern }) =>
        (field.names?.includes(name) ?? true) && [path, wild].some((one) => relate(pattern, one) === 'is'),
    )?.field;
  };
  const note = (field: PersonField, path: readonly string[]): void => {
    const at = path.filter((part) => !/^\d+$/.test(part)).join('.');
    replaced.set(at, `${field.what} (${at})`);
  };
  const neutral = (value: Json, path: readonly string[], field: PersonField): Json => {
    if (typeof value !== 'string' && typeof value !== 'number') return value;
    const text = String(value);
    if (text === '' || same(value, valueAt(given, path)) || isNeutral(text)) return value;
    note(field, path);
    let other = values.get(text);
    if (other === undefined) values.set(text, (other = neutralFor(text, values.size)));
    return typeof value === 'number' && /^\d+$/.test(other) ? Number(other) : other;
  };
  const visit = (value: Json, path: readonly string[]): Json | undefined => {
    const field = path.length === 0 || path[0] === 'name' ? undefined : closedAt(path);
    if (Array.isArray(value)) {
      return value.flatMap((item, index) => visit(item, [...path, String(index)]) ?? []);
    }
    // An agent as a whole is closed; what its parts are decides what becomes of them.
    if (isObject(value)) {
      const entries = Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
        const kept = visit(inner, [...path, key]);
        return kept === undefined ? [] : [[key, kept]];
      });
      return Object.fromEntries(entries);
    }
    if (field === undefined || path.at(-1) === 'ifi') return value;
    const [how] = field.opens;
    if (how === 'url') return typeof value === 'string' ? value.replace(/[?#].*$/, '') : value;
    if (field.guarded || how === 'pseudonym') return neutral(value, path, field);
    if (how === 'writing') {
      if (typeof value !== 'string' || !/\s/.test(value) || value === 'my words') return value;
      note(field, path);
      return 'my words';
    }
    // The kind of an agent says nothing of who it is.
    if (['objectType', 'homePage'].includes(path.at(-1) ?? '')) return value;
    if (value === null || value === '') return value;
    note(field, path);
    return undefined;
  };

  const visited = visit(fields, []) as JsonObject; // an object stays one
  const written = everywhere(visited, values, lms) as JsonObject;
  return { fields: withIdentifiers(written) as JsonObject, replaced: [...replaced.values()].sort() };
}

/** A stand-in of the same form, so that the same functions take it. */
function neutralFor(text: string, index: number): string {
  const number = String(index + 1).padStart(2, '0');
  if (/^\d+$/.test(text)) return String(300 + index);
  const uuid = /^(urn:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.exec(text);
  if (uuid !== null) return `${uuid[1] ?? ''}0a1b2c3d-0000-4000-9000-0000000000${number}`;
  if (/^[0-9a-f]{32,64}$/i.test(text))
    return `5e55104e5e55104e5e55104e5e55104e5e55104e5e55104e5e55104e5e55104e`.slice(0, text.length - 2) + number;
  const person = people[index] ?? `person_${number}`;
  const mail = /^(mailto:)?[^@\s]+@[^@\s]+$/.exec(text);
  if (mail !== null) return `${mail[1] ?? ''}${person}@example.edu`;
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return `192.0.2.${index + 1}`;
  if (text.includes(':') && /^[0-9a-f:]+$/i.test(text)) return `2001:db8::${index + 1}`;
  if (/^https?:/.test(text)) return `https://example.edu/${person}`;
  return person;
}

function isNeutral(text: string): boolean {
  return /^(mailto:)?([a-z]+_example|person_\d+)(@example\.edu)?$/.test(text);
}

/** Values that stand within other texts too, e.g. a user name in an address; short ones are met by chance. */
function everywhere(value: Json, values: ReadonlyMap<string, string>, lms: string): Json {
  if (typeof value === 'string') {
    let text = lms === '' ? value : value.replaceAll(lms, EXAMPLE_LMS);
    for (const [own, other] of values) if (own.length > 3 && !/^\d{1,5}$/.test(own)) text = text.replaceAll(own, other);
    return text;
  }
  if (Array.isArray(value)) return value.map((item) => everywhere(item, values, lms));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, everywhere(inner, values, lms)]));
}

/** The identifiers of agents, made anew from what they are made of. */
function withIdentifiers(value: Json): Json {
  if (Array.isArray(value)) return value.map(withIdentifiers);
  if (!isObject(value)) return value;
  const object = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withIdentifiers(inner)]));
  if (!('ifi' in object)) return object;
  const identifier = identifierOf(object, EXAMPLE_LMS);
  return identifier === undefined ? object : { ...object, ifi: identifier };
}

function valueAt(given: JsonObject, path: readonly string[]): Json | undefined {
  let value: Json | undefined = given;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Array.isArray(value) ? value[Number(part)] : value[part];
  }
  return value;
}

function same(a: string | number, b: Json | undefined): boolean {
  return (typeof b === 'string' || typeof b === 'number') && String(a) === String(b);
}
