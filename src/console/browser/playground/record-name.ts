/** The name by which rules look for a record, in a text that somebody typed; undefined where it is no JSON or has none. */
export function recordName(text: string): string | undefined {
  try {
    return nameIn(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The name of a tracking event, or the verb of a statement. */
export function nameIn(record: unknown): string | undefined {
  if (typeof record !== 'object' || record === null) return undefined;
  const { name, event_type: type, verb } = record as { name?: unknown; event_type?: unknown; verb?: { id?: unknown } };
  const found = [verb?.id, name, type].find((each) => typeof each === 'string' && each !== '');
  return typeof found === 'string' ? found : undefined;
}
