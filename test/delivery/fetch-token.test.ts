import { createPublicKey, verify } from 'node:crypto';
import { importJWK, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import type { AuthConfig, ClientCredentials } from '../../src/config/config.ts';
import { publicKey } from '../../src/delivery/jwks.ts';
import { NOW, endpoint as events, freshKey } from './attempt.ts';
import { body, ok, world } from './world.ts';
import type { Server } from './world.ts';

const tokenUrl = 'https://login.example.org/token';
const eventsUrl = 'https://caliper.example.org/events';

const oauth2 = (client: ClientCredentials['client'], more: Partial<ClientCredentials> = {}): AuthConfig => ({
  ...{ scheme: 'oauth2', tokenUrl, clientId: 'edx client' },
  ...{ client, ...more },
});
const basic = oauth2({ style: 'basic', secret: 'se:cret+1' });

/** Gives token-1, token-2, … that are good for an hour. */
const tokens: Server = (_, before) =>
  Response.json({ access_token: `token-${before + 1}`, token_type: 'Bearer', expires_in: 3600 });

describe('a token is asked for', () => {
  test('with id and secret in Authorization, form-encoded (RFC 6749, section 2.3.1)', async () => {
    const { endpoint, seen } = world(basic, { [tokenUrl]: tokens, [eventsUrl]: ok });
    expect(await endpoint.send(body)).toEqual({ kind: 'done' });
    const [asked, sent] = seen;
    expect([asked?.method, asked?.url]).toEqual(['POST', tokenUrl]);
    expect(Object.fromEntries(asked?.headers ?? [])).toEqual({
      accept: 'application/json',
      // base64 of edx+client:se%3Acret%2B1
      authorization: 'Basic ZWR4K2NsaWVudDpzZSUzQWNyZXQlMkIx',
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(asked?.body).toBe('grant_type=client_credentials');
    expect([sent?.method, sent?.url, sent?.headers.get('Authorization')]).toEqual(['POST', events, 'Bearer token-1']);
  });

  test('with id and secret in the body', async () => {
    const auth = oauth2({ style: 'post', secret: 'se:cret+1' }, { scope: 'caliper send', audience: 'urn:caliper' });
    const { endpoint, seen } = world(auth, { [tokenUrl]: tokens, [eventsUrl]: ok });
    await endpoint.send(body);
    expect(seen[0]?.headers.get('Authorization')).toBeNull();
    expect(seen[0]?.body).toBe(
      'grant_type=client_credentials&scope=caliper+send&audience=urn%3Acaliper&client_id=edx+client&client_secret=se%3Acret%2B1',
    );
  });

  test.each(['ES256', 'EdDSA', 'RS256', 'PS256'] as const)('with an assertion for %s that jose takes', async (alg) => {
    const key = freshKey(alg);
    const auth = oauth2({ style: 'private_key_jwt', audience: 'urn:platform', key }, { scope: 'caliper' });
    const { endpoint, seen } = world(auth, { [tokenUrl]: tokens, [eventsUrl]: ok });
    await endpoint.send(body);
    const form = new URLSearchParams(seen[0]?.body);
    const assertion = form.get('client_assertion') ?? '';
    form.delete('client_assertion');
    expect(Object.fromEntries(form)).toEqual({
      grant_type: 'client_credentials',
      scope: 'caliper',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });
    const verified = await jwtVerify(assertion, await importJWK({ ...publicKey(key) }, alg), {
      ...{ audience: 'urn:platform', issuer: 'edx client', subject: 'edx client', algorithms: [alg] },
      currentDate: new Date(NOW * 1000),
    });
    expect(verified.protectedHeader).toEqual({ alg, typ: 'JWT', kid: key.kid });
    expect(verified.payload).toEqual({
      ...{ iss: 'edx client', sub: 'edx client', aud: 'urn:platform', iat: NOW, exp: NOW + 180 },
      // The first id of this world.
      jti: 'id-1',
    });
  });

  test('with an assertion that the signing key signs where no other is named, as Node verifies', async () => {
    const key = freshKey('ES256');
    const auth = oauth2({ style: 'private_key_jwt', audience: tokenUrl });
    const servers = { [tokenUrl]: tokens, [eventsUrl]: ok };
    const { endpoint, seen } = world(auth, servers, { signingKeys: [key, freshKey('ES256')] });
    await endpoint.send(body);
    const assertion = new URLSearchParams(seen[0]?.body).get('client_assertion') ?? '';
    const [header = '', claims = '', signature = ''] = assertion.split('.');
    const pem = createPublicKey({ key: { ...publicKey(key) }, format: 'jwk' });
    const check = { key: pem, dsaEncoding: 'ieee-p1363' } as const;
    const given = Buffer.from(signature, 'base64url');
    expect(verify('sha256', Buffer.from(`${header}.${claims}`), check, given)).toBe(true);
    expect(verify('sha256', Buffer.from(`${header}.${claims}x`), check, given)).toBe(false);
  });
});

describe('a token is kept', () => {
  test('until a minute before it expires', async () => {
    const { endpoint, lines, pass } = world(basic, { [tokenUrl]: tokens, [eventsUrl]: ok });
    await endpoint.send(body);
    pass(3539);
    await endpoint.send(body);
    expect(lines()).toEqual([`POST ${tokenUrl}`, `POST ${events}`, `POST ${events}`]);
    pass(1);
    await endpoint.send(body);
    expect(lines().slice(3)).toEqual([`POST ${tokenUrl}`, `POST ${events}`]);
  });

  test('for half of its time where that is short', async () => {
    const short: Server = () => Response.json({ access_token: 'token', expires_in: '60' });
    const { endpoint, lines, pass } = world(basic, { [tokenUrl]: short, [eventsUrl]: ok });
    await endpoint.send(body);
    pass(29);
    await endpoint.send(body);
    expect(lines()).toHaveLength(3);
    pass(1);
    await endpoint.send(body);
    expect(lines()).toHaveLength(5);
  });

  test('for an hour where it says nothing', async () => {
    const silent: Server = () => Response.json({ access_token: 'token' });
    const { endpoint, lines, pass } = world(basic, { [tokenUrl]: silent, [eventsUrl]: ok });
    await endpoint.send(body);
    pass(3539);
    await endpoint.send(body);
    expect(lines()).toHaveLength(3);
  });

  test('and fetched once for parallel requests', async () => {
    const { endpoint, lines } = world(basic, { [tokenUrl]: tokens, [eventsUrl]: ok });
    await Promise.all([endpoint.send(body), endpoint.send(body), endpoint.send(body)]);
    expect(lines().sort()).toEqual([...[`POST ${events}`, `POST ${events}`, `POST ${events}`], `POST ${tokenUrl}`]);
  });
});

describe('a token that the endpoint refuses', () => {
  const only =
    (...good: string[]): Server =>
    ({ headers }) =>
      new Response(null, { status: good.includes(headers.get('Authorization') ?? '') ? 200 : 401 });

  test('is fetched anew, once, and the envelope is sent again', async () => {
    const servers = { [tokenUrl]: tokens, [eventsUrl]: only('Bearer token-2') };
    const { endpoint, lines } = world(basic, servers);
    expect(await endpoint.send(body)).toEqual({ kind: 'done' });
    expect(lines()).toEqual([`POST ${tokenUrl}`, `POST ${events}`, `POST ${tokenUrl}`, `POST ${events}`]);
    expect(await endpoint.send(body)).toEqual({ kind: 'done' });
    expect(lines()).toHaveLength(5);
  });

  test('twice pauses the destination, and a third is fetched when the operator resumes it', async () => {
    const servers = { [tokenUrl]: tokens, [eventsUrl]: only('Bearer token-3') };
    const { endpoint, lines } = world(basic, servers);
    expect(await endpoint.send(body)).toEqual({ kind: 'paused', reason: 'UNAUTHORIZED' });
    expect(lines()).toHaveLength(4);
    expect(await endpoint.send(body)).toEqual({ kind: 'done' });
  });

  test('each try has a body of its own', async () => {
    const { endpoint, seen } = world(basic, { [tokenUrl]: tokens, [eventsUrl]: only('Bearer token-2') });
    let tries = 0;
    await endpoint.send(() => new TextEncoder().encode(`{"try":${++tries}}`));
    expect(seen.filter(({ url }) => url === events).map((request) => request.body)).toEqual(['{"try":1}', '{"try":2}']);
  });
});

test('a key of the configuration that the endpoint refuses pauses at once', async () => {
  const { endpoint, lines } = world(
    { scheme: 'bearer', token: 'token' },
    { [eventsUrl]: () => new Response(null, { status: 401 }) },
  );
  expect(await endpoint.send(body)).toEqual({ kind: 'paused', reason: 'UNAUTHORIZED' });
  expect(lines()).toHaveLength(1);
});

describe('a token endpoint', () => {
  const answers = (response: () => Response): Server => response;
  const json = (status: number, error: string): Server => answers(() => Response.json({ error }, { status }));
  const retry = (reason: string, retryAfter: string | null = null): unknown => ({
    ...{ kind: 'retry', reason, status: null, retryAfter, response: '' },
  });
  const paused = (reason: string): unknown => ({ kind: 'paused', reason });

  test.each<[string, Server | undefined, unknown]>([
    ['that is not there', undefined, retry('TOKEN_NETWORK')],
    ['that answers 503', () => new Response('busy', { status: 503 }), retry('TOKEN_HTTP_503')],
    [
      'that answers 429',
      () => new Response(null, { status: 429, headers: { 'Retry-After': '7' } }),
      retry('TOKEN_HTTP_429', '7'),
    ],
    ['that does not know the client', json(401, 'invalid_client'), paused('TOKEN_REFUSED_INVALID_CLIENT')],
    ['that refuses the scope', json(400, 'invalid_scope'), paused('TOKEN_REFUSED_INVALID_SCOPE')],
    ['that refuses in words of its own', json(400, 'secret se:cret+1 is bad'), paused('TOKEN_REFUSED')],
    ['that refuses without JSON', () => new Response('<html>', { status: 403 }), paused('TOKEN_REFUSED')],
    ['that moved', () => new Response(null, { status: 302, headers: { Location: '/' } }), paused('TOKEN_HTTP_302')],
    ['that is somewhere else', () => new Response(null, { status: 404 }), paused('TOKEN_HTTP_404')],
    ['that shows a page', () => new Response('<html>'), paused('TOKEN_UNREADABLE')],
    ['that gives none', () => Response.json({}), paused('TOKEN_UNREADABLE')],
    ['that gives two lines', () => Response.json({ access_token: 'a\nb' }), paused('TOKEN_UNREADABLE')],
    [
      'that gives another type of token',
      () => Response.json({ access_token: 'a', token_type: 'DPoP' }),
      paused('TOKEN_OF_OTHER_TYPE'),
    ],
  ])('%s', async (_, server, verdict) => {
    const { endpoint, lines } = world(basic, { ...(server !== undefined && { [tokenUrl]: server }), [eventsUrl]: ok });
    expect(await endpoint.send(body)).toEqual(verdict);
    expect(lines()).toEqual([`POST ${tokenUrl}`]);
  });

  test('that has come back is asked again', async () => {
    const server: Server = (request, before) =>
      before === 0 ? new Response(null, { status: 500 }) : tokens(request, before);
    const { endpoint } = world(basic, { [tokenUrl]: server, [eventsUrl]: ok });
    expect(await endpoint.send(body)).toEqual(retry('TOKEN_HTTP_500'));
    expect(await endpoint.send(body)).toEqual({ kind: 'done' });
  });
});

test('a token does not stay in what is kept of an answer that echoes it', async () => {
  const echo: Server = ({ headers }) => new Response(`no: ${headers.get('Authorization') ?? ''}`, { status: 400 });
  const { endpoint } = world(basic, { [tokenUrl]: tokens, [eventsUrl]: echo });
  expect(await endpoint.send(body)).toEqual({
    ...{ kind: 'refused', at: 'content', status: 400, response: 'no: Bearer [secret]' },
  });
});
