import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createRemoteJWKSet } from 'jose';
import { devVarsText, freshSecrets } from '../../src/cli/secrets.ts';
import { startAdapter, writeLocalConfig } from '../adapter-process.ts';
import type { AdapterProcess } from '../adapter-process.ts';
import { freePort } from '../ports.ts';
import type { KeySet } from '../verify-envelope.ts';
import { startFaultyReceiver } from './faulty-receiver.ts';
import type { ReceiverFigures } from './faulty-receiver.ts';
import { emptyLedger, settleAccounts } from './ledger.ts';
import type { Findings } from './ledger.ts';
import { createOperator } from './operator.ts';
import type { SoakStatus } from './operator.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import { ship } from './shipper.ts';
import type { ShipperFigures } from './shipper.ts';
import { soakRecord } from './soak-records.ts';

/** How much is done. */
export interface SoakPlan {
  /** Records are sent until they have given so many events. */
  events: number;
  /** How often the adapter is killed. */
  kills: number;
  /** The same seed sends the same records, and fails and kills in the same manner. */
  seed: number;
  /** After so many minutes it counts as failed. */
  minutes: number;
}

/** What came of it. */
export interface SoakResult {
  plan: SoakPlan;
  minutes: number;
  kills: number;
  accepted: number;
  received: number;
  deadLetters: number;
  resumes: number;
  shipper: ShipperFigures;
  receiver: ReceiverFigures;
  findings: Findings;
  /** What else is wrong, in words; empty when all is well. */
  faults: string[];
}

/** Records in a request. */
const batch = 250;

const shards = 8;

/** Events of an envelope. */
const envelope = 100;

/**
 * Runs an adapter in a folder that is empty, kills it again and again while records come in and a receiver fails, and settles
 * accounts when all is out of the outbox.
 *
 * @param say told what goes on, now and then
 */
export async function runSoak(folder: string, plan: SoakPlan, say: (line: string) => void): Promise<SoakResult> {
  const started = Date.now();
  const [port, receiverPort] = [await freePort(), await freePort()];
  const secrets = await prepare(folder, plan, `http://127.0.0.1:${receiverPort}/caliper`);
  const origin = `http://127.0.0.1:${port}`;
  const ledger = emptyLedger();
  const settled = (): number => ledger.stored.size + ledger.refused.size;

  let adapter: AdapterProcess = await startAdapter(folder, port);
  // Fetched while the adapter is there, and for good.
  const keys: KeySet = createRemoteJWKSet(new URL('/.well-known/jwks.json', origin), { cacheMaxAge: Infinity });
  await keys.reload();
  const receiver = await startFaultyReceiver(
    receiverPort,
    createRandom(plan.seed, 'receiver'),
    ledger,
    keys,
    Math.max(1500, Math.floor(plan.events / 10)),
  );
  const operator = createOperator({ origin, token: secrets['ADMIN_TOKEN'] ?? '' }, createRandom(plan.seed, 'operator'));
  const over = new AbortController();
  const isOver = (): boolean => over.signal.aborted;
  const late = setTimeout(
    () => over.abort(new Error(`it took more than ${plan.minutes} minutes`)),
    plan.minutes * 60_000,
  );

  let kills = 0;
  const killing = async (): Promise<void> => {
    const random = createRandom(plan.seed, 'kills');
    while (kills < plan.kills) {
      // At the latest when its share of the work is done, so that no kill comes after all is over.
      const share = ((kills + random.next()) / (plan.kills + 1)) * plan.events;
      const end = Date.now() + random.between(300, 9_000);
      while (Date.now() < end && settled() < share && !isOver()) await wait(20);
      over.signal.throwIfAborted();
      await adapter.kill();
      kills++;
      say(`kill ${kills}: ${settled()} of ${plan.events} events are out`);
      adapter = await startAdapter(folder, port);
    }
  };
  const target = { origin, key: secrets['SOURCE_LMS_KEY'] ?? '' };
  const next = batches(plan, () => ledger.accepted.size);
  const sending = ship(target, next, createRandom(plan.seed, 'shipper'), ledger, 3, over.signal);
  const killed = killing();
  const watching = operator.watch(over.signal);

  try {
    const [shipper] = await Promise.all([sending, killed]);
    say('all records are accepted; waiting for the rest of the events');
    const status = await emptied(operator.status, over.signal);
    await operator.readDeadLetters(ledger);
    const findings = settleAccounts(ledger);
    return {
      plan,
      minutes: (Date.now() - started) / 60_000,
      kills,
      accepted: ledger.accepted.size,
      received: ledger.stored.size,
      deadLetters: ledger.dead.size,
      resumes: operator.resumes,
      shipper,
      receiver: receiver.figures,
      findings,
      faults: faultsOf(ledger.accepted.size, ledger.dead.size, shipper, receiver.figures, findings, status),
    };
  } finally {
    clearTimeout(late);
    over.abort();
    // Nothing of it goes on, and no adapter is started after the last was killed.
    await Promise.allSettled([sending, killed, watching]);
    await adapter.kill();
    await receiver.close();
  }
}

