import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DestinationStatus } from '../../src/outbox/messages.ts';
import type { TestOutbox } from './entry.ts';
import { ok, receivers } from './receiver.ts';
import { START, eventId, freeze, outbox, pass, records, request, ring } from './steps.ts';

beforeEach(() => {
  freeze();
});

afterEach(() => {
  vi.restoreAllMocks();
});

async function statusOf(stub: DurableObjectStub<TestOutbox>, name: string): Promise<DestinationStatus | undefined> {
  return (await stub.status()).destinations.find((row) => row.name === name);
}

const letters = { cursor: 0, limit: 100 };

describe('a healthy destination', () => {
  test('gets everything in envelopes of the configured size, in order', async () => {
    const receiver = receivers({ udp: ok });
    const stub = outbox('healthy');
    expect(await stub.append(request(records(0, 250)))).toEqual({ ok: true, duplicates: [] });
    expect(await ring(stub)).toBe(true);
    expect(receiver.requests.map((envelope) => envelope.ids.length)).toEqual([100, 100, 50]);
    expect(receiver.requests.flatMap((envelope) => envelope.ids)).toEqual(
      Array.from({ length: 250 }, (_, number) => eventId(number)),
    );
    expect(await statusOf(stub, 'udp')).toEqual({
      name: 'udp',
      state: 'open',
      reason: null,
      backlog: 0,
      backlogBytes: 0,
      oldest: null,
      lastSuccess: START + 1000,
      nextAttempt: null,
      delivered: 250,
      deadLetters: 0,
    });
    expect(await ring(stub)).toBe(false);
  });

  test('waits for company no longer than configured', async () => {
    const receiver = receivers({ udp: ok });
    const stub = outbox('linger');
    await stub.append(request(records(0, 3)));
    await runInDurableObject(stub, async (_, state) => {
      expect(await state.storage.getAlarm()).toBe(START + 1000);
    });
    pass(400);
    await stub.append(request(records(3, 2)));
    await ring(stub, 100);
    expect(receiver.requests).toHaveLength(0);
    await ring(stub, 500);
    expect(receiver.requests.map((envelope) => envelope.ids.length)).toEqual([5]);
  });

  test('gets a full envelope at once', async () => {
    const receiver = receivers({ udp: ok });
    const stub = outbox('at-once');
    await stub.append(request(records(0, 130)));
    await ring(stub, 0);
    expect(receiver.requests.map((envelope) => envelope.ids.length)).toEqual([100]);
    await ring(stub, 1000);
    expect(receiver.requests.map((envelope) => envelope.ids.length)).toEqual([100, 30]);
  });

  test('gets the four properties of an envelope, with its token and a signature', async () => {
    const receiver = receivers({ udp: ok });
    const stub = outbox('envelope');
    await stub.append(request(records(0, 1)));
    await ring(stub);
    const [envelope] = receiver.requests;
    const { data, ...rest } = JSON.parse(envelope?.body ?? '') as { data: unknown[] };
    expect(data).toHaveLength(1);
    expect(rest).toEqual({
      sensor: 'https://adapter.example.edu/sensors/1',
      sendTime: '2030-01-07T08:00:01.000Z',
      dataVersion: 'http://purl.imsglobal.org/ctx/caliper/v1p2',
    });
    expect(envelope?.headers.get('Content-Type')).toBe('application/json');
    expect(envelope?.headers.get('Authorization')).toBe('Bearer token-of-udp');
    expect(envelope?.headers.get('X-JWS-Signature')).toMatch(/^[\w-]+\.\.[\w-]{86}$/);
  });
});

