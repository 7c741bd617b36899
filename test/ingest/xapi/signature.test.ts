import { describe, expect, it } from 'vitest';
import { call, id, statement } from './call.ts';
import { makeJws, makeSigner } from './certificate.ts';
import { essay, hashOf, headers, multipart, problemOf, withAttachments } from './multipart-body.ts';

describe('a signed statement', () => {
  const signer = makeSigner();
  const plain = { ...statement, id, timestamp: '2026-05-04T12:00:00.000Z' };
  /** A request with the statement and the JWS as its attachment. */
  const signed = (jws: string, sent: Record<string, unknown> = plain): Uint8Array => {
    const usageType = 'http://adlnet.gov/expapi/attachments/signature';
    const size = { length: jws.length, sha2: hashOf(jws), contentType: 'application/octet-stream' };
    return multipart({ ...sent, attachments: [{ ...essay, ...size, usageType }] }, { body: jws });
  };

  it.each([
    ['RS256', 'RSA-SHA256'],
    ['RS384', 'RSA-SHA384'],
    ['RS512', 'RSA-SHA512'],
  ])('is taken with %s and its certificate', async (alg, algorithm) => {
    const jws = makeJws({ alg, x5c: [signer.certificate] }, plain, signer.key, algorithm);
    expect((await call({ headers, body: signed(jws) })).status).toBe(200);
  });

  it.each([
    ['without certificate', plain, plain],
    ['without what a store adds', { ...plain, id: undefined, timestamp: undefined }, plain],
    ['in another time zone', { ...plain, timestamp: '2026-05-04T14:00:00+02:00' }, plain],
    ['with a display of the verb', { ...plain, verb: { ...plain.verb, display: { en: 'played' } } }, plain],
    ['with a definition of the object', { ...plain, object: { ...plain.object, definition: {} } }, plain],
    ['with the domain in upper case', { ...plain, actor: { mbox: 'mailto:ada@EXAMPLE.edu' } }, plain],
    [
      'with members in another order',
      {
        ...plain,
        actor: { objectType: 'Group', member: [{ mbox: 'mailto:b@x.example' }, { mbox: 'mailto:a@x.example' }] },
      },
      {
        ...plain,
        actor: { objectType: 'Group', member: [{ mbox: 'mailto:a@x.example' }, { mbox: 'mailto:b@x.example' }] },
      },
    ],
    [
      'with a single activity in the context',
      { ...plain, context: { contextActivities: { parent: plain.object } } },
      { ...plain, context: { contextActivities: { parent: [plain.object] } } },
    ],
    [
      'with a finer duration',
      { ...plain, result: { duration: 'PT0.1237S' } },
      { ...plain, result: { duration: 'PT0.12S' } },
    ],
  ])('is the same %s', async (_name, payload, sent) => {
    const jws = makeJws({ alg: 'RS256' }, payload, signer.key);
    expect((await call({ headers, body: signed(jws, sent) })).status).toBe(200);
  });

  it.each([
    ['text that is no JWS', 'signed by Ada', 'is no JWS in compact serialisation.'],
    ['a header that is no JSON', makeJws('{alg', plain, signer.key), 'is no JWS in compact serialisation.'],
    [
      'another algorithm',
      makeJws({ alg: 'HS256' }, plain, signer.key),
      'is a JWS whose alg is none of RS256, RS384, RS512.',
    ],
    ['no algorithm', makeJws({}, plain, signer.key), 'is a JWS whose alg is none of RS256, RS384, RS512.'],
    [
      'an algorithm that every object has',
      makeJws({ alg: 'constructor' }, plain, signer.key),
      'is a JWS whose alg is none of RS256, RS384, RS512.',
    ],
    [
      'a payload that is no JSON',
      makeJws({ alg: 'RS256' }, "{'id'", signer.key),
      'is a JWS whose payload is no statement.',
    ],
    [
      'a payload that is nested too deep',
      makeJws({ alg: 'RS256' }, `${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}`, signer.key),
      'is a JWS whose payload is no statement.',
    ],
    [
      'another verb',
      makeJws({ alg: 'RS256' }, { ...plain, verb: { id: 'https://example.edu/verbs/failed' } }, signer.key),
      'is a JWS whose payload is not this statement.',
    ],
    [
      'another time',
      makeJws({ alg: 'RS256' }, { ...plain, timestamp: '2026-05-04T12:00:01.000Z' }, signer.key),
      'is a JWS whose payload is not this statement.',
    ],
    [
      'one property more',
      makeJws({ alg: 'RS256' }, { ...plain, result: { success: true } }, signer.key),
      'is a JWS whose payload is not this statement.',
    ],
    [
      'the certificate of somebody else',
      makeJws({ alg: 'RS256', x5c: [makeSigner().certificate] }, plain, signer.key),
      'is a JWS that was not made with the key of its certificate (x5c).',
    ],
    [
      'the hash of another algorithm',
      makeJws({ alg: 'RS512', x5c: [signer.certificate] }, plain, signer.key, 'RSA-SHA256'),
      'is a JWS that was not made with the key of its certificate (x5c).',
    ],
    [
      'a certificate that is none',
      makeJws({ alg: 'RS256', x5c: ['AAAA'] }, plain, signer.key),
      'is a JWS that was not made with the key of its certificate (x5c).',
    ],
  ])('is refused with %s', async (_name, jws, problem) => {
    expect(problemOf(await call({ headers, body: signed(jws) }))).toEqual({
      status: 400,
      path: '$.attachments[0]',
      code: 'WRONG_SIGNATURE',
      message: `$.attachments[0] ${problem}`,
    });
  });

  it('is refused without the bytes of its signature, wherever they may be', async () => {
    const usageType = 'http://adlnet.gov/expapi/attachments/signature';
    const signature = { ...essay, usageType, contentType: 'application/octet-stream', fileUrl: 'https://f.example/7' };
    expect(problemOf(await call({ body: withAttachments(signature) }))).toMatchObject({
      code: 'WRONG_SIGNATURE',
      message: '$.attachments[0] is a signature, so its bytes must come with the request.',
    });
  });
});
