import { gzipSync } from 'node:zlib';
import { generateKeyPair, SignJWT } from 'jose';
import type { JWK } from 'jose';
import { essay, hashOf, multipart } from '../ingest/xapi/multipart-body.ts';
import { videoPlayed } from './records.ts';

// Requests that provoke, one by one, the answers that schema/openapi.json promises.

/** A private key, as jose has it. */
type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

/** A request, and what comes of it: status and, for a problem, its code. */
export interface Probe {
  request: string;
  answer: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

export interface ProbeSecrets {
  key: string;
  ralphKey: string;
  admin: string;
  inbox: string;
  signingKey: JWK;
  /** Of the issuer of tokens. */
  issuerKey: Key;
  issuer: string;
  /** An issuer whose key set is not to be had. */
  lostIssuer: string;
}

const basic = (user: string, key: string): string => `Basic ${Buffer.from(`${user}:${key}`).toString('base64')}`;

const id = (last: number): string => `0a1b2c3d-0000-4000-8000-${String(last).padStart(12, '0')}`;
/** A statement of which a Caliper event is made. */
export const statement = {
  actor: { account: { homePage: 'https://lms.example.edu', name: 'an-invented-learner' } },
  verb: { id: 'https://w3id.org/xapi/video/verbs/played' },
  object: {
    id: 'https://lms.example.edu/videos/7',
    definition: { type: 'https://w3id.org/xapi/video/activity-type/video' },
  },
  timestamp: '2026-05-04T12:00:00Z',
};
const unmapped =
  '{"name":"acme.thing.happened","event_type":"acme.thing.happened","event_source":"server","time":"2026-05-04T12:00:00Z","context":{"user_id":4}}';
const failing = JSON.stringify({ ...(JSON.parse(videoPlayed(7)) as object), event: '{}', page: null });

/** Bodies that both addresses for records refuse. */
function refusedBodies(path: string): Probe[] {
  return [
    { request: `POST ${path}`, answer: '400 EMPTY_BODY', body: ' ' },
    {
      request: `POST ${path}`,
      answer: '400 CORRUPT_COMPRESSION',
      headers: { 'Content-Encoding': 'deflate' },
      body: 'not deflate',
    },
    { request: `POST ${path}`, answer: '400 NOTHING_READABLE', body: 'nothing\n{ "a": }\n{ "b": }\n' },
    { request: `POST ${path}`, answer: '413 BODY_TOO_LARGE', body: gzipSync('x'.repeat(600_000)) },
    { request: `POST ${path}`, answer: '413 TOO_MANY_RECORDS', body: `${unmapped}\n`.repeat(301) },
    { request: `POST ${path}`, answer: '415 UNSUPPORTED_ENCODING', headers: { 'Content-Encoding': 'br' }, body: 'x' },
    { request: `POST ${path}`, answer: '415 UNSUPPORTED_FORMAT', body: Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0) },
  ];
}

/** Requests of sources that are not let in, for an address. */
export async function unauthenticated(
  method: string,
  path: string,
  { issuer, issuerKey, lostIssuer }: ProbeSecrets,
  headers: Record<string, string> = {},
): Promise<Probe[]> {
  const now = Math.floor(Date.now() / 1000);
  const sound = { iss: issuer, aud: 'urn:caliper-edge', exp: now + 600 };
  const stranger = await generateKeyPair('ES256');
  const sign = (claims: object, key: Key = issuerKey, header: object = {}): Promise<string> =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256', kid: 'k1', ...header }).sign(key);
  const sharedSecret = new SignJWT(sound).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32));
  const forever = { iss: sound.iss, aud: sound.aud };
  const tokens: [string, string][] = [
    ['401 TOKEN_UNREADABLE', `eyJ4.${'x'.repeat(9)}.y`],
    ['401 TOKEN_WRONG_ISSUER', await sign({ ...sound, iss: 'https://other.example.org' })],
    ['401 TOKEN_WRONG_AUDIENCE', await sign({ ...sound, aud: 'urn:other' })],
    ['401 TOKEN_EXPIRED', await sign({ ...sound, exp: now - 600 })],
    ['401 TOKEN_NOT_YET_VALID', await sign({ ...sound, nbf: now + 600 })],
    ['401 TOKEN_WITHOUT_EXPIRY', await sign(forever)],
    ['401 TOKEN_WRONG_ALGORITHM', await sharedSecret],
    ['401 TOKEN_UNKNOWN_KEY', await sign(sound, stranger.privateKey, { kid: 'k2' })],
    ['401 TOKEN_WRONG_SIGNATURE', await sign(sound, stranger.privateKey)],
    ['503 JWKS_UNREACHABLE', await sign({ ...sound, iss: lostIssuer })],
  ];
  const request = `${method} ${path}`;
  return [
    { request, answer: '401 NO_KEY', headers: { ...headers, Authorization: '' }, body: '{}' },
    {
      request,
      answer: '401 WRONG_KEY',
      headers: { ...headers, Authorization: 'Bearer no-key-of-any-source' },
      body: '{}',
    },
    ...tokens.map(([answer, token]) => ({
      request,
      answer,
      headers: { ...headers, Authorization: `Bearer ${token}` },
      body: '{}',
    })),
  ];
}

