import { isObject } from '../ingest/json.ts';
import type { SourceRecord } from '../ingest/record.ts';
import { personValues } from '../privacy/guard.ts';

/** Names of fields with the JSON types that stand there: `{"context.course_id": "string", "event.items[]": "number"}`. */
export type Shape = Record<string, string>;

/** Fields that are named; more is not read by anybody. */
const MOST_FIELDS = 200;

const DEEPEST = 12;

/** What stands for all names that are not those of fields. */
const ODD = '(an unusual name)';

/**
 * The fields of a record, without any value. Names of fields are shown where they look like such, or like the IRI of an extension. Some
 * maps have people as keys: those of entries that are all alike are `*`, and none is shown that holds a value by which the record
 * names a person.
 *
 * @param fields what `$(…)` reads
 */
export function shapeOf(record: Pick<SourceRecord, 'source' | 'name'> & { fields: unknown }): Shape {
  const { fields } = record;
  if (!isObject(fields)) return { '': typeOf(fields) };
  // What was read from JSON holds nothing but JSON.
  const persons = personValues({ ...record, fields: fields as SourceRecord['fields'], seed: '' });
  const types = new Map<string, Set<string>>();
  visit(fields, '', 0);
  return Object.fromEntries(Array.from(types, ([path, found]) => [path, [...found].sort().join(' | ')]));

  function visit(value: unknown, path: string, depth: number): void {
    const isArray = Array.isArray(value);
    if (depth < DEEPEST && (isArray ? value.length > 0 : isObject(value) && Object.keys(value).length > 0)) {
      if (isArray) for (const item of value) visit(item, `${path}[]`, depth + 1);
      else {
        const alike = isMap(Object.values(value as object));
        for (const [key, inner] of Object.entries(value as object)) {
          visit(inner, alike ? `${path}.*` : below(path, key), depth + 1);
        }
      }
      return;
    }
    const found = types.get(path);
    if (found !== undefined) found.add(typeOf(value));
    else if (types.size < MOST_FIELDS) types.set(path, new Set([typeOf(value)]));
  }

  function below(path: string, key: string): string {
    const lower = key.toLowerCase();
    const plain = /^[A-Za-z_][\w-]{0,39}$/.test(key);
    const iri = /^https?:\/\/[\w.:/#%+-]{1,200}$/.test(key);
    const name = (plain || iri) && !persons.some(({ text }) => lower.includes(text)) ? key : ODD;
    const written = plain && name === key ? name : `'${name}'`;
    return path === '' ? written : `${path}.${written}`;
  }
}

/** Whether entries are those of a map: several objects with the same fields. */
function isMap(entries: readonly unknown[]): boolean {
  const fields = (entry: unknown): string => (isObject(entry) ? Object.keys(entry).sort().join('\n') : '');
  const [first = ''] = entries.map(fields);
  return entries.length > 1 && first !== '' && entries.every((entry) => fields(entry) === first);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
