import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/read.ts';

// The key of RFC 7517, appendix A.2.
const jwk = {
  kty: 'EC',
  crv: 'P-256',
  x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
  y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
  d: '870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE',
};
const source = { name: 'lms', lms: 'https://lms.example.edu/', key: 'SOURCE_LMS_KEY' };
const destination = {
  name: 'udp',
  url: 'https://caliper.example.org/events',
  auth: { scheme: 'bearer', secret: 'UDP_TOKEN' },
};
const env = {
  SENSOR_ID: 'https://adapter.example.edu/sensors/1',
  SOURCES: [source],
  DESTINATIONS: [destination],
  SOURCE_LMS_KEY: 'the-key-of-the-lms\n',
  UDP_TOKEN: 'udp-token',
  PSEUDONYM_SECRET: 'a text that has thirty-two bytes or more',
  ADMIN_TOKEN: 'sixteen-or-longer',
  SIGNING_KEYS: JSON.stringify(jwk),
};

const faults = (changes: Record<string, unknown>): string[] => {
  const read = readConfig({ ...env, ...changes });
  return read.ok ? [] : read.faults.map(({ setting, message }) => `${setting}: ${message}`);
};

describe('a sound configuration', () => {
  test('is read with its defaults, and secrets are resolved', () => {
    expect(readConfig(env)).toEqual({
      ok: true,
      config: {
        sensorId: 'https://adapter.example.edu/sensors/1',
        sources: [
          {
            name: 'lms',
            lms: 'https://lms.example.edu',
            keys: ['the-key-of-the-lms'],
            compat: [],
            onInvalid: 'reject',
          },
        ],
        destinations: [
          {
            name: 'udp',
            url: 'https://caliper.example.org/events',
            caliper: 'v1p2',
            sources: ['lms'],
            auth: { scheme: 'bearer', token: 'udp-token' },
            sign: { method: 'detached-jws' },
            headers: {},
            batch: { events: 100, bytes: 524288, seconds: 1 },
          },
        ],
        limits: { bodyBytes: 33554432, records: 50000, problems: 100 },
        pseudonymSecret: new TextEncoder().encode('a text that has thirty-two bytes or more'),
        adminToken: 'sixteen-or-longer',
        // Computed by jose's calculateJwkThumbprint for the same key.
        signingKeys: [{ kid: 'cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s', alg: 'ES256', jwk }],
        shards: 1,
        outboxBytes: 1073741824,
        dedupeDays: 7,
        quarantine: { days: 14, bytes: 268435456, keys: [] },
        freeText: false,
        log: 'info',
        inbox: { enabled: false },
      },
    });
  });

  test('may give lists as JSON text and numbers as text', () => {
    const text = {
      SOURCES: JSON.stringify([source]),
      DESTINATIONS: JSON.stringify([destination]),
      MAX_RECORDS: '50000',
      DEDUPE_DAYS: '7',
    };
    expect(readConfig({ ...env, ...text })).toEqual(readConfig(env));
  });

  test('takes a JWK set, whose first key is the current one', () => {
    const other = {
      kty: 'EC',
      crv: 'P-256',
      x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
      y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
      d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI',
    };
    const read = readConfig({ ...env, SIGNING_KEYS: { keys: [other, jwk] } });
    expect(read.ok && read.config.signingKeys.map(({ kid }) => kid)).toEqual([
      'oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U',
      'cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s',
    ]);
  });

  test('reads the pseudonym secret as base64url when that gives 32 bytes, else as text', () => {
    const secret = (text: string) => {
      const read = readConfig({ ...env, PSEUDONYM_SECRET: text });
      return read.ok ? read.config.pseudonymSecret : undefined;
    };
    expect(secret('AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8')).toEqual(Uint8Array.from({ length: 32 }, (_, i) => i));
    expect(secret('0123456789012345678901234567890123456789')).toHaveLength(40);
  });

  test('needs no signing key when nothing is signed', () => {
    const unsigned = { ...destination, sign: { method: 'none' } };
    expect(faults({ DESTINATIONS: [unsigned], SIGNING_KEYS: undefined })).toEqual([]);
  });
});