/** Writes configuration and secrets; the one that event ids are made of comes of the seed. */
async function prepare(folder: string, plan: SoakPlan, url: string): Promise<Record<string, string>> {
  const pseudonyms = createHash('sha256').update(`soak ${plan.seed}`).digest('base64url');
  const secrets = { ...(await freshSecrets(['SOURCE_LMS_KEY'])), PSEUDONYM_SECRET: pseudonyms };
  await writeFile(join(folder, '.dev.vars'), devVarsText(secrets), { mode: 0o600 });
  await writeLocalConfig(folder, {
    SENSOR_ID: 'https://adapter.example.edu/sensors/1',
    SOURCES: [{ name: 'lms', lms: 'https://lms.example.edu', key: 'SOURCE_LMS_KEY' }],
    DESTINATIONS: [
      {
        name: 'udp',
        url,
        auth: { scheme: 'none' },
        sign: { method: 'detached-jws' },
        batch: { events: envelope, bytes: 524_288, seconds: 0 },
      },
    ],
    OUTBOX_SHARDS: shards,
    // So small that it gets full: the sender is held back, and the kills fall on sending and delivering alike.
    OUTBOX_BYTES: 4_194_304,
    QUARANTINE_BYTES: 1_048_576,
    LOG: 'errors',
  });
  return secrets;
}

/** Gives one body after the other. */
function batches(plan: SoakPlan, accepted: () => number): () => string | undefined {
  const random: Random = createRandom(plan.seed, 'records');
  let sent = 0;
  return () => {
    if (accepted() >= plan.events) return undefined;
    return Array.from({ length: batch }, () => soakRecord(sent++, random)).join('\n');
  };
}

/** Waits until nothing waits in the outbox; gives the last status. */
async function emptied(status: () => Promise<SoakStatus | undefined>, over: AbortSignal): Promise<SoakStatus> {
  for (;;) {
    over.throwIfAborted();
    const now = await status();
    if (now?.destinations.every(({ backlog }) => backlog === 0) === true) return now;
    await wait(200);
  }
}

function faultsOf(
  accepted: number,
  dead: number,
  shipper: ShipperFigures,
  receiver: ReceiverFigures,
  findings: Findings,
  status: SoakStatus,
): string[] {
  const faults: string[] = [];
  const expect = (holds: boolean, fault: string): void => {
    if (!holds) faults.push(fault);
  };
  for (const [finding, ids] of Object.entries(findings) as [keyof Findings, string[]][]) {
    expect(ids.length === 0, `${finding}: ${ids.length} events, such as ${ids.slice(0, 3).join(', ')}`);
  }
  const [destination] = status.destinations;
  expect(destination?.backlog === 0, `${destination?.backlog ?? 'unknown'} events still wait`);
  expect(
    destination?.delivered === accepted - dead,
    `the status counts ${destination?.delivered ?? 'no'} events as delivered; it should be ${accepted - dead}`,
  );
  expect(
    destination?.deadLetters === dead,
    `the status counts ${destination?.deadLetters ?? 'no'} dead letters; ${dead} are listed`,
  );
  const events = status.counts['events'];
  expect(events === accepted, `the status counts ${events ?? 'no'} events as accepted; it should be ${accepted}`);
  expect(receiver.badSignatures === 0, `${receiver.badSignatures} signatures do not hold or came twice`);
  expect(shipper.takenAgain === 0, `${shipper.takenAgain} records that were sent again were taken as new`);
  const unexpected = [...shipper.unexpected].map(([code, times]) => `${times} × ${code}`);
  expect(unexpected.length === 0, `the sender was answered with ${unexpected.join(', ')}`);
  return faults;
}
