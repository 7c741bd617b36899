import { createHash } from 'node:crypto';
import { isObject } from '../json.ts';
import { SIGNATURE_USAGE } from './attachment.ts';
import { at, flaw, type Flaw, type Properties } from './fault.ts';
import type { Part } from './multipart.ts';
import type { Edition } from './sections.ts';
import { checkSignature } from './signature.ts';

/** The parts of a request behind the statements, by their hash in lower case; none when the request is plain JSON. */
export type ReceivedParts = ReadonlyMap<string, Part>;

/** Why the parts of a request cannot be attachments: a stable code and a sentence. */
export interface PartFault {
  code: string;
  message: string;
}

const ALGORITHMS: Readonly<Record<number, string>> = { 56: 'sha224', 64: 'sha256', 96: 'sha384', 128: 'sha512' };

/**
 * Checks the parts of a request to the statements resource behind the first one (Communication 1.5.2): each is binary and says its
 * hash, which is that of its bytes and the `sha2` of an attachment that a statement declares.
 *
 * @param parts from the second part on
 * @param value the statements, not yet checked
 */
export function receiveParts(
  parts: readonly Part[],
  value: unknown,
): { ok: true; parts: ReceivedParts } | ({ ok: false } & PartFault) {
  const received = new Map<string, Part>();
  if (parts.length === 0) return { ok: true, parts: received };
  const declared = declaredHashes(value);
  for (const [index, part] of parts.entries()) {
    const found = faultOf(part, `part ${index + 2}`, declared);
    if (found !== undefined) return { ok: false, ...found };
    received.set(hashOf(part) ?? '', part);
  }
  return { ok: true, parts: received };
}

function hashOf(part: Part): string | undefined {
  return part.headers.get('x-experience-api-hash')?.toLowerCase();
}

function faultOf(part: Part, name: string, declared: ReadonlySet<string>): PartFault | undefined {
  const hash = hashOf(part);
  if (hash === undefined) return { code: 'PART_WITHOUT_HASH', message: `${name} has no X-Experience-API-Hash` };
  if (part.headers.get('content-transfer-encoding')?.toLowerCase() !== 'binary') {
    return { code: 'PART_NOT_BINARY', message: `${name} must have the header Content-Transfer-Encoding: binary` };
  }
  if (!declared.has(hash)) {
    const message = `${name} is no attachment of a statement: no sha2 is its X-Experience-API-Hash`;
    return { code: 'UNDECLARED_ATTACHMENT', message };
  }
  const algorithm = ALGORITHMS[hash.length];
  if (algorithm !== undefined && createHash(algorithm).update(part.body).digest('hex') === hash) return undefined;
  return {
    code: 'WRONG_HASH',
    message: `${name} has an X-Experience-API-Hash that is not the SHA-2 hash of its bytes`,
  };
}

/** The `sha2` of all attachments, in lower case. */
function declaredHashes(value: unknown): Set<string> {
  const hashes = new Set<string>();
  for (const statement of Array.isArray(value) ? (value as unknown[]) : [value]) {
    if (!isObject(statement)) continue;
    const { object } = statement;
    const inner = isObject(object) && object['objectType'] === 'SubStatement' ? object['attachments'] : undefined;
    for (const attachment of [...listOf(statement['attachments']), ...listOf(inner)]) {
      const sha2 = isObject(attachment) ? attachment['sha2'] : undefined;
      if (typeof sha2 === 'string') hashes.add(sha2.toLowerCase());
    }
  }
  return hashes;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/**
 * Checks that the bytes of each attachment of a sound statement came with it, or say where they are, and that they are what the
 * attachment says (Communication 1.5.2); and its signature, if it has one (Data 2.6).
 */
export function checkReceived(statement: Properties, parts: ReceivedParts, edition: Edition): Flaw | undefined {
  const { object } = statement;
  return (
    checkEach(statement['attachments'], parts, statement, edition) ??
    (isObject(object) && object['objectType'] === 'SubStatement'
      ? at('object', checkEach(object['attachments'], parts, undefined, edition))
      : undefined)
  );
}

function checkEach(
  attachments: unknown,
  parts: ReceivedParts,
  signed: Properties | undefined,
  edition: Edition,
): Flaw | undefined {
  for (const [index, attachment] of listOf(attachments).entries()) {
    if (!isObject(attachment)) continue;
    const found = checkOne(attachment, parts, signed, edition);
    if (found !== undefined) return at('attachments', at(index, found));
  }
  return undefined;
}

function checkOne(
  attachment: Properties,
  parts: ReceivedParts,
  signed: Properties | undefined,
  edition: Edition,
): Flaw | undefined {
  const { sha2, fileUrl, length, contentType, usageType } = attachment;
  const signature = usageType === SIGNATURE_USAGE;
  const part = typeof sha2 === 'string' ? parts.get(sha2.toLowerCase()) : undefined;
  if (part === undefined) {
    if (signature)
      return flaw('WRONG_SIGNATURE', 'is a signature, so its bytes must come with the request.', 'signature');
    if (fileUrl !== undefined) return undefined;
    return flaw('MISSING_ATTACHMENT', 'has no part in the request with its sha2, and no fileUrl.', 'multipart');
  }
  const said = part.headers.get('content-length');
  if (length !== part.body.length || (said !== undefined && Number(said) !== length)) {
    return at('length', flaw('WRONG_ATTACHMENT', 'is not the number of bytes of its part.', 'multipart'));
  }
  const type = part.headers.get('content-type');
  if (type !== undefined && typeof contentType === 'string' && plain(type) !== plain(contentType)) {
    return at('contentType', flaw('WRONG_ATTACHMENT', 'is not the Content-Type of its part.', 'multipart'));
  }
  return signature && signed !== undefined ? checkSignature(part.body, signed, edition) : undefined;
}

/** Media types differ in spaces and in case without meaning anything else (RFC 9110, 8.3.1). */
function plain(mediaType: string): string {
  return mediaType
    .replace(/[\s"]+/g, '')
    .replace(/;$/, '')
    .toLowerCase();
}
