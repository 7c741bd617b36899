import { randomUUID } from 'node:crypto';
import { FlattenedSign, importJWK } from 'jose';
import type { Probe, ProbeSecrets } from './openapi-probes.ts';

/** Envelopes for the built-in endpoint at this URL; one of them holds `event`, which conforms. */
export async function inboxProbes(
  { inbox, signingKey }: ProbeSecrets,
  url: string,
  conforming: unknown,
): Promise<Probe[]> {
  const now = Math.floor(Date.now() / 1000);
  const key = await importJWK(signingKey, 'ES256');
  const event = {
    '@context': 'http://purl.imsglobal.org/ctx/caliper/v1p2',
    id: 'urn:uuid:0a1b2c3d-0000-4000-8000-000000000009',
    type: 'Event',
  };
  const envelope = {
    sensor: 'https://adapter.example.edu/sensors/1',
    sendTime: '2026-05-04T12:00:00.000Z',
    dataVersion: event['@context'],
    data: [event],
  };
  const attempt = { kid: signingKey.kid ?? '', iat: now, url, b64: false, crit: ['b64'] };
  const signed = async (answer: string, body: unknown, header: object = {}, altered = body): Promise<Probe> => {
    const bytes = (value: unknown): Uint8Array =>
      Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
    const { protected: parameters = '', signature } = await new FlattenedSign(bytes(body))
      .setProtectedHeader({ alg: 'ES256', ...attempt, jti: randomUUID(), ...header })
      .sign(key);
    const headers = { ...sent, 'X-JWS-Signature': `${parameters}..${signature}` };
    return { request: 'POST /inbox', answer, headers, body: bytes(altered) };
  };
  const sent = { 'Content-Type': 'application/json', Authorization: `Bearer ${inbox}` };
  const forged = (header: object): string => `${Buffer.from(JSON.stringify(header)).toString('base64url')}..x`;
  const plain = (answer: string, headers: Record<string, string>, body = '{}'): Probe => ({
    request: 'POST /inbox',
    answer,
    headers: { ...sent, ...headers },
    body,
  });
  const good = await signed('200', { ...envelope, data: [conforming] });
  return [
    good,
    { ...good, answer: '401 SIGNATURE_REPLAYED' },
    plain('415 MEDIA_TYPE', { 'Content-Type': 'text/plain' }),
    plain('401 TOKEN', { Authorization: 'Bearer wrong' }),
    plain('413 ENVELOPE_TOO_LARGE', {}, 'x'.repeat(1_500_001)),
    plain('400 SIGNATURE_MISSING', {}),
    plain('400 SIGNATURE_MALFORMED', { 'X-JWS-Signature': 'x' }),
    plain('401 ALGORITHM_REFUSED', { 'X-JWS-Signature': forged({ alg: 'none' }) }),
    plain('401 CRIT_UNKNOWN', { 'X-JWS-Signature': forged({ alg: 'ES256', crit: ['odd'] }) }),
    await signed('401 KEY_UNKNOWN', envelope, { kid: 'another' }),
    await signed('401 SIGNATURE_INVALID', envelope, {}, { ...envelope, data: [] }),
    await signed('401 SIGNATURE_STALE', envelope, { iat: now - 3600 }),
    await signed('401 SIGNATURE_EARLY', envelope, { iat: now + 3600 }),
    await signed('401 URL_MISMATCH', envelope, { url: 'https://other.example.org/inbox' }),
    await signed('400 NOT_JSON', '{'),
    await signed('400 NOT_AN_ENVELOPE', { ...envelope, more: 1 }),
    await signed('400 SENSOR', { ...envelope, sensor: 'x' }),
    await signed('400 SEND_TIME', { ...envelope, sendTime: 'now' }),
    await signed('400 DATA', { ...envelope, data: [] }),
    await signed('400 EVENT', envelope),
    await signed('422 DATA_VERSION', { ...envelope, dataVersion: 'x' }),
  ];
}
