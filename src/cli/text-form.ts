import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { foreignFormat, isGzip } from '../ingest/body/magic-bytes.ts';
import { UsageError } from './command.ts';

/** How a text lies on disk. */
export type TextForm = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gzip';

/**
 * The form of a text by its first bytes, eight of them if there are as many. The byte order marks are those that decodeText of
 * src/ingest/body looks for.
 *
 * @throws UsageError when it is packed in a way that is not read here
 */
export function formOf(name: string, head: Uint8Array): TextForm {
  if (isGzip(head)) return 'gzip';
  const format = foreignFormat(head);
  if (format !== undefined) throw new UsageError(`${name} is ${format.name}, which is not read here: ${format.remedy}`);
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

/** A text as UTF-8, whatever its form, from a position in it on, in bytes. */
export async function* decompress(
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  from: number,
): AsyncGenerator<Uint8Array> {
  let left = from;
  for await (const chunk of plain(name, bytes, deepest)) {
    const kept = chunk.subarray(Math.min(left, chunk.length));
    left -= chunk.length - kept.length;
    if (kept.length > 0) yield kept;
  }
}

/** Gzip within gzip: nobody nests deeper by accident, and some files unpack to themselves without end. */
const deepest = 3;

async function* plain(name: string, bytes: AsyncIterable<Uint8Array>, left: number): AsyncGenerator<Uint8Array> {
  const { head, all } = await withHead(bytes);
  const form = formOf(name, head);
  switch (form) {
    case 'utf-8':
      yield* all;
      return;
    case 'gzip': {
      if (left === 0) throw new UsageError(`${name} is gzip within gzip within gzip: unpack it`);
      const gunzip = createGunzip({ chunkSize: 256 * 1024 });
      // Its failure reaches the reader through the stream, which pipeline destroys.
      pipeline(Readable.from(all), gunzip).catch(() => undefined);
      // What was zipped may be UTF-16, or zipped once more.
      yield* plain(name, gunzip, left - 1);
      return;
    }
    case 'utf-16le':
    case 'utf-16be': {
      const decoder = new TextDecoder(form);
      for await (const chunk of all) yield Buffer.from(decoder.decode(chunk, { stream: true }));
      yield Buffer.from(decoder.decode());
    }
  }
}

/** The first bytes, enough to know a form by, and all of them once more. */
async function withHead(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ head: Uint8Array; all: AsyncIterable<Uint8Array> }> {
  const iterator = bytes[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < 8) {
    const next = await iterator.next();
    if (next.done === true) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  const first = head;
  const all = async function* (): AsyncGenerator<Uint8Array> {
    if (first.length > 0) yield first;
    try {
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  };
  return { head, all: all() };
}
