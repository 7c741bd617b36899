import { keyText } from '../caliper/serialise.ts';
import type { Write } from './scope.ts';

/** One property of an object that is written: always the same text, or what a closure writes. */
export type Written = {
  name: string;
  /** What a missing value means: the property is left out, the whole is missing, or only the long way can tell. */
  missing: 'fine' | 'nothing' | 'unsure';
} & ({ write: Write } | { text: string | undefined });

interface Piece {
  /** What stands before the value, where it is the first of the object, and behind others. */
  first: string;
  next: string;
  /** `undefined` for a piece that is always the same. */
  write: Write | undefined;
  missing: Written['missing'];
}

/**
 * Compiles an object of these properties, in their order, to its text. What is always the same is put together once, with the names
 * before and behind it.
 *
 * @param beginning what stands before the first property; empty for `{`
 */
export function writeProperties(beginning: string, properties: readonly Written[]): Write {
  const pieces: Piece[] = [];
  for (const property of properties) {
    const key = keyText(property.name);
    const { missing } = property;
    if ('write' in property) {
      pieces.push({ first: `{${key}`, next: `,${key}`, write: property.write, missing });
      continue;
    }
    const { text } = property;
    if (text === undefined || (text === '' && missing === 'unsure')) return () => undefined;
    if (text === '' && missing === 'nothing') return () => '';
    if (text === '') continue;
    const last = pieces.at(-1);
    if (last !== undefined && last.write === undefined) {
      last.first += `,${key}${text}`;
      last.next += `,${key}${text}`;
    } else pieces.push({ first: `{${key}${text}`, next: `,${key}${text}`, write: undefined, missing });
  }
  return (scope) => {
    let written = beginning;
    for (let i = 0; i < pieces.length; i++) {
      const piece = pieces[i];
      if (piece === undefined) continue;
      const before = written === '' ? piece.first : piece.next;
      if (piece.write === undefined) {
        written += before;
        continue;
      }
      const value = piece.write(scope);
      if (value === undefined) return undefined;
      if (value !== '') written += before + value;
      else if (piece.missing === 'nothing') return '';
      else if (piece.missing === 'unsure') return undefined;
    }
    return written === '' ? '' : `${written}}`;
  };
}
