/** Bytes of an answer that are read; the rest is not even fetched. */
export const RESPONSE_BYTES = 2048;

/** An e-mail address or an IPv4 address: an answer may echo what nobody wants to store. */
const PERSONAL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b\d{1,3}(?:\.\d{1,3}){3}\b/g;

/** Control characters but tab and line feed, and what cannot be decoded. */
// eslint-disable-next-line no-control-regex -- control characters are what it takes out
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffd]/g;

/**
 * Makes an answer of a destination fit to be kept in a dead letter: printable, at most 2 KB, without our own secrets
 * should it echo them, and without e-mail and IP addresses.
 */
export function cleanResponse(bytes: Uint8Array, secrets: readonly string[]): string {
  let text = new TextDecoder().decode(bytes.subarray(0, RESPONSE_BYTES));
  for (const secret of secrets) if (secret !== '') text = text.replaceAll(secret, '[secret]');
  return text.replace(UNPRINTABLE, '').replace(PERSONAL, '[removed]').trim();
}