/** What sources send to the addresses for tracking events. */
export function sendingProbes({ key }: ProbeSecrets): Probe[] {
  const batch = [videoPlayed(1), unmapped, failing, '{ "a": }', videoPlayed(1)].join('\n');
  return [
    { request: 'POST /v1/tracking-logs', answer: '200', body: batch },
    {
      request: 'POST /v1/tracking-logs',
      answer: '200',
      body: gzipSync(batch),
      headers: { Authorization: basic('lms', key) },
    },
    { request: 'HEAD /v1/tracking-logs', answer: '200', headers: { Authorization: '' } },
    { request: 'POST /v1/translate', answer: '200', body: batch },
    { request: 'POST /v1/translate?source=xapi', answer: '200', body: JSON.stringify([statement, { actor: 7 }]) },
    { request: 'POST /v1/translate?source=moodle', answer: '400 UNKNOWN_SOURCE', body: batch },
    ...refusedBodies('/v1/tracking-logs'),
    ...refusedBodies('/v1/translate'),
  ];
}

/** What sources send to the addresses of xAPI, in one of the two spellings. */
export function xapiProbes(base: string, { ralphKey }: ProbeSecrets): Probe[] {
  const headers = { 'Content-Type': 'application/json', 'X-Experience-API-Version': '1.0.3' };
  const mixed = { ...headers, 'Content-Type': 'multipart/mixed; boundary=b0und' };
  const withEssay = { ...statement, attachments: [essay] };
  const post = `POST ${base}/statements`;
  const puts = `PUT ${base}/statements`;
  const refused = (request: string): Probe[] => [
    { request, answer: '400 WRONG_VERSION', headers: { 'Content-Type': 'application/json' }, body: '{}' },
    { request, answer: '400 EMPTY_BODY', headers, body: '' },
    { request, answer: '400 CORRUPT_COMPRESSION', headers: { ...headers, 'Content-Encoding': 'deflate' }, body: 'no' },
    { request, answer: '400 WRONG_CONTENT_TYPE', headers: { ...headers, 'Content-Type': 'text/plain' }, body: '{}' },
    { request, answer: '400 NO_BOUNDARY', headers: { ...headers, 'Content-Type': 'multipart/mixed' }, body: '{}' },
    { request, answer: '400 BROKEN_MULTIPART', headers: mixed, body: 'no boundary' },
    {
      request,
      answer: '400 FIRST_PART_NOT_JSON',
      headers: mixed,
      body: '--b0und\r\nContent-Type: text/plain\r\n\r\nx\r\n--b0und--\r\n',
    },
    { request, answer: '400 NOT_JSON', headers, body: '{' },
    {
      request,
      answer: '400 PART_WITHOUT_HASH',
      headers: mixed,
      body: multipart(withEssay, { headers: { 'X-Experience-API-Hash': '' } }),
    },
    {
      request,
      answer: '400 PART_NOT_BINARY',
      headers: mixed,
      body: multipart(withEssay, { headers: { 'Content-Transfer-Encoding': '' } }),
    },
    { request, answer: '400 UNDECLARED_ATTACHMENT', headers: mixed, body: multipart(statement, {}) },
    {
      request,
      answer: '400 WRONG_HASH',
      headers: mixed,
      body: multipart(withEssay, { headers: { 'X-Experience-API-Hash': hashOf('raw') }, body: 'rax' }),
    },
    { request, answer: '413 BODY_TOO_LARGE', headers, body: `"${'x'.repeat(600_000)}"` },
    { request, answer: '415 UNSUPPORTED_ENCODING', headers: { ...headers, 'Content-Encoding': 'br' }, body: 'x' },
    { request, answer: '415 UNSUPPORTED_FORMAT', headers, body: Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0) },
  ];
  const put = `${puts}?statementId=${id(1)}`;
  const bad = { ...statement, actor: { mbox: 'nobody' } };
  return [
    { request: post, answer: '200', headers, body: JSON.stringify(statement) },
    {
      request: post,
      answer: '200',
      headers: { ...headers, 'X-Experience-API-Version': '2.0.0' },
      body: JSON.stringify([statement, { ...statement, id: id(2) }]),
    },
    { request: post, answer: '200', headers: mixed, body: multipart(withEssay, {}) },
    {
      request: post,
      answer: '200',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${ralphKey}` },
      body: JSON.stringify(statement),
    },
    { request: post, answer: '400 INVALID_STATEMENT', headers, body: JSON.stringify([bad, statement, bad, bad]) },
    {
      request: post,
      answer: '413 TOO_MANY_RECORDS',
      headers,
      body: JSON.stringify(Array.from({ length: 301 }, () => ({}))),
    },
    ...refused(post),
    { request: put, answer: '204', headers, body: JSON.stringify(statement) },
    { request: put, answer: '400 INVALID_STATEMENT', headers, body: JSON.stringify(bad) },
    { request: put, answer: '400 NOT_ONE_STATEMENT', headers, body: '[]' },
    { request: put, answer: '400 WRONG_STATEMENT_ID', headers, body: JSON.stringify({ ...statement, id: id(3) }) },
    { request: puts, answer: '400 WRONG_STATEMENT_ID', headers, body: JSON.stringify(statement) },
    ...refused(put),
    { request: `OPTIONS ${base}/statements`, answer: '204', headers: { Authorization: '' } },
    { request: `OPTIONS ${base}/about`, answer: '204', headers: { Authorization: '' } },
    { request: `GET ${base}/about`, answer: '200', headers: { Authorization: '' } },
    { request: `GET ${base}/statements`, answer: '405 METHOD_NOT_ALLOWED', headers },
    { request: `GET ${base}/agents`, answer: '404 NOT_FOUND', headers },
  ];
}

/** What the administrator asks, and asks wrongly. */
export function administrationProbes(): Probe[] {
  const table = 'user_id,external_user_id\n';
  const uuid = '5e2a1f60-8f0e-4a6b-9d0c-0f6f5a3b7c11';
  const moves = ['dead-letters/replay', 'dead-letters/drop', 'quarantine/replay', 'quarantine/drop'];
  return [
    { request: 'GET /v1/status', answer: '200' },
    { request: 'GET /metrics', answer: '200' },
    { request: 'GET /v1/dead-letters?limit=1', answer: '200' },
    { request: 'GET /v1/dead-letters?destination=udp&reason=REFUSED&after=2026-01-01T00:00:00Z', answer: '200' },
    { request: 'GET /v1/dead-letters?before=yesterday', answer: '400 BAD_FILTER' },
    { request: 'GET /v1/quarantine', answer: '200' },
    { request: 'GET /v1/quarantine?group=name', answer: '200' },
    { request: 'GET /v1/quarantine?kind=odd', answer: '400 BAD_FILTER' },
    ...moves.map((move) => ({ request: `POST /v1/${move}`, answer: '400 BAD_FILTER', body: '{"reasn":"REFUSED"}' })),
    ...moves.map((move) => ({ request: `POST /v1/${move}`, answer: '200', body: '{"rule":"no-such-rule"}' })),
    { request: 'POST /v1/quarantine/replay', answer: '200', body: '{}' },
    { request: 'POST /v1/dead-letters/drop', answer: '200', body: '{"ids":["0.1"]}' },
    { request: 'POST /v1/destinations/udp/resume', answer: '200' },
    { request: 'POST /v1/destinations/nobody/resume', answer: '404 NO_SUCH_DESTINATION' },
    { request: 'POST /v1/external-ids?source=lms', answer: '200', body: `${table}1,${uuid}\n1,x\n2,${uuid}\nx,x\n` },
    { request: 'POST /v1/external-ids?source=lms', answer: '400 NOTHING_READABLE', body: `${table}x,x\ny,y\nz,z\n` },
    { request: 'POST /v1/external-ids?source=lms', answer: '400 NO_HEADER', body: '1,2\n' },
    {
      request: 'POST /v1/external-ids?source=lms',
      answer: '400 BODY_CUT',
      headers: { 'Content-Encoding': 'gzip' },
      body: 'no gzip',
    },
    {
      request: 'POST /v1/external-ids?source=lms',
      answer: '415 UNSUPPORTED_ENCODING',
      headers: { 'Content-Encoding': 'br' },
      body: 'x',
    },
    ...['POST', 'GET', 'DELETE'].map((method) => ({
      request: `${method} /v1/external-ids`,
      answer: '400 UNKNOWN_SOURCE',
      ...(method === 'POST' && { body: table }),
    })),
    { request: 'GET /v1/external-ids?source=lms', answer: '200' },
    { request: 'DELETE /v1/external-ids?source=lms', answer: '200' },
    { request: 'GET /inbox', answer: '200' },
    { request: 'GET /inbox/events?limit=1', answer: '200' },
    { request: 'GET /inbox/envelopes?limit=1', answer: '200' },
  ];
}

/** What anyone may ask; a destination is paused meanwhile. */
export const openProbes: readonly Probe[] = [
  { request: 'GET /healthz', answer: '503' },
  { request: 'GET /healthz?ready', answer: '200' },
  { request: 'GET /.well-known/jwks.json', answer: '200' },
  { request: 'GET /openapi.json', answer: '200' },
  { request: 'HEAD /healthz?live', answer: '200' },
  { request: 'GET /nowhere', answer: '404 NOT_FOUND' },
];
