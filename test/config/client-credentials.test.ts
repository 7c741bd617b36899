import { describe, expect, test } from 'vitest';
import { readAuth } from '../../src/config/destination-auth.ts';
import { Settings } from '../../src/config/settings.ts';
import { freshKey } from '../delivery/attempt.ts';

const key = freshKey('ES256');

/** What is read from `auth`, or the faults. */
function read(auth: Record<string, unknown>, secrets: Record<string, unknown> = {}): unknown {
  const settings = new Settings({ SECRET: 'the secret', KEY: JSON.stringify(key.jwk), ...secrets });
  const result = readAuth(settings, 'auth', auth, 'none');
  return settings.faults.length === 0 ? result : settings.faults.map((fault) => `${fault.setting}: ${fault.message}`);
}

const oauth2 = { scheme: 'oauth2', 'token-url': 'https://login.example.org/token', 'client-id': 'edx' };
const withSecret = { ...oauth2, secret: 'SECRET' };
const withAssertion = { ...oauth2, assertion: 'private_key_jwt' };

describe('oauth2', () => {
  const common = { scheme: 'oauth2', tokenUrl: 'https://login.example.org/token', clientId: 'edx' };

  test.each([
    [withSecret, { ...common, client: { style: 'basic', secret: 'the secret' } }],
    [
      { ...withSecret, style: 'post', scope: 'a b', audience: 'urn:caliper' },
      { ...common, client: { style: 'post', secret: 'the secret' }, scope: 'a b', audience: 'urn:caliper' },
    ],
    [
      { ...withSecret, 'token-url': 'http://127.0.0.1:9000/token#x' },
      { ...common, tokenUrl: 'http://127.0.0.1:9000/token', client: { style: 'basic', secret: 'the secret' } },
    ],
    [
      { ...withAssertion, key: 'KEY' },
      { ...common, client: { style: 'private_key_jwt', audience: 'https://login.example.org/token', key } },
    ],
    [
      { ...withAssertion, key: 'KEY', 'assertion-audience': 'https://login.example.org' },
      { ...common, client: { style: 'private_key_jwt', audience: 'https://login.example.org', key } },
    ],
  ])('%j is read', (auth, expected) => {
    expect(read(auth)).toEqual(expected);
  });

  test('signs the assertion with the first of the signing keys where it names none', () => {
    expect(read(withAssertion, { SIGNING_KEYS: '{}' })).toEqual({
      ...common,
      client: { style: 'private_key_jwt', audience: 'https://login.example.org/token' },
    });
    expect(read(withAssertion)).toEqual([
      'auth.key: is missing: name the secret of a private key (JWK), or set SIGNING_KEYS',
    ]);
  });

  test.each<[Record<string, unknown>, string[]]>([
    [
      { scheme: 'oauth2' },
      [
        'auth.token-url: is missing: give the address, e.g. https://login.example.org/oauth2/token',
        'auth.client-id: must be the id under which the adapter is registered there',
        'auth.secret: is missing: give the name of the secret, or assertion = "private_key_jwt"',
      ],
    ],
    [
      { ...withSecret, 'token-url': 'http://login.example.org/token' },
      ['auth.token-url: must be https; http is allowed for localhost only'],
    ],
    [{ ...withSecret, style: 'body' }, ['auth.style: must be one of basic, post']],
    [
      { ...withSecret, key: 'KEY', 'assertion-audience': 'urn:x' },
      [
        'auth.key: belongs to assertion = "private_key_jwt", which is not set here',
        'auth.assertion-audience: belongs to assertion = "private_key_jwt", which is not set here',
      ],
    ],
    [
      { ...withAssertion, key: 'KEY', secret: 'SECRET', style: 'post' },
      [
        'auth.secret: must be left out: the assertion takes its place',
        'auth.style: must be left out: the assertion takes its place',
      ],
    ],
    [{ ...oauth2, assertion: 'client_secret_jwt', key: 'KEY' }, ['auth.assertion: must be one of private_key_jwt']],
    [
      { ...withAssertion, key: 'KEY', 'assertion-audience': 7 },
      ['auth.assertion-audience: must be what the platform wants in aud, as text'],
    ],
    [
      { ...withAssertion, key: 'SECRET' },
      ['auth.key: names a secret that is not valid JSON: it must be a private key as JWK'],
    ],
    [
      { ...withAssertion, key: 'PUBLIC' },
      ['auth.key: is a public key, and a private one signs: make one with: npm run -s caliper -- keys'],
    ],
    [
      { ...withSecret, scope: 'a  b' },
      ['auth.scope: must be words with one space between them, without quotation marks and backslashes'],
    ],
    [{ ...withSecret, audience: ['a'] }, ['auth.audience: must be the audience that the token is for, as text']],
    [
      { ...withSecret, secret: 'TWO_LINES' },
      ['auth.secret: names a secret with characters that a client secret cannot have'],
    ],
    [
      { ...withSecret, token: 'x' },
      [
        'auth.token: is not a setting here: the keys are scheme, token-url, client-id, secret, style, assertion, key, ' +
          'assertion-audience, scope, audience',
      ],
    ],
  ])('%j is refused', (auth, faults) => {
    const jwk = Object.fromEntries(Object.entries(key.jwk).filter(([name]) => name !== 'd'));
    expect(read(auth, { PUBLIC: JSON.stringify(jwk), TWO_LINES: 'a\nb' })).toEqual(faults);
  });
});

