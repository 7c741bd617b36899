import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextMemory } from '../../src/privacy/text-memory.ts';

function memoryOf(texts: readonly string[], valueOf: (text: string) => string): TextMemory {
  const memory = new TextMemory();
  for (const text of texts) if (memory.get(text) === undefined) memory.set(text, valueOf(text));
  return memory;
}

describe('a memory of texts', () => {
  it('gives what was set for the text, and nothing for others', () => {
    const memory = new TextMemory();
    memory.set('31', 'a');
    memory.set('', 'b');
    memory.set('Ünï', 'c');
    expect([memory.get('31'), memory.get(''), memory.get('Ünï'), memory.get('32')]).toEqual(['a', 'b', 'c', undefined]);
    expect(memory.size).toBe(3);
  });

  it('keeps a hundred thousand learners, and their sessions', () => {
    const users = Array.from({ length: 100_000 }, (_, i) => `${7_000_000 + i}`);
    const cookies = users.map((id) => `f00dfeedf00dfeedf00dfeedf${id}`);
    for (const ids of [users, cookies]) {
      const memory = memoryOf(ids, (id) => `of ${id}`);
      expect(ids.filter((id) => memory.get(id) === `of ${id}`).length).toBe(100_000);
      expect(memory.size).toBe(100_000);
    }
  });

  it('keeps every one of a few, however many they are', () => {
    const users = Array.from({ length: 3000 }, (_, i) => `learner_${7_000_000 + i}`);
    const memory = new TextMemory();
    for (const [index, user] of users.entries()) {
      memory.set(user, `of ${user}`);
      if (index % 50 > 0) continue;
      const known = users.slice(0, index + 1).filter((one) => memory.get(one) === `of ${one}`);
      expect(known.length).toBe(index + 1);
    }
  });

  it('never gives a value of another text, whatever the texts', () => {
    const text = fc.oneof(fc.string({ maxLength: 60, size: 'max' }), fc.string({ unit: 'binary', maxLength: 60 }));
    fc.assert(
      fc.property(
        fc.uniqueArray(text, { maxLength: 300, size: 'max' }),
        fc.integer({ min: 0, max: 100 }),
        (texts, filler) => {
          const valueOf = (one: string): string => `of ${one}${'x'.repeat(filler)}`;
          const memory = memoryOf(texts, valueOf);
          // With long values, most of them have moved to pages by now.
          expect(texts.filter((one) => memory.get(one) !== valueOf(one))).toEqual([]);
          expect(memory.size).toBe(texts.length);
        },
      ),
      // What fails on full pages only cannot be made much smaller, and trying takes minutes.
      { endOnFailure: true },
    );
  });

  it('keeps some of the texts whose hashes are the same, each with its own value', () => {
    const bits = Array.from({ length: 2048 }, (_, i) => i.toString(2).padStart(11, '0'));
    const texts = bits.map((digits) => digits.replaceAll('0', 'Aa').replaceAll('1', 'BB'));
    const memory = memoryOf(texts, (text) => `of ${text} ${'x'.repeat(100)}`);
    const known = texts.filter((text) => memory.get(text) !== undefined);
    for (const text of known) expect(memory.get(text)).toBe(`of ${text} ${'x'.repeat(100)}`);
    expect(known.length).toBe(64);
    expect(memory.size).toBe(64);
    memory.set('CC', 'another');
    expect(memory.get('CC')).toBe('another');
  });

  it('tells texts apart that end alike', () => {
    const end = 'x'.repeat(40);
    const memory = memoryOf([`a${end}`, `b${end}`], (text) => `of ${text}`);
    expect([memory.get(`a${end}`), memory.get(`b${end}`), memory.get(`c${end}`), memory.get(end)]).toEqual([
      `of a${end}`,
      `of b${end}`,
      undefined,
      undefined,
    ]);
  });

  it('keeps texts and values of up to 255 characters', () => {
    const [most, more] = ['x'.repeat(255), 'x'.repeat(256)];
    const memory = new TextMemory();
    memory.set(most, most);
    memory.set(more, 'a');
    memory.set('b', more);
    expect([memory.get(most), memory.get(more), memory.get('b'), memory.size]).toEqual([most, undefined, undefined, 1]);
  });

  it('forgets what it has when it holds 32 million characters', () => {
    const long = 'x'.repeat(248);
    const texts = Array.from({ length: 70_000 }, (_, i) => `${i}`.padStart(7, '0') + long);
    const memory = memoryOf(texts, (text) => text);
    const known = texts.filter((text) => memory.get(text) === text);
    expect(known.length).toBe(memory.size);
    expect(known.length).toBeLessThan(10_000);
    expect(known.at(-1)).toBe(texts.at(-1));
  });
});
