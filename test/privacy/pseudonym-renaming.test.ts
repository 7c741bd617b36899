import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsCutPseudonym, renameIds, standingIds } from '../../src/privacy/pseudonym-renaming.ts';

const anna = '11111111-aaaa-8aaa-8aaa-111111111111';
const bert = '22222222-bbbb-8bbb-8bbb-222222222222';
const clara = '33333333-cccc-8ccc-8ccc-333333333333';
const names = new Map([
  [anna, bert],
  [bert, clara],
]);

describe('renaming', () => {
  it.each([
    [`"https://lms.example.edu/user/${anna}"`, `"https://lms.example.edu/user/${bert}"`],
    [`"x/users/${anna}/attempts/2#a"`, `"x/users/${bert}/attempts/2#a"`],
    // Encoding leaves the characters of a UUID alone, whatever stands around it.
    [`"y%2Fuser%2F${anna}%2Fz"`, `"y%2Fuser%2F${bert}%2Fz"`],
    [`"ab${anna}cd"`, `"ab${bert}cd"`],
    [`"${anna}-${bert}"`, `"${bert}-${clara}"`],
    [`"0123-${anna}"`, `"0123-${bert}"`],
    [`"01234567-0123-${anna}"`, `"01234567-0123-${bert}"`],
    [`"urn:uuid:${clara}"`, `"urn:uuid:${clara}"`],
  ])('finds ids in %s, and what was put in is not renamed again', (text, expected) => {
    expect(renameIds(text, names)).toBe(expected);
  });

  it.each([
    ['"/notes/51"', '"/notes/new"'],
    ['"/notes/51/tags"', '"/notes/new/tags"'],
    ['"/notes/51#x"', '"/notes/new#x"'],
    ['"/notes/510"', '"/notes/510"'],
    ['"/notes/151"', '"/notes/151"'],
    ['"/notes/51.5"', '"/notes/51.5"'],
    ['{"count":51}', '{"count":51}'],
    ['"51"', '"51"'],
    ['"PT51S"', '"PT51S"'],
  ])('takes a short id only for a segment of an IRI: %s becomes %s', (text, expected) => {
    expect(renameIds(text, new Map([['51', 'new']]))).toBe(expected);
  });

  it('finds a long id as a value of its own, never as a part of another', () => {
    const long = new Map([['5f02f5d5ceb0b1008d00001a', anna]]);
    expect(renameIds('{"thread":"5f02f5d5ceb0b1008d00001a"}', long)).toBe(`{"thread":"${anna}"}`);
    expect(renameIds('{"thread":"5f02f5d5ceb0b1008d00001ab"}', long)).toBe('{"thread":"5f02f5d5ceb0b1008d00001ab"}');
  });

  const uuid = fc.uuid();
  const around = fc.constantFrom('/', '"', '%2F', '-', 'a', '0', '{"id":"', ':', '#', ' ', 'é', '01234567-');

  it('names back what it named, and leaves nothing behind, whatever stands around', () => {
    fc.assert(
      fc.property(fc.uniqueArray(uuid, { minLength: 2, maxLength: 8 }), fc.array(around), (ids, pieces) => {
        const half = ids.slice(0, ids.length / 2);
        const others = ids.slice(ids.length / 2);
        const text = pieces.map((piece, index) => `${piece}${half[index % half.length] ?? ''}`).join('');
        const there = new Map(half.map((id, index) => [id, others[index] ?? '']));
        const back = new Map([...there].map(([id, other]) => [other, id]));
        const renamed = renameIds(text, there);
        expect(half.filter((id) => renamed.includes(id))).toEqual([]);
        expect(renameIds(renamed, back)).toBe(text);
        expect(new Set(standingIds(text, half))).toEqual(new Set(half.filter((id) => text.includes(id))));
      }),
    );
  });
});

describe('what stands in a text', () => {
  it('is told by the id, each once', () => {
    const ids = new Set([anna, bert, '51', '5f02f5d5ceb0b1008d00001a']);
    const text = `"/user/${anna}/notes/51" "${anna}" "5f02f5d5ceb0b1008d00001a" "51"`;
    expect(standingIds(text, ids)).toEqual([anna, '51', '5f02f5d5ceb0b1008d00001a']);
  });
});

describe('a part of a pseudonym', () => {
  it.each([
    ['"/user/11111111"', true],
    ['"/user/111111111111"', true],
    ['"11111111-aaaa"', true],
    [`"${anna}"`, false],
    [`"${anna}/${bert}"`, false],
    ['"block@111111111111aaaa"', false],
    [`"ab${anna}"`, false],
    ['"1111111"', false],
  ])('stands in %s: %s', (text, expected) => {
    expect(holdsCutPseudonym(text, [anna])).toBe(expected);
  });

  it('is none where there is no pseudonym', () => {
    expect(holdsCutPseudonym('"11111111"', [])).toBe(false);
  });
});
