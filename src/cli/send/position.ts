import type { Input, OnRead } from '../input.ts';
import { noSums } from './account.ts';
import { fits, markLength, markOf } from './state.ts';
import type { SendState, SentFile } from './state.ts';

/** A file, open where sending goes on. */
export interface Opened {
  entry: SentFile;
  /** Its text from `entry.position` on; undefined when it ends there. */
  rest: AsyncIterable<Uint8Array> | undefined;
  /** The first bytes of the text, as many as were taken, up to the length of a mark. */
  head: Uint8Array;
  /** The bytes before the position, up to the length of a mark. */
  tail: Uint8Array;
}

/**
 * Finds out how far a file was sent before, by its path and by its content: logs grow, and are renamed and packed when they are
 * rotated. Where the text is not what was sent, it begins anew; the adapter knows what it has taken already.
 *
 * @param live entries that stand for another file of this run: their records are counted there
 */
export async function openFile(
  input: Input,
  state: SendState,
  live: ReadonlySet<SentFile>,
  onRead: OnRead,
): Promise<Opened> {
  const path = input.path ?? '';
  const { taken: head } = await take(input.bytes(0), markLength, true);
  // Nearly all marks have one length, so that one hash is made for all entries.
  const hashes = new Map<number, string>();
  const hashOf = (length: number): string => {
    const known = hashes.get(length) ?? markOf(head.subarray(0, length)).sha256;
    hashes.set(length, known);
    return known;
  };
  const candidates = state.files
    .filter(
      ({ position, head: mark }) => position > 0 && mark.bytes <= head.length && hashOf(mark.bytes) === mark.sha256,
    )
    .sort((a, b) => Number(b.path === path) - Number(a.path === path) || b.position - a.position);
  for (const candidate of candidates) {
    const opened = await goOn(input, candidate, onRead);
    if (opened === undefined) continue;
    const entry = live.has(candidate) ? { ...candidate, path, sums: noSums() } : candidate;
    if (live.has(candidate)) state.files.push(entry);
    entry.path = path;
    return { ...opened, entry, head: head.subarray(0, entry.head.bytes) };
  }
  const none = markOf(new Uint8Array(0));
  const entry: SentFile = { path, size: 0, position: 0, head: none, tail: none, sums: noSums() };
  state.files.push(entry);
  return { entry, rest: input.bytes(0, onRead), head: new Uint8Array(0), tail: new Uint8Array(0) };
}

async function goOn(
  input: Input,
  { path, size, position, tail }: SentFile,
  onRead: OnRead,
): Promise<Pick<Opened, 'rest' | 'tail'> | undefined> {
  if (path === input.path && size === input.size) {
    onRead(size, true);
    return { rest: undefined, tail: new Uint8Array(0) };
  }
  let skipped = 0;
  const { taken, rest } = await take(
    input.bytes(position - tail.bytes, (bytes) => (skipped += bytes)),
    tail.bytes,
    false,
  );
  if (!fits(tail, taken)) {
    await rest.return(undefined);
    return undefined;
  }
  onRead(skipped, true);
  // What was read ahead of the position counts as skipped; it is one chunk.
  return { rest: followed(rest, () => skipped, onRead), tail: taken };
}

/** Tells of what is read from now on. */
async function* followed(
  rest: AsyncIterable<Uint8Array>,
  read: () => number,
  onRead: OnRead,
): AsyncGenerator<Uint8Array> {
  let told = read();
  for await (const chunk of rest) {
    onRead(read() - told);
    told = read();
    yield chunk;
  }
}

/** The first bytes of a text, and what follows them. */
async function take(
  bytes: AsyncIterable<Uint8Array>,
  length: number,
  only: boolean,
): Promise<{ taken: Uint8Array; rest: AsyncGenerator<Uint8Array> }> {
  const iterator = bytes[Symbol.asyncIterator]();
  let read: Uint8Array = new Uint8Array(0);
  while (read.length < length) {
    const next = await iterator.next();
    if (next.done === true) break;
    read = Buffer.concat([read, next.value]);
  }
  if (only) await iterator.return?.();
  const behind = read.subarray(length);
  const rest = async function* (): AsyncGenerator<Uint8Array> {
    try {
      if (behind.length > 0) yield behind;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  };
  return { taken: read.subarray(0, length), rest: rest() };
}
