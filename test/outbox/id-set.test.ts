import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IdSet, WORDS, fromBytes, readId, toBytes } from '../../src/outbox/id-set.ts';

const UUID = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const ZEROS = 'urn:uuid:00000000-0000-0000-0000-000000000000';
const ALL_F = 'urn:uuid:ffffffff-ffff-ffff-ffff-ffffffffffff';
const ID = 'urn:uuid:0a1b2c3d-4e5f-5061-8293-a4b5c6d7e8f9';

/** Its words in hexadecimal; undefined for what is not read. */
function read(id: string): string[] | undefined {
  // With something around them and in them, which must not matter.
  const words = new Int32Array(WORDS + 2).fill(0x12345678);
  if (!readId(id, words, 1)) return undefined;
  expect([words[0], words[WORDS + 1]]).toEqual([0x12345678, 0x12345678]);
  return Array.from(words.subarray(1, WORDS + 1), (word) => (word >>> 0).toString(16).padStart(8, '0'));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

const uuid = fc.oneof(
  { weight: 8, arbitrary: fc.uuid().map((text) => `urn:uuid:${text}`) },
  { weight: 8, arbitrary: fc.nat(40).map((number) => ZEROS.slice(0, -2) + number.toString(16).padStart(2, '0')) },
  { weight: 2, arbitrary: fc.constantFrom(ZEROS, ALL_F) },
  // One word of four, so that places are shared.
  {
    weight: 4,
    arbitrary: fc.tuple(fc.nat(3), fc.nat(3)).map(([a, b]) => `urn:uuid:0000000${a}-000${b}-0000-0000-00000000000${a}`),
  },
);

const almost = fc
  .tuple(
    uuid,
    fc.nat(45),
    fc.nat(2),
    fc.oneof(
      fc.string({ maxLength: 2 }),
      fc.constantFrom('A', 'g', '/', ':', '`', '-', 'İ', 'ｆ', '\n', '\u0130', '\u0080'),
    ),
  )
  .map(([id, at, cut, text]) => id.slice(0, at) + text + id.slice(at + cut));

describe('an id', () => {
  test('has four words', () => {
    expect(read(ID)).toEqual(['0a1b2c3d', '4e5f5061', '8293a4b5', 'c6d7e8f9']);
    expect(read(ZEROS)).toEqual(['00000000', '00000000', '00000000', '00000000']);
    expect(read(ALL_F)).toEqual(['ffffffff', 'ffffffff', 'ffffffff', 'ffffffff']);
  });

  test.each([
    ['in capitals', ID.toUpperCase()],
    ['with a digit in capitals', ID.replace('d7', 'D7')],
    ['without the prefix', ID.slice(9)],
    ['of another kind', ID.replace('urn:uuid:', 'urn:oid:x')],
    ['with a letter too many', `${ID}0`],
    ['with a line feed behind it', `${ID}\n`],
    ['with a letter too few', ID.slice(0, -1)],
    ['without dashes', ID.replaceAll('-', '0')],
    ['with a dash elsewhere', 'urn:uuid:0a1b2c3-d4e5f-5061-8293-a4b5c6d7e8f9'],
    ['with a digit of another script', ID.replace('0a', '\u0130a')],
    ['with a letter that is no digit', ID.replace('0a', 'ga')],
    ['that is empty', ''],
  ])('%s is not one of ours', (_, id) => {
    expect(read(id)).toBeUndefined();
  });

  test('is read when it is a UUID in lower case, and only then', () => {
    fc.assert(
      fc.property(fc.oneof(uuid, almost, fc.string({ minLength: 45, maxLength: 45 })), (id) => {
        expect(read(id)?.join('')).toBe(UUID.test(id) ? id.slice(9).replaceAll('-', '') : undefined);
      }),
      { numRuns: 3000 },
    );
  });

  test('is sixteen bytes of a row, and comes back from them', () => {
    const words = new Int32Array(3 * WORDS);
    for (const [index, id] of [ID, ZEROS, ALL_F].entries()) readId(id, words, WORDS * index);
    const bytes = toBytes(words, [{ place: 2 * WORDS }, { place: 0 }]);
    expect(hex(bytes)).toBe('ffffffffffffffffffffffffffffffff0a1b2c3d4e5f50618293a4b5c6d7e8f9');
    expect(hex(toBytes(fromBytes(bytes.slice().buffer), [{ place: WORDS }]))).toBe('0a1b2c3d4e5f50618293a4b5c6d7e8f9');
    expect(fromBytes(new ArrayBuffer(0))).toEqual(new Int32Array(0));
  });
});

describe('a set of ids', () => {
  test('holds what was added, and nothing else', () => {
    const steps = fc.array(fc.record({ id: uuid, add: fc.boolean() }), { maxLength: 200, size: 'max' });
    fc.assert(
      fc.property(steps, fc.nat(50), (list, expected) => {
        const set = new IdSet(expected);
        const texts = new Set<string>();
        const words = new Int32Array(WORDS);
        for (const { id, add } of list) {
          readId(id, words, 0);
          expect(set.has(words, 0)).toBe(texts.has(id));
          if (!add) continue;
          expect(set.add(words, 0)).toBe(!texts.has(id));
          texts.add(id);
          expect(set.size).toBe(texts.size);
        }
      }),
    );
  });

  test('tells the id of zeros from a place where none is', () => {
    const words = new Int32Array(WORDS);
    const set = new IdSet(0);
    expect([set.has(words, 0), set.size]).toEqual([false, 0]);
    expect([set.add(words, 0), set.add(words, 0), set.has(words, 0), set.size]).toEqual([true, false, true, 1]);
  });

  test('keeps all when it grows', () => {
    const words = new Int32Array(WORDS * 20_000);
    // Numbers in a row, of both signs, and with words that are zero.
    for (let index = 0; index < 20_000; index++) words.set([0, index % 7, 0, index - 10_000], WORDS * index);
    const set = new IdSet(0);
    const places = Array.from({ length: 20_000 }, (_, index) => WORDS * index);
    expect(places.filter((place) => !set.add(words, place))).toEqual([]);
    expect(set.size).toBe(20_000);
    expect(places.filter((place) => !set.has(words, place))).toEqual([]);
    expect(places.filter((place) => set.add(words, place))).toEqual([]);
    expect(set.has(new Int32Array([0, 7, 0, 0]), 0)).toBe(false);
  });
});
