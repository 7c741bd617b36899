import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { foreignFormat, isGzip } from '../ingest/body/magic-bytes.ts';
import { UsageError } from './command.ts';
import type { Io } from './io.ts';

/** Something to read: a file, or stdin. */
export interface Input {
  /** As people know it: the path, or `(stdin)`. */
  name: string;
  /** Its text piece by piece: inflated when it is gzip, decoded from UTF-8, or UTF-16 after a byte order mark. */
  text(): AsyncIterable<string>;
}

/**
 * What the arguments name: files, `-` for stdin, stdin when there are none.
 *
 * @throws UsageError from `text()` when it cannot be read, or is in a format that is not read here
 */
export function inputs(files: readonly string[], io: Io): Input[] {
  return (files.length === 0 ? ['-'] : files).map((file) => {
    const name = file === '-' ? '(stdin)' : file;
    // npm runs scripts in the project, and says in INIT_CWD where the caller stands.
    const path = resolve(io.env['INIT_CWD'] ?? '', file);
    return { name, text: () => decoded(name, file === '-' ? io.stdin : createReadStream(path)) };
  });
}

async function* decoded(name: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  try {
    let decoder: TextDecoder | undefined;
    for await (const chunk of await inflated(name, bytes)) {
      decoder ??= new TextDecoder(encodingOf(chunk));
      yield decoder.decode(chunk, { stream: true });
    }
    if (decoder !== undefined) yield decoder.decode();
  } catch (error) {
    throw unreadable(name, error);
  }
}

/** The bytes, out of gzip if they are in it, whatever the name of the file says. */
async function inflated(name: string, bytes: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const plain = await withHead(bytes);
  if (!isGzip(plain.head)) {
    const format = foreignFormat(plain.head);
    if (format !== undefined)
      throw new UsageError(`${name} is ${format.name}, which is not read here: ${format.remedy}`);
    return plain.all;
  }
  const gunzip = createGunzip();
  // Its failure reaches the reader through the stream, which pipeline destroys.
  pipeline(Readable.from(plain.all), gunzip).catch(() => undefined);
  return gunzip;
}

/** The first bytes, enough to know a format by, and all of them once more. */
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

/** The byte order marks that decodeText of src/ingest/body looks for. */
function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder: name the files in it',
  EACCES: 'reading it is not allowed',
  Z_DATA_ERROR: 'it is not valid gzip',
  Z_BUF_ERROR: 'its gzip data end too early: it was cut',
};

function unreadable(name: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const reason = reasons[String(error.code)];
  return reason === undefined ? error : new UsageError(`cannot read ${name}: ${reason}`);
}
