import { generateKeyPairSync } from 'node:crypto';
import type { SigningKey } from '../../src/config/config.ts';
import { Settings } from '../../src/config/settings.ts';
import { readSigningKeys } from '../../src/config/signing-keys.ts';
import type { ReadyDestination } from '../../src/delivery/access.ts';
import type { Platform } from '../../src/delivery/post.ts';

/** The clock of these tests, seconds since 1970. */
export const NOW = 1_900_000_000;

export const endpoint = 'https://caliper.example.org/events?tenant=edx';
export const sensor = 'https://adapter.example.edu/sensors/1';

export function destination(more: Partial<ReadyDestination>): ReadyDestination {
  return {
    name: 'udp',
    url: endpoint,
    caliper: 'v1p2',
    sources: ['lms'],
    auth: { scheme: 'none' },
    sign: { method: 'detached-jws' },
    headers: {},
    batch: { events: 100, bytes: 524_288, seconds: 1 },
    ...more,
  };
}

/** A frozen clock, ids that count up, and a receiver; each request is kept, and can still be read. */
export function platform(answer: (request: Request) => Response = () => new Response()): Platform & {
  requests: Request[];
} {
  const requests: Request[] = [];
  let ids = 0;
  return {
    requests,
    now: () => NOW * 1000,
    random: () => 0.5,
    uuid: () => `id-${++ids}`,
    fetch: (url, init) => {
      const request = new Request(url, init);
      requests.push(request.clone());
      return Promise.resolve(answer(request));
    },
  };
}

/** A key made for the test, as the configuration reads it. */
export function freshKey(alg: SigningKey['alg']): SigningKey {
  const [key] = readSigningKeys(new Settings({ SIGNING_KEYS: { ...privateJwk(alg), alg } }), []);
  if (key === undefined) throw new Error('the key was refused');
  return key;
}

function privateJwk(alg: SigningKey['alg']): object {
  switch (alg) {
    case 'ES256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
    case 'EdDSA':
      return generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
    case 'RS256':
    case 'PS256':
      return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  }
}
