import type { FunctionDocs } from './docs.ts';

export const timeDocs: FunctionDocs = {
  isoInstant: {
    summary:
      'A date-time as Caliper wants it: UTC, three decimals (cut, not rounded), `Z`. Time without an offset means UTC.',
    parameters: {},
    examples: [
      {
        expression: '$(time | isoInstant)',
        given: { time: '2020-07-15T06:52:55.057999+00:00' },
        result: '2020-07-15T06:52:55.057Z',
      },
      {
        expression: '$(time | isoInstant)',
        given: { time: '2020-07-15T06:52:55' },
        result: '2020-07-15T06:52:55.000Z',
      },
      {
        expression: '$(time | isoInstant)',
        given: { time: '2020-01-01T00:30:00+02:00' },
        result: '2019-12-31T22:30:00.000Z',
      },
      { expression: '$(time | isoInstant)', given: { time: 'yesterday' } },
    ],
  },
  isoDuration: {
    summary: 'Seconds, as a number or as text, as an ISO 8601 duration.',
    parameters: {},
    examples: [
      { expression: '$(event.duration | isoDuration)', given: { event: { duration: 195 } }, result: 'PT3M15S' },
      { expression: '$(event.duration | isoDuration)', given: { event: { duration: '0.03' } }, result: 'PT0.03S' },
      { expression: '$(event.duration | isoDuration)', given: { event: { duration: 0 } }, result: 'PT0S' },
      { expression: '$(event.duration | isoDuration)', given: { event: { duration: -1 } } },
    ],
  },
  seconds: {
    summary: 'An ISO 8601 duration (weeks to seconds) as a number of seconds.',
    parameters: {},
    examples: [
      { expression: '$(result.duration | seconds)', given: { result: { duration: 'PT1M30.5S' } }, result: 90.5 },
      { expression: '$(result.duration | seconds)', given: { result: { duration: 'P1M' } } },
    ],
  },
};
