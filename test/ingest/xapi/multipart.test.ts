import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundaryOf, splitMultipart } from '../../../src/ingest/xapi/multipart.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const shown = (text: string): unknown =>
  splitMultipart(bytes(text), 'b')?.map(({ headers, body }) => [
    Object.fromEntries(headers),
    new TextDecoder().decode(body),
  ]);

describe('the boundary', () => {
  it.each([
    ['multipart/mixed; boundary=zzz', 'zzz'],
    ['multipart/mixed; charset=UTF-8; boundary="a b"; x=y', 'a b'],
    ['multipart/mixed;BOUNDARY=a', 'a'],
    ['multipart/mixed', undefined],
    ['multipart/mixed; boundary=', undefined],
  ])('of %s is %s', (header, boundary) => {
    expect(boundaryOf(header)).toBe(boundary);
  });
});

describe('a multipart body', () => {
  it('is split at its boundary, bytes left as they are', () => {
    expect(shown('x\r\n--b\r\nA: 1\r\n\r\none\r\n\r\n--b  \r\n\r\ntwo --b\r\n--bb\r\n--b--\r\ny')).toEqual([
      [{ a: '1' }, 'one\r\n'],
      [{}, 'two --b\r\n--bb'],
    ]);
  });

  it('may end its lines in LF', () => {
    expect(shown('--b\nA: 1\n\none\n--b--')).toEqual([[{ a: '1' }, 'one']]);
  });

  it.each(['', '--b', '--b\r\nA: 1\r\n\r\none', '--b\r\nA: 1\r\n--b--', '--c\r\n\r\none\r\n--c--'])(
    'that is cut is none: %j',
    (text) => {
      expect(shown(text)).toBeUndefined();
    },
  );

  it('gives back what was put together, whatever the bytes', () => {
    const part = fc
      .uint8Array({ maxLength: 60 })
      .filter((body) => !Buffer.from(body).toString('latin1').includes('--b0undary'));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const chunks = parts.flatMap((body) => [bytes('--b0undary\r\nA: 1\r\n\r\n'), body, bytes('\r\n')]);
        const whole = Buffer.concat([...chunks, bytes('--b0undary--\r\n')]);
        expect(splitMultipart(whole, 'b0undary')?.map(({ body }) => [...body])).toEqual(parts.map((body) => [...body]));
      }),
    );
  });

  it('is read without an exception, whatever it is', () => {
    const noise = fc.array(fc.constantFrom('--b', '--', '\r\n', '\n', 'A: 1', ' ', 'x'), { maxLength: 30 });
    fc.assert(
      fc.property(noise, (pieces) => void splitMultipart(bytes(pieces.join('')), 'b')),
      { numRuns: 2000 },
    );
  });
});
