import { createHash } from 'node:crypto';
import { compactVerify, decodeJwt, decodeProtectedHeader, flattenedVerify, importJWK, jwtVerify } from 'jose';
import type { JWK } from 'jose';
import { describe, expect, test } from 'vitest';
import type { SignConfig, SigningKey } from '../../src/config/config.ts';
import { publicKey } from '../../src/delivery/jwks.ts';
import { post } from '../../src/delivery/post.ts';
import { NOW, destination, endpoint, freshKey, platform, sensor } from './attempt.ts';

const text = '{"sensor":"https://adapter.example.edu/sensors/1","data":[{"score":10.0,"name":"é"}]}';
const envelope = new TextEncoder().encode(text);

async function send(sign: SignConfig, key?: SigningKey): Promise<{ headers: Headers; body: Uint8Array }> {
  const outside = platform();
  await post(destination({ sign }), { key, issuer: sensor }, envelope, outside);
  const [request] = outside.requests;
  if (request === undefined) throw new Error('nothing was sent');
  return { headers: request.headers, body: new Uint8Array(await request.arrayBuffer()) };
}

// Only what stands in the JWK Set, read by jose.
const open = async (key: SigningKey): ReturnType<typeof importJWK> => importJWK(publicKey(key) satisfies JWK, key.alg);
const at = (seconds: number): Date => new Date(seconds * 1000);

describe.each(['ES256', 'EdDSA', 'RS256', 'PS256'] as const)('with a key for %s', async (alg) => {
  const key = freshKey(alg);
  const stranger = freshKey(alg);
  const verifier = await open(key);

  test('a detached JWS fits the body, and no other body or key', async () => {
    const { headers, body } = await send({ method: 'detached-jws' }, key);
    const [part = '', payload, signature = ''] = (headers.get('X-JWS-Signature') ?? '').split('.');
    const options = { algorithms: [alg] };
    expect(payload).toBe('');
    expect(body).toEqual(envelope);
    const jws = { protected: part, payload: body, signature };
    expect((await flattenedVerify(jws, verifier, options)).protectedHeader).toEqual({
      alg,
      kid: key.kid,
      iat: NOW,
      jti: 'id-1',
      url: endpoint,
      b64: false,
      crit: ['b64'],
    });
    await expect(flattenedVerify({ ...jws, payload: new Uint8Array(3) }, verifier, options)).rejects.toThrow();
    await expect(flattenedVerify(jws, await open(stranger), options)).rejects.toThrow();
  });

  test('a Bearer JWT names the sender, the endpoint, the request and the body, for two minutes', async () => {
    const { headers, body } = await send({ method: 'bearer-jwt' }, key);
    const token = (headers.get('Authorization') ?? '').replace(/^Bearer /, '');
    const options = { issuer: sensor, audience: endpoint, typ: 'caliper+jwt', algorithms: [alg] };
    const verified = await jwtVerify(token, verifier, { ...options, currentDate: at(NOW + 119) });
    expect(verified.protectedHeader).toEqual({ alg, typ: 'caliper+jwt', kid: key.kid });
    expect(verified.payload).toEqual({
      iss: sensor,
      aud: endpoint,
      iat: NOW,
      exp: NOW + 120,
      jti: 'id-1',
      htm: 'POST',
      htu: endpoint,
      body_sha256: createHash('sha256').update(text).digest('base64url'),
    });
    expect(body).toEqual(envelope);
    await expect(jwtVerify(token, verifier, { ...options, currentDate: at(NOW + 121) })).rejects.toThrow('"exp"');
    await expect(
      jwtVerify(token, verifier, { ...options, audience: `${endpoint}/`, currentDate: at(NOW) }),
    ).rejects.toThrow('"aud"');
    await expect(jwtVerify(token, await open(stranger), options)).rejects.toThrow('signature verification failed');
  });

  test('a body that is a JWT has the envelope as its claims, character for character', async () => {
    const { headers, body } = await send({ method: 'jwt-body', contentType: 'application/jwt' }, key);
    expect(headers.get('Content-Type')).toBe('application/jwt');
    const token = new TextDecoder().decode(body);
    const { payload, protectedHeader } = await compactVerify(token, verifier, { algorithms: [alg] });
    expect(protectedHeader).toEqual({ alg, typ: 'JWT', kid: key.kid });
    expect(new TextDecoder().decode(payload)).toBe(
      `{"iss":"${sensor}","aud":"${endpoint}","iat":${NOW},"exp":${NOW + 120},"jti":"id-1",${text.slice(1)}`,
    );
    const options = { issuer: sensor, audience: endpoint, algorithms: [alg] };
    await jwtVerify(token, verifier, { ...options, currentDate: at(NOW) });
    await expect(jwtVerify(token, verifier, { ...options, currentDate: at(NOW + 121) })).rejects.toThrow('"exp"');
    const [head = '', , signature = ''] = token.split('.');
    const altered = `${head}.${Buffer.from(text).toString('base64url')}.${signature}`;
    await expect(compactVerify(altered, verifier)).rejects.toThrow('signature verification failed');
  });
});

describe('with a shared secret', () => {
  const secret = new TextEncoder().encode('a secret of exactly 32 bytes----');

  test('a detached JWS fits the body, and no other body or secret', async () => {
    const { headers, body } = await send({ method: 'hmac', secret });
    const [part = '', payload, signature = ''] = (headers.get('X-JWS-Signature') ?? '').split('.');
    const options = { algorithms: ['HS256'] };
    expect(payload).toBe('');
    const jws = { protected: part, payload: body, signature };
    expect((await flattenedVerify(jws, secret, options)).protectedHeader).toEqual({
      alg: 'HS256',
      iat: NOW,
      jti: 'id-1',
      url: endpoint,
      b64: false,
      crit: ['b64'],
    });
    await expect(flattenedVerify({ ...jws, payload: new Uint8Array(3) }, secret, options)).rejects.toThrow();
    await expect(flattenedVerify(jws, new Uint8Array(32), options)).rejects.toThrow();
  });
});

test.each<SignConfig>([{ method: 'bearer-jwt' }, { method: 'jwt-body', contentType: 'application/jwt' }])(
  '$method has another jti at each attempt',
  async (sign) => {
    const outside = platform();
    const signer = { key: freshKey('ES256'), issuer: sensor };
    await post(destination({ sign }), signer, envelope, outside);
    await post(destination({ sign }), signer, envelope, outside);
    const tokens = await Promise.all(
      outside.requests.map(
        async (request) => request.headers.get('Authorization')?.replace('Bearer ', '') ?? request.text(),
      ),
    );
    expect(tokens.map((token) => decodeJwt(token).jti)).toEqual(['id-1', 'id-2']);
    expect(tokens.map((token) => decodeProtectedHeader(token).alg)).toEqual(['ES256', 'ES256']);
  },
);

test('a token that an answer echoes is not kept', async () => {
  const outside = platform((request) => new Response(request.headers.get('Authorization'), { status: 401 }));
  const signer = { key: freshKey('ES256'), issuer: sensor };
  expect(await post(destination({ sign: { method: 'bearer-jwt' } }), signer, envelope, outside)).toEqual({
    kind: 'answer',
    status: 401,
    retryAfter: null,
    response: 'Bearer [secret]',
  });
});

test.each(['EdDSA', 'RS256'] as const)('the public key for %s has no private member', (alg) => {
  const members = { EdDSA: ['kty', 'crv', 'x'], RS256: ['kty', 'n', 'e'] }[alg];
  expect(Object.keys(publicKey(freshKey(alg)))).toEqual([...members, 'kid', 'alg', 'use']);
});
