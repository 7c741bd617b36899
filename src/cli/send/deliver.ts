import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Answer, RecordProblem } from '../../ingest/answer.ts';
import { AdapterError } from '../command.ts';
import type { Piece } from '../pieces.ts';
import type { Tally } from '../tally.ts';
import { addSums, noSums, sumsOf } from './account.ts';
import type { Sums } from './account.ts';
import { bodiesOf, halved, takenApart, without } from './bodies.ts';
import type { Body, BodyLimits, SendSource } from './bodies.ts';
import type { Pace } from './pace.ts';
import { post } from './post.ts';
import type { Sending } from './post.ts';

/** How pieces are sent. */
export interface Delivery {
  sending: Sending;
  source: SendSource;
  limits: BodyLimits;
  gzip: boolean;
  pace: Pace;
  tally: Tally;
}

const packed = promisify(gzip);

/**
 * Sends a piece, in one request or several.
 *
 * @returns what became of its records, or undefined when the person interrupted before all of them were taken
 * @throws AdapterError when the adapter refuses for good
 */
export async function deliver(piece: Piece, delivery: Delivery): Promise<Sums | undefined> {
  const sums = { ...noSums(), lines: piece.lines };
  const { bodies, rejections } = bodiesOf(piece, delivery.source, delivery.limits);
  for (const { code, message } of rejections) reject(sums, delivery.tally, code, message);
  for (const body of bodies) if (!(await deliverBody(body, piece, sums, delivery))) return undefined;
  return sums;
}

/** True when it was taken. */
async function deliverBody(body: Body, piece: Piece, sums: Sums, delivery: Delivery): Promise<boolean> {
  const { sending, source, tally, pace } = delivery;
  if (sending.interrupted.aborted || !(await pace.wait())) return false;
  const posted = await post(delivery.gzip ? await packed(body.bytes) : body.bytes, sending);
  const again = async (bodies: readonly Body[]): Promise<boolean> => {
    for (const part of bodies) if (!(await deliverBody(part, piece, sums, delivery))) return false;
    return true;
  };
  switch (posted.kind) {
    case 'interrupted':
      return false;
    case 'stored':
    case 'unreadable': {
      const { answer } = posted;
      const count = body.values?.length ?? 0;
      addSums(sums, answer === undefined ? { received: count, accepted: count } : sumsOf(answer));
      tally.add(answer === undefined ? { ...nothing, received: count } : inFile(answer, piece, body));
      pace.sent(answer?.received ?? count);
      return true;
    }
    case 'too-large': {
      if (body.values === undefined) {
        const half = { bytes: Math.ceil(body.bytes.length / 2), records: Math.max(1, Math.ceil(piece.lines / 2)) };
        const { bodies, rejections } = takenApart(piece, source, half);
        for (const { code, message } of rejections) reject(sums, tally, code, message);
        return again(bodies);
      }
      const halves = halved(body, source);
      if (halves !== undefined) return again(halves);
      reject(sums, tally, 'TOO_LARGE', `a record behind line ${piece.line} is over a limit: ${posted.message}`);
      return true;
    }
    case 'invalid': {
      const count = body.values?.length ?? 0;
      const problems = posted.problems
        .filter(({ index }, at, all) => index < count && all.findIndex((other) => other.index === index) === at)
        // Its position in the request says nothing of the file.
        .map(({ index, code, message }) => rejected(index, code, message.replace(/^\$\[\d+\]/, '$')));
      if (problems.length === 0) throw new AdapterError('the adapter refuses statements and does not say which');
      addSums(sums, { received: problems.length, rejected: problems.length });
      tally.add({ ...nothing, received: problems.length, rejected: problems.length, problems });
      const rest = without(body, new Set(problems.map(({ index }) => index)), source);
      return rest === undefined || again([rest]);
    }
  }
}

function reject(sums: Sums, tally: Tally, code: string, message: string): void {
  addSums(sums, { received: 1, rejected: 1 });
  tally.add({ ...nothing, received: 1, rejected: 1, problems: [rejected(0, code, message)] });
}

function rejected(index: number, code: string, message: string): RecordProblem {
  return { index, outcome: 'rejected', code, message };
}

const nothing: Answer = {
  ...{ received: 0, emitted: 0, skipped: 0, unmapped: 0, failed: 0, rejected: 0, duplicates: 0, events: 0 },
  problems: [],
};

/** The adapter counts lines from the beginning of the request. */
function inFile(answer: Answer, piece: Piece, body: Body): Answer {
  if (piece.line === 1 || body.values !== undefined) return answer;
  const problems = answer.problems.map((problem) => {
    if (problem.outcome !== 'rejected') return problem;
    const message = problem.message.replace(
      /^line (\d+)\b/,
      (_, line: string) => `line ${Number(line) + piece.line - 1}`,
    );
    return { ...problem, message };
  });
  return { ...answer, problems };
}
