import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../src/delivery/judge.ts';
import { advance, initialProgress, resumed } from '../../src/delivery/progress.ts';

const NOW = 1_000_000;
const clock = { now: NOW, random: 0.5 };
const done: Verdict = { kind: 'done' };
const down: Verdict = { kind: 'retry', reason: 'HTTP_503', status: 503, retryAfter: null, response: '' };
const refused: Verdict = { kind: 'refused', at: 'content', status: 400, response: 'no' };
const tooLarge: Verdict = { kind: 'refused', at: 'size', status: 413, response: '' };
const paused: Verdict = { kind: 'paused', reason: 'GONE' };

const verdict = fc.oneof(
  { weight: 4, arbitrary: fc.constant(done) },
  { weight: 3, arbitrary: fc.constant(down) },
  { weight: 4, arbitrary: fc.constant(refused) },
  { weight: 2, arbitrary: fc.constant(tooLarge) },
  { weight: 1, arbitrary: fc.constant(paused) },
);

describe('any sequence of answers', () => {
  test('loses no event and settles none twice', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 12 }),
        fc.array(verdict),
        (accepted, size, verdicts) => {
          let progress = { ...initialProgress };
          const pending = Array.from({ length: accepted }, (_, id) => id);
          const delivered: number[] = [];
          const dead: number[] = [];
          for (const answer of verdicts) {
            if (progress.state === 'paused') progress = resumed(progress);
            const events = Math.min(pending.length, progress.window || size, progress.payloadLimit || size);
            if (events === 0) break;
            const step = advance(progress, { events, bytes: events }, answer, clock);
            progress = step.progress;
            expect(progress.suspect).toBeLessThanOrEqual(accepted);
            expect(progress.window).toBeLessThanOrEqual(size);
            if (step.fate.kind === 'kept') continue;
            (step.fate.kind === 'delivered' ? delivered : dead).push(...pending.splice(0, events));
          }
          expect(delivered.length + dead.length + pending.length).toBe(accepted);
          expect(new Set([...delivered, ...dead, ...pending]).size).toBe(accepted);
        },
      ),
    );
  });

  test('finds the one event at fault with about log2 requests, and delivers the others', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 1000 }), fc.nat(), (count, seed) => {
        const guilty = seed % count;
        const pending = Array.from({ length: count }, (_, id) => id);
        const dead: number[] = [];
        let progress = { ...initialProgress };
        let requests = 0;
        while (pending.length > 0) {
          const events = Math.min(pending.length, progress.window || count);
          requests++;
          const answer = pending.slice(0, events).includes(guilty) ? refused : done;
          const step = advance(progress, { events, bytes: events }, answer, clock);
          progress = step.progress;
          if (step.fate.kind === 'kept') continue;
          const settled = pending.splice(0, events);
          if (step.fate.kind === 'dead') dead.push(...settled);
        }
        expect(dead).toEqual([guilty]);
        expect(requests).toBeLessThanOrEqual(Math.ceil(Math.log2(count)) + 4);
      }),
    );
  });
});

test('an envelope that is too large is halved by bytes, and the size is remembered for an hour', () => {
  expect(advance(initialProgress, { events: 10, bytes: 1001 }, tooLarge, clock)).toEqual({
    progress: { ...initialProgress, attempts: 1, payloadLimit: 500, payloadLimitUntil: NOW + 3_600_000 },
    fate: { kind: 'kept' },
  });
});

test('an event that is too large alone is given up', () => {
  expect(advance(initialProgress, { events: 1, bytes: 1001 }, tooLarge, clock).fate).toEqual({
    kind: 'dead',
    reason: 'REFUSED',
    status: 413,
    response: '',
    attempts: 1,
  });
});

test('a pause burns no attempts, and resuming begins anew', () => {
  const failing = advance(initialProgress, { events: 4, bytes: 40 }, down, clock).progress;
  const stopped = advance(failing, { events: 4, bytes: 40 }, paused, clock);
  expect(stopped).toEqual({
    progress: { ...failing, state: 'paused', reason: 'GONE', nextAttempt: 0 },
    fate: { kind: 'kept' },
  });
  expect(resumed({ ...stopped.progress, lastSuccess: 5 })).toEqual({ ...initialProgress, lastSuccess: 5 });
  const halving = { ...stopped.progress, window: 4, suspect: 7 };
  expect(resumed(halving)).toEqual({ ...initialProgress, window: 4, suspect: 7 });
});
