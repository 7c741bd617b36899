import type { JsonObject } from '../mapping/table.ts';

/** True for a JSON object: neither null nor an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A field of what a sender wrote, in whatever shape. Code that names a field is compiled for the shapes that it has met, and thrown away
 * with the last object of one of them (see src/keep-shapes.ts); this is not, since it meets too many.
 */
export function fieldOf(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return object[key];
}

/** Whether objects and arrays are nested within one another more than `most` times. */
export function isDeeperThan(value: unknown, most: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (most === 0) return true;
  if (Array.isArray(value)) return value.some((item) => isDeeperThan(item, most - 1));
  // Object.values would make an array for each object of each record.
  for (const key in value) {
    const inner = (value as Record<string, unknown>)[key];
    // Most fields are no objects: a call for each of them costs 0.1 µs a record.
    if (typeof inner === 'object' && isDeeperThan(inner, most - 1)) return true;
  }
  return false;
}

/**
 * JSON text that is the same for equal values, whatever the order of their keys. `undefined` counts as absent, in arrays as null.
 * Within one run of JSON.stringify this is faster than putting the text together piece by piece.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value) ?? null);
}

/** The value with all keys in order; the same one where they are. */
export function sorted(value: unknown): unknown {
  return isInOrder(value) ? value : sortedCopy(value);
}

function isInOrder(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isInOrder);
  let last = '';
  for (const key in value) {
    // Read before keys are compared: behind that V8 knows no longer whose key it is, and compiles this again for each request.
    const inner = (value as Record<string, unknown>)[key];
    if (key < last || (typeof inner === 'object' && !isInOrder(inner))) return false;
    last = key;
  }
  return true;
}

function sortedCopy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sortedCopy);
  const fields = value as Record<string, unknown>;
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(fields).sort()) setField(result, key, sortedCopy(fields[key]));
  return result;
}

/**
 * A copy of a JSON object with other values; `undefined` leaves a field out. Copying what stays is faster than deleting what
 * goes, which makes an object slow for all who read it later.
 */
export function mapFields(
  value: Readonly<Record<string, unknown>>,
  change: (key: string, value: unknown) => unknown,
): JsonObject {
  const result: Record<string, unknown> = {};
  for (const key in value) {
    const changed = change(key, value[key]);
    if (changed !== undefined) setField(result, key, changed);
  }
  // What was read from JSON holds nothing but JSON.
  return result as JsonObject;
}

/** Adds a field; see {@link fieldOf}. */
export function setField(object: Record<string, unknown>, key: string, value: unknown): void {
  // An assignment would set the prototype, and the field would be lost.
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}
