import type { JsonObject } from '../../mapping/table.ts';
import { fieldOf, isDeeperThan, isObject, mapFields, setField } from '../json.ts';
import type { IngestEntry } from '../record.ts';
import { courseKey, courseKeyInPath } from './course-key.ts';
import { canonicalUserId, canonicalUserName, presentText } from './identifiers.ts';
import { objectIn, parsedLayers, payloadOf, type Payload } from './payload.ts';
import { seedOf } from './seed.ts';
import { canonicalTime } from './time.ts';

/** What Open edX sends has at most ten levels; deeper is made to hurt what walks through it. */
const maximumDepth = 64;

/** Text at the top level in log lines, in `context` as the platform emits them (LegacyFieldMappingContextProcessor). */
const requestFields = ['ip', 'agent', 'host', 'referer', 'accept_language', 'page', 'client_id'] as const;

/**
 * Makes one vocabulary of the shapes in which Open edX tracking events come: log lines (`event_type`, `event`, `time`),
 * events as emitted (`name`, `data`, `timestamp`, all of the request in `context`), and mixtures.
 *
 * `fields` has, where present: `name`, `event_type`, `event_source`, `time` (UTC, six decimals), `event`, `context`
 * (without what moved up), `username`, `session`, `ip`, `agent`, `host`, `referer`, `accept_language`, `page`, `client_id`,
 * `synthesized`. Empty text and null are absent; user ids are decimal text; `context.course_id` falls back to
 * `event.course_id`, `event.course`, `event.label`, and a course key in `page`, `context.path` or the name. What shippers
 * add is not taken over.
 *
 * @param value any JSON value, already out of its wrapper; it is not changed
 * @returns the record, or the rejection `NOT_AN_OBJECT`, `TOO_DEEP`, `XAPI_STATEMENT` or `NO_NAME`. A missing or unreadable
 * time rejects nothing: the rule that needs it fails. Never throws.
 */
export function normaliseTrackingLog(value: unknown): IngestEntry {
  if (!isObject(value))
    return reject('NOT_AN_OBJECT', 'the record is JSON, but not an object: send one object for each event');
  const context = objectIn(fieldOf(value, 'context'));
  const given = fieldOf(value, 'event') ?? fieldOf(value, 'data');
  const payload = parsedLayers(given);
  // What is text may hide further levels.
  const isText = typeof given === 'string' || typeof fieldOf(value, 'context') === 'string';
  if (isDeeperThan(value, maximumDepth) || (isText && isDeeperThan([context, payload], maximumDepth + 1))) {
    return reject('TOO_DEEP', `the record has more than ${maximumDepth} levels: no tracking event does`);
  }
  const type = textIn(value, context, 'event_type');
  const name = presentText(fieldOf(value, 'name')) ?? type;
  if (name === undefined) return fieldOf(value, 'verb') === undefined ? noName() : statement();

  const event = payloadOf(payload);
  const source = textIn(value, context, 'event_source') ?? 'server';
  const time = canonicalTime(fieldOf(value, 'time') ?? fieldOf(value, 'timestamp'));
  const username = canonicalUserName(fieldOf(value, 'username')) ?? canonicalUserName(fieldOf(context, 'username'));
  const session = textIn(value, context, 'session');
  const fields: JsonObject = { name, event_type: type ?? name, event_source: source, event };
  if (time !== undefined) setField(fields, 'time', time);
  if (username !== undefined) setField(fields, 'username', username);
  if (session !== undefined) setField(fields, 'session', session);
  // Shippers put objects of their own into `host` and `agent`: only text is the event's.
  for (const key of requestFields) {
    const text = textIn(value, context, key);
    if (text !== undefined) setField(fields, key, text);
  }
  const synthesized = fieldOf(value, 'synthesized');
  if (synthesized !== undefined) setField(fields, 'synthesized', synthesized);
  setField(fields, 'context', canonicalContext(context, event, name, textIn(value, context, 'page')));
  return { ok: true, record: { source: 'openedx', name, fields, seed: seedOf(fields, payload) } };
}

/** Text at the top level, or in the context. */
function textIn(value: Record<string, unknown>, context: Record<string, unknown>, key: string): string | undefined {
  return presentText(fieldOf(value, key)) ?? presentText(fieldOf(context, key));
}

function canonicalContext(
  given: Record<string, unknown>,
  event: Payload,
  name: string,
  page: string | undefined,
): JsonObject {
  const context = mapFields(given, canonicalContextField);
  const course = presentText(fieldOf(given, 'course_id')) ?? courseOf(event, page, fieldOf(given, 'path'), name);
  if (course !== undefined) setField(context, 'course_id', course);
  return context;
}

function canonicalContextField(key: string, value: unknown): unknown {
  if (movedUp.has(key)) return undefined;
  return key === 'user_id' ? canonicalUserId(value) : value;
}

/** Names of fields of `context` that stand beside it in the normalised record, or are put there anew. */
const movedUp: ReadonlySet<string> = new Set([
  ...['username', 'session', 'event_type', 'event_source', 'course_id'],
  ...requestFields,
]);

function courseOf(event: Payload, page: unknown, path: unknown, name: string): string | undefined {
  const payload = typeof event === 'string' ? {} : event;
  return (
    courseKey(fieldOf(payload, 'course_id')) ??
    courseKey(fieldOf(payload, 'course')) ??
    courseKey(fieldOf(payload, 'label')) ??
    courseKeyInPath(page) ??
    courseKeyInPath(path) ??
    (name.startsWith('/') ? courseKeyInPath(name) : undefined)
  );
}

function noName(): IngestEntry {
  return reject('NO_NAME', 'the record has neither name nor event_type: send Open edX tracking events');
}

function statement(): IngestEntry {
  return reject('XAPI_STATEMENT', 'the record is an xAPI statement: send it to /xapi/statements');
}

function reject(code: string, message: string): IngestEntry {
  return { ok: false, rejection: { code, message } };
}
