import { isObject } from '../json.ts';
import { at, flaw, type Check, type Flaw } from './fault.ts';
import { checkLanguageMap } from './language.ts';
import { checkKeys, checkList, notAnObject, optional } from './properties.ts';
import { isMediaType, isSha2, optionalIri, requireIri } from './values.ts';

/** The `usageType` of the signature of a statement (Data 2.6). */
export const SIGNATURE_USAGE = 'http://adlnet.gov/expapi/attachments/signature';

const ATTACHMENT = new Set(['usageType', 'display', 'description', 'contentType', 'length', 'sha2', 'fileUrl']);

/** The list of attachments of a statement (Data 2.4.11); whether their bytes came too is another check. */
export const checkAttachments: Check = (value, edition) =>
  checkList(value, 'attachments', 'attachments', checkAttachment, edition);

const checkAttachment: Check = (value, edition) => {
  if (!isObject(value)) return notAnObject(value, 'attachments');
  const display = value['display'];
  return (
    checkKeys(value, ATTACHMENT, 'attachments') ??
    at('usageType', requireIri(value['usageType'], 'attachments')) ??
    at('display', display === undefined ? missing() : checkLanguageMap(display, edition)) ??
    at('description', optional(value['description'], checkLanguageMap, edition)) ??
    at('contentType', checkContentType(value['contentType'], value['usageType'])) ??
    at('length', checkLength(value['length'])) ??
    at('sha2', checkSha2(value['sha2'])) ??
    at('fileUrl', optionalIri(value['fileUrl'], 'attachments'))
  );
};

function missing(): Flaw {
  return flaw('MISSING_PROPERTY', 'is missing.', 'attachments');
}

function checkContentType(value: unknown, usageType: unknown): Flaw | undefined {
  if (value === undefined) return missing();
  if (!isMediaType(value)) return flaw('NOT_A_MEDIA_TYPE', 'must be a media type, e.g. text/plain.', 'attachments');
  if (usageType !== SIGNATURE_USAGE || value === 'application/octet-stream') return undefined;
  return flaw('WRONG_SIGNATURE', 'of a signature must be application/octet-stream.', 'signature');
}

function checkLength(value: unknown): Flaw | undefined {
  if (value === undefined) return missing();
  if (Number.isInteger(value) && Number(value) >= 0) return undefined;
  return flaw('WRONG_TYPE', 'must be a whole number of bytes.', 'attachments');
}

function checkSha2(value: unknown): Flaw | undefined {
  if (value === undefined) return missing();
  if (isSha2(value)) return undefined;
  return flaw('NOT_A_HASH', 'must be a SHA-2 hash in hexadecimal digits.', 'attachments');
}
