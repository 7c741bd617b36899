import type { Settings } from './settings.ts';

const leastBytes = 32;

/**
 * PSEUDONYM_SECRET: base64url (RFC 4648, section 5) of at least 32 bytes, else any text of at least 32 bytes. Once set it must not
 * change, or every learner becomes somebody else.
 */
export function readPseudonymSecret(settings: Settings): Uint8Array {
  const remedy = 'make one with: npm run -s caliper -- keys';
  const text = settings.secret('PSEUDONYM_SECRET', remedy);
  if (text === null) return new Uint8Array(leastBytes);
  const decoded = /^[A-Za-z0-9_-]+={0,2}$/.test(text) ? new Uint8Array(Buffer.from(text, 'base64url')) : undefined;
  if (decoded !== undefined && decoded.length >= leastBytes) return decoded;
  const bytes = new TextEncoder().encode(text);
  if (bytes.length < leastBytes) settings.fault('PSEUDONYM_SECRET', `has less than ${leastBytes} bytes: ${remedy}`);
  return bytes;
}
