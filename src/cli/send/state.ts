import { createHash } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { isObject } from '../../ingest/json.ts';
import { UsageError } from '../command.ts';
import type { Sums } from './account.ts';
import { isSums } from './account.ts';

/** A stretch of a file's text: how long, and what its SHA-256 is. */
export interface Mark {
  bytes: number;
  sha256: string;
}

/** How far a file was sent. */
export interface SentFile {
  path: string;
  /** Bytes on disk when its end was reached, 0 before. */
  size: number;
  /** Bytes of its text, after inflating, that were taken. */
  position: number;
  /** Its beginning, and what stands before the position: a file that was renamed or packed since is known by both. */
  head: Mark;
  tail: Mark;
  /** What became of the records before the position. */
  sums: Sums;
}

/** How far all files were sent to one adapter. */
export interface SendState {
  version: 1;
  to: string;
  source: string;
  files: SentFile[];
}

/** Bytes of the two marks, where the file has as many. */
export const markLength = 4096;

export function markOf(bytes: Uint8Array): Mark {
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Whether a text that begins with these bytes begins with what the mark was made of. */
export function fits(mark: Mark, bytes: Uint8Array): boolean {
  return bytes.length >= mark.bytes && markOf(bytes.subarray(0, mark.bytes)).sha256 === mark.sha256;
}

/**
 * Reads a state, or begins one where there is no such file.
 *
 * @throws UsageError when it is damaged, or belongs to another adapter or source
 */
export async function readState(path: string, to: string, source: string): Promise<SendState> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { version: 1, to, source, files: [] };
    throw new UsageError(`cannot read the state ${path}: choose another with --state`);
  }
  const state = parse(text);
  if (state === undefined) throw new UsageError(`${path} is no state of caliper send: choose another with --state`);
  if (state.to !== to || state.source !== source) {
    const message = `${path} belongs to --to ${state.to} --source ${state.source}: choose another with --state`;
    throw new UsageError(message);
  }
  return state;
}

/** Writes a state whole or not at all: once it has resolved, it survives a crash. It is for its owner alone. */
export async function writeState(path: string, state: SendState): Promise<void> {
  const next = `${path}.next`;
  const file = await open(next, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(state)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(next, path);
}

/**
 * Keeps a second process from the same state.
 *
 * @returns what ends the exclusion
 * @throws UsageError when a process that lives has it
 */
export async function lockState(path: string): Promise<() => Promise<void>> {
  const lock = `${path}.lock`;
  for (;;) {
    try {
      const file = await open(lock, 'wx', 0o600);
      await file.writeFile(String(process.pid));
      await file.close();
      return () => rm(lock, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
        throw new UsageError(`cannot write beside the state ${path}: choose another with --state`);
      }
      const holder = await holderOf(lock);
      if (lives(holder))
        throw new UsageError(`process ${holder} sends with the state ${path}: wait until it has ended`);
      // Its holder was killed.
      await rm(lock, { force: true });
    }
  }
}

/** The process that a lock names; it is written just after the lock was made. */
async function holderOf(lock: string): Promise<number> {
  const read = (): Promise<string> => readFile(lock, 'utf8').catch(() => '');
  let text = await read();
  for (let attempt = 0; text === '' && attempt < 10; attempt++) {
    await wait(50);
    text = await read();
  }
  return Number(text);
}

function lives(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function parse(text: string): SendState | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value) || value['version'] !== 1) return undefined;
  const { to, source, files } = value;
  if (typeof to !== 'string' || typeof source !== 'string' || !Array.isArray(files)) return undefined;
  const sent = (files as unknown[]).filter(isSentFile);
  return sent.length === files.length ? { version: 1, to, source, files: sent } : undefined;
}

function isSentFile(value: unknown): value is SentFile {
  if (!isObject(value) || typeof value['path'] !== 'string' || !isSums(value['sums'])) return false;
  return isCount(value['size']) && isCount(value['position']) && isMark(value['head']) && isMark(value['tail']);
}

function isMark(value: unknown): value is Mark {
  return isObject(value) && isCount(value['bytes']) && typeof value['sha256'] === 'string';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
