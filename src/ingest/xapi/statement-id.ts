import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { canonicalJson } from '../json.ts';

/** Namespace of the ids that are given to statements without one: a UUID of our own, version 4. */
const NAMESPACE = Buffer.from('5b7b1a3e64c94f0e8f8a3c1d92e7a046', 'hex');

/**
 * The id of a statement that came without one: a UUID of version 5 (RFC 9562, 5.5) over the source and the statement, whatever
 * the order of its properties. A client's retry so gets the same id.
 *
 * @param source name of the source
 * @param statement as it was sent; nested at most as deep as the stack allows
 * @param occurrence from 0: the same statement for the second time in one request is another act
 */
export function derivedStatementId(source: string, statement: unknown, occurrence: number): string {
  const hash = createHash('sha1')
    .update(NAMESPACE)
    .update(`${source}\n${occurrence}\n${canonicalJson(statement)}`)
    .digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
