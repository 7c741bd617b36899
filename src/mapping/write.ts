import { writeString } from '../caliper/serialise.ts';
import { allHold } from './compile-conditions.ts';
import { beginningOf, evaluate } from './evaluate.ts';
import { flatText } from './flat-text.ts';
import { encodePart } from './functions/encode-part.ts';
import { toText } from './functions/text.ts';
import { recall, recallSettled } from './remember.ts';
import { Demanded, type Scope } from './scope.ts';
import { op, type Around, type Piece, type PlainBeginning, type WriteStep } from './step.ts';
import { isPlainBeginning, writeIri, writeLeaf } from './write-leaf.ts';

/**
 * The value of a step as JSON text that keeps the rules of Caliper at its place: empty where it is missing, `undefined` where only
 * the long way, by an object and the validator, can tell.
 *
 * @throws Demanded for a missing value marked with `!`
 */
export function write(step: WriteStep, scope: Scope): string | undefined {
  switch (step.k) {
    case op.object:
      return writeObject(step.a, step.b, scope);
    case op.ended: {
      const around = step.c;
      if (scope.lms !== around.lms) settle(around, scope);
      if (around.begin === undefined) return write(around.otherwise, scope);
      const end = toText(evaluate(step.a, scope));
      return end === undefined ? '' : around.begin + (step.b ? encodePart(end) : end) + around.after;
    }
    case op.leaf: {
      const value = evaluate(step.a, scope);
      return value === undefined ? '' : writeLeaf(step.b, value);
    }
    case op.iri: {
      const text = evaluate(step.a, scope);
      if (text === undefined) return '';
      return isPlain(step.b, scope) && typeof text === 'string' ? `"${text}"` : writeIri(text);
    }
    case op.json: {
      const value = evaluate(step.a, scope);
      if (typeof value === 'string') return writeString(value);
      return value === undefined ? '' : JSON.stringify(value);
    }
    case op.remember:
      return recall(step.b, step.a, scope, write);
    case op.settled:
      return recallSettled(step.b, step.a, scope, write);
    case op.once: {
      const made = step.b;
      if (scope.turn === undefined || scope.turn !== made.turn) {
        made.text = write(step.a, scope);
        made.turn = scope.turn;
      }
      return made.text;
    }
    case op.case: {
      for (const { when, then } of step.a) if (allHold(when, scope)) return write(then, scope);
      return step.b === undefined ? '' : write(step.b, scope);
    }
    case op.first: {
      for (const of of step.a) {
        const text = write(of, scope);
        if (text !== '') return text;
      }
      return '';
    }
    case op.demand: {
      const text = write(step.a, scope);
      if (text === '') throw new Demanded(step.b);
      return text;
    }
    case op.list:
      return writeList(step.a, scope);
    case op.ofAnyType: {
      const { byType, compile } = step.b;
      const type = evaluate(step.a, scope);
      let of = byType.get(type);
      if (of === undefined) {
        of = compile(type);
        if (of === undefined) return undefined;
        byType.set(type, of);
      }
      return write(of, scope);
    }
    case op.unsure:
      return undefined;
  }
}

function writeObject(pieces: readonly Piece[], beginning: string, scope: Scope): string | undefined {
  let written = beginning;
  for (const piece of pieces) {
    const before = written === '' ? piece.first : piece.next;
    if (piece.write === undefined) {
      written += before;
      continue;
    }
    const value = write(piece.write, scope);
    if (value === undefined) return undefined;
    if (value !== '') written += before + value;
    else if (piece.missing === 'nothing') return '';
    else if (piece.missing === 'unsure') return undefined;
  }
  return written === '' ? '' : `${written}}`;
}

function writeList(items: readonly WriteStep[], scope: Scope): string | undefined {
  let text = '';
  for (const of of items) {
    const item = write(of, scope);
    if (item === undefined) return undefined;
    if (item !== '') text += text === '' ? item : `,${item}`;
  }
  return text === '' ? '' : `[${text}]`;
}

function settle(around: Around, scope: Scope): void {
  const beginning = beginningOf(around.beginning, scope);
  const sound = beginning !== undefined && isPlain(around.plain, scope);
  around.begin = sound ? flatText(around.before + beginning) : undefined;
  around.lms = scope.lms;
}

function isPlain(beginning: PlainBeginning, scope: Scope): boolean {
  if (scope.lms !== beginning.lms) {
    beginning.plain = isPlainBeginning(String(evaluate(beginning.begin, scope)));
    beginning.lms = scope.lms;
  }
  return beginning.plain;
}
