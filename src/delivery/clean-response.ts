/** Bytes of an answer that are kept. */
const KEPT_BYTES = 2048;

/** Bytes of an answer that are read, the rest is not even fetched: more than are kept, so that nothing is cut before it is recognised. */
export const RESPONSE_BYTES = KEPT_BYTES + 512;

/** The beginning of a secret at the very end of an answer is taken out from so many characters on. */
const TELLING = 8;

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
  let text = decoded(bytes.subarray(0, RESPONSE_BYTES));
  for (const form of secrets.flatMap(formsOf)) text = withoutBeginning(text.replaceAll(form, '[secret]'), form);
  text = text.replace(PERSONAL, '[removed]');
  return decoded(Buffer.from(text).subarray(0, KEPT_BYTES)).trim();
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replace(UNPRINTABLE, '');
}

/** A secret as it is, as it stands within JSON, and as it stands in a URL. */
function formsOf(secret: string): string[] {
  return secret === '' ? [] : [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.toWellFormed())];
}

/** The answer breaks off, or is no longer read, in the midst of a secret. */
function withoutBeginning(text: string, form: string): string {
  for (let length = Math.min(form.length - 1, text.length); length >= TELLING; length--) {
    if (text.endsWith(form.slice(0, length))) return `${text.slice(0, -length)}[secret]`;
  }
  return text;
}
