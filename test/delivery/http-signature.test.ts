import { describe, expect, test } from 'vitest';
import { publicKey } from '../../src/delivery/jwks.ts';
import { post } from '../../src/delivery/post.ts';
import { NOW, destination, endpoint, freshKey, platform, sensor } from './attempt.ts';
import { verifyHttpMessage } from './http-message-verifier.ts';
import type { ReceivedMessage } from './http-message-verifier.ts';

const envelope = new TextEncoder().encode('{"sensor":"https://adapter.example.edu/sensors/1","data":[]}');

async function send(key: ReturnType<typeof freshKey>, times = 1): Promise<ReceivedMessage[]> {
  const outside = platform();
  for (let attempt = 0; attempt < times; attempt++) {
    await post(destination({ sign: { method: 'http-signature' } }), { key, issuer: sensor }, envelope, outside);
  }
  return Promise.all(
    outside.requests.map(async (request) => ({
      method: request.method,
      url: request.url,
      headers: Object.fromEntries(request.headers),
      body: new Uint8Array(await request.arrayBuffer()),
    })),
  );
}

describe.each([
  ['ES256', 'ecdsa-p256-sha256'],
  ['EdDSA', 'ed25519'],
] as const)('an HTTP message signature with a key for %s', async (alg, name) => {
  const key = freshKey(alg);
  const [message, second] = await send(key, 2);
  if (message === undefined || second === undefined) throw new Error('nothing was sent');
  const keys = [{ ...publicKey(key) }];

  test('has the three headers, and leaves the body as it is', () => {
    expect(message.headers['content-digest']).toMatch(/^sha-256=:[\w+/]{43}=:$/);
    expect(message.headers['signature-input']).toBe(
      'caliper=("@method" "@target-uri" "content-type" "content-digest")' +
        `;created=${NOW};expires=${NOW + 300};nonce="id-1";keyid="${key.kid}";alg="${name}";tag="caliper"`,
    );
    // 64 bytes as base64.
    expect(message.headers['signature']).toMatch(/^caliper=:[\w+/]{86}==:$/);
    expect(message.body).toEqual(envelope);
    expect(message.headers['content-type']).toBe('application/json');
  });

  test('is accepted as it was sent, for five minutes', () => {
    expect(verifyHttpMessage(message, keys, NOW)).toBe('ok');
    expect(verifyHttpMessage(message, keys, NOW + 300)).toBe('ok');
    expect(verifyHttpMessage(message, keys, NOW + 301)).toBe('age');
  });

  test('is refused for another body, URL, method, content type or key', () => {
    const refused = (change: Partial<ReceivedMessage>): string =>
      verifyHttpMessage({ ...message, ...change }, keys, NOW);
    expect(refused({ body: new TextEncoder().encode('{}') })).toBe('digest');
    expect(refused({ url: endpoint.replace('edx', 'other') })).toBe('signature');
    expect(refused({ method: 'PUT' })).toBe('signature');
    expect(refused({ headers: { ...message.headers, 'content-type': 'text/plain' } })).toBe('signature');
    expect(refused({ headers: { ...message.headers, 'content-digest': 'sha-256=:AAAA:' } })).toBe('digest');
    const other = { ...publicKey(freshKey(alg)), kid: key.kid };
    expect(verifyHttpMessage(message, [other], NOW)).toBe('signature');
    expect(verifyHttpMessage(message, [], NOW)).toBe('key');
  });

  test('has another nonce at the next attempt', () => {
    expect(second.headers['signature-input']).toContain(';nonce="id-2";');
    expect(verifyHttpMessage(second, keys, NOW)).toBe('ok');
    const mixed = { ...second, headers: { ...second.headers, signature: message.headers['signature'] ?? '' } };
    expect(verifyHttpMessage(mixed, keys, NOW)).toBe('signature');
  });
});

test('an RSA key sends nothing', async () => {
  const outside = platform();
  const signer = { key: freshKey('RS256'), issuer: sensor };
  expect(await post(destination({ sign: { method: 'http-signature' } }), signer, envelope, outside)).toEqual({
    kind: 'unsent',
  });
  expect(outside.requests).toEqual([]);
});
