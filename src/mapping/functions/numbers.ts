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
  // No noise in whole numbers.
  if (Number.isInteger(number) && Math.abs(number) < 1e12) return number + 0; // no -0 either
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
    input: 'any',
    parameters: [],
    returns: 'number',
    apply: toNumber,
  },
  {
    name: 'integer',
    input: 'any',
    parameters: [],
    returns: 'integer',
    apply: (input) => {
      const number = toNumber(input);
      return Number.isSafeInteger(number) ? number : undefined;
    },
  },
  {
    name: 'plus',
    input: 'any',
    parameters: [{ name: 'number', kind: 'any' }],
    returns: 'number',
    apply: (input, [other]) => withNumbers(input, other, (a, b) => a + b),
  },
  {
    name: 'times',
    input: 'any',
    parameters: [{ name: 'number', kind: 'any' }],
    returns: 'number',
    apply: (input, [other]) => withNumbers(input, other, (a, b) => a * b),
  },
  {
    name: 'percent',
    input: 'any',
    parameters: [{ name: 'of', kind: 'any' }],
    returns: 'integer',
    apply: (input, [of]) => {
      const part = toNumber(input);
      const whole = toNumber(of);
      if (part === undefined || whole === undefined || !(whole > 0)) return undefined;
      return Math.min(100, Math.max(0, Math.floor((part / whole) * 100 + 1e-9)));
    },
  },
];