describe('profile-service', () => {
  const lti11 = {
    ...{ scheme: 'profile-service', 'profile-url': 'https://lms.example.org/profile?a=1' },
    ...{ 'consumer-key': 'edx', secret: 'SECRET' },
  };
  const claim = {
    caliper_endpoint_url: 'https://caliper.example.org/events',
    scopes: ['https://purl.imsglobal.org/spec/lti-ces/v1p0/scope/send'],
    caliper_federated_session_id: 'urn:session',
    caliper_maximum_payload_size: 64,
    caliper_supported_versions: ['http://purl.imsglobal.org/ctx/caliper/v1p2'],
  };
  const withoutKey = { ...oauth2, scheme: 'profile-service', claim };
  const lti13 = { ...withoutKey, key: 'KEY' };

  test('of LTI 1.1 is read', () => {
    const service = {
      ...{ scheme: 'profile-service', profileUrl: 'https://lms.example.org/profile?a=1' },
      ...{ consumerKey: 'edx', secret: 'the secret' },
    };
    expect(read(lti11)).toEqual(service);
    expect(read({ ...lti11, word: 'Bearer' })).toEqual({ ...service, word: 'Bearer' });
  });

  test('of LTI 1.3 is read as OAuth 2 with the scopes of the claim, an assertion, and what the claim tells', () => {
    expect(read(lti13)).toEqual({
      scheme: 'oauth2',
      tokenUrl: 'https://login.example.org/token',
      clientId: 'edx',
      client: { style: 'private_key_jwt', audience: 'https://login.example.org/token', key },
      scope: 'https://purl.imsglobal.org/spec/lti-ces/v1p0/scope/send',
      claim: {
        url: 'https://caliper.example.org/events',
        facts: { versions: ['http://purl.imsglobal.org/ctx/caliper/v1p2'], payloadBytes: 64_000 },
      },
    });
  });

  test('of LTI 1.3 may have a secret instead', () => {
    expect(read({ ...withoutKey, secret: 'SECRET' })).toMatchObject({
      client: { style: 'basic', secret: 'the secret' },
    });
  });

  test.each<[Record<string, unknown>, string[]]>([
    [{ scheme: 'profile-service' }, ['auth: must have either profile-url (LTI 1.1) or claim (LTI 1.3)']],
    [{ ...lti11, claim }, ['auth: must have either profile-url (LTI 1.1) or claim (LTI 1.3)']],
    [
      { scheme: 'profile-service', 'profile-url': 'ftp://lms.example.org' },
      [
        'auth.profile-url: must be https; http is allowed for localhost only',
        'auth.secret: is missing: give the name of the secret',
        'auth.consumer-key: must be the consumer key of the LTI 1.1 link, as text',
      ],
    ],
    [
      { ...lti11, 'token-url': 'https://login.example.org' },
      ['auth.token-url: is not a setting here: the keys are scheme, profile-url, consumer-key, secret, word'],
    ],
    [
      { ...lti11, word: 'My Token' },
      ['auth.word: must be the word before the key, without spaces, e.g. word = "Token"'],
    ],
    [
      { ...lti13, claim: { ...claim, caliper_endpoint_url: 'http://caliper.example.org' } },
      ['auth.claim.caliper_endpoint_url: must be https; http is allowed for localhost only'],
    ],
    [
      { ...lti13, claim: { ...claim, scopes: 'send' } },
      ['auth.claim.scopes: must be a list of scopes, as the claim has it'],
    ],
    [
      { ...lti13, scope: 'send' },
      [
        'auth.scope: is not a setting here: the keys are scheme, claim, token-url, client-id, secret, style, assertion, key, ' +
          'assertion-audience',
      ],
    ],
  ])('%j is refused', (auth, faults) => {
    expect(read(auth)).toEqual(faults);
  });
});
