import type { CaliperObject } from '../mapping/outcome.ts';
import type { Json } from '../mapping/table.ts';
import { decimalProperties } from './model.ts';

/**
 * Writes an event or entity as JSON. The ten decimal properties always have a fraction and never an exponent (`10.0`,
 * `0.0000001`), which JSON.stringify cannot do and 1EdTech's library demands (Caliper 1.2, "Types and Type Coercion");
 * everything else, and all below `extensions`, is as JSON.stringify writes it.
 *
 * Takes plain JSON values: numbers are finite, since the tables cannot make others. A property that is `undefined` is
 * left out, and NaN or an infinity becomes `null`, as with JSON.stringify; the validator refuses both.
 */
export function serialise(value: CaliperObject): string {
  // Most events have no decimal, and the runtime's own writer is the fastest there is.
  return hasDecimal(value) ? writeObject(value) : JSON.stringify(value);
}

function hasDecimal(object: CaliperObject): boolean {
  for (const key in object) {
    const value = object[key];
    if (typeof value === 'number') {
      if (decimalProperties.has(key)) return true;
    } else if (typeof value === 'object' && value !== null && key !== 'extensions') {
      if (Array.isArray(value) ? arrayHasDecimal(value) : hasDecimal(value)) return true;
    }
  }
  return false;
}

function arrayHasDecimal(array: readonly Json[]): boolean {
  return array.some(
    (item) =>
      typeof item === 'object' && item !== null && (Array.isArray(item) ? arrayHasDecimal(item) : hasDecimal(item)),
  );
}

/** Keys of Caliper are few and repeat with every event. Keys below `extensions` never come here. */
const keyTexts = new Map<string, string>();
const mostKeys = 1000;
/** What JSON.stringify writes as more than quotes around the text: quotes, backslashes, controls, lone surrogates. */
// eslint-disable-next-line no-control-regex -- RFC 8259 section 7 names exactly these characters
const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;

function writeObject(object: CaliperObject): string {
  let text = '';
  for (const key in object) {
    const value = object[key];
    if (value === undefined) continue;
    const written =
      key === 'extensions'
        ? JSON.stringify(value)
        : typeof value === 'number' && decimalProperties.has(key)
          ? writeDecimal(value)
          : writeValue(value);
    text += text === '' ? `{${keyText(key)}${written}` : `,${keyText(key)}${written}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

/** The same for any value of an event but a number of a decimal property. */
export function writeValue(value: Json): string {
  switch (typeof value) {
    case 'string':
      return writeString(value);
    case 'number':
    case 'boolean':
      return JSON.stringify(value);
    default:
      if (value === null) return 'null';
      return Array.isArray(value) ? writeArray(value) : writeObject(value);
  }
}

function writeArray(array: readonly Json[]): string {
  let text = '[';
  for (let i = 0; i < array.length; i++) text += (i === 0 ? '' : ',') + writeValue(array[i] ?? null);
  return `${text}]`;
}

/** A text with its quotes. */
export function writeString(text: string): string {
  return needsEscape.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** A name with its quotes and the colon behind it. */
export function keyText(key: string): string {
  const known = keyTexts.get(key);
  if (known !== undefined) return known;
  const text = `${JSON.stringify(key)}:`;
  if (keyTexts.size < mostKeys) keyTexts.set(key, text);
  return text;
}

/** A number of a decimal property: with a fraction, without an exponent. */
export function writeDecimal(value: number): string {
  // JSON.stringify writes 0 for -0 as well.
  if (Number.isSafeInteger(value)) return `${value}.0`;
  if (!Number.isFinite(value)) return 'null';
  const text = String(value);
  return text.includes('e') ? withoutExponent(text) : text.includes('.') ? text : `${text}.0`;
}

/** Moves the point of `1.5e-7` or `1e+21` to where its exponent says. The digits stay, and so does the value. */
function withoutExponent(text: string): string {
  const [mantissa = '', exponent = ''] = text.split('e');
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.slice(sign.length).split('.');
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, '0')}.0`;
}
