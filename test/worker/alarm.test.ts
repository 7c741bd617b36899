import { runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ok, receivers } from './receiver.ts';
import { START, eventId, freeze, outbox, pass, records, request, ring } from './steps.ts';

beforeEach(() => {
  freeze();
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** When the alarm rings, while the platform repeats a run that was cut off and after it, in milliseconds from the start. */
async function repeated(name: string): Promise<(number | null)[]> {
  const stub = outbox(name);
  await stub.append(request(records(0, 1)));
  pass(1000);
  return runInDurableObject(stub, async (object, { storage }) => {
    const fromStart = async (): Promise<number | null> => {
      const at = await storage.getAlarm();
      return at === null ? null : at - START;
    };
    const run = object.alarm({ isRetry: true, retryCount: 1, scheduledTime: START });
    const during = await fromStart();
    await run;
    return [during, await fromStart()];
  });
}

test('a run that the platform repeats sets the next alarm ahead, for it is not repeated for ever', async () => {
  receivers({ udp: () => new Response(null, { status: 503 }) });
  expect(await repeated('repeated')).toEqual([61_000, 6000]);
});

test('a repeated run that leaves nothing to do leaves no alarm', async () => {
  receivers({ udp: ok });
  expect(await repeated('repeated-and-done')).toEqual([61_000, null]);
});

test('an object that was killed in a run, and lost its alarm, sets it again and sends what was not settled', async () => {
  const never = new Promise<Response>(() => undefined);
  const receiver = receivers({ udp: (_, before) => (before === 0 ? never : new Response()) });
  const killed = outbox('killed');
  await killed.append(request(records(0, 1)));
  pass(1000);
  await runInDurableObject(killed, async (object, state) => {
    await state.storage.deleteAlarm();
    void object.alarm();
    await state.storage.sync();
    state.abort('killed');
  }).catch(() => undefined);
  const anew = outbox('killed');
  await anew.status();
  expect(await ring(anew, 0)).toBe(true);
  expect(receiver.requests.map(({ ids }) => ids)).toEqual([[eventId(0)], [eventId(0)]]);
  expect((await anew.status()).destinations.find(({ name }) => name === 'udp')).toMatchObject({
    ...{ backlog: 0, delivered: 1 },
  });
});