describe('the built-in inbox', () => {
  const inbox = { INBOX: 'on', INBOX_URL: 'http://127.0.0.1:8787/inbox', INBOX_TOKEN: 'inbox-token' };

  test('is the destination where none is configured', () => {
    const read = readConfig({ ...env, ...inbox, DESTINATIONS: '[]' });
    expect(read.ok && [read.config.inbox, read.config.destinations]).toEqual([
      { enabled: true, url: 'http://127.0.0.1:8787/inbox', token: 'inbox-token' },
      [
        {
          name: 'inbox',
          url: 'http://127.0.0.1:8787/inbox',
          caliper: 'v1p2',
          sources: ['lms'],
          auth: { scheme: 'bearer', token: 'inbox-token' },
          sign: { method: 'detached-jws' },
          headers: {},
          batch: { events: 100, bytes: 524288, seconds: 1 },
        },
      ],
    ]);
  });

  test('leaves configured destinations alone', () => {
    const read = readConfig({ ...env, ...inbox });
    expect(read.ok && read.config.destinations.map(({ name }) => name)).toEqual(['udp']);
  });

  test('is refused anywhere but on this machine', () => {
    expect(faults({ ...inbox, INBOX_URL: 'https://adapter.example.edu/inbox' })).toEqual([
      'INBOX_URL: must be on localhost: the built-in inbox is for local runs only; set INBOX = "off"',
    ]);
  });
});

