import { expect, test } from 'vitest';
import type { StaticAuth } from '../../src/delivery/authorization.ts';
import { post } from '../../src/delivery/post.ts';
import { destination, platform } from './attempt.ts';

const echo = (request: Request): Response =>
  new Response(`no: ${request.headers.get('Authorization') ?? '-'}`, { status: 401 });

/** The header that a receiver gets, and what is kept of an answer that echoes it. */
async function authorizationOf(auth: StaticAuth): Promise<[header: string | null, kept: string]> {
  const { requests, ...outside } = platform(echo);
  const signer = { key: undefined, issuer: 'urn:sensor' };
  const facts = await post(destination({ auth, sign: { method: 'none' } }), signer, new Uint8Array(2), outside);
  return [requests[0]?.headers.get('Authorization') ?? null, facts.kind === 'answer' ? facts.response : facts.kind];
}

test.each<[StaticAuth, string | null, string]>([
  [{ scheme: 'none' }, null, 'no: -'],
  [{ scheme: 'bearer', token: 'token-1' }, 'Bearer token-1', 'no: Bearer [secret]'],
  [{ scheme: 'raw-key', key: '9f86 d081' }, '9f86 d081', 'no: [secret]'],
  [{ scheme: 'custom', word: 'Token', key: '9f86' }, 'Token 9f86', 'no: Token [secret]'],
  // The example of RFC 7617, section 2.
  [
    { scheme: 'basic', user: 'Aladdin', password: 'open sesame' },
    'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==',
    'no: Basic [secret]',
  ],
  // The example of RFC 7617, section 2.1.
  [{ scheme: 'basic', user: 'test', password: '123£' }, 'Basic dGVzdDoxMjPCow==', 'no: Basic [secret]'],
])('%j is sent, and not kept', async (auth, header, kept) => {
  expect(await authorizationOf(auth)).toEqual([header, kept]);
});
