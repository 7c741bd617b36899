import { exportJWK, generateKeyPair } from 'jose';
import { expect, test } from 'vitest';
import type { SigningKey } from '../../src/config/config.ts';
import { Settings } from '../../src/config/settings.ts';
import { readSigningKeys } from '../../src/config/signing-keys.ts';
import { signDetached } from '../../src/delivery/detached-jws.ts';
import { signHttpMessage } from '../../src/delivery/http-signature.ts';

async function read(alg: SigningKey['alg']): Promise<SigningKey | undefined> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return readSigningKeys(new Settings({ SIGNING_KEYS: { ...(await exportJWK(privateKey)), alg } }), [])[0];
}

const attempt = { url: 'https://caliper.example.org/events', iat: 1_900_000_000, jti: 'j1' };
const body = new TextEncoder().encode('{}');

test.each(['ES256', 'EdDSA', 'RS256', 'PS256'] as const)(
  'the runtime reads and signs with a key for %s',
  async (alg) => {
    const key = await read(alg);
    if (key === undefined) throw new Error('the key was refused');
    expect(await signDetached(key, body, attempt)).toMatch(/^[\w-]+\.\.[\w-]{86,342}$/);
  },
);

test.each(['ES256', 'EdDSA'] as const)('the runtime signs HTTP messages with a key for %s', async (alg) => {
  const key = await read(alg);
  if (key === undefined) throw new Error('the key was refused');
  const headers = await signHttpMessage(key, body, 'application/json', attempt);
  expect(headers.Signature).toMatch(/^caliper=:[\w+/]{86}==:$/);
});
