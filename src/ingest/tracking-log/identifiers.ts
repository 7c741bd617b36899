/** What absent user ids become when Python or JavaScript write them as text. */
const absentWords = new Set(['', 'none', 'null', 'undefined', 'nan']);

/**
 * A user id in its one canonical form: decimal text. Open edX writes the same id as a number here and as text there, and a
 * pseudonym of the two must be the same. Text that is no number (ids that were replaced in research exports) is kept.
 *
 * @returns `undefined` for what names nobody, and for numbers that JSON cannot hold exactly
 */
export function canonicalUserId(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? String(value) : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (absentWords.has(text.toLowerCase())) return undefined;
  // Tables that went through a spreadsheet or pandas have `7.0`.
  const decimal = /^0*([1-9]\d*|0)(?:\.0+)?$/.exec(text);
  return decimal?.[1] ?? text;
}

/** A user name without the line end that some tools leave; `anonymous` stands for nobody (common/djangoapps/track). */
export function canonicalUserName(value: unknown): string | undefined {
  const name = presentText(value);
  return name === 'anonymous' ? undefined : name;
}

/** Text without the white space around it; `undefined` for anything else and for empty text. */
export function presentText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  // Most text has none: asking costs less than trim, a dozen times for each record.
  const bare = isVisible(value.charCodeAt(0)) && isVisible(value.charCodeAt(value.length - 1));
  const text = bare ? value : value.trim();
  return text === '' ? undefined : text;
}

/** An ASCII character that is no white space; none is no such. */
function isVisible(code: number): boolean {
  return code > 0x20 && code < 0x7f;
}
