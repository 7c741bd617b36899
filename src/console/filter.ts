/** A filter as it stands in the query or in the fields of a form: all texts, empty where it does not restrict. */
export type Filter<Name extends string = string> = Readonly<Record<Name | 'after' | 'before', string>>;

/** Reads a filter with these texts, and with `after` and `before` as `<input type="datetime-local">` gives them, in UTC. */
export function readFilter<Name extends string>(names: readonly Name[], read: (name: string) => unknown): Filter<Name> {
  const text = (name: string): string => {
    const value = read(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const local = (name: string): string => (milliseconds(text(name)) === undefined ? '' : text(name));
  const texts = names.map((name) => [name, text(name)] as const);
  // One entry for each name, and the two.
  return Object.fromEntries([...texts, ['after', local('after')], ['before', local('before')]]) as Filter<Name>;
}

/** The filter that the outbox understands: what restricts, with instants in milliseconds since 1970. */
export function outboxFilter<Name extends string>(
  filter: Filter<Name>,
): Partial<Record<Name, string> & Record<'after' | 'before', number>> {
  const chosen = Object.entries<string>(filter).flatMap(([name, value]) => {
    const isTime = name === 'after' || name === 'before';
    const meant = isTime ? milliseconds(value) : value === '' ? undefined : value;
    return meant === undefined ? [] : [[name, meant]];
  });
  // Of the names of the filter, each with its kind of value.
  return Object.fromEntries(chosen) as Partial<Record<Name, string> & Record<'after' | 'before', number>>;
}

/** The filter as a query, e.g. `?reason=REFUSED`, with other parts changed or added. */
export function filterQuery(filter: Filter, more: Readonly<Record<string, string>> = {}): string {
  const parts = Object.entries({ ...filter, ...more }).filter(([, value]) => value !== '');
  return parts.length === 0 ? '' : `?${new URLSearchParams(parts).toString()}`;
}

/** True when the filter lets everything through. */
export function isOpen(filter: Filter): boolean {
  return Object.values(filter).every((value) => value === '');
}

function milliseconds(local: string): number | undefined {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/.test(local) ? Date.parse(`${local}Z`) : NaN;
  return Number.isNaN(at) ? undefined : at;
}
