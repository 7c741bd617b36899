import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';

/** A request as it came, with its body after gzip. */
export interface StubRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What the stub says; `undefined` drops the connection. */
export type StubAnswer = { status: number; headers?: Record<string, string>; body?: unknown } | undefined;

/** Something that answers in the place of an adapter. */
export interface Stub {
  url: string;
  requests: StubRequest[];
}

/** Starts it for the running test, on 127.0.0.1. `before` is how many requests came before. */
export async function startStub(answer: (request: StubRequest, before: number) => StubAnswer): Promise<Stub> {
  const requests: StubRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const raw = Buffer.concat(await incoming.toArray());
      const { method = '', url = '', headers } = incoming;
      const body = (headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString();
      const request = { method, url, headers, body };
      const said = answer(request, requests.length);
      requests.push(request);
      if (said === undefined) outgoing.destroy();
      else outgoing.writeHead(said.status, said.headers).end(said.body === undefined ? '' : JSON.stringify(said.body));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // It listens at a port, not at a pipe.
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** An account as POST /v1/tracking-logs gives it. */
export function accountOf(counts: Record<string, number>): Record<string, unknown> {
  const none = { received: 0, emitted: 0, skipped: 0, unmapped: 0, failed: 0, rejected: 0, duplicates: 0, events: 0 };
  return { ...none, ...counts, problems: [] };
}

/** Answers as an adapter that makes one event of each line, and knows lines that it has had before. */
export function takingAll(): (request: StubRequest) => StubAnswer {
  const known = new Set<string>();
  return ({ body }) => {
    const lines = body.split('\n').filter((line) => line.trim() !== '');
    const fresh = lines.filter((line) => !known.has(line));
    for (const line of lines) known.add(line);
    const emitted = fresh.length;
    const counts = { received: lines.length, emitted, duplicates: lines.length - emitted, events: emitted };
    return { status: 200, body: accountOf(counts) };
  };
}

/** An answer of RFC 9457. */
export function problem(status: number, code: string, detail: string, members: object = {}): StubAnswer {
  return { status, body: { type: 'about:blank', title: '', status, code, detail, ...members } };
}
