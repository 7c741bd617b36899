import { createHash } from 'node:crypto';
import { id, statement } from './call.ts';

/** The headers of a request with such a body. */
export const headers = { 'Content-Type': 'multipart/mixed; charset=UTF-8; boundary=b0und' };
export const hashOf = (bytes: string | Uint8Array, algorithm = 'sha256'): string =>
  createHash(algorithm).update(bytes).digest('hex');

/** An attachment of the three bytes `raw`. */
export const essay = {
  usageType: 'https://example.edu/attachments/essay',
  display: { en: 'Essay' },
  contentType: 'text/plain; charset=ascii',
  length: 3,
  sha2: hashOf('raw'),
};

export interface SentPart {
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

/** A multipart body: the statements, then the parts; a header that is '' is left out. */
export function multipart(statements: unknown, ...parts: SentPart[]): Uint8Array {
  const json = 'preamble\r\n--b0und\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n';
  const chunks = [Buffer.from(json + JSON.stringify(statements))];
  for (const part of parts) {
    const body = part.body ?? 'raw';
    const all = { 'Content-Transfer-Encoding': 'binary', 'X-Experience-API-Hash': hashOf(body), ...part.headers };
    const lines = Object.entries(all).flatMap(([name, value]) => (value === '' ? [] : [`${name}: ${value}\r\n`]));
    chunks.push(Buffer.from(`\r\n--b0und\r\n${lines.join('')}\r\n`), Buffer.from(body));
  }
  return Buffer.concat([...chunks, Buffer.from('\r\n--b0und--\r\n')]);
}

export const withAttachments = (...attachments: unknown[]): unknown => ({ ...statement, id, attachments });

/** The first problem of a refused request. */
export function problemOf({ status, text }: { status: number; text: string }): unknown {
  const { problems } = JSON.parse(text) as { problems?: { path: string; code: string; message: string }[] };
  const [first] = problems ?? [];
  return { status, path: first?.path, code: first?.code, message: first?.message };
}
