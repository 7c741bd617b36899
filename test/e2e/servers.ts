import { createHmac, createPublicKey, verify } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';
import { freePort } from '../../scripts/ports.ts';

/** A request as a server got it. */
export interface Asked {
  method: string;
  /** With the query. */
  path: string;
  authorization: string;
  body: string;
}

export interface Server {
  origin: string;
  asked: Asked[];
}

/** Starts an HTTP server on 127.0.0.1 for the running test; what it answers is JSON. */
export async function startServer(
  answer: (
    request: Asked,
    before: number,
  ) => { status?: number; json?: unknown } | Promise<{ status?: number; json?: unknown }>,
): Promise<Server> {
  const asked: Asked[] = [];
  const server = createServer((incoming: IncomingMessage, outgoing) => {
    void (async () => {
      const body = Buffer.concat(await incoming.toArray()).toString();
      const { method = '', url: path = '', headers } = incoming;
      const request = { method, path, authorization: headers.authorization ?? '', body };
      const { status = 200, json = {} } = await answer(request, asked.push(request) - 1);
      outgoing.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(json));
    })().catch(() => outgoing.destroy());
  });
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { origin: `http://127.0.0.1:${port}`, asked };
}

/** Verifies a signature of OAuth 1.0a with HMAC-SHA1 (RFC 5849, section 3.2) with Node's crypto and nothing of ours. */
export function verifyOAuth1({ method, path, authorization }: Asked, origin: string, secret: string): boolean {
  const fields = [...authorization.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => `${name}=${value}`);
  const given = fields.find((field) => field.startsWith('oauth_signature='))?.slice('oauth_signature='.length) ?? '';
  const [route = '', query = ''] = path.split('?');
  const parameters = [...fields.filter((field) => !field.startsWith('oauth_signature=')), ...query.split('&')];
  const base = [
    method,
    `${origin}${route}`,
    parameters
      .filter((part) => part !== '')
      .sort()
      .join('&'),
  ];
  const text = base.map(encodeURIComponent).join('&');
  return (
    createHmac('sha1', `${encodeURIComponent(secret)}&`)
      .update(text)
      .digest('base64') === decodeURIComponent(given)
  );
}

/** Verifies a JWT of ES256 with Node's crypto; gives its claims. */
export function verifyEs256(jwt: string, keys: readonly JsonWebKey[]): Record<string, unknown> {
  const [header = '', claims = '', signature = ''] = jwt.split('.');
  // Tests send what the adapter made.
  const { alg, kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg: string; kid: string };
  const jwk = keys.find((key) => key['kid'] === kid);
  if (alg !== 'ES256' || jwk === undefined) throw new Error('another algorithm or an unknown key');
  const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const;
  if (!verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))) {
    throw new Error('the signature does not fit');
  }
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
}
