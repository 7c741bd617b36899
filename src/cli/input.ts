import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from './command.ts';
import { folderFiles } from './folder-files.ts';
import type { Io } from './io.ts';
import { decompress, formOf } from './text-form.ts';
import type { TextForm } from './text-form.ts';

/** Something to read: a file, or stdin. */
export interface Input {
  /** As people know it: the path, or `(stdin)`. */
  name: string;
  /** Absolute path; stdin and pipes have none: they can be read but once. */
  path?: string;
  /** Bytes on disk when it was looked at; unknown for stdin and pipes. */
  size?: number;
  /**
   * Its text as UTF-8, chunk by chunk: inflated when it is gzip, converted after the byte order mark of UTF-16.
   *
   * @param from where to begin in that text, in bytes; stdin begins at 0
   * @param onRead is told how many bytes were taken from the disk, before they are inflated
   */
  bytes(from?: number, onRead?: OnRead): AsyncIterable<Uint8Array>;
  /** How its text is written. Stdin is not asked. */
  form(): Promise<TextForm>;
}

/** `skipped` bytes were passed over unread. */
export type OnRead = (bytes: number, skipped?: boolean) => void;

const chunkLength = 256 * 1024;

/**
 * What the arguments name: files, folders with logs, `-` for stdin, stdin when there are none.
 *
 * @throws UsageError when a file is not there, and later, from `bytes()`, when it cannot be read, or is in a format that is not
 * read here
 */
export async function inputs(files: readonly string[], io: Pick<Io, 'env' | 'stdin'>): Promise<Input[]> {
  const found: Input[] = [];
  for (const file of files.length === 0 ? ['-'] : files) {
    if (file === '-') found.push(stdinInput(io.stdin));
    else found.push(...(await named(file, io)));
  }
  return found;
}

/** What is wrong with an input, with its name. */
export function faultOf({ name }: Input, { message }: UsageError): string {
  return message.includes(name) ? message : `${name}: ${message}`;
}

/** Bytes on disk of all of them; unknown where one is stdin. */
export function totalSize(all: readonly Input[]): number | undefined {
  let total = 0;
  for (const { size } of all) {
    if (size === undefined) return undefined;
    total += size;
  }
  return total;
}

async function named(file: string, io: Pick<Io, 'env'>): Promise<Input[]> {
  // npm runs scripts in the project, and says in INIT_CWD where the caller stands.
  const path = resolve(io.env['INIT_CWD'] ?? '', file);
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return [found.isFile() ? fileInput(file, path, found.size) : pipeInput(file, path)];
    const within = await folderFiles(path);
    if (within.length === 0) {
      throw new UsageError(`${file} holds no *.log, *.json, *.jsonl or *.ndjson: name the files in it`);
    }
    return await Promise.all(within.map(async (inner) => fileInput(inner, inner, (await stat(inner)).size)));
  } catch (error) {
    throw unreadable(file, error);
  }
}

function stdinInput(stdin: AsyncIterable<Uint8Array>): Input {
  return onceInput('(stdin)', () => stdin);
}

/** A named pipe, or what a shell makes of `<(zcat old.gz)`: like stdin it can be read but once, from its beginning. */
function pipeInput(name: string, path: string): Input {
  return onceInput(name, () => createReadStream(path, { highWaterMark: chunkLength }));
}

function onceInput(name: string, open: () => AsyncIterable<Uint8Array>): Input {
  return {
    name,
    form: () => Promise.resolve('utf-8'),
    async *bytes(_from, onRead) {
      try {
        yield* decompress(name, counted(open(), onRead), 0);
      } catch (error) {
        throw unreadable(name, error);
      }
    },
  };
}

function fileInput(name: string, path: string, size: number): Input {
  const form = async (): Promise<TextForm> => {
    try {
      return await formOfFile(name, path);
    } catch (error) {
      throw unreadable(name, error);
    }
  };
  return {
    name,
    path,
    size,
    form,
    async *bytes(from = 0, onRead) {
      try {
        const seekable = (await formOfFile(name, path)) === 'utf-8';
        const start = seekable ? from : 0;
        onRead?.(start, true);
        const raw = createReadStream(path, { start, highWaterMark: chunkLength });
        if (seekable) yield* counted(raw, onRead);
        else yield* decompress(name, counted(raw, onRead), from);
      } catch (error) {
        throw unreadable(name, error);
      }
    },
  };
}

async function formOfFile(name: string, path: string): Promise<TextForm> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    return formOf(name, buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

async function* counted(bytes: AsyncIterable<Uint8Array>, onRead: OnRead | undefined): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    onRead?.(chunk.length);
    yield chunk;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'reading it is not allowed',
  Z_DATA_ERROR: 'it is not valid gzip',
  Z_BUF_ERROR: 'its gzip data end too early: it was cut',
};

function unreadable(name: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const reason = reasons[String(error.code)];
  return reason === undefined ? error : new UsageError(`cannot read ${name}: ${reason}`);
}