describe('a destination that fails for a while', () => {
  test('gets everything later, with the same ids and a new signature', async () => {
    const receiver = receivers({ udp: (_, before) => new Response(null, { status: before === 0 ? 503 : 200 }) });
    const stub = outbox('503');
    await stub.append(request(records(0, 5)));
    await ring(stub);
    expect(await statusOf(stub, 'udp')).toMatchObject({
      state: 'backing-off',
      reason: 'HTTP_503',
      backlog: 5,
      nextAttempt: START + 6000,
    });
    await ring(stub, 4999);
    expect(receiver.requests).toHaveLength(1);
    await ring(stub, 1);
    const [first, second] = receiver.requests;
    expect(second?.ids).toEqual(first?.ids);
    const header = (text: string | null | undefined): Record<string, unknown> =>
      JSON.parse(atob((text ?? '').split('.')[0] ?? '')) as Record<string, unknown>;
    const before = header(first?.headers.get('X-JWS-Signature'));
    const after = header(second?.headers.get('X-JWS-Signature'));
    expect(after['jti']).not.toBe(before['jti']);
    expect([before['iat'], after['iat']]).toEqual([START / 1000 + 1, START / 1000 + 6]);
    expect(await statusOf(stub, 'udp')).toMatchObject({ state: 'open', reason: null, backlog: 0, delivered: 5 });
  });

  test('is left alone as long as Retry-After says', async () => {
    receivers({ udp: () => new Response(null, { status: 429, headers: { 'Retry-After': '120' } }) });
    const stub = outbox('429');
    await stub.append(request(records(0, 1)));
    await ring(stub);
    expect(await statusOf(stub, 'udp')).toMatchObject({ reason: 'HTTP_429', nextAttempt: START + 1000 + 132_000 });
  });

  test('that cannot be reached backs off too', async () => {
    receivers({});
    const stub = outbox('network');
    await stub.append(request(records(0, 1)));
    await ring(stub);
    expect(await statusOf(stub, 'udp')).toMatchObject({ state: 'backing-off', reason: 'NETWORK', backlog: 1 });
  });

  test('has its first envelope listed when the attempts are spent, and gets the next', async () => {
    const receiver = receivers({
      udp: (_, before) => new Response('down for repair', { status: before < 9 ? 500 : 200 }),
    });
    const stub = outbox('spent');
    await stub.append(request(records(0, 150)));
    for (let attempt = 0; attempt < 9; attempt++) await ring(stub, 36_000_000);
    expect(receiver.requests.map((envelope) => envelope.ids.length)).toEqual([...Array<number>(9).fill(100), 50]);
    expect(await statusOf(stub, 'udp')).toMatchObject({ state: 'open', backlog: 0, delivered: 50, deadLetters: 100 });
    expect((await stub.deadLetters(letters))[0]).toMatchObject({
      reason: 'ATTEMPTS_SPENT',
      status: 500,
      response: 'down for repair',
      attempts: 9,
      rule: 'video-paused',
      eventId: eventId(0),
    });
  });
});

describe('a refused envelope', () => {
  test.each([0, 37, 99])('is halved until the event at fault stands alone: event %i of 100', async (poisoned) => {
    const receiver = receivers({
      udp: ({ ids }) =>
        ids.includes(eventId(poisoned))
          ? new Response('{"error":"object.id is not liked by 192.0.2.7, token-of-udp"}', { status: 400 })
          : new Response(null, { status: 200 }),
    });
    const stub = outbox(`poison-${poisoned}`);
    await stub.append(request(records(0, 100)));
    await ring(stub);
    expect(receiver.requests.length).toBeLessThanOrEqual(2 * Math.log2(100));
    expect(await statusOf(stub, 'udp')).toMatchObject({ state: 'open', backlog: 0, delivered: 99, deadLetters: 1 });
    expect(await stub.deadLetters(letters)).toEqual([
      {
        id: 1,
        destination: 'udp',
        eventId: eventId(poisoned),
        rule: 'video-paused',
        reason: 'REFUSED',
        status: 400,
        response: '{"error":"object.id is not liked by [removed], [secret]"}',
        attempts: expect.any(Number) as number,
        at: START + 1000,
        text: records(poisoned, 1)[0]?.events[0]?.text,
      },
    ]);
  });

  test('costs one request for each event where everything is refused', async () => {
    const receiver = receivers({ udp: () => new Response(null, { status: 422 }) });
    const stub = outbox('all-refused');
    await stub.append(request(records(0, 64)));
    await ring(stub);
    expect(receiver.requests).toHaveLength(64 + 6);
    expect(await statusOf(stub, 'udp')).toMatchObject({ backlog: 0, delivered: 0, deadLetters: 64 });
  });

  test('that is too large teaches the size that the destination takes', async () => {
    const receiver = receivers({ udp: ({ ids }) => new Response(null, { status: ids.length > 60 ? 413 : 200 }) });
    const stub = outbox('413');
    await stub.append(request(records(1000, 300)));
    await ring(stub);
    expect(receiver.requests.map((envelope) => envelope.ids.length)).toEqual([100, 50, 50, 50, 50, 50, 50]);
    expect(await statusOf(stub, 'udp')).toMatchObject({ delivered: 300, deadLetters: 0 });
  });
});

