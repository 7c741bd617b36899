import type { JsonObject } from '../../mapping/table.ts';
import { fieldOf, isObject, sorted } from '../json.ts';

/**
 * The canonical text of what tells a record from all others, from which the ids of its events are made. It is the same
 * whichever way the record comes, and whenever it is sent again.
 *
 * It holds the name, the time to the microsecond, the source, who (user name, session, `context.user_id`), where
 * (`context.course_id`, `context.path`, `context.module.usage_key`, `page`), and the payload as it was given. Two acts of
 * one person that agree in all of these are one act: with a time cut to seconds there is no telling them apart.
 *
 * It leaves out what differs between deliveries of one record: `host` and `agent`, which shippers overwrite; `ip`, which
 * some remove; `referer`, `accept_language` and `event_type`, which some shapes lack; and the rest of `context`, of which
 * `received_at` is new for each attempt of a mobile app to deliver the same act. A payload without fields (an array, cut
 * text) still counts with all that was given, since two such acts may have nothing else that differs.
 *
 * It is as personal as the record: whatever is made of it must be keyed.
 *
 * @param fields the normalised fields
 * @param payload `event` or `data` as given, parsed where it is text
 */
export function seedOf(fields: JsonObject, payload: unknown): string {
  const context = objectOrNone(fieldOf(fields, 'context'));
  const module = objectOrNone(fieldOf(context, 'module'));
  const event = fieldOf(fields, 'event');
  const hasFields = typeof event === 'object' && event !== null && !isEmpty(event);
  // Only three of these can be more than text.
  return JSON.stringify([
    'openedx',
    fieldOf(fields, 'name'),
    fieldOf(fields, 'time'),
    fieldOf(fields, 'event_source'),
    fieldOf(fields, 'username'),
    fieldOf(fields, 'session'),
    fieldOf(context, 'user_id'),
    fieldOf(context, 'course_id'),
    sorted(presentOrNull(fieldOf(context, 'path'))),
    sorted(presentOrNull(fieldOf(module, 'usage_key'))),
    fieldOf(fields, 'page'),
    sorted(hasFields ? event : withoutEmpty(payload)),
  ]);
}

function objectOrNone(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

/** Null, `""` and `{}` all mean that there is no payload. */
function withoutEmpty(payload: unknown): unknown {
  if (typeof payload === 'string') return presentOrNull(payload.trim());
  return isObject(payload) && isEmpty(payload) ? null : payload;
}

function isEmpty(value: object): boolean {
  for (const key in value) if (Object.hasOwn(value, key)) return false;
  return true;
}

function presentOrNull(value: unknown): unknown {
  return value === '' ? null : value;
}
