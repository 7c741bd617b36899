import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAdapter, writeLocalConfig } from '../../scripts/adapter-process.ts';
import type { AdapterProcess } from '../../scripts/adapter-process.ts';
import { freePort } from '../../scripts/ports.ts';
import {
  plain,
  says,
  saysAndCloses,
  saysAndResets,
  saysWithoutEnd,
  startMisbehavingServer,
} from './misbehaving-server.ts';
import type { Behaviour, MisbehavingServer } from './misbehaving-server.ts';
import { videosPlayed } from './records.ts';
import { ask, post, promisedIds, until } from './world.ts';

/** What became of the four events of one destination. `requests` only where none is repeated later. */
type Fate =
  | { state: 'open'; delivered: 4; requests?: 1 }
  | { state: 'backing-off'; reason: string; backlog: 4 }
  | { state: 'paused'; reason: string; backlog: 4; requests: 1 }
  | { state: 'open'; deadLetters: 4; requests: number; status: number; response: string };

const delivered: Fate = { state: 'open', delivered: 4, requests: 1 };
const waits = (reason: string): Fate => ({ state: 'backing-off', reason, backlog: 4 });
const paused = (reason: string): Fate => ({ state: 'paused', reason, backlog: 4, requests: 1 });
/** Halved from 4 over 2 to 1; then one by one. */
const refused = (status: number, response = '', requests = 6): Fate => ({
  ...{ state: 'open', deadLetters: 4, requests, status, response },
});

/** The statuses of the registry of IANA and others that servers send; the class decides where no line of its own stands. */
const statuses: readonly [status: number, fate: Fate][] = [
  ...[200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 299].map((status): [number, Fate] => [status, delivered]),
  ...[300, 301, 302, 303, 304, 305, 306, 307, 308, 399].map((status): [number, Fate] => [status, paused('REDIRECT')]),
  [400, refused(400)],
  [401, paused('UNAUTHORIZED')],
  [402, paused('HTTP_402')],
  [403, paused('FORBIDDEN')],
  [404, paused('NOT_FOUND')],
  [405, paused('HTTP_405')],
  [406, paused('HTTP_406')],
  [407, paused('HTTP_407')],
  [408, waits('HTTP_408')],
  [409, refused(409)],
  [410, paused('GONE')],
  [411, paused('HTTP_411')],
  [412, paused('HTTP_412')],
  // Halved by bytes, and the size is remembered: 4, 2, then one by one.
  [413, refused(413)],
  [414, paused('HTTP_414')],
  [415, refused(415)],
  [416, paused('HTTP_416')],
  [417, paused('HTTP_417')],
  [418, paused('HTTP_418')],
  [421, paused('HTTP_421')],
  [422, refused(422)],
  [423, paused('HTTP_423')],
  [424, paused('HTTP_424')],
  [425, waits('HTTP_425')],
  [426, paused('HTTP_426')],
  [428, paused('HTTP_428')],
  [429, waits('HTTP_429')],
  [431, paused('HTTP_431')],
  [451, paused('HTTP_451')],
  [499, paused('HTTP_499')],
  ...[500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511, 520, 522, 529, 599].map((status): [number, Fate] => [
    status,
    waits(`HTTP_${status}`),
  ]),
];

const cut = 'Content-Length: 100\r\n\r\nonly this';
const chunked = 'Transfer-Encoding: chunked\r\n\r\n';
const kilobyte = `400\r\n${'x'.repeat(1024)}\r\n`;

