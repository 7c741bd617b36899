import { createLocalJWKSet, flattenedVerify } from 'jose';
import { expect, test } from 'vitest';
import type { DestinationConfig, SigningKey } from '../../src/config/config.ts';
import { signDetached } from '../../src/delivery/detached-jws.ts';
import { publicKey, publishedKeys } from '../../src/delivery/jwks.ts';
import { NOW, destination, endpoint, freshKey } from './attempt.ts';

const current = freshKey('ES256');
const next = freshKey('ES256');
const body = new TextEncoder().encode('{}');

/** Whether a receiver with a key set of some time takes a signature of some time. */
async function fits(published: readonly SigningKey[], signing: readonly SigningKey[]): Promise<boolean> {
  const [key] = signing;
  if (key === undefined) throw new Error('nothing signs');
  const [part = '', , signature = ''] = (await signDetached(key, body, { url: endpoint, iat: NOW, jti: 'id' })).split(
    '.',
  );
  const keys = createLocalJWKSet({ keys: published.map((each) => ({ ...publicKey(each) })) });
  return flattenedVerify({ protected: part, payload: body, signature }, keys).then(
    () => true,
    () => false,
  );
}

test('no step of a change of the signing key is noticed by a receiver that is one step behind, or one ahead', async () => {
  const steps = [[current], [current, next], [next, current], [next]];
  for (const [index, step] of steps.entries()) {
    const around = [steps[index - 1], step, steps[index + 1]].filter((other) => other !== undefined);
    expect(await Promise.all(around.map((published) => fits(published, step)))).toEqual(around.map(() => true));
  }
  // Without the steps between it is.
  expect(await fits([current], [next])).toBe(false);
});

test('keys of assertions are published behind the signing keys, each key once', () => {
  const own = freshKey('RS256');
  const named = (key?: SigningKey): DestinationConfig => ({
    ...destination({}),
    auth: {
      ...{ scheme: 'oauth2', tokenUrl: 'https://login.example.org/token', clientId: 'edx' },
      client: { style: 'private_key_jwt', audience: 'urn:x', ...(key !== undefined && { key }) },
    },
  });
  const destinations = [destination({}), named(), named(own), named(next), named(own)];
  const kids = publishedKeys({ signingKeys: [current, next], destinations }).map(({ kid }) => kid);
  expect(kids).toEqual([current.kid, next.kid, own.kid]);
});
