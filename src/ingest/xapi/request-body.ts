import { decodeText } from '../body/decode-text.ts';
import { isObject } from '../json.ts';
import { boundaryOf, splitMultipart, type Part } from './multipart.ts';

/** The JSON of a request, or why it cannot be read (400). */
export type RequestJson = { ok: true; value: unknown } | { ok: false; code: string; message: string };

/**
 * The JSON of a request to the statements resource: the body itself, or the first part of multipart/mixed (xAPI 1.0.3,
 * Communication 1.5.2). Each further part must be an attachment that a statement declares; its content is dropped, since
 * Caliper has no place for it.
 *
 * @param contentType of the request, `null` without one
 */
export function readRequestJson(contentType: string | null, bytes: Uint8Array, text: string): RequestJson {
  if (isJson(contentType)) return parse(text, 'the body');
  if (contentType === null || !/^\s*multipart\/mixed\s*(?:;|$)/i.test(contentType)) {
    return refuse('WRONG_CONTENT_TYPE', 'the Content-Type must be application/json or multipart/mixed');
  }
  const boundary = boundaryOf(contentType);
  if (boundary === undefined) return refuse('NO_BOUNDARY', 'the Content-Type multipart/mixed must have a boundary');
  const parts = splitMultipart(bytes, boundary);
  if (parts === undefined)
    return refuse('BROKEN_MULTIPART', 'the body is cut, or not parted by the boundary of the Content-Type');
  const [first, ...others] = parts;
  if (first === undefined || !isJson(first.headers.get('content-type') ?? null)) {
    return refuse(
      'FIRST_PART_NOT_JSON',
      'the first part must hold the statements, with Content-Type: application/json',
    );
  }
  const json = parse(decodeText(first.body), 'the first part');
  return json.ok ? (checkAttachments(others, json.value) ?? json) : json;
}

function isJson(contentType: string | null): boolean {
  return contentType !== null && /^\s*application\/json\s*(?:;|$)/i.test(contentType);
}

function parse(text: string, what: string): RequestJson {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    // The message of the exception quotes the text.
    return refuse('NOT_JSON', `${what} is not JSON: send one statement, or a list of statements`);
  }
}

function checkAttachments(parts: readonly Part[], value: unknown): RequestJson | undefined {
  if (parts.length === 0) return undefined;
  const declared = new Set((Array.isArray(value) ? (value as unknown[]) : [value]).flatMap(hashesOf));
  for (const [index, part] of parts.entries()) {
    const hash = part.headers.get('x-experience-api-hash');
    if (hash === undefined) return refuse('PART_WITHOUT_HASH', `part ${index + 2} has no X-Experience-API-Hash`);
    if (!declared.has(hash)) {
      return refuse(
        'UNDECLARED_ATTACHMENT',
        `part ${index + 2} is no attachment of a statement: no sha2 is its X-Experience-API-Hash`,
      );
    }
  }
  return undefined;
}

/** The `sha2` of the attachments of a statement and of the sub-statement that it may be about. */
function hashesOf(statement: unknown): string[] {
  if (!isObject(statement)) return [];
  const { attachments, object } = statement;
  const own = (Array.isArray(attachments) ? (attachments as unknown[]) : []).flatMap((attachment) =>
    isObject(attachment) && typeof attachment['sha2'] === 'string' ? [attachment['sha2']] : [],
  );
  // A sub-statement holds no other one: one step is enough.
  return isObject(object) && object['objectType'] === 'SubStatement'
    ? [...own, ...hashesOf({ attachments: object['attachments'] })]
    : own;
}

function refuse(code: string, message: string): RequestJson {
  return { ok: false, code, message };
}
