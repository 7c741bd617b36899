import type { Context } from 'hono';

/** Which rows; what is left out does not restrict. Instants are milliseconds since 1970, exclusive. */
export type RowFilter<Text extends string> = Partial<Record<Text, string>> & { before?: number; after?: number };

/** A filter whose ids are those of a list over all shards, `<shard>.<number>`. */
export type ListedFilter<Text extends string> = RowFilter<Text> & { ids?: string[] };

/** Ids in one filter: a value that is bound to a statement has room for 2 MB. */
const MOST_IDS = 10_000;

/** Reads a filter from the query; other parameters are not looked at. Undefined where an instant is none. */
export function queryFilter<Text extends string>(c: Context, texts: readonly Text[]): RowFilter<Text> | undefined {
  const given: Record<string, string> = {};
  for (const name of [...texts, 'before', 'after']) {
    const value = c.req.query(name);
    if (value !== undefined) given[name] = value;
  }
  return readFilter(given, texts);
}

/** Reads a filter from a JSON object. Undefined where it is none, or has anything else in it: a misspelt filter must not mean "all". */
export function bodyFilter<Text extends string>(body: string, texts: readonly Text[]): ListedFilter<Text> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  return typeof value !== 'object' || value === null || Array.isArray(value) ? undefined : readFilter(value, texts);
}

function readFilter<Text extends string>(given: object, texts: readonly Text[]): ListedFilter<Text> | undefined {
  const filter: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given) as [string, unknown][]) {
    if (name === 'ids' && isIds(value)) filter[name] = value;
    else if (typeof value !== 'string') return undefined;
    else if (texts.some((text) => text === name)) filter[name] = value;
    else if ((name === 'before' || name === 'after') && !Number.isNaN(Date.parse(value)))
      filter[name] = Date.parse(value);
    else return undefined;
  }
  // It holds nothing but what was checked.
  return filter as ListedFilter<Text>;
}

function isIds(value: unknown): value is string[] {
  return (
    Array.isArray(value) &&
    value.length <= MOST_IDS &&
    value.every((id) => typeof id === 'string' && /^\d{1,6}\.\d{1,15}$/.test(id))
  );
}

/** The filter as one shard understands it, with the numbers of its own rows. */
export function ofShard<Filter extends { ids?: string[] }>(
  { ids, ...rest }: Filter,
  shard: number,
): Omit<Filter, 'ids'> & { ids?: number[] } {
  if (ids === undefined) return rest;
  const own = ids.map((id) => id.split('.')).filter(([of]) => of === String(shard));
  return { ...rest, ids: own.map(([, number]) => Number(number)) };
}