describe('a destination that is not as configured', () => {
  test.each([
    [401, 'UNAUTHORIZED'],
    [403, 'FORBIDDEN'],
    [404, 'NOT_FOUND'],
    [410, 'GONE'],
    [302, 'REDIRECT'],
  ])('is paused on %i and keeps its events until it is resumed', async (status, reason) => {
    let restored = false;
    const receiver = receivers({
      udp: () =>
        restored
          ? new Response(null, { status: 200 })
          : new Response(null, { status, headers: { Location: 'https://elsewhere.example.org/' } }),
    });
    const stub = outbox(`paused-${status}`);
    await stub.append(request(records(0, 2)));
    await ring(stub);
    expect(await statusOf(stub, 'udp')).toMatchObject({ state: 'paused', reason, backlog: 2, deadLetters: 0 });
    await stub.append(request(records(2, 1)));
    expect(await ring(stub, 86_400_000)).toBe(false);
    expect(receiver.requests).toHaveLength(1);
    restored = true;
    expect(await stub.resume('udp')).toBe(true);
    await ring(stub);
    expect(await statusOf(stub, 'udp')).toMatchObject({ state: 'open', reason: null, backlog: 0, delivered: 3 });
  });

  test('of an unknown name cannot be resumed', async () => {
    expect(await outbox('unknown').resume('nobody')).toBe(false);
  });
});

describe('two destinations', () => {
  test('do not hear of each other', async () => {
    const receiver = receivers({ first: () => new Response(null, { status: 503 }), second: ok });
    const stub = outbox('independent');
    await stub.append(request(records(0, 3, { source: 'both' })));
    await ring(stub);
    expect(await statusOf(stub, 'first')).toMatchObject({ state: 'backing-off', backlog: 3 });
    expect(await statusOf(stub, 'second')).toMatchObject({ state: 'open', backlog: 0, delivered: 3 });
    expect(receiver.of('udp')).toHaveLength(0);
  });

  test('a slow one does not hold up what arrives for the other', async () => {
    const slow = Promise.withResolvers<undefined>();
    const receiver = receivers({
      first: async () => {
        await slow.promise;
        return new Response(null, { status: 200 });
      },
      second: ok,
    });
    const stub = outbox('slow');
    await stub.append(request(records(0, 100, { source: 'both' })));
    const run = ring(stub, 0);
    await vi.waitFor(() => expect(receiver.of('second')).toHaveLength(1));
    await stub.append(request(records(100, 100, { source: 'both' })));
    await vi.waitFor(() => expect(receiver.of('second')).toHaveLength(2));
    slow.resolve(undefined);
    await run;
    expect(receiver.of('first').map((envelope) => envelope.ids.length)).toEqual([100, 100]);
  });
});

describe('what is stored', () => {
  test('outlives an eviction between storing and sending', async () => {
    const receiver = receivers({ udp: ok });
    const stub = outbox('evicted');
    await stub.append(request(records(0, 7)));
    await evictDurableObject(stub);
    await ring(stub);
    expect(receiver.requests.map((envelope) => envelope.ids.length)).toEqual([7]);
  });

  test('is sent although its alarm was lost', async () => {
    const receiver = receivers({ udp: ok });
    const stub = outbox('lost-alarm');
    await stub.append(request(records(0, 2)));
    await runInDurableObject(stub, (_, state) => state.storage.deleteAlarm());
    await evictDurableObject(stub);
    await stub.status();
    expect(await ring(stub)).toBe(true);
    expect(receiver.requests.map((envelope) => envelope.ids.length)).toEqual([2]);
  });

  test('goes to a destination of Caliper 1.1 as 1.1', async () => {
    const receiver = receivers({ old: ok });
    const stub = outbox('v1p1');
    const [saved] = records(9, 1, { source: 'old' });
    const unsendable = {
      ...saved,
      index: 1,
      rule: 'file-printed',
      source: 'old',
      events: [
        {
          id: eventId(10),
          text: JSON.stringify({
            ...(JSON.parse(saved?.events[0]?.text ?? '') as object),
            id: eventId(10),
            type: 'ResourceManagementEvent',
            profile: 'ResourceManagementProfile',
            action: 'Printed',
          }),
        },
      ],
    };
    await stub.append(request([...records(8, 1, { source: 'old' }), unsendable]));
    await ring(stub);
    const body = JSON.parse(receiver.requests[0]?.body ?? '') as {
      dataVersion: string;
      data: Record<string, unknown>[];
    };
    expect(body.dataVersion).toBe('http://purl.imsglobal.org/ctx/caliper/v1p1');
    expect(body.data.map(({ id, profile }) => ({ id, profile }))).toEqual([{ id: eventId(8), profile: undefined }]);
    expect(await statusOf(stub, 'old')).toMatchObject({ delivered: 1, deadLetters: 1 });
    expect((await stub.deadLetters(letters)).map(({ reason, rule, eventId }) => ({ reason, rule, eventId }))).toEqual([
      { reason: 'NO_V1P1_FORM', rule: 'file-printed', eventId: eventId(10) },
    ]);
  });
});
