import { describe, expect, test } from 'vitest';
import { emptyLedger, eventHash, settleAccounts, store } from '../../scripts/soak/ledger.ts';
import type { Ledger } from '../../scripts/soak/ledger.ts';
import { createRandom } from '../../scripts/soak/random.ts';
import { runSoak } from '../../scripts/soak/soak.ts';
import { temporaryFolder } from './world.ts';

test('what is accepted is received or a dead letter, and unchanged, over three kills and a receiver that fails at random', async () => {
  const lines: string[] = [];
  // One of which no early request is left without an answer: that takes 30 seconds (responses.test.ts).
  const seed = 28;
  const result = await runSoak(await temporaryFolder(), { events: 3000, kills: 3, seed, minutes: 2.5 }, (line) => {
    lines.push(line);
  });
  expect(result.faults).toEqual([]);
  expect(result.findings).toEqual({ lost: [], unknown: [], changed: [], givenUp: [], unlisted: [] });
  expect(result.kills).toBe(3);
  expect(result.accepted).toBeGreaterThanOrEqual(3000);
  expect(result.received + result.deadLetters).toBe(result.accepted);
  // Something went wrong, or nothing was tried.
  expect(result.receiver.faults.size).toBeGreaterThan(4);
  expect(result.shipper.sentAgain).toBeGreaterThan(0);
  expect(lines).toHaveLength(4);
});

describe('the accounts of a soak', () => {
  const id = (name: string): { id: string; text: string } => ({ id: name, text: `of ${name}` });

  /** Two events arrived, one of them twice, and a third was refused and listed. */
  function balanced(): Ledger {
    const ledger = emptyLedger();
    for (const name of ['a', 'b', 'c']) ledger.accepted.set(name, eventHash(id(name)));
    store(ledger, [id('a'), id('b')]);
    ledger.refused.add('c');
    ledger.dead.set('c', eventHash(id('c')));
    return ledger;
  }

  const nothing = { lost: [], unknown: [], changed: [], givenUp: [], unlisted: [] };

  test('balance where every event is received or listed; a repeat is no fault', () => {
    const ledger = balanced();
    expect(store(ledger, [id('a')])).toBe(1);
    expect(settleAccounts(ledger)).toEqual(nothing);
  });

  test.each<[string, (ledger: Ledger) => void, Partial<ReturnType<typeof settleAccounts>>]>([
    ['is lost', (ledger) => ledger.stored.delete('a'), { lost: ['a'] }],
    ['was never accepted', (ledger) => void store(ledger, [id('d')]), { unknown: ['d'] }],
    ['differs from what was promised', (ledger) => ledger.accepted.set('a', 'else'), { changed: ['a'] }],
    ['differs when it comes again', (ledger) => void store(ledger, [{ ...id('b'), text: '' }]), { changed: ['b'] }],
    [
      'has its members in another order',
      (ledger) => void store(ledger, [{ text: 'of b', id: 'b' }]),
      { changed: ['b'] },
    ],
    ['differs as a dead letter', (ledger) => ledger.dead.set('c', 'else'), { changed: ['c'] }],
    ['is given up that nobody refused', (ledger) => ledger.refused.clear(), { givenUp: ['c'] }],
    ['is given up although it arrived', (ledger) => void store(ledger, [id('c')]), { givenUp: ['c'] }],
    ['was refused and is not listed', (ledger) => ledger.dead.clear(), { lost: ['c'], unlisted: ['c'] }],
  ])('tell of an event that %s', (_, tamper, findings) => {
    const ledger = balanced();
    tamper(ledger);
    expect(settleAccounts(ledger)).toEqual({ ...nothing, ...findings });
  });
});

test('a seed gives the same numbers again, another seed or stream gives others', () => {
  const draw = (seed: number, stream: string): number[] => {
    const random = createRandom(seed, stream);
    return Array.from({ length: 5 }, () => random.between(1, 1000));
  };
  expect(draw(1, 'a')).toEqual(draw(1, 'a'));
  expect(draw(1, 'b')).not.toEqual(draw(1, 'a'));
  expect(draw(2, 'a')).not.toEqual(draw(1, 'a'));
});
