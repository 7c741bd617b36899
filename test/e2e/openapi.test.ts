import { exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { DryRun } from '../../src/ingest/dry-run.ts';
import { document, createContract, promised, type Came } from '../openapi/contract.ts';
import { provokedElsewhere } from '../openapi/provoked-elsewhere.ts';
import { inboxProbes } from './openapi-inbox-probes.ts';
import {
  administrationProbes,
  openProbes,
  sendingProbes,
  statement,
  unauthenticated,
  xapiProbes,
  type Probe,
  type ProbeSecrets,
} from './openapi-probes.ts';
import { startReceiver } from './receiver.ts';
import { videoPlayed, videosPlayed } from './records.ts';
import { adapterWith, ask, post, until } from './world.ts';

interface Status {
  destinations: { name: string; state: string; deadLetters: number }[];
}

const sourced = /^\/(v1\/(tracking-logs|translate)|xapi|xAPI)/;

test(
  'the running adapter answers as its OpenAPI document says, every answer that it promises',
  { timeout: 600_000 },
  async () => {
    const refusing = await startReceiver(() => ({ status: 400, body: 'no' }));
    const locked = await startReceiver(() => ({ status: 401 }));
    onTestFinished(() => refusing.close());
    onTestFinished(() => locked.close());
    const issuer = await generateKeyPair('ES256');
    const keys = [{ ...(await exportJWK(issuer.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }];
    const ofIssuer = { issuer: 'https://login.example.edu', audience: 'urn:caliper-edge', jwks: 'ISSUER_KEYS' };
    const ofLost = {
      issuer: 'https://lost.example.edu',
      audience: 'urn:caliper-edge',
      'jwks-url': 'http://localhost:9/jwks',
    };
    const lms = 'https://lms.example.edu';
    const one = (name: string, url: string): object => ({
      ...{ name, url, auth: { scheme: 'none' }, batch: { events: 1, bytes: 524_288, seconds: 0 } },
    });
    const { start } = await adapterWith({
      SOURCES: [
        { name: 'lms', lms, key: 'SOURCE_LMS_KEY' },
        { name: 'ralph', lms, key: 'SOURCE_RALPH_KEY', compat: ['ralph'], 'on-invalid': 'quarantine' },
        { name: 'tokens', lms, jwt: ofIssuer },
        { name: 'lost', lms, jwt: ofLost },
      ],
      ISSUER_KEYS: JSON.stringify({ keys }),
      DESTINATIONS: [one('udp', refusing.url), one('locked', locked.url)],
      MAX_BODY_BYTES: 500_000,
      MAX_RECORDS: 300,
      MAX_PROBLEMS: 2,
      OUTBOX_BYTES: 1_048_576,
      QUARANTINE_BYTES: 524_288,
    });
    const adapter = await start();
    const secrets: ProbeSecrets = {
      key: adapter.secrets['SOURCE_LMS_KEY'] ?? '',
      ralphKey: adapter.secrets['SOURCE_RALPH_KEY'] ?? '',
      admin: adapter.secrets['ADMIN_TOKEN'] ?? '',
      inbox: adapter.secrets['INBOX_TOKEN'] ?? '',
      signingKey: JSON.parse(adapter.secrets['SIGNING_KEYS'] ?? '') as JWK,
      issuerKey: issuer.privateKey,
      issuer: ofIssuer.issuer,
      lostIssuer: ofLost.issuer,
    };
    const contract = createContract();
    const faults: string[] = [];

    /** Sends a request, holds the answer against the document, and notes what does not fit. */
    async function send({ request, answer, headers = {}, body }: Probe): Promise<Came> {
      const [method = '', path = ''] = request.split(' ');
      const token = sourced.test(path) ? secrets.key : secrets.admin;
      const all = new Headers({ Authorization: `Bearer ${token}`, ...headers });
      if (all.get('Authorization') === '') all.delete('Authorization');
      const response = await fetch(`${adapter.origin}${path}`, {
        method,
        headers: all,
        redirect: 'manual',
        ...(body !== undefined && { body: body as BodyInit }),
      });
      const came = { status: response.status, headers: response.headers, text: await response.text() };
      const code = /"code":"([A-Z_]+)"/.exec(
        came.headers.get('Content-Type')?.includes('problem') === true ? came.text : '',
      );
      const got = `${came.status} ${code?.[1] ?? ''}`.trim();
      if (got !== answer) faults.push(`${request}: ${got} instead of ${answer}: ${came.text.slice(0, 200)}`);
      const found = method === 'HEAD' && came.status === 200 ? [] : contract.check(method, response.url, came);
      if (method === 'HEAD') contract.seen.add(`HEAD ${path} ${came.status}`);
      faults.push(...found.map((fault) => `${request} ${got}: ${fault}`));
      return came;
    }
    const sendAll = async (probes: readonly Probe[]): Promise<void> => {
      for (const probe of probes) await send(probe);
    };

    // What the document gives as examples is taken.
    for (const [path, item] of Object.entries(document.paths)) {
      for (const [method, { requestBody, parameters = [] }] of Object.entries(item)) {
        for (const [media, { examples = {} }] of Object.entries(requestBody?.content ?? {})) {
          for (const { value } of Object.values(examples)) {
            const source = path === '/v1/external-ids' ? '?source=lms' : '';
            const id = typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : '';
            const query = parameters.some((one) => one.name === 'statementId') ? `?statementId=${id}` : source;
            const headers = { 'Content-Type': media, 'X-Experience-API-Version': '1.0.3' };
            const body = typeof value === 'string' ? value : JSON.stringify(value);
            const answer = query.startsWith('?statementId') ? '204' : '200';
            await send({ request: `${method.toUpperCase()} ${path}${query}`, answer, headers, body });
          }
        }
      }
    }
    await sendAll(sendingProbes(secrets));
    await sendAll(xapiProbes('/xapi', secrets));
    await sendAll(xapiProbes('/xAPI', secrets));
    const xapi = { 'Content-Type': 'application/json', 'X-Experience-API-Version': '1.0.3' };
    for (const path of ['/v1/tracking-logs', '/v1/translate'])
      await sendAll(await unauthenticated('POST', path, secrets));
    for (const base of ['/xapi', '/xAPI']) {
      await sendAll(await unauthenticated('POST', `${base}/statements`, secrets, xapi));
      await sendAll(
        await unauthenticated(
          'PUT',
          `${base}/statements?statementId=0a1b2c3d-0000-4000-8000-000000000001`,
          secrets,
          xapi,
        ),
      );
      const many = JSON.stringify(Array.from({ length: 301 }, () => ({})));
      await send({ request: `POST ${base}/statements`, answer: '413 TOO_MANY_RECORDS', headers: xapi, body: many });
    }
    const state = async (): Promise<Status['destinations']> => (await ask<Status>(adapter, '/v1/status')).destinations;
    await until('one destination has refused events and the other is paused', async () => {
      const all = await state();
      return all.some(({ deadLetters }) => deadLetters > 0) && all.some((row) => row.state === 'paused');
    });
    // A statement with a fault, kept.
    const kept = { ...xapi, Authorization: `Bearer ${secrets.ralphKey}` };
    await send({
      request: 'POST /xapi/statements',
      answer: '200',
      headers: kept,
      body: '[{"actor":{"mbox":"nobody"}}]',
    });
    await sendAll(administrationProbes());
    await until('a destination is paused again', async () => (await state()).some((row) => row.state === 'paused'));
    await sendAll(openProbes);
    // The document that is served is the one that all of this is held against.
    expect(await ask(adapter, '/openapi.json')).toEqual(document);
    const { records } = JSON.parse((await post(adapter, '/v1/translate', videoPlayed(1))).text) as DryRun;
    const [translated] = records;
    const event = translated?.outcome === 'emitted' ? translated.events[0] : undefined;
    await sendAll(await inboxProbes(secrets, `${adapter.origin}/inbox`, event));

    // Without the token of the administrator.
    for (const [path, item] of Object.entries(document.paths)) {
      for (const [method, { security }] of Object.entries(item)) {
        if (!security.some((scheme) => 'admin' in scheme)) continue;
        const request = `${method.toUpperCase()} ${path.replace('{name}', 'udp')}`;
        await send({ request, answer: '401 ADMIN_TOKEN', headers: { Authorization: 'Bearer wrong' } });
      }
    }

    // Every address says which methods it takes.
    for (const [path, item] of Object.entries(document.paths)) {
      const address = path.replaceAll(/\{\w+\}/g, '0.1');
      if (path.startsWith('/console') || path === '/openapi.json' || 'options' in item) continue;
      const came = await send({ request: `PATCH ${address}`, answer: '405 METHOD_NOT_ALLOWED' });
      const allowed = came.headers.get('Allow')?.split(', ').sort();
      const named = Object.keys(item).map((method) => method.toUpperCase());
      expect([path, allowed]).toEqual([
        path,
        [...new Set([...named, ...(named.includes('GET') ? ['HEAD'] : [])])].sort(),
      ]);
    }

    // The console is asked by somebody who has not signed in, and by somebody who has.
    const form = { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' };
    const login = await fetch(`${adapter.origin}/console/login`, {
      ...{ method: 'POST', headers: form, redirect: 'manual' },
      body: new URLSearchParams({ token: secrets.admin }),
    });
    const cookie = login.headers.get('Set-Cookie')?.split(';')[0] ?? '';
    for (const [path, item] of Object.entries(document.paths)) {
      if (!path.startsWith('/console')) continue;
      const address = path.replace('{name}', 'nobody').replace('{id}', '0.999999');
      for (const method of Object.keys(item).map((one) => one.toUpperCase())) {
        const requests: Record<string, string>[] =
          method === 'GET' ? [{}, { Cookie: cookie }] : [{}, form, { ...form, Cookie: cookie }];
        for (const headers of requests) {
          const response = await fetch(`${adapter.origin}${address}`, {
            method,
            headers,
            redirect: 'manual',
            ...(method === 'POST' && { body: 'csrf=wrong' }),
          });
          const came = { status: response.status, headers: response.headers, text: await response.text() };
          faults.push(
            ...contract.check(method, response.url, came).map((fault) => `${method} ${path} ${came.status}: ${fault}`),
          );
        }
      }
    }

    // Until there is no more room, and nobody takes anything.
    let full: Came | undefined;
    for (let second = 100; full === undefined && second < 20_000; second += 300) {
      const response = await fetch(`${adapter.origin}/v1/tracking-logs`, {
        ...{ method: 'POST', headers: { Authorization: `Bearer ${secrets.key}` }, body: videosPlayed(second, 300) },
      });
      const came = { status: response.status, headers: response.headers, text: await response.text() };
      faults.push(...contract.check('POST', response.url, came));
      if (came.status === 503) full = came;
      else await wait(10);
    }
    expect(full?.text).toContain('OUTBOX_FULL');
    let last = '';
    for (let second = 0; second < 5_000; second++) {
      last = JSON.stringify({ ...statement, timestamp: new Date(Date.UTC(2026, 4, 4, 13, 0, second)).toISOString() });
      const response = await fetch(`${adapter.origin}/xapi/statements`, {
        ...{ method: 'POST', body: last, headers: { ...xapi, Authorization: `Bearer ${secrets.key}` } },
      });
      await response.body?.cancel();
      if (response.status === 503) break;
    }
    for (const base of ['/xapi', '/xAPI']) {
      await send({ request: `POST ${base}/statements`, answer: '503 OUTBOX_FULL', headers: xapi, body: last });
      const put = `PUT ${base}/statements?statementId=0a1b2c3d-0000-4000-8000-000000000077`;
      await send({ request: put, answer: '503 OUTBOX_FULL', headers: xapi, body: last });
    }

    expect(faults).toEqual([]);
    const left = promised().filter((line) => !contract.seen.has(line) && !line.includes(' /console'));
    expect(left.filter((line) => !provokedElsewhere(line))).toEqual([]);
  },
);
