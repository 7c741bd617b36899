import { describe, expect, it } from 'vitest';
import { call, id, refusal, statement } from './call.ts';
import { essay, hashOf, headers, multipart, problemOf, withAttachments } from './multipart-body.ts';

describe('a multipart request', () => {
  it.each([
    ['statements alone', multipart([{ ...statement, id }])],
    ['an attachment', multipart([withAttachments(essay)], {})],
    ['an attachment of a statement that stands alone', multipart(withAttachments(essay), {})],
    ['one part for two statements', multipart([withAttachments(essay), { ...statement, attachments: [essay] }], {})],
    [
      'an attachment with a fileUrl and no part',
      multipart(withAttachments({ ...essay, fileUrl: 'https://f.example/7' })),
    ],
    [
      'the length and type said again',
      multipart(withAttachments(essay), {
        headers: { 'Content-Length': '3', 'Content-Type': 'text/plain;charset=ASCII' },
      }),
    ],
    [
      'SHA-512, in upper case',
      multipart(withAttachments({ ...essay, sha2: hashOf('raw', 'sha512') }), {
        headers: { 'X-Experience-API-Hash': hashOf('raw', 'sha512').toUpperCase() },
      }),
    ],
    [
      'bytes that are no text',
      multipart(withAttachments({ ...essay, length: 4, sha2: hashOf(Uint8Array.of(0, 255, 13, 10)) }), {
        body: Uint8Array.of(0, 255, 13, 10),
      }),
    ],
    [
      'an attachment of a sub-statement',
      multipart({ ...statement, id, object: { objectType: 'SubStatement', ...statement, attachments: [essay] } }, {}),
    ],
  ])('is read with %s', async (_name, body) => {
    const { status, text, stored } = await call({ headers, body });
    expect([status, (JSON.parse(text) as unknown[])[0]]).toEqual([200, id]);
    // Nothing of an attachment is stored.
    expect(JSON.stringify(stored)).not.toContain('raw');
  });

  it.each([
    [
      'an attachment that no statement declares',
      headers,
      multipart([statement], {}),
      'UNDECLARED_ATTACHMENT',
      'part 2 is no attachment of a statement: no sha2 is its X-Experience-API-Hash',
    ],
    [
      'one part too many',
      headers,
      multipart([withAttachments(essay)], {}, { body: 'other' }),
      'UNDECLARED_ATTACHMENT',
      'part 3 is no attachment of a statement: no sha2 is its X-Experience-API-Hash',
    ],
    [
      'statements in a second part',
      headers,
      multipart([statement], { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(statement) }),
      'UNDECLARED_ATTACHMENT',
      'part 2 is no attachment of a statement: no sha2 is its X-Experience-API-Hash',
    ],
    [
      'a part without hash',
      headers,
      multipart([withAttachments(essay)], { headers: { 'X-Experience-API-Hash': '' } }),
      'PART_WITHOUT_HASH',
      'part 2 has no X-Experience-API-Hash',
    ],
    [
      'a hash that is not that of the bytes',
      headers,
      multipart([withAttachments(essay)], { headers: { 'X-Experience-API-Hash': essay.sha2 }, body: 'raW' }),
      'WRONG_HASH',
      'part 2 has an X-Experience-API-Hash that is not the SHA-2 hash of its bytes',
    ],
    [
      'a part in base64',
      headers,
      multipart([withAttachments(essay)], { headers: { 'Content-Transfer-Encoding': 'base64' } }),
      'PART_NOT_BINARY',
      'part 2 must have the header Content-Transfer-Encoding: binary',
    ],
    [
      'a part that does not say how it is encoded',
      headers,
      multipart([withAttachments(essay)], { headers: { 'Content-Transfer-Encoding': '' } }),
      'PART_NOT_BINARY',
      'part 2 must have the header Content-Transfer-Encoding: binary',
    ],
    [
      'no boundary',
      { 'Content-Type': 'multipart/mixed' },
      multipart([statement]),
      'NO_BOUNDARY',
      'the Content-Type multipart/mixed must have a boundary',
    ],
    [
      'a cut body',
      headers,
      multipart([statement]).subarray(0, -6),
      'BROKEN_MULTIPART',
      'the body is cut, or not parted by the boundary of the Content-Type',
    ],
    [
      'a first part that is no JSON',
      headers,
      Buffer.from('--b0und\r\n\r\n{}\r\n--b0und--'),
      'FIRST_PART_NOT_JSON',
      'the first part must hold the statements, with Content-Type: application/json',
    ],
  ])('is refused with %s', async (_name, sent, body, code, detail) => {
    const answer = await call({ headers: sent, body });
    expect(refusal(answer)).toEqual({ status: 400, code, detail });
    expect(answer.stored).toEqual([]);
  });

  it.each([
    [
      'no part',
      multipart([withAttachments(essay)]),
      '$[0].attachments[0]',
      'MISSING_ATTACHMENT',
      'has no part in the request with its sha2, and no fileUrl.',
    ],
    [
      'another length',
      multipart([withAttachments({ ...essay, length: 4 })], {}),
      '$[0].attachments[0].length',
      'WRONG_ATTACHMENT',
      'is not the number of bytes of its part.',
    ],
    [
      'another length in the part',
      multipart([withAttachments(essay)], { headers: { 'Content-Length': '4' } }),
      '$[0].attachments[0].length',
      'WRONG_ATTACHMENT',
      'is not the number of bytes of its part.',
    ],
    [
      'another type',
      multipart([withAttachments(essay)], { headers: { 'Content-Type': 'text/html' } }),
      '$[0].attachments[0].contentType',
      'WRONG_ATTACHMENT',
      'is not the Content-Type of its part.',
    ],
  ])('is refused when an attachment has %s', async (_name, body, path, code, problem) => {
    expect(problemOf(await call({ headers, body }))).toEqual({
      status: 400,
      path,
      code,
      message: `${path} ${problem}`,
    });
  });
});

describe('a request in plain JSON', () => {
  it('may have attachments only where a fileUrl says where they are', async () => {
    const linked = withAttachments({ ...essay, fileUrl: 'https://files.example.edu/7' });
    expect((await call({ body: linked })).status).toBe(200);
    expect(problemOf(await call({ body: withAttachments(essay) }))).toEqual({
      status: 400,
      path: '$.attachments[0]',
      code: 'MISSING_ATTACHMENT',
      message: '$.attachments[0] has no part in the request with its sha2, and no fileUrl.',
    });
  });
});
