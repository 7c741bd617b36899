import type { JsonObject } from '../../mapping/table.ts';
import { isObject } from '../json.ts';
import type { SourceRecord } from '../record.ts';
import { below, fault, type StatementFault } from './fault.ts';
import { normaliseStatement, verbOf, type Normalisation } from './normalise.ts';
import { checkNulls } from './nulls.ts';
import { checkShape } from './shape.ts';
import { derivedStatementId } from './statement-id.ts';

export interface StatementOptions extends Normalisation {
  /** Name of the source, part of the ids that are given to statements without one. */
  source: string;
}

/** A sound statement as a record and its id in lower case, or the first fault that was found. */
export type StatementReading = { ok: true; record: SourceRecord; id: string } | ({ ok: false } & StatementFault);

/**
 * Reads one xAPI statement (1.0.3 and 2.0): checks what every reader of it relies on, gives it an id where it has none, and
 * brings it to one form. Never throws, whatever JSON it gets.
 *
 * @param value parsed JSON
 * @param path where it stands in the request body, as JSON path
 * @param occurrence how often the same statement without id stood before it in the request
 */
export function readStatement(value: unknown, options: StatementOptions, path = '$', occurrence = 0): StatementReading {
  if (!isObject(value)) return { ok: false, ...fault(path, 'NOT_AN_OBJECT', 'must be a statement, an object.') };
  const found = checkNulls(value, path) ?? checkShape(value, path);
  if (found !== undefined) return { ok: false, ...found };
  const given = value['id'];
  const id = typeof given === 'string' ? given.toLowerCase() : derivedStatementId(options.source, value, occurrence);
  // Plain JSON came in, and normalising rearranges it only.
  const fields = normaliseStatement(value, id, options) as JsonObject;
  return { ok: true, id, record: { source: 'xapi', name: verbOf(value), fields, seed: `xapi:${id}` } };
}

/**
 * Reads the statements of one request, each on its own. An id that stood before in the same request is a fault (xAPI 2.0, 4.1.6.1;
 * common practice under 1.0.3); statements without id that are the same are counted apart.
 */
export function readStatements(values: readonly unknown[], options: StatementOptions): StatementReading[] {
  const ids = new Map<string, number>();
  const repeats = new Map<string, number>();
  return values.map((value, index) => {
    const path = below('$', index);
    const first = readStatement(value, options, path);
    if (!first.ok) return first;
    if (isObject(value) && value['id'] === undefined) {
      const occurrence = repeats.get(first.id) ?? 0;
      repeats.set(first.id, occurrence + 1);
      return occurrence === 0 ? first : readStatement(value, options, path, occurrence);
    }
    const before = ids.get(first.id);
    if (before === undefined) {
      ids.set(first.id, index);
      return first;
    }
    return {
      ok: false,
      ...fault(`${path}.id`, 'DUPLICATE_ID', `is also the id of $[${before}]; each id may stand once in a request.`),
    };
  });
}
