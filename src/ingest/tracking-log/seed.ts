import type { JsonObject } from '../../mapping/table.ts';
import { isObject, sorted } from '../json.ts';

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
  const context = isObject(fields['context']) ? fields['context'] : {};
  const module = isObject(context['module']) ? context['module'] : {};
  const event = fields['event'];
  const hasFields = typeof event === 'object' && event !== null && !isEmpty(event);
  // Only three of these can be more than text.
  return JSON.stringify([
    'openedx',
    fields['name'],
    fields['time'],
    fields['event_source'],
    fields['username'],
    fields['session'],
    context['user_id'],
    context['course_id'],
    sorted(presentOrNull(context['path'])),
    sorted(presentOrNull(module['usage_key'])),
    fields['page'],
    sorted(hasFields ? event : withoutEmpty(payload)),
  ]);
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
