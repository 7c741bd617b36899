import type { JsonObject } from '../../mapping/table.ts';
import { isObject, mapFields } from '../json.ts';
import { canonicalUserId, presentText } from './identifiers.ts';

/** The payload of an event: fields, or the text of a form (`input_…=choice_0&…`), of which rules can make little. */
export type Payload = JsonObject | string;

/** Text within text is opened that often: the platform writes a string, and a shipper may write that as a string again. */
const maximumLayers = 3;

/** Names of users, by the documentation of Open edX; some are sent with a line end. */
const userNames: ReadonlySet<string> = new Set(['username', 'user', 'student', 'instructor', 'target_username']);

/**
 * The payload of an event from its `event` or `data`, after {@link parsedLayers}. An object stays. An array (`problem_graded`, old `upgrade.clicked`), JSON that was cut (512 characters for implicit
 * events, 50,000 otherwise) and what is absent have no fields. Other text, such as a form, stays text.
 */
export function payloadOf(parsed: unknown): Payload {
  if (isObject(parsed)) return withCanonicalPersons(parsed);
  if (typeof parsed !== 'string') return {};
  const text = parsed.trim();
  return /^["[{]/.test(text) || text === '' ? {} : text;
}

/** The object in a field that shippers may have turned into text, such as `context`; an empty one if there is none. */
export function objectIn(value: unknown): Record<string, unknown> {
  const parsed = parsedLayers(value);
  return isObject(parsed) ? parsed : {};
}

/** The value, parsed where it is JSON text, as the payload of browser events is; text that is not JSON stays as it is. */
export function parsedLayers(value: unknown): unknown {
  let parsed = value;
  for (let layer = 0; layer < maximumLayers && typeof parsed === 'string'; layer += 1) {
    if (!/^\s*["[{n]/.test(parsed)) return parsed;
    try {
      parsed = JSON.parse(parsed) as unknown;
    } catch {
      return parsed;
    }
  }
  return parsed;
}

/**
 * Ids and names of people at the top of the payload in their canonical form; the others are for display only. A payload in which all
 * of them are is not copied.
 */
function withCanonicalPersons(payload: Record<string, unknown>): JsonObject {
  for (const key in payload) {
    const value = payload[key];
    if (canonicalPerson(key, value) !== value) return mapFields(payload, canonicalPerson);
  }
  // What was read from JSON holds nothing but JSON.
  return payload as JsonObject;
}

function canonicalPerson(key: string, value: unknown): unknown {
  if (key.endsWith('user_id') || key === 'instructor_id') return canonicalUserId(value);
  return typeof value === 'string' && userNames.has(key) ? presentText(value) : value;
}
