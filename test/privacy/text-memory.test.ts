import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextMemory } from '../../src/privacy/text-memory.ts';

describe('a memory of texts', () => {
  it('gives what was set for the text, and nothing for others', () => {
    const memory = new TextMemory();
    memory.set('31', 'a');
    memory.set('', 'b');
    memory.set('Ünï', 'c');
    expect([memory.get('31'), memory.get(''), memory.get('Ünï'), memory.get('32')]).toEqual(['a', 'b', 'c', undefined]);
    expect(memory.size).toBe(3);
  });

  it('keeps nearly all of a hundred thousand learners, and of their sessions', () => {
    const users = Array.from({ length: 100_000 }, (_, i) => `${7_000_000 + i}`);
    const cookies = users.map((id) => `f00dfeedf00dfeedf00dfeedf${id}`);
    for (const ids of [users, cookies]) {
      const memory = new TextMemory();
      for (const id of ids) memory.set(id, `of ${id}`);
      const known = ids.filter((id) => memory.get(id) === `of ${id}`);
      expect(known.length).toBeGreaterThan(99_000);
      expect(memory.size).toBe(known.length);
    }
  });

  it('never gives a value of another text, whatever the texts', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ maxLength: 60 }), { maxLength: 300 }), (texts) => {
        const memory = new TextMemory();
        for (const text of texts) if (memory.get(text) === undefined) memory.set(text, `of ${text}`);
        for (const text of texts) expect([undefined, `of ${text}`]).toContain(memory.get(text));
      }),
    );
  });
});
