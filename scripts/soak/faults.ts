import type { Random } from './random.ts';

/** What the receiver does with a request instead of taking it and saying so at once. `stores`: it has the events all the same. */
export type Fault =
  | { kind: 'status'; status: number; headers: Record<string, string> }
  | { kind: 'reset'; when: 'before-body' | 'after-body' | 'in-answer'; stores: boolean }
  | { kind: 'silence'; stores: boolean }
  | { kind: 'slow'; milliseconds: number };

/** Of a hundred requests, how many meet which fault. Together 30. */
const shares: readonly [percent: number, name: string, make: (random: Random) => Fault][] = [
  [9, '5xx', (random) => status(random.pick([500, 502, 503, 504, 520, 599]))],
  [
    5,
    '429 with Retry-After',
    (random) =>
      status(429, {
        'Retry-After':
          random.next() < 0.5
            ? String(random.between(0, 8))
            : new Date(Date.now() + random.between(0, 8000)).toUTCString(),
      }),
  ],
  [1, '401, 403 or 404', (random) => status(random.pick([401, 403, 404]))],
  [3, 'reset before the body', () => ({ kind: 'reset', when: 'before-body', stores: false })],
  [2.5, 'reset after the body, not stored', () => ({ kind: 'reset', when: 'after-body', stores: false })],
  [2.5, 'reset after the body, stored', () => ({ kind: 'reset', when: 'after-body', stores: true })],
  [2, 'reset in the answer', () => ({ kind: 'reset', when: 'in-answer', stores: true })],
  [0.2, 'no answer, not stored', () => ({ kind: 'silence', stores: false })],
  [0.2, 'no answer, stored', () => ({ kind: 'silence', stores: true })],
  [4.4, 'slow, up to 2 s', (random) => ({ kind: 'slow', milliseconds: random.between(200, 2000) })],
  [0.2, 'slow, 20 to 28 s', (random) => ({ kind: 'slow', milliseconds: random.between(20_000, 28_000) })],
];

/** The names of all faults, in the order of the table that is printed. */
export const faultNames: readonly string[] = shares.map(([, name]) => name);

/** The fault that the next request meets; undefined for most. */
export function nextFault(random: Random): { name: string; fault: Fault } | undefined {
  let left = random.next() * 100;
  for (const [percent, name, make] of shares) {
    left -= percent;
    if (left < 0) return { name, fault: make(random) };
  }
  return undefined;
}

function status(code: number, headers: Record<string, string> = {}): Fault {
  return { kind: 'status', status: code, headers };
}
