import { describe, expect, test } from 'vitest';
import { judge } from '../../src/delivery/judge.ts';

const answer = (status: number): ReturnType<typeof judge> =>
  judge({ kind: 'answer', status, retryAfter: '7', response: 'text' });

describe('an answer', () => {
  test.each([200, 201, 202, 204, 299])('%i means delivered', (status) => {
    expect(answer(status)).toEqual({ kind: 'done' });
  });

  test.each([408, 425, 429, 500, 501, 502, 503, 504, 522, 599])('%i means later', (status) => {
    const retry = { kind: 'retry', reason: `HTTP_${status}`, status, retryAfter: '7', response: 'text' };
    expect(answer(status)).toEqual(retry);
  });

  test.each([400, 409, 415, 422])('%i means that an event is at fault', (status) => {
    expect(answer(status)).toEqual({ kind: 'refused', at: 'content', status, response: 'text' });
  });

  test('413 means that the envelope is too large', () => {
    expect(answer(413)).toEqual({ kind: 'refused', at: 'size', status: 413, response: 'text' });
  });

  test.each([
    [301, 'REDIRECT'],
    [302, 'REDIRECT'],
    [308, 'REDIRECT'],
    [401, 'UNAUTHORIZED'],
    [403, 'FORBIDDEN'],
    [404, 'NOT_FOUND'],
    [410, 'GONE'],
    [402, 'HTTP_402'],
    [405, 'HTTP_405'],
    [451, 'HTTP_451'],
  ])('%i means that the destination is not as configured', (status, reason) => {
    expect(answer(status)).toEqual({ kind: 'paused', reason });
  });
});

test.each([
  ['network', 'NETWORK'],
  ['timeout', 'TIMEOUT'],
  ['unsent', 'REQUEST_NOT_MADE'],
] as const)('no answer (%s) means later', (kind, reason) => {
  expect(judge({ kind })).toEqual({ kind: 'retry', reason, status: null, retryAfter: null, response: '' });
});