describe('faults', () => {
  test('nothing set at all lists everything that is needed', () => {
    expect(readConfig({})).toEqual({
      ok: false,
      faults: [
        {
          setting: 'SENSOR_ID',
          message: 'is not set: give the IRI of this adapter, e.g. https://adapter.example.edu/sensors/1',
        },
        {
          setting: 'SOURCES',
          message: 'is not set: add a [[vars.SOURCES]] table with name, lms and key to wrangler.toml',
        },
        {
          setting: 'DESTINATIONS',
          message: 'is not set: add a [[vars.DESTINATIONS]] table with name, url and auth to wrangler.toml',
        },
        { setting: 'PSEUDONYM_SECRET', message: 'is not set: make one with: npm run -s caliper -- keys' },
        { setting: 'ADMIN_TOKEN', message: 'is not set: make one with: npm run -s caliper -- keys' },
      ],
    });
  });

  test('all faults are listed at once, each with the path of its setting', () => {
    const broken = {
      SENSOR_ID: 'sensor 1',
      SOURCES: [{ name: 'a:b', lms: 'lms.example.edu', key: 'MISSING_KEY', on_invalid: 'reject' }, 7],
      DESTINATIONS: [
        {
          name: 'udp',
          url: 'http://caliper.example.org/events',
          caliper: 'v1p3',
          sources: ['lsm'],
          auth: { scheme: 'digest' },
          sign: { method: 'oauth' },
          headers: { Authorization: 'Bearer x' },
          batch: { events: 0 },
        },
      ],
      MAX_RECORDS: 'many',
      FREE_TEXT: 'perhaps',
      SIGNING_KEYS: '{',
    };
    expect(faults(broken)).toEqual([
      'SENSOR_ID: must be an absolute IRI, e.g. https://adapter.example.edu/sensors/1',
      'SOURCES[1]: must be a table',
      'SOURCES[0].on_invalid: is not a setting here: the keys are name, lms, key, keys, jwt, compat, on-invalid; did you mean on-invalid?',
      'SOURCES[0].name: must be 1 to 63 letters, digits, "-", "_" or ".", and begin with a letter or digit',
      'SOURCES[0].lms: must be the http or https address of the Open edX site, e.g. https://lms.example.edu',
      'SOURCES[0].key: names the secret MISSING_KEY, which is not set: set it with: wrangler secret put MISSING_KEY (locally: in .dev.vars)',
      'DESTINATIONS[0].url: must be https; http is allowed for localhost only',
      'DESTINATIONS[0].caliper: must be one of v1p2, v1p1; did you mean v1p2?',
      'DESTINATIONS[0].sources[0]: is not the name of a source',
      'DESTINATIONS[0].sign.method: must be one of none, detached-jws, http-signature, bearer-jwt, jwt-body, hmac',
      'DESTINATIONS[0].auth.scheme: must be one of none, bearer, raw-key, basic, custom, oauth2, profile-service',
      'DESTINATIONS[0].headers.Authorization: is set by the adapter itself',
      'DESTINATIONS[0].batch.events: must be a whole number from 1 to 10000',
      'MAX_RECORDS: must be a whole number from 1 to 1000000',
      'SIGNING_KEYS: is not valid JSON',
      'FREE_TEXT: must be "on" or "off"',
    ]);
  });

  test('a misspelt setting is pointed out, a binding or a secret of another name is not', () => {
    expect(faults({ MAX_RECORD: '10', OUTBOX: {}, INBOX_STORE: {}, OTHER_KEY: 'x' })).toEqual([
      'MAX_RECORD: is not a setting; did you mean MAX_RECORDS?',
    ]);
  });

  test('a misspelt source of a destination is pointed out', () => {
    expect(faults({ DESTINATIONS: [{ ...destination, sources: ['lns'] }] })).toEqual([
      'DESTINATIONS[0].sources[0]: is not the name of a source; did you mean lms?',
    ]);
  });

  test('a key that no destination has is refused with those that it can have', () => {
    expect(faults({ DESTINATIONS: [{ ...destination, mach: { profile: ['MediaProfile'] } }] })).toEqual([
      'DESTINATIONS[0].mach: is not a setting here: the keys are name, url, caliper, sources, auth, sign, match, headers, batch, discover, detail, describe-days, describes, pseudonyms, pseudonym-secret; did you mean match?',
    ]);
  });

  test('names and keys may not stand twice', () => {
    const twin = { ...source, key: 'OTHER_LMS_KEY' };
    const twins = {
      SOURCES: [source, twin],
      OTHER_LMS_KEY: 'the-key-of-the-lms',
      DESTINATIONS: [destination, destination],
      SIGNING_KEYS: [jwk, jwk],
    };
    expect(faults(twins)).toEqual([
      'SOURCES[1].name: is the name of SOURCES[0] too',
      'SOURCES[1].key: is the same key as that of SOURCES[0]: each source needs its own',
      'DESTINATIONS[1].name: is the name of DESTINATIONS[0] too',
      'SIGNING_KEYS[1]: is the same key as SIGNING_KEYS[0]',
    ]);
  });

  test('short secrets are refused', () => {
    expect(faults({ PSEUDONYM_SECRET: 'a'.repeat(31), ADMIN_TOKEN: 'short', SOURCE_LMS_KEY: 'short' })).toEqual([
      'SOURCES[0].key: names a secret of less than 16 characters: make a longer one',
      'PSEUDONYM_SECRET: has less than 32 bytes: make one with: npm run -s caliper -- keys',
      'ADMIN_TOKEN: has less than 16 characters: make a longer one',
    ]);
  });

  test.each([
    ['a public key', { ...jwk, d: undefined }, 'is a public key, and a private one signs'],
    [
      'another curve',
      { ...jwk, crv: 'P-384' },
      'must be an EC key on P-256 for ES256, an OKP key on Ed25519 for EdDSA, or an RSA key for RS256 or PS256',
    ],
    ['halves of two keys', { ...jwk, d: `9${jwk.d.slice(1)}` }, 'has an x and y that do not belong to its d'],
    ['a short coordinate', { ...jwk, x: 'MKBC' }, 'must have x, y and d of 32 bytes each, as base64url'],
  ])('%s cannot sign', (_, key, message) => {
    expect(faults({ SIGNING_KEYS: key })).toEqual([
      `SIGNING_KEYS: ${message}: make one with: npm run -s caliper -- keys`,
    ]);
  });

  test('a signing key is asked for when a destination wants signatures', () => {
    expect(faults({ SIGNING_KEYS: undefined })).toEqual([
      'SIGNING_KEYS: is not set, but a destination wants signatures: make one with: npm run -s caliper -- keys',
    ]);
  });

  test('a secret put where its name belongs is not repeated', () => {
    const auth = { scheme: 'bearer', secret: 'the secret itself!' };
    expect(faults({ DESTINATIONS: [{ ...destination, auth }] })).toEqual([
      'DESTINATIONS[0].auth.secret: must be the name of a secret (letters, digits, _), not the secret itself',
    ]);
  });

  test('http is taken for this machine and refused elsewhere', () => {
    expect(faults({ DESTINATIONS: [{ ...destination, url: 'http://localhost:9000/' }] })).toEqual([]);
    expect(faults({ DESTINATIONS: [{ ...destination, url: 'http://localhost.example.org/' }] })).toEqual([
      'DESTINATIONS[0].url: must be https; http is allowed for localhost only',
    ]);
  });
});
