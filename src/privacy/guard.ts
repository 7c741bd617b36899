import { contentKeys, type HarmlessWords } from './harmless-words.ts';
import { mostOfValue, type PersonValue } from './person-values.ts';

export { constantWords, harmlessWords } from './harmless-words.ts';
export type { HarmlessWords } from './harmless-words.ts';
export { personValues } from './person-values.ts';
export type { PersonValue } from './person-values.ts';

/** In these places of an IRI stands a person, whatever the word; by their last character. */
const pathPlaces = ['/user/', '/users/', '/u/', '/profile/', '/accounts/'];
const mailPlace = 'mailto:';

const quote = 0x22;
const slash = 0x2f;
const colon = 0x3a;
const equals = 0x3d;

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
 * @param from where the event begins to say something: context and id before it are ours
 * @returns the field whose value it is, never the value
 */
export function findLeak(
  values: readonly PersonValue[],
  text: string,
  harmless: HarmlessWords,
  lms = '',
  from = 0,
): { field: string } | undefined {
  if (values.length === 0) return undefined;
  let lower: string | undefined;
  let varied = false;
  let any = false;
  for (const value of values) {
    // No change of case brings forth what has none: for most values the text need not be copied in lower case.
    if (value.caseless === '' || text.includes(value.caseless, from)) {
      lower ??= text.toLowerCase();
      if (stands(lower, value.text, value, harmless, lms)) return { field: value.field };
    }
    if (value.spelling === 'plain') continue;
    varied = true;
    any ||= value.spelling === 'any';
  }
  const percent = text.includes('%');
  const backslash = text.includes('\\');
  if (!percent && !backslash && !varied) return undefined;
  if (!any && !backslash && isAscii.test(text)) {
    return percent ? findEncoded(values, text, harmless, lms) : undefined;
  }
  const plains = [text, ...(percent || backslash ? decodings(text) : [])].map(fold);
  let spaced: string[] | undefined;
  for (const value of values) {
    // A value may itself look encoded.
    const needles = value.spelling === 'plain' ? [value.text] : [value.text, ...decodings(value.text)].map(fold);
    for (const needle of new Set(needles)) {
      const ofWords = /\s/.test(needle);
      const written = ofWords ? oneSpacing(needle) : needle;
      for (const plain of ofWords ? (spaced ??= plains.map(oneSpacing)) : plains) {
        if (stands(plain, written, value, harmless, lms)) return { field: value.field };
      }
    }
  }
  return undefined;
}

/**
 * The same for what most encoded texts are: ASCII without backslashes, and values without quotes, spaces and escapes. Nothing of
 * these can begin in one string of the text and end in another: it is enough to decode the strings with a `%` in them, which takes
 * 2 µs where the whole text took 25.
 */
function findEncoded(
  values: readonly PersonValue[],
  text: string,
  harmless: HarmlessWords,
  lms: string,
): { field: string } | undefined {
  // A line feed, which stands in no such value, parts one from the next.
  let encoded = '';
  for (let at = text.indexOf('%'); at >= 0;) {
    const end = text.indexOf('"', at);
    encoded += `${text.slice(Math.max(0, text.lastIndexOf('"', at)), end < 0 ? text.length : end + 1)}\n`;
    at = end < 0 ? -1 : text.indexOf('%', end);
  }
  const plain = decodings(encoded).map(fold).join('\n');
  for (const value of values) {
    if (stands(plain, value.text, value, harmless, lms)) return { field: value.field };
  }
  return undefined;
}

// eslint-disable-next-line no-control-regex -- that is what ASCII begins with
const isAscii = /^[\u0000-\u007f]*$/;

/**
 * Whether a value stands in the text in such a way that it means the person.
 *
 * @param form the value in the form in which it may stand there
 */
function stands(text: string, form: string, value: PersonValue, harmless: HarmlessWords, lms: string): boolean {
  // A byte order mark decodes to nothing, which stands everywhere.
  if (form === '') return false;
  const needle = form.length > mostOfValue ? form.slice(0, mostOfValue) : form;
  const tailAt = form === value.text ? value.rareAt : 0;
  const tail = tailAt === 0 ? needle : needle.slice(tailAt);
  let isWord = false;
  // One look at each occurrence, since short ids are in every time and count: a search for each place took three times as long.
  for (let found = text.indexOf(tail, tailAt); found >= 0; found = text.indexOf(tail, found + 1)) {
    const at = found - tailAt;
    if (!text.startsWith(needle, at)) continue;
    const before = text.charCodeAt(at - 1);
    const end = at + needle.length;
    if ((before === slash || before === colon) && followsPlace(text, at, before) && isEdge(text, end)) return true;
    if (isWord || !reaches(text, at, end, before, value.reach)) continue;
    // The words are as they were written, the form may be another one.
    isWord = isHarmless(form, value, harmless, lms) || isHarmless(value.text, value, harmless, lms);
    if (!isWord) return true;
  }
  return false;
}

function followsPlace(text: string, at: number, before: number): boolean {
  return before === colon ? text.endsWith(mailPlace, at) : pathPlaces.some((place) => text.endsWith(place, at));
}

function reaches(text: string, at: number, end: number, before: number, reach: PersonValue['reach']): boolean {
  switch (reach) {
    case 'long':
      return true;
    case 'token':
      return isOpening(text, at) && isEdge(text, end);
    case 'short':
      if (before === quote) return text.charCodeAt(end) === quote;
      // As the value of a query parameter: `?user=3`.
      return before === equals && isEdge(text, end) && queryName.test(text.slice(Math.max(0, at - 81), at - 1));
  }
}

/** The name of a query parameter, up to its `=`. */
const queryName = /[?&][\w.~%[\]-]+$/;

function isHarmless(word: string, { record }: PersonValue, harmless: HarmlessWords, lms: string): boolean {
  if (word.length > mostOfValue) return false;
  return harmless.has(word) || standsAsToken(lms.toLowerCase(), word) || standsAsToken(contentKeys(record), word);
}

function standsAsToken(text: string, needle: string): boolean {
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
    if (isOpening(text, at) && isEdge(text, at + needle.length)) return true;
  }
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
    const unescaped = !plain.includes('\\') ? plain : plain.replace(/\\(?:u([0-9a-f]{4})|(.))/gi, unescape);
    if (unescaped !== plain) stages.push(unescaped);
    const decoded = !unescaped.includes('%') ? unescaped : percentDecode(unescaped);
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

/** The platform's own function takes a tenth of the time, but throws where not all is encoded UTF-8, and leaves byte order marks. */
function percentDecode(text: string): string {
  try {
    const plain = decodeURIComponent(text);
    if (!plain.includes('\ufeff')) return plain;
  } catch {
    // As below.
  }
  return text.replace(/(?:%[0-9a-f]{2})+/gi, decodeRun);
}

function decodeRun(run: string): string {
  // `%2F` alone is what most IRIs have: a tenth of the time.
  const only = run.length === 3 ? Number.parseInt(run.slice(1), 16) : 0x80;
  if (only < 0x80) return String.fromCharCode(only);
  const bytes = Uint8Array.from(run.slice(1).split('%'), (hex) => Number.parseInt(hex, 16));
  return utf8.decode(bytes);
}

/** One form for texts that look much the same: without accents, in lower case, and with one sigma. */
function fold(text: string): string {
  if (isAscii.test(text)) return text.toLowerCase();
  const plain = text.normalize('NFKD').replace(/[\u0300-\u036f]+/g, '');
  return (plain === '' ? text : plain).toLowerCase().replaceAll('ς', 'σ');
}
