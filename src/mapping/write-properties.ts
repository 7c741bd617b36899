import { keyText } from '../caliper/serialise.ts';
import { flatText } from './flat-text.ts';
import { op, step, type Piece, type WriteStep } from './step.ts';

/** One property of an object that is written: always the same text, or what a step writes. */
export type Written = {
  name: string;
  missing: Piece['missing'];
} & ({ write: WriteStep } | { text: string | undefined });

/**
 * Compiles an object of these properties, in their order, to its text. What is always the same is put together once, with the names
 * before and behind it.
 *
 * @param beginning what stands before the first property; empty for `{`
 */
export function writeProperties(beginning: string, properties: readonly Written[]): WriteStep {
  const pieces: Piece[] = [];
  // Properties in a row that are always the same.
  let constant = '';
  const end = (): void => {
    if (constant !== '') pieces.push(piece(constant, undefined, 'fine'));
    constant = '';
  };
  for (const property of properties) {
    const { missing } = property;
    const key = keyText(property.name);
    if ('write' in property) {
      end();
      pieces.push(piece(key, property.write, missing));
    } else if (property.text === undefined || (property.text === '' && missing === 'unsure')) return step(op.unsure);
    else if (property.text === '' && missing === 'nothing') return step(op.first, []);
    else if (property.text !== '') constant += `${constant === '' ? '' : ','}${key}${property.text}`;
  }
  end();
  return step(op.object, pieces, beginning);
}

function piece(text: string, write: WriteStep | undefined, missing: Piece['missing']): Piece {
  return { first: flatText(`{${text}`), next: flatText(`,${text}`), write, missing };
}
