import { keyText } from '../caliper/serialise.ts';
import { flatText } from './flat-text.ts';
import type { Write } from './scope.ts';

/** One property of an object that is written: always the same text, or what a closure writes. */
export type Written = {
  name: string;
  /** What a missing value means: the property is left out, the whole is missing, or only the long way can tell. */
  missing: 'fine' | 'nothing' | 'unsure';
} & ({ write: Write } | { text: string | undefined });

/** What is written in a row; a list for each kind of thing, since the rules of a site fill the cache of a processor. */
interface Pieces {
  /** What stands before the value, where it is the first of the object, and behind others. */
  first: string[];
  next: string[];
  /** `undefined` for a piece that is always the same. */
  write: (Write | undefined)[];
  missing: Written['missing'][];
}

/**
 * Compiles an object of these properties, in their order, to its text. What is always the same is put together once, with the names
 * before and behind it.
 *
 * @param beginning what stands before the first property; empty for `{`
 */
export function writeProperties(beginning: string, properties: readonly Written[]): Write {
  const pieces = piecesOf(properties);
  if (typeof pieces === 'string') return pieces === 'nothing' ? () => '' : () => undefined;
  const { first, next, write, missing } = pieces;
  return (scope) => {
    let written = beginning;
    for (let i = 0; i < next.length; i++) {
      const before = (written === '' ? first[i] : next[i]) ?? '';
      const writeValue = write[i];
      if (writeValue === undefined) {
        written += before;
        continue;
      }
      const value = writeValue(scope);
      if (value === undefined) return undefined;
      if (value !== '') written += before + value;
      else if (missing[i] === 'nothing') return '';
      else if (missing[i] === 'unsure') return undefined;
    }
    return written === '' ? '' : `${written}}`;
  };
}

function piecesOf(properties: readonly Written[]): Pieces | 'nothing' | 'unsure' {
  const pieces: Pieces = { first: [], next: [], write: [], missing: [] };
  // Properties in a row that are always the same.
  let constant = '';
  const end = (): void => {
    if (constant !== '') add(pieces, constant, undefined, 'fine');
    constant = '';
  };
  for (const property of properties) {
    const { missing } = property;
    const key = keyText(property.name);
    if ('write' in property) {
      end();
      add(pieces, key, property.write, missing);
    } else if (property.text === undefined || (property.text === '' && missing === 'unsure')) return 'unsure';
    else if (property.text === '' && missing === 'nothing') return 'nothing';
    else if (property.text !== '') constant += `${constant === '' ? '' : ','}${key}${property.text}`;
  }
  end();
  return pieces;
}

function add(pieces: Pieces, text: string, write: Write | undefined, missing: Written['missing']): void {
  pieces.first.push(flatText(`{${text}`));
  pieces.next.push(flatText(`,${text}`));
  pieces.write.push(write);
  pieces.missing.push(missing);
}
