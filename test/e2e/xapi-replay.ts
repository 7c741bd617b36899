import { Buffer } from 'node:buffer';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** The answer to a request that was sent byte by byte. Names of header fields are in lower case. */
export interface RawAnswer {
  status: number;
  headers: ReadonlyMap<string, string>;
  body: string;
}

/** A request as it goes over the wire: its first line and header lines, and the body. */
export function rawRequest(head: readonly string[], body: Uint8Array | string = ''): Buffer {
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
}

/** A body in chunks of `size` bytes (RFC 9112, 7.1), as streams are sent. */
export function chunked(body: Buffer, size = 64): Buffer {
  const pieces: Buffer[] = [];
  for (let from = 0; from < body.length; from += size) {
    const piece = body.subarray(from, from + size);
    pieces.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n'));
  }
  return Buffer.concat([...pieces, Buffer.from('0\r\n\r\n')]);
}

/**
 * Writes these bytes, and no others, to the server and reads one answer.
 *
 * @throws Error when the connection ends before the answer does
 */
export function replay(origin: string, request: Uint8Array): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(request));
    let received = Buffer.alloc(0);
    socket.on('data', (piece) => {
      received = Buffer.concat([received, piece]);
      const answer = parse(received);
      if (answer === undefined) return;
      resolve(answer);
      socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the connection was closed without a whole answer')));
  });
}

/** The answer, once all of it is there (RFC 9112, 6.3); `100 Continue` before it is no answer. */
function parse(received: Buffer): RawAnswer | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = received.toString('latin1', 0, end).split('\r\n');
  const status = Number(first.split(' ')[1]);
  if (status < 200) return parse(received.subarray(end + 4));
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const rest = received.subarray(end + 4);
  if (headers.get('transfer-encoding') === 'chunked') {
    const body = joinChunks(rest);
    return body === undefined ? undefined : { status, headers, body: decode(body, headers) };
  }
  const length = status === 204 ? 0 : Number(headers.get('content-length') ?? 0);
  return rest.length < length ? undefined : { status, headers, body: decode(rest.subarray(0, length), headers) };
}

/** Wrangler's server compresses for whoever offers to read it, and says so of what is empty too. */
function decode(body: Buffer, headers: ReadonlyMap<string, string>): string {
  const compressed = headers.get('content-encoding') === 'gzip' && body.length > 0;
  return (compressed ? gunzipSync(body) : body).toString();
}

function joinChunks(bytes: Buffer): Buffer | undefined {
  const pieces: Buffer[] = [];
  for (let at = 0; ;) {
    const line = bytes.indexOf('\r\n', at);
    if (line < 0) return undefined;
    const size = parseInt(bytes.toString('latin1', at, line), 16);
    const end = line + 2 + size + 2;
    if (bytes.length < end) return undefined;
    if (size === 0) return Buffer.concat(pieces);
    pieces.push(bytes.subarray(line + 2, line + 2 + size));
    at = end;
  }
}
