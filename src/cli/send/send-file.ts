import type { Input } from '../input.ts';
import { pieces } from '../pieces.ts';
import type { Piece } from '../pieces.ts';
import type { Progress } from '../progress.ts';
import { addSums } from './account.ts';
import type { Sums } from './account.ts';
import { unfinishedFrom } from './bodies.ts';
import { deliver } from './deliver.ts';
import type { Delivery } from './deliver.ts';
import { openFile } from './position.ts';
import { markLength, markOf } from './state.ts';
import type { SendState, SentFile } from './state.ts';

/** What a run of `caliper send` works on. */
export interface Run {
  delivery: Delivery;
  state: SendState;
  /** Puts the state on disk. */
  record: () => Promise<void>;
  progress: Progress;
  /** What became of the records of this run. */
  sums: Sums;
  /** Entries of the state that stand for a file of this run. */
  live: Set<SentFile>;
  /** Files that end with a line that is still being written. */
  unfinished: string[];
}

/** How a file ended: all of it was sent, or the person interrupted. */
export type Ended = 'done' | 'interrupted';

/** Sends what of a file was not sent before, and records how far it came after each piece. */
export async function sendFile(input: Input, run: Run): Promise<Ended> {
  let raw = 0;
  const opened = await openFile(input, run.state, run.live, (bytes, skipped) => {
    raw += bytes;
    run.progress.read(bytes, skipped);
  });
  const { entry, rest } = opened;
  run.live.add(entry);
  if (rest === undefined) return 'done';
  const start = entry.position;
  const linesBefore = entry.sums.lines;
  let { head, tail } = opened;
  const finished = (await input.form()) === 'gzip';
  for await (const { piece, last } of withLast(pieces(rest, sizeOf(run)))) {
    const end = last && !finished ? unfinishedFrom(piece.bytes) : piece.bytes.length;
    if (end < piece.bytes.length) run.unfinished.push(input.name);
    if (end > 0) {
      const bytes = piece.bytes.subarray(0, end);
      const line = linesBefore + piece.line;
      const lines = linesIn(bytes, piece.lines) - (isMidLine(tail) ? 1 : 0);
      if (!(await sendPiece({ ...piece, bytes, line, lines }, run, entry))) return 'interrupted';
      entry.position = start + piece.offset + end;
      head = Buffer.concat([head, bytes]).subarray(0, markLength);
      tail = Buffer.concat([tail, bytes]).subarray(-markLength);
      [entry.head, entry.tail] = [markOf(head), markOf(tail)];
    }
    if (last && end === piece.bytes.length) entry.size = raw;
    await run.record();
  }
  return 'done';
}

/** Sends stdin, of which nothing is recorded: it cannot be read a second time. */
export async function sendStdin(input: Input, run: Run): Promise<Ended> {
  const bytes = input.bytes(0, (read) => run.progress.read(read));
  for await (const piece of pieces(bytes, sizeOf(run))) {
    const lines = linesIn(piece.bytes, piece.lines);
    if (!(await sendPiece({ ...piece, lines }, run))) return 'interrupted';
  }
  return 'done';
}

async function sendPiece(piece: Piece, run: Run, entry?: SentFile): Promise<boolean> {
  const sums = await deliver(piece, run.delivery);
  if (sums === undefined) return false;
  addSums(run.sums, sums);
  if (entry !== undefined) addSums(entry.sums, sums);
  await run.progress.done(sums.received);
  return true;
}

/** Lines, the last one too where it has no line end. */
function linesIn(bytes: Uint8Array, lineEnds: number): number {
  return isMidLine(bytes) ? lineEnds + 1 : lineEnds;
}

function isMidLine(bytes: Uint8Array): boolean {
  return bytes.length > 0 && bytes.at(-1) !== 0x0a;
}

function sizeOf({ delivery: { limits } }: Run): { bytes: number; lines: number } {
  return { bytes: limits.bytes, lines: limits.records };
}

async function* withLast(all: AsyncIterable<Piece>): AsyncGenerator<{ piece: Piece; last: boolean }> {
  let previous: Piece | undefined;
  for await (const piece of all) {
    if (previous !== undefined) yield { piece: previous, last: false };
    previous = piece;
  }
  if (previous !== undefined) yield { piece: previous, last: true };
}
