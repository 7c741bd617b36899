import { decodeText } from '../body/decode-text.ts';
import { boundaryOf, splitMultipart } from './multipart.ts';
import { receiveParts, type ReceivedParts } from './received.ts';

/** The statements of a request and what came with them, or why they cannot be read (400). */
export type StatementsBody =
  { ok: true; value: unknown; parts: ReceivedParts } | { ok: false; code: string; message: string };

type Refusal = Extract<StatementsBody, { ok: false }>;

/**
 * The statements of a request to the statements resource: the body itself, or the first part of multipart/mixed
 * (Communication 1.5.2). Each further part must be an attachment that a statement declares; its content is looked at and then
 * dropped, since Caliper has no place for it.
 *
 * @param contentType of the request, `null` without one
 */
export function readStatementsBody(contentType: string | null, bytes: Uint8Array, text: string): StatementsBody {
  if (isJson(contentType)) {
    const json = parse(text, 'the body');
    return json.ok ? { ...json, parts: new Map() } : json;
  }
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
  if (!json.ok) return json;
  const received = receiveParts(others, json.value);
  return received.ok ? { ...json, parts: received.parts } : received;
}

function isJson(contentType: string | null): boolean {
  return contentType !== null && /^\s*application\/json\s*(?:;|$)/i.test(contentType);
}

function parse(text: string, what: string): { ok: true; value: unknown } | Refusal {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    // The message of the exception quotes the text.
    return refuse('NOT_JSON', `${what} is not JSON: send one statement, or a list of statements`);
  }
}

function refuse(code: string, message: string): Refusal {
  return { ok: false, code, message };
}
