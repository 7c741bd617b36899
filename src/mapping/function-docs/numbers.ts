import type { FunctionDocs } from './docs.ts';

export const numbersDocs: FunctionDocs = {
  number: {
    summary: 'A number, also from text that is one. Anything else is missing.',
    parameters: {},
    examples: [
      { expression: '$(event.grade | number)', given: { event: { grade: '0.5' } }, result: 0.5 },
      { expression: '$(event.grade | number)', given: { event: { grade: 'A' } } },
    ],
  },
  integer: {
    summary: 'A whole number, also from text that is one. Fractions are missing, not rounded.',
    parameters: {},
    examples: [
      { expression: '$(event.attempts | integer)', given: { event: { attempts: '3' } }, result: 3 },
      { expression: '$(event.attempts | integer)', given: { event: { attempts: 1.5 } } },
    ],
  },
  plus: {
    summary: 'The sum with another number.',
    parameters: { number: 'what is added' },
    examples: [{ expression: '$(event.old | plus(1))', given: { event: { old: 2 } }, result: 3 }],
  },
  times: {
    summary: 'The product with another number.',
    parameters: { number: 'the factor' },
    examples: [
      { expression: '$(result.score.scaled | times(10))', given: { result: { score: { scaled: 0.7 } } }, result: 7 },
    ],
  },
  percent: {
    summary: 'How many per cent of another number it is, as a whole number from 0 to 100, rounded down.',
    parameters: { of: 'what is a hundred per cent; missing, zero or less: missing' },
    examples: [
      {
        expression: '$(event.currentTime | percent(event.duration))',
        given: { event: { currentTime: 50, duration: 195 } },
        result: 25,
      },
      { expression: '$(event.currentTime | percent(event.duration))', given: { event: { currentTime: 50 } } },
    ],
  },
};