/** Everything else that a connection may do. */
const behaviours: readonly [what: string, behaviour: Behaviour, fate: Fate][] = [
  ['an interim answer before the answer', says(`HTTP/1.1 103 Early Hints\r\n\r\n${plain(200)}`), delivered],
  ['200, and a reset within the body', saysAndResets(`HTTP/1.1 200 OK\r\n${cut}`), delivered],
  ['200, and a body that is cut off', saysAndCloses(`HTTP/1.1 200 OK\r\n${cut}`), delivered],
  ['200, and a body without end', saysWithoutEnd(`HTTP/1.1 200 OK\r\n${chunked}`, kilobyte, 1), delivered],
  // Takes 30 seconds, in which an adapter that is started anew would ask again.
  [
    '200, and a body that never comes',
    says('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n'),
    { state: 'open', delivered: 4 },
  ],
  ['200, and a body of HTTP/1.0 until the connection ends', saysAndCloses('HTTP/1.0 200 OK\r\n\r\nthanks'), delivered],
  ['400, and a body that is cut off', saysAndCloses(`HTTP/1.1 400 Bad\r\n${cut}`), refused(400, 'only this')],
  [
    '400, and a body without end',
    saysWithoutEnd(`HTTP/1.1 400 Bad\r\n${chunked}`, kilobyte, 1),
    refused(400, 'x'.repeat(2048)),
  ],
  ['503, and a reset within the body', saysAndResets(`HTTP/1.1 503 Later\r\n${cut}`), waits('HTTP_503')],
  ['a redirect to another address', says(plain(307, 'Location: /elsewhere\r\n')), paused('REDIRECT')],
  ['no answer', () => undefined, waits('TIMEOUT')],
  ['headers without end', saysWithoutEnd('HTTP/1.1 200 OK\r\n', 'X-More: 1\r\n', 1000), waits('TIMEOUT')],
  ['a reset before the answer', saysAndResets(''), waits('NETWORK')],
  ['an end before the answer', saysAndCloses(''), waits('NETWORK')],
  ['a reset within the headers', saysAndResets('HTTP/1.1 200 OK\r\nContent-'), waits('NETWORK')],
  ['something that is no HTTP', saysAndCloses('SSH-2.0-OpenSSH_9.6\r\n'), waits('NETWORK')],
  ['a status that is no number', says('HTTP/1.1 OK fine\r\nContent-Length: 0\r\n\r\n'), waits('NETWORK')],
  ['a header of a megabyte', says(plain(200, `X-Huge: ${'x'.repeat(1_048_576)}\r\n`)), waits('NETWORK')],
];

/** Where nobody can answer. */
const unreachable: readonly [what: string, url: (ports: Ports) => string, fate: Fate][] = [
  ['a port where nobody listens', ({ free }) => `http://127.0.0.1:${free}/`, waits('NETWORK')],
  ['a name that does not exist', () => 'https://caliper.invalid/events', waits('NETWORK')],
  ['a port that speaks no TLS', ({ plain: port }) => `https://127.0.0.1:${port}/tls`, waits('NETWORK')],
  ['a certificate that nobody has signed', ({ tls }) => `https://127.0.0.1:${tls}/tls`, waits('NETWORK')],
];

interface Ports {
  free: number;
  plain: number;
  tls: number;
}

interface Status {
  destinations: {
    name: string;
    state: string;
    reason: string | null;
    backlog: number;
    delivered: number;
    deadLetters: number;
    nextAttempt: string | null;
  }[];
}

interface Letter {
  destination: string;
  eventId: string;
  reason: string;
  status: number;
  response: string;
}

const statusPath = (status: number): string => `/status/${status}`;
const behaviourPath = (position: number): string => `/behaviour/${position}`;

let server: MisbehavingServer;
let folder: string;
let adapter: AdapterProcess;
let promised: string[];
/** For each destination. */
const states = new Map<string, Status['destinations'][number]>();
const requests = new Map<string, number>();
const letters = new Map<string, Letter[]>();

// One adapter with a destination for each class; all get the same four events, each in one envelope.
beforeAll(async () => {
  server = await startMisbehavingServer(
    new Map<string, Behaviour>([
      ...statuses.map(([status]): [string, Behaviour] => [statusPath(status), says(answerOf(status))]),
      ...behaviours.map(([, behaviour], position): [string, Behaviour] => [behaviourPath(position), behaviour]),
    ]),
  );
  folder = await mkdtemp(join(tmpdir(), 'caliper-edge-e2e-'));
  const port = await freePort();
  const ports = { free: await freePort(), plain: server.port, tls: server.tlsPort };
  const at = (path: string): string => `http://127.0.0.1:${server.port}${path}`;
  await writeLocalConfig(folder, {
    SENSOR_ID: 'https://adapter.example.edu/sensors/1',
    SOURCES: [{ name: 'lms', lms: 'https://lms.example.edu', key: 'SOURCE_LMS_KEY' }],
    DESTINATIONS: [
      ...statuses.map(([status]) => destination(`status-${status}`, at(statusPath(status)))),
      ...behaviours.map((_, position) => destination(`behaviour-${position}`, at(behaviourPath(position)))),
      ...unreachable.map(([, url], position) => destination(`unreachable-${position}`, url(ports))),
    ],
    LOG: 'off',
  });
  adapter = await startAdapter(folder, port);
  const body = videosPlayed(0, 4);
  promised = await promisedIds(adapter, body);
  expect(promised).toHaveLength(4);
  expect((await post(adapter, '/v1/tracking-logs', body)).status).toBe(200);

  await until('every destination has settled or waits', async () => {
    for (const row of (await ask<Status>(adapter, '/v1/status')).destinations) {
      if (row.state === 'open' && row.backlog > 0) continue;
      if (states.has(row.name)) continue;
      states.set(row.name, row);
    }
    return states.size === statuses.length + behaviours.length + unreachable.length;
  });
  for (const [path, times] of server.requests) requests.set(path, times);
  const page = await ask<{ deadLetters: Letter[] }>(adapter, '/v1/dead-letters?limit=500');
  for (const letter of page.deadLetters) {
    letters.set(letter.destination, [...(letters.get(letter.destination) ?? []), letter]);
  }
}, 150_000);

