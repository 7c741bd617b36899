import { readRecords } from '../../ingest/read-records.ts';
import type { IngestEntry, Rejection } from '../../ingest/record.ts';
import { split } from '../../ingest/split/split.ts';
import { unwrap } from '../../ingest/unwrap.ts';
import type { Piece } from '../pieces.ts';

/** One request. */
export interface Body {
  bytes: Uint8Array;
  /** The JSON values in it, as text, where they are known apart; else it is a piece of a log as it stands there. */
  values?: string[];
}

/** The requests that a piece becomes, and what of it is sent to nobody. */
export interface Bodies {
  bodies: Body[];
  /** Lines in which nothing can be read; found here only where the piece is taken apart. */
  rejections: Rejection[];
}

export interface BodyLimits {
  bytes: number;
  records: number;
}

export type SendSource = 'openedx' | 'xapi';

/**
 * Makes requests of a piece. A piece of a tracking log goes as it stands there; one document that is much longer than a request may
 * be is taken apart. Statements are always taken apart: an LRS takes one JSON list.
 */
export function bodiesOf(piece: Piece, source: SendSource, limits: BodyLimits): Bodies {
  const { bytes } = piece;
  if (source === 'openedx' && bytes.length <= 2 * limits.bytes) {
    return { bodies: isBlank(bytes) ? [] : [{ bytes }], rejections: [] };
  }
  return takenApart(piece, source, limits);
}

/** Requests with the JSON values of a piece, each within the limits as far as its values let it. */
export function takenApart({ bytes, line }: Piece, source: SendSource, limits: BodyLimits): Bodies {
  const values: string[] = [];
  const rejections: Rejection[] = [];
  for (const entry of split(new TextDecoder().decode(bytes), Number.MAX_SAFE_INTEGER, line)) {
    // The adapter takes tracking events out of the records of shippers by itself.
    for (const inner of source === 'xapi' && entry.ok ? unwrap(entry.value) : [entry]) {
      if (inner.ok) values.push(JSON.stringify(inner.value));
      else rejections.push(inner.rejection);
    }
  }
  return { bodies: grouped(values, source, limits), rejections };
}

/** A request in two, since it is over a limit of the adapter; undefined when it cannot be taken apart any more. */
export function halved({ values = [] }: Body, source: SendSource): Body[] | undefined {
  if (values.length < 2) return undefined;
  const middle = Math.ceil(values.length / 2);
  return [values.slice(0, middle), values.slice(middle)].map((half) => bodyOf(half, source));
}

/** A request without some of its values, by position; undefined when none is left. */
export function without({ values = [] }: Body, positions: ReadonlySet<number>, source: SendSource): Body | undefined {
  const kept = values.filter((_, position) => !positions.has(position));
  return kept.length === 0 ? undefined : bodyOf(kept, source);
}

/**
 * How much of the end of a file is a line that is still being written: the last one, when it has no line end and nothing can be read
 * in it.
 *
 * @param bytes the last piece of the file
 * @returns the position where that line begins, or the length of the piece
 */
export function unfinishedFrom(bytes: Uint8Array): number {
  if (bytes.at(-1) === 0x0a) return bytes.length;
  const entries: IngestEntry[] = readRecords(new TextDecoder().decode(bytes), Number.MAX_SAFE_INTEGER, () => readable);
  if (entries.at(-1)?.ok !== false) return bytes.length;
  return bytes.lastIndexOf(0x0a) + 1;
}

const readable: IngestEntry = { ok: true, record: { source: 'openedx', name: '', fields: {}, seed: '' } };

function grouped(values: readonly string[], source: SendSource, limits: BodyLimits): Body[] {
  const bodies: Body[] = [];
  let group: string[] = [];
  let length = 0;
  for (const value of values) {
    if (group.length > 0 && (group.length >= limits.records || length + value.length > limits.bytes)) {
      bodies.push(bodyOf(group, source));
      [group, length] = [[], 0];
    }
    group.push(value);
    length += value.length + 1;
  }
  if (group.length > 0) bodies.push(bodyOf(group, source));
  return bodies;
}

function bodyOf(values: string[], source: SendSource): Body {
  const text = source === 'xapi' ? `[${values.join(',')}]` : values.join('\n');
  return { bytes: Buffer.from(text), values };
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte <= 0x20);
}
