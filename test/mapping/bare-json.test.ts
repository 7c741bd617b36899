import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBareJson, toBareJson } from '../../src/mapping/bare-json.ts';

test('JSON without quotes has the same tokens', () => {
  expect(toBareJson('{"when":["~f","event"],"line":12,"own":true}')).toBe('{when:[~f,event],line:12,own:true}');
  expect(toBareJson('["a,b","12","true","-","",null]')).toBe('[a\u0005b,\u000712,\u0007true,\u0007-,\u0007,null]');
});

test('what is written without quotes is read as it was, whatever its texts are', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', 'true', 'null', '-1', '1e3', 'a:b', '\u0001', '"'),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      text,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(true, false, null),
      fc.array(tie('tree')),
      fc.dictionary(text, tie('tree')),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      const json = JSON.stringify(value);
      expect(fromBareJson(toBareJson(json))).toBe(json);
    }),
    { numRuns: 2000 },
  );
});
