import { contentKeys } from './harmless-words.ts';
import type { PersonValue } from './person-values.ts';

export { constantWords } from './harmless-words.ts';
export { personValues } from './person-values.ts';
export type { PersonValue } from './person-values.ts';

/** In these places of an IRI stands a person, whatever the word. */
const personPlaces = ['/user/', '/users/', '/u/', '/profile/', '/accounts/', 'mailto:'];

/**
 * The last look at what goes out: whether a value that names a person stands in it, in any case, percent-encoded or escaped as in
 * JSON, or as a table's `slug` writes it: without accents, with `-` for the spaces in it.
 *
 * A value that is also a word of the tables, or of the record's course and block keys or the site's address, counts only in the
 * place of a name (`/user/video`).
 *
 * @param text a serialised event
 * @param harmless what `constantWords` gives for the tables
 * @param lms root of the IRIs of the source
 * @returns the field whose value it is, never the value
 */
export function findLeak(
  values: readonly PersonValue[],
  text: string,
  harmless: ReadonlySet<string>,
  lms = '',
): { field: string } | undefined {
  const lower = text.toLowerCase();
  for (const value of values) {
    if (lower.includes(value.text) && stands(lower, value.text, value, harmless, lms)) return { field: value.field };
  }
  const encoded = text.includes('%') || text.includes('\\');
  if (!encoded && !values.some((value) => value.varied)) return undefined;
  const plains = [text, ...(encoded ? decodings(text) : [])].map(fold);
  let spaced: string[] | undefined;
  for (const value of values) {
    // A value may itself look encoded.
    const needles = value.varied ? [value.text, ...decodings(value.text)].map(fold) : [value.text];
    for (const needle of new Set(needles)) {
      const ofWords = /\s/.test(needle);
      const written = ofWords ? oneSpacing(needle) : needle;
      for (const plain of ofWords ? (spaced ??= plains.map(oneSpacing)) : plains) {
        if (plain.includes(written) && stands(plain, written, value, harmless, lms)) return { field: value.field };
      }
    }
  }
  return undefined;
}

function stands(text: string, needle: string, value: PersonValue, harmless: ReadonlySet<string>, lms: string): boolean {
  if (standsAsPerson(text, needle)) return true;
  const reached =
    value.reach === 'long' ||
    (value.reach === 'token'
      ? standsAsToken(text, needle)
      : text.includes(`"${needle}"`) || standsInQuery(text, needle));
  if (!reached) return false;
  // The words are as they were written, the needle may be in another form.
  return (
    !isHarmless(needle, value, harmless, lms) &&
    !(needle !== value.text && isHarmless(value.text, value, harmless, lms))
  );
}

function isHarmless(word: string, { record }: PersonValue, harmless: ReadonlySet<string>, lms: string): boolean {
  return harmless.has(word) || standsAsToken(lms.toLowerCase(), word) || standsAsToken(contentKeys(record), word);
}

function standsAsPerson(text: string, needle: string): boolean {
  return personPlaces.some((place) =>
    somewhere(text, place + needle, (at) => isEdge(text, at + place.length + needle.length)),
  );
}

/** As the value of a query parameter: `?user=3`. */
function standsInQuery(text: string, needle: string): boolean {
  return somewhere(
    text,
    `=${needle}`,
    (at) => isEdge(text, at + needle.length + 1) && /[?&][\w.~%[\]-]+$/.test(text.slice(Math.max(0, at - 80), at)),
  );
}

function standsAsToken(text: string, needle: string): boolean {
  return somewhere(text, needle, (at) => isOpening(text, at) && isEdge(text, at + needle.length));
}

function somewhere(text: string, needle: string, holds: (at: number) => boolean): boolean {
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) if (holds(at)) return true;
  return false;
}

/** True when the character at that position is neither letter nor digit, or there is none. */
function isEdge(text: string, at: number): boolean {
  const code = text.codePointAt(at);
  if (code === undefined) return true;
  if (code < 128) return !((code > 47 && code < 58) || (code > 96 && code < 123) || (code > 64 && code < 91));
  return !/[\p{L}\p{N}]/u.test(String.fromCodePoint(code));
}

/** True when nothing of a word stands before: an encoded or escaped character (`%2f`, `\n`, `\u0020`) ends one. */
function isOpening(text: string, at: number): boolean {
  if (at === 0 || isEdge(text, at - 1)) return true;
  return /%[0-9a-f]{2}$|\\[a-z]$|\\u[0-9a-f]{4}$/.test(text.slice(Math.max(0, at - 6), at));
}

/** A text in which whatever is written between the words of a name (`+` in queries, `-` and `_` in paths) is one space. */
function oneSpacing(text: string): string {
  return text.replace(/[\s_+-]+/g, ' ');
}

/**
 * A text after undoing the escapes of JSON and percent-encoding (RFC 3986, 2.1) once, and again where that leaves more to undo:
 * each stage, since characters that merely stand side by side may look like an escape in the next.
 */
function decodings(text: string): string[] {
  const stages: string[] = [];
  let plain = text;
  for (let round = 0; round < 3; round++) {
    const unescaped = plain.replace(/\\(?:u([0-9a-f]{4})|(.))/gi, unescape);
    if (unescaped !== plain) stages.push(unescaped);
    const decoded = unescaped.replace(/(?:%[0-9a-f]{2})+/gi, percentDecode);
    if (decoded === plain) break;
    stages.push(decoded);
    plain = decoded;
  }
  return stages;
}

function unescape(_: string, hex: string | undefined, escaped = ''): string {
  return hex === undefined ? (controls[escaped] ?? escaped) : String.fromCharCode(Number.parseInt(hex, 16));
}

const controls: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

const utf8 = new TextDecoder();

function percentDecode(run: string): string {
  const bytes = Uint8Array.from(run.slice(1).split('%'), (hex) => Number.parseInt(hex, 16));
  return utf8.decode(bytes);
}

/** One form for texts that look much the same: without accents, in lower case, and with one sigma. */
function fold(text: string): string {
  const plain = text.normalize('NFKD').replace(/[\u0300-\u036f]+/g, '');
  return (plain === '' ? text : plain).toLowerCase().replaceAll('ς', 'σ');
}
