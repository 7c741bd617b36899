import type { MappingFunction } from './function.ts';

/** A finite number, also from text such as `"195"` or `"1.5"`; `undefined` for anything else. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || !/^\s*[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?\s*$/.test(value))
    return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** Sums and products without the noise of binary fractions: twelve significant digits. */
export function tidy(number: number): number | undefined {
  return Number.isFinite(number) ? Number(number.toPrecision(12)) : undefined;
}

function withNumbers(input: unknown, other: unknown, compute: (a: number, b: number) => number): number | undefined {
  const a = toNumber(input);
  const b = toNumber(other);
  return a === undefined || b === undefined ? undefined : tidy(compute(a, b));
}

export const numberFunctions: readonly MappingFunction[] = [
  {
    name: 'number',
    summary: 'A number, also from text that is one. Anything else is missing.',
    input: 'any',
    parameters: [],
    returns: 'number',
    examples: [
      { expression: '$(event.grade | number)', given: { event: { grade: '0.5' } }, result: 0.5 },
      { expression: '$(event.grade | number)', given: { event: { grade: 'A' } } },
    ],
    apply: toNumber,
  },
  {
    name: 'integer',
    summary: 'A whole number, also from text that is one. Fractions are missing, not rounded.',
    input: 'any',
    parameters: [],
    returns: 'integer',
    examples: [
      { expression: '$(event.attempts | integer)', given: { event: { attempts: '3' } }, result: 3 },
      { expression: '$(event.attempts | integer)', given: { event: { attempts: 1.5 } } },
    ],
    apply: (input) => {
      const number = toNumber(input);
      return Number.isSafeInteger(number) ? number : undefined;
    },
  },
  {
    name: 'plus',
    summary: 'The sum with another number.',
    input: 'any',
    parameters: [{ name: 'number', kind: 'any', summary: 'what is added' }],
    returns: 'number',
    examples: [{ expression: '$(event.old | plus(1))', given: { event: { old: 2 } }, result: 3 }],
    apply: (input, [other]) => withNumbers(input, other, (a, b) => a + b),
  },
  {
    name: 'times',
    summary: 'The product with another number.',
    input: 'any',
    parameters: [{ name: 'number', kind: 'any', summary: 'the factor' }],
    returns: 'number',
    examples: [
      { expression: '$(result.score.scaled | times(10))', given: { result: { score: { scaled: 0.7 } } }, result: 7 },
    ],
    apply: (input, [other]) => withNumbers(input, other, (a, b) => a * b),
  },
  {
    name: 'percent',
    summary: 'How many per cent of another number it is, as a whole number from 0 to 100, rounded down.',
    input: 'any',
    parameters: [{ name: 'of', kind: 'any', summary: 'what is a hundred per cent; missing, zero or less: missing' }],
    returns: 'integer',
    examples: [
      {
        expression: '$(event.currentTime | percent(event.duration))',
        given: { event: { currentTime: 50, duration: 195 } },
        result: 25,
      },
      { expression: '$(event.currentTime | percent(event.duration))', given: { event: { currentTime: 50 } } },
    ],
    apply: (input, [of]) => {
      const part = toNumber(input);
      const whole = toNumber(of);
      if (part === undefined || whole === undefined || !(whole > 0)) return undefined;
      return Math.min(100, Math.max(0, Math.floor((part / whole) * 100 + 1e-9)));
    },
  },
];
