import type { JsonObject } from '../../src/mapping/table.ts';

/** What LegacyFieldMappingContextProcessor of edx-platform moves out of the context. */
const moved = ['username', 'session', 'ip', 'agent', 'host', 'referer', 'accept_language', 'page', 'client_id'];

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The record in the shape in which the platform emits it. */
export function asEmitted(value: JsonObject): JsonObject {
  const { name, event_type, event, data, time, timestamp, event_source, context: given, ...rest } = value;
  const context = typeof given === 'string' ? (JSON.parse(given) as unknown) : given;
  const request = Object.fromEntries(moved.flatMap((key) => (key in rest ? [[key, rest[key] ?? null]] : [])));
  const others = Object.fromEntries(Object.entries(rest).filter(([key]) => !moved.includes(key)));
  return {
    ...others,
    name: name ?? event_type ?? null,
    timestamp: time ?? timestamp ?? null,
    data: event ?? data ?? null,
    context: {
      ...(isObject(context) ? context : {}),
      ...request,
      ...(event_type !== undefined && { event_type }),
      ...(event_source !== undefined && { event_source }),
    },
  };
}

/** What the platform makes of an emitted event before it logs it. */
export function asLogLine(emitted: JsonObject): JsonObject {
  const { name, timestamp, data, context, ...rest } = emitted;
  const all = isObject(context) ? context : {};
  const { event_type, event_source, ...others } = all;
  const isBrowser = event_source === 'browser' && isObject(data);
  return {
    ...rest,
    ...Object.fromEntries(moved.flatMap((key) => (key in others ? [[key, others[key] ?? null]] : []))),
    name: name ?? null,
    event_type: event_type ?? name ?? null,
    event_source: event_source ?? 'server',
    time: timestamp ?? null,
    event: isBrowser ? JSON.stringify(data) : (data ?? {}),
    context: Object.fromEntries(Object.entries(others).filter(([key]) => !moved.includes(key))),
  };
}

/** The mixture of the two in which event-routing-backends has its grade events. */
export function asHybrid(emitted: JsonObject): JsonObject {
  const { event, ...line } = asLogLine(emitted);
  return { ...line, data: event ?? null };
}
