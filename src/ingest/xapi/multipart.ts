import { Buffer } from 'node:buffer';

/** One part of a multipart body. Names of header fields are in lower case. */
export interface Part {
  headers: ReadonlyMap<string, string>;
  body: Uint8Array;
}

/** The boundary in a Content-Type of multipart/mixed, wherever the parameter stands; `undefined` without one (RFC 2046, 5.1.1). */
export function boundaryOf(contentType: string): string | undefined {
  const found = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType);
  return found?.[1] ?? found?.[2];
}

/**
 * Splits a multipart body at its boundary (RFC 2046, 5.1); bytes are left as they are. Lines may end in CRLF or, as some clients
 * send them, LF. What stands before the first boundary and after the last one is dropped.
 *
 * @returns `undefined` when the body does not end with the closing boundary, or a part has no end of its headers
 */
export function splitMultipart(bytes: Uint8Array, boundary: string): Part[] | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Part[] = [];
  let delimiter = nextDelimiter(buffer, boundary, 0);
  while (delimiter !== undefined) {
    if (delimiter.closing) return parts;
    const next = nextDelimiter(buffer, boundary, delimiter.end);
    if (next === undefined) return undefined;
    const part = readPart(buffer.subarray(delimiter.end, Math.max(delimiter.end, next.start)));
    if (part === undefined) return undefined;
    parts.push(part);
    delimiter = next;
  }
  return undefined;
}

/** A line that is a boundary: `start` is before the line break that belongs to it, `end` behind the line. */
interface Delimiter {
  start: number;
  end: number;
  closing: boolean;
}

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;

function nextDelimiter(buffer: Buffer, boundary: string, from: number): Delimiter | undefined {
  const mark = `--${boundary}`;
  for (let at = buffer.indexOf(mark, from, 'latin1'); at >= 0; at = buffer.indexOf(mark, at + 1, 'latin1')) {
    if (at > 0 && buffer[at - 1] !== LF) continue;
    const after = at + mark.length;
    const start = at === 0 ? 0 : buffer[at - 2] === CR ? at - 2 : at - 1;
    if (buffer[after] === DASH && buffer[after + 1] === DASH) return { start, end: after + 2, closing: true };
    const end = buffer.indexOf(LF, after);
    // Only white space may stand behind it; else it is the beginning of a longer line.
    if (end >= 0 && /^[ \t]*\r?$/.test(buffer.toString('latin1', after, Math.min(end, after + 80)))) {
      return { start, end: end + 1, closing: false };
    }
  }
  return undefined;
}

function readPart(bytes: Buffer): Part | undefined {
  // Without headers the blank line comes first.
  const blank = /^\r?\n/.exec(bytes.toString('latin1', 0, 2));
  if (blank !== null) return { headers: new Map(), body: bytes.subarray(blank[0].length) };
  const crlf = bytes.indexOf('\r\n\r\n');
  const lf = bytes.indexOf('\n\n');
  const useLf = lf >= 0 && (crlf < 0 || lf < crlf);
  const end = useLf ? lf : crlf;
  if (end < 0) return undefined;
  const headers = new Map<string, string>();
  for (const line of bytes.toString('latin1', 0, end).split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: bytes.subarray(end + (useLf ? 2 : 4)) };
}
