import { createPublicKey } from 'node:crypto';
import { createVerifier, httpbis } from 'http-message-signatures';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { publicKey } from '../../src/delivery/jwks.ts';
import { post } from '../../src/delivery/post.ts';
import { NOW, destination, endpoint, freshKey, platform, sensor } from './attempt.ts';

// The same by a library of others, which checks the signature and its times; the digest of the body is the receiver's to compare.

const envelope = new TextEncoder().encode('{"sensor":"https://adapter.example.edu/sensors/1","data":[]}');

interface Sent {
  method: string;
  url: string;
  headers: Record<string, string>;
}

beforeEach(() => vi.useFakeTimers({ now: NOW * 1000 }));
afterEach(() => vi.useRealTimers());

describe.each([
  ['ES256', 'ecdsa-p256-sha256'],
  ['EdDSA', 'ed25519'],
] as const)('http-message-signatures, with a key for %s', (alg, name) => {
  async function send(): Promise<{ sent: Sent; jwk: Record<string, unknown>; kid: string }> {
    const key = freshKey(alg);
    const outside = platform();
    await post(destination({ sign: { method: 'http-signature' } }), { key, issuer: sensor }, envelope, outside);
    const [request] = outside.requests;
    if (request === undefined) throw new Error('nothing was sent');
    const sent = { method: request.method, url: request.url, headers: Object.fromEntries(request.headers) };
    return { sent, jwk: { ...publicKey(key) }, kid: key.kid };
  }

  async function verdict(message: Sent, jwk: Record<string, unknown>, kid: string): Promise<boolean | null | string> {
    const verifier = createVerifier(createPublicKey({ key: jwk, format: 'jwk' }), name);
    const keyLookup = (parameters: { keyid?: string }): Promise<object | null> =>
      Promise.resolve(parameters.keyid === kid ? { id: kid, algs: [name], verify: verifier } : null);
    const requiredFields = ['@method', '@target-uri', 'content-type', 'content-digest'];
    try {
      // The types of the library ask for more than it uses.
      return await httpbis.verifyMessage({ keyLookup: keyLookup as never, requiredFields }, message);
    } catch (error) {
      return error instanceof Error ? error.constructor.name : 'unknown';
    }
  }

  test('accepts what was sent', async () => {
    const { sent, jwk, kid } = await send();
    expect(await verdict(sent, jwk, kid)).toBe(true);
  });

  test('refuses another digest, URL, method, content type, key and an old one', async () => {
    const { sent, jwk, kid } = await send();
    const other = await send();
    const header = (key: string, value: string): Sent => ({ ...sent, headers: { ...sent.headers, [key]: value } });
    expect(await verdict(header('content-digest', 'sha-256=:AAAA:'), jwk, kid)).toBe(false);
    expect(await verdict({ ...sent, url: endpoint.replace('edx', 'other') }, jwk, kid)).toBe(false);
    expect(await verdict({ ...sent, method: 'PUT' }, jwk, kid)).toBe(false);
    expect(await verdict(header('content-type', 'text/plain'), jwk, kid)).toBe(false);
    expect(await verdict(sent, other.jwk, kid)).toBe(false);
    vi.setSystemTime((NOW + 301) * 1000);
    expect(await verdict(sent, jwk, kid)).toBe('ExpiredError');
  });
});
