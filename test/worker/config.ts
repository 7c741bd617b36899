import type { Config, DestinationConfig, SigningKey } from '../../src/config/config.ts';

/** A key pair made for the tests; it signs nothing else. */
export const signingKey: SigningKey = {
  kid: 'test-key',
  alg: 'ES256',
  jwk: {
    kty: 'EC',
    crv: 'P-256',
    x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
    y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
    d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI',
  },
};

export function destination(name: string, more: Partial<DestinationConfig> = {}): DestinationConfig {
  return {
    name,
    url: `https://${name}.example.org/events`,
    caliper: 'v1p2',
    sources: ['lms'],
    auth: { scheme: 'bearer', token: `token-of-${name}` },
    sign: { method: 'detached-jws' },
    headers: {},
    batch: { events: 100, bytes: 524_288, seconds: 1 },
    ...more,
  };
}

/** `udp` gets everything of `lms`; `old` and `tiny` only what is made for them. */
export const testConfig: Config = {
  sensorId: 'https://adapter.example.edu/sensors/1',
  sources: [{ name: 'lms', lms: 'https://lms.example.edu', keys: ['source-key'], compat: [], onInvalid: 'reject' }],
  destinations: [
    destination('udp'),
    destination('second', { sources: ['both'] }),
    destination('first', { sources: ['both'] }),
    destination('old', { caliper: 'v1p1', sources: ['old'] }),
  ],
  limits: { bodyBytes: 33_554_432, records: 50_000, problems: 100 },
  pseudonymSecret: new Uint8Array(32),
  adminToken: 'admin-token',
  signingKeys: [signingKey],
  shards: 2,
  outboxBytes: 200_000,
  dedupeDays: 7,
  quarantine: { days: 2, bytes: 50_000, keys: [new Uint8Array(32).fill(1)] },
  freeText: false,
  log: 'off',
  inbox: { enabled: true, url: 'https://adapter.example.edu/inbox', token: 'inbox-token' },
};