afterAll(async () => {
  await adapter.kill();
  server.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

function destination(name: string, url: string): Record<string, unknown> {
  return { name, url, auth: { scheme: 'none' }, batch: { events: 4, bytes: 524_288, seconds: 0 } };
}

function answerOf(status: number): string {
  // These have no body, and no length of one (RFC 9110, section 8.6).
  return status === 204 || status === 304 ? `HTTP/1.1 ${status} Whatever\r\n\r\n` : plain(status);
}

/** What became of the events of a destination, in the words of the table; whatever is not of the fate's kind is shown too. */
function fateOf(name: string, path?: string): unknown {
  const row = states.get(name);
  if (row === undefined) return undefined;
  const { state, reason, backlog } = row;
  const own = letters.get(name) ?? [];
  const settled = own.map(({ status, response, ...letter }) => ({ status, response, reason: letter.reason }));
  return {
    state,
    ...(reason !== null && { reason }),
    ...(backlog > 0 && { backlog }),
    ...(row.delivered > 0 && { delivered: row.delivered }),
    ...(row.deadLetters > 0 && { deadLetters: row.deadLetters }),
    ...(path !== undefined && state !== 'backing-off' && { requests: requests.get(path) }),
    // A time for the next attempt is there where it backs off, and only there.
    ...((state === 'backing-off') !== (row.nextAttempt !== null) && { nextAttempt: row.nextAttempt }),
    ...oneOf(settled),
  };
}

/** The status and the answer that all dead letters have. */
function oneOf(list: readonly { status: number; response: string; reason: string }[]): Record<string, unknown> {
  const [first, ...rest] = list;
  if (first === undefined) return {};
  expect(rest).toEqual(rest.map(() => first));
  expect(first.reason).toBe('REFUSED');
  return { status: first.status, response: first.response };
}

describe('the events of a destination', () => {
  test.each(statuses)('that answers with %i', (status, fate) => {
    expect(fateOf(`status-${status}`, statusPath(status))).toEqual(fate);
  });

  test.each(behaviours.map(([what, , fate], position) => [what, position, fate] as const))(
    'that answers with %s',
    (_, position, fate) => {
      const path = 'requests' in fate ? behaviourPath(position) : undefined;
      expect(fateOf(`behaviour-${position}`, path)).toEqual(fate);
    },
  );

  test.each(unreachable.map(([what, , fate], position) => [what, position, fate] as const))(
    'that is %s',
    (_, position, fate) => {
      expect(fateOf(`unreachable-${position}`)).toEqual(fate);
    },
  );

  test('are never sent where a redirect points to, nor over a connection that is not trusted', () => {
    expect([...server.requests.keys()].filter((path) => !/^\/(?:status|behaviour)\/\d+$/.test(path))).toEqual([]);
  });

  test('arrive once the destination does what it should and is resumed, unless they are dead letters', async () => {
    server.recover();
    const reachable = [...states].filter(([name, { backlog }]) => backlog > 0 && !name.startsWith('unreachable'));
    expect(reachable).toHaveLength(60);
    const headers = { Authorization: `Bearer ${adapter.secrets['ADMIN_TOKEN'] ?? ''}` };
    for (const [name] of reachable) {
      const response = await fetch(`${adapter.origin}/v1/destinations/${name}/resume`, { method: 'POST', headers });
      expect(await response.json()).toEqual({ destination: name, state: 'open' });
    }
    await until('they are delivered', async () => {
      await wait(200);
      const { destinations } = await ask<Status>(adapter, '/v1/status');
      const left = destinations.filter(({ name, backlog }) => backlog > 0 && !name.startsWith('unreachable'));
      return left.length === 0;
    });
    const paths = reachable.map(([name]) => `/${name.replace('-', '/')}`);
    expect([...server.arrived.keys()].sort()).toEqual(paths.sort());
    // Repeats are allowed, since an envelope may have been under way; here each came whole.
    for (const ids of server.arrived.values()) expect([...new Set(ids)].sort()).toEqual(promised);
    for (const own of letters.values()) expect(own.map(({ eventId }) => eventId).sort()).toEqual(promised);
  });
});
