import type { XapiRepair } from '../../config/config.ts';
import type { JsonObject } from '../../mapping/table.ts';
import { isDeeperThan, isObject } from '../json.ts';
import type { SourceRecord } from '../record.ts';
import { repairStatement, type Repair } from './compat.ts';
import { at, flaw, toFault, type Flaw, type StatementFault } from './fault.ts';
import { normaliseStatement, verbOf, type Normalisation } from './normalise.ts';
import { checkNulls } from './nulls.ts';
import { checkReceived, type ReceivedParts } from './received.ts';
import type { Edition } from './sections.ts';
import { checkShape } from './shape.ts';
import { derivedStatementId } from './statement-id.ts';
import { isUuid, isVersion } from './values.ts';

export interface StatementOptions extends Normalisation {
  /** Name of the source, part of the ids that are given to statements without one. */
  source: string;
  /**
   * By which edition of the standard statements are judged, as the header of the request says. Without it each one by the `version`
   * that it names, else by 1.0.3.
   */
  edition?: Edition;
  /** Repairs before the check; none unless told. */
  compat?: readonly XapiRepair[];
  /** What came with the statements; without it, whether attachments came is not checked. */
  parts?: ReceivedParts;
}

/** A sound statement as a record, its id in lower case and what was repaired in it, or the first fault that was found. */
export type StatementReading =
  { ok: true; record: SourceRecord; id: string; repairs: readonly Repair[] } | ({ ok: false } & StatementFault);

/** Deeper values are not walked for an id. */
const MAX_DEPTH = 64;

/**
 * Reads one xAPI statement: repairs it where the source asks for it, checks it by every rule of xAPI 1.0.3 or 2.0, gives it an id
 * where it has none, and brings it to one form. Never throws, whatever JSON it gets.
 *
 * @param value parsed JSON
 * @param path where it stands in the request body, as JSON path, or its place in the list that the body is
 * @param occurrence how often the same statement without id stood before it in the request
 */
export function readStatement(
  value: unknown,
  options: StatementOptions,
  path: string | number = '$',
  occurrence = 0,
): StatementReading {
  const edition = options.edition ?? ownEdition(value);
  if (!isObject(value)) {
    return refuse(flaw('NOT_AN_OBJECT', 'must be a statement, an object.', 'statement'), path, edition);
  }
  // First of all, since nothing may walk what is nested too deep.
  const blank = checkNulls(value);
  if (blank !== undefined) return refuse(blank, path, edition);
  const { value: statement, repairs } = repairStatement(value, options.compat ?? []);
  const found =
    checkShape(statement, edition) ??
    // As it was sent, since that is what was signed.
    (options.parts === undefined ? undefined : checkReceived(value, options.parts, edition));
  if (found !== undefined) return refuse(found, path, edition);
  const given = value['id'];
  const id = typeof given === 'string' ? given.toLowerCase() : derivedStatementId(options.source, value, occurrence);
  // Plain JSON came in, and normalising rearranges it only.
  const fields = normaliseStatement(statement, id, options, edition) as JsonObject;
  return { ok: true, id, repairs, record: { source: 'xapi', name: verbOf(statement), fields, seed: `xapi:${id}` } };
}

/** A place in a list is made a path only here, since nearly all statements are sound. */
function refuse(found: Flaw, path: string | number, edition: Edition): StatementReading {
  return { ok: false, ...toFault(found, typeof path === 'number' ? `$[${path}]` : path, edition) };
}

function ownEdition(value: unknown): Edition {
  const version = isObject(value) ? value['version'] : undefined;
  return isVersion(version) && version.startsWith('2.') ? '2.0.0' : '1.0.3';
}

/**
 * Reads the statements of one request, each on its own. An id that stood before in the same request is a fault (Communication 2.1;
 * 2.0, 4.1.6.1); statements without id that are the same are counted apart.
 */
export function readStatements(values: readonly unknown[], options: StatementOptions): StatementReading[] {
  const ids = new Map<string, number>();
  const repeats = new Map<string, number>();
  return values.map((value, index) => {
    const first = readStatement(value, options, index);
    if (!first.ok) return first;
    if (isObject(value) && value['id'] === undefined) {
      const occurrence = repeats.get(first.id) ?? 0;
      repeats.set(first.id, occurrence + 1);
      return occurrence === 0 ? first : readStatement(value, options, index, occurrence);
    }
    const before = ids.get(first.id);
    if (before === undefined) {
      ids.set(first.id, index);
      return first;
    }
    const problem = `is also the id of $[${before}]; each id may stand once in a request.`;
    const twin = at('id', flaw('DUPLICATE_ID', problem, 'statementResource'));
    return twin === undefined ? first : refuse(twin, index, options.edition ?? ownEdition(value));
  });
}

/**
 * The ids that stand in the answer, one for each statement in their order, whatever became of them: a refused one has its own id, else
 * the one that it would have had, made of its content.
 */
export function statementIds(
  readings: readonly StatementReading[],
  values: readonly unknown[],
  source: string,
): string[] {
  const repeats = new Map<string, number>();
  return readings.map((reading, index) => {
    if (reading.ok) return reading.id;
    const value = values[index];
    const given = isObject(value) ? value['id'] : undefined;
    if (isUuid(given)) return given.toLowerCase();
    const content = isTooDeep(value) ? null : value;
    const first = derivedStatementId(source, content, 0);
    const occurrence = repeats.get(first) ?? 0;
    repeats.set(first, occurrence + 1);
    return occurrence === 0 ? first : derivedStatementId(source, content, occurrence);
  });
}

/** True for what nothing may walk. */
export function isTooDeep(value: unknown): boolean {
  return isDeeperThan(value, MAX_DEPTH + 1);
}
