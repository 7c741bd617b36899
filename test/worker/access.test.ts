import { runInDurableObject } from 'cloudflare:test';
import { exportJWK, generateKeyPair, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import type { Config, DestinationConfig, SigningKey } from '../../src/config/config.ts';
import { Settings } from '../../src/config/settings.ts';
import { readSigningKeys } from '../../src/config/signing-keys.ts';
import type { Platform } from '../../src/delivery/post.ts';
import { createSender } from '../../src/outbox/alarm.ts';
import type { Sender } from '../../src/outbox/alarm.ts';
import { append } from '../../src/outbox/append.ts';
import { createDestinations, readDestination, writeDestination } from '../../src/outbox/destinations.ts';
import type { DestinationStatus } from '../../src/outbox/messages.ts';
import { outboxStatus } from '../../src/outbox/status.ts';
import { resumed } from '../../src/delivery/progress.ts';
import { destination, testConfig } from './config.ts';
import { START, eventId, outbox, records, request } from './steps.ts';

const tokenUrl = 'https://login.example.org/token';
const profileUrl = 'https://lms.example.org/profile?tool=7';

interface Seen {
  line: string;
  authorization: string | null;
  body: string;
}
type Server = (seen: Seen, before: number) => Response;

/** The outbox of a test, with one destination and servers by the first label of their host; the clock is set by hand. */
interface World {
  seen: Seen[];
  /** Stores so many events. */
  store(count: number): void;
  /** Lets milliseconds pass and sends what is due. */
  send(milliseconds?: number): Promise<void>;
  status(): DestinationStatus | undefined;
  resume(): void;
  /** Everything that is stored, as text. */
  dump(): string;
}

async function inOutbox(
  name: string,
  settings: Partial<DestinationConfig>,
  servers: Record<string, Server>,
  play: (world: World) => Promise<void>,
  signingKeys: SigningKey[] = testConfig.signingKeys,
): Promise<void> {
  const udp = destination('udp', settings);
  const config: Config = { ...testConfig, destinations: [udp], signingKeys };
  await runInDurableObject(outbox(name), async (_, { storage }) => {
    const { sql } = storage;
    createDestinations(sql, ['udp']);
    const seen: Seen[] = [];
    let now = START;
    let stored = 0;
    const platform: Platform = {
      now: () => now,
      random: () => 0.5,
      uuid: () => crypto.randomUUID(),
      fetch: async (url, init) => {
        const incoming = new Request(url, init);
        const line = `${incoming.method} ${incoming.url}`;
        const one = {
          line,
          authorization: incoming.headers.get('Authorization'),
          body: new TextDecoder().decode(await incoming.arrayBuffer()),
        };
        const before = seen.filter((other) => other.line === line).length;
        seen.push(one);
        const server = servers[new URL(url).hostname.split('.')[0] ?? ''];
        if (server === undefined) throw new TypeError('connection refused');
        return server(one, before);
      },
    };
    const sender: Sender = createSender(storage, config, platform);
    await play({
      seen,
      store: (count) => {
        storage.transactionSync(() => append(sql, config, request(records(stored, count)), now));
        stored += count;
      },
      send: async (milliseconds = 1000) => {
        now += milliseconds;
        await sender.run();
      },
      status: () => outboxStatus(sql, config, now, sender.remark).destinations.find((row) => row.name === 'udp'),
      resume: () => {
        const row = readDestination(sql, 'udp');
        if (row !== undefined) writeDestination(sql, { ...row, ...resumed(row) });
      },
      dump: () =>
        ['destination', 'chunk', 'dead_letter', 'counter']
          .map((table) => JSON.stringify(sql.exec(`SELECT * FROM ${table}`).toArray()))
          .join('\n'),
    });
  });
}

const client = { style: 'basic', secret: 'canary-client-secret' } as const;
const oauth2: DestinationConfig['auth'] = { scheme: 'oauth2', tokenUrl, clientId: 'edx', client };
const tokens: Server = (_, before) => Response.json({ access_token: `canary-token-${before + 1}`, expires_in: 3600 });

describe('a destination with OAuth 2', () => {
  test('gets all envelopes of an hour with one token', async () => {
    await inOutbox('oauth2', { auth: oauth2 }, { login: tokens, udp: () => new Response() }, async (world) => {
      world.store(250);
      await world.send();
      expect(world.seen.map(({ line, authorization }) => [line, authorization])).toEqual([
        [`POST ${tokenUrl}`, `Basic ${btoa('edx:canary-client-secret')}`],
        ...Array.from({ length: 3 }, () => ['POST https://udp.example.org/events', 'Bearer canary-token-1']),
      ]);
      expect(world.status()).toMatchObject({ state: 'open', backlog: 0, delivered: 250 });
    });
  });

  test('backs off while there is no token to be had, and loses nothing', async () => {
    let up = false;
    const login: Server = (seen, before) => (up ? tokens(seen, before) : new Response(null, { status: 503 }));
    await inOutbox('oauth2-down', { auth: oauth2 }, { login, udp: () => new Response() }, async (world) => {
      world.store(2);
      await world.send();
      expect(world.status()).toMatchObject({
        ...{ state: 'backing-off', reason: 'TOKEN_HTTP_503', backlog: 2, nextAttempt: START + 6000 },
      });
      up = true;
      await world.send(5000);
      expect(world.status()).toMatchObject({ state: 'open', reason: null, delivered: 2 });
    });
  });

  test('pauses when its client is refused, and goes on when it is resumed', async () => {
    let known = false;
    const login: Server = (seen, before) =>
      known ? tokens(seen, before) : Response.json({ error: 'invalid_client' }, { status: 401 });
    await inOutbox('oauth2-refused', { auth: oauth2 }, { login, udp: () => new Response() }, async (world) => {
      world.store(2);
      await world.send();
      expect(world.status()).toMatchObject({ state: 'paused', reason: 'TOKEN_REFUSED_INVALID_CLIENT', backlog: 2 });
      await world.send(60_000);
      expect(world.seen).toHaveLength(1);
      known = true;
      world.resume();
      await world.send();
      expect(world.status()).toMatchObject({ state: 'open', reason: null, delivered: 2 });
    });
  });

  test('keeps neither token nor secret in what is stored, even when they are echoed', async () => {
    const udp: Server = ({ authorization }) => new Response(`bad: ${authorization ?? ''}`, { status: 400 });
    await inOutbox('oauth2-canary', { auth: oauth2 }, { login: tokens, udp }, async (world) => {
      world.store(2);
      await world.send();
      expect(world.status()).toMatchObject({ deadLetters: 2 });
      expect(world.dump()).toContain('bad: Bearer [secret]');
      expect(world.dump()).not.toContain('canary');
      expect(JSON.stringify(world.status())).not.toContain('canary');
    });
  });

  test.each(['ES256', 'EdDSA', 'RS256', 'PS256'] as const)(
    'signs its assertion with a key for %s in this runtime',
    async (alg) => {
      const pair = await generateKeyPair(alg, { extractable: true });
      const jwk = { ...(await exportJWK(pair.privateKey)), alg };
      const signingKeys = readSigningKeys(new Settings({ SIGNING_KEYS: jwk }), []);
      const auth: DestinationConfig['auth'] = { ...oauth2, client: { style: 'private_key_jwt', audience: tokenUrl } };
      const servers = { login: tokens, udp: (): Response => new Response() };
      await inOutbox(
        `oauth2-${alg}`,
        { auth },
        servers,
        async (world) => {
          world.store(1);
          await world.send();
          const assertion = new URLSearchParams(world.seen[0]?.body).get('client_assertion') ?? '';
          const currentDate = new Date(START + 1000);
          const { payload } = await jwtVerify(assertion, pair.publicKey, { audience: tokenUrl, currentDate });
          expect([payload.iss, payload.sub, (payload.exp ?? 0) - (payload.iat ?? 0)]).toEqual(['edx', 'edx', 180]);
          expect(world.status()).toMatchObject({ delivered: 1 });
        },
        signingKeys,
      );
    },
  );
});

test('a destination with a profile service gets its events where that says, with its key', async () => {
  const auth: DestinationConfig['auth'] = { scheme: 'profile-service', profileUrl, consumerKey: 'edx', secret: 's' };
  const lms: Server = () => Response.json({ eventStoreUrl: 'https://store.example.org/e', apiKey: 'canary-key' });
  await inOutbox('profile', { auth, url: profileUrl }, { lms, store: () => new Response() }, async (world) => {
    world.store(1);
    await world.send();
    expect(world.seen.map(({ line }) => line)).toEqual([`GET ${profileUrl}`, 'POST https://store.example.org/e']);
    expect(world.seen[0]?.authorization).toMatch(/^OAuth .*oauth_signature="[\w%]{27,90}"$/);
    expect(world.seen[1]?.authorization).toBe('canary-key');
    expect(world.status()).toMatchObject({ state: 'open', delivered: 1 });
    expect(world.dump()).not.toContain('canary');
  });
});

describe('a destination with discover', () => {
  test('gets envelopes that its endpoint takes from the second run on, and its version is remarked', async () => {
    const udp: Server = ({ line }) =>
      line.startsWith('GET ')
        ? Response.json({ caliperMaximumPayloadSize: 1.5, caliperSupportedVersions: ['v1p1'] })
        : new Response();
    const settings = { discover: true, batch: { events: 5, bytes: 524_288, seconds: 0 } } as const;
    await inOutbox('discover', settings, { udp }, async (world) => {
      world.store(5);
      await world.send();
      // Nothing waits for the answer to the question, so the test has to.
      await new Promise((resolve) => setTimeout(resolve, 50));
      world.store(5);
      await world.send();
      const [first, second, ...rest] = world.seen;
      expect([first?.line.slice(0, 4), second?.line.slice(0, 4)]).toEqual(['GET ', 'POST']);
      const ids = [second, ...rest].map((one) =>
        (JSON.parse(one?.body ?? '') as { data: { id: string }[] }).data.map(({ id }) => id),
      );
      expect(ids.flat()).toEqual(Array.from({ length: 10 }, (_, number) => eventId(number)));
      expect(ids.map((list) => list.length)).toEqual([5, 2, 2, 1]);
      expect(rest.every(({ body }) => body.length <= 1500)).toBe(true);
      expect(world.status()).toMatchObject({ state: 'open', reason: 'CALIPER_VERSION_NOT_SUPPORTED', delivered: 10 });
    });
  });

  test('gets its events although it does not answer the question', async () => {
    const udp: Server = ({ line }) => {
      if (line.startsWith('GET ')) throw new TypeError('connection lost');
      return new Response();
    };
    await inOutbox('discover-not', { discover: true }, { udp }, async (world) => {
      world.store(3);
      await world.send();
      expect(world.status()).toMatchObject({ state: 'open', reason: null, delivered: 3 });
    });
  });
});
