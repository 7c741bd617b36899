import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freshSecrets } from '../../../src/cli/secrets.ts';
import type { Body } from './bodies.ts';
import type { Rows } from './rows.ts';
import { sendAll } from './send.ts';
import type { Latencies } from './send.ts';
import { serve } from './served-worker.ts';
import type { ServedWorker } from './served-worker.ts';

/** Milliseconds that all that was taken has for being delivered. */
const patience = 120_000;

/** Events that one call makes up. */
const FILL_STEP = 10_000;

/** What a receiver has counted. */
export interface Count {
  events: number;
  requests: number;
  bytes: number;
}

/** A Worker with its receiver. */
export interface Pipeline {
  worker: ServedWorker;
  send(bodies: readonly Body[], senders: number, gzip: boolean): Promise<Latencies>;
  /** What waits for delivery. */
  backlog(): Promise<number>;
  /** Waits until nothing waits any more. */
  settled(): Promise<void>;
  received(): Promise<Count>;
  /** What the receiver answers from now on. */
  answer(status: number): Promise<void>;
  /** Of the shards together; of the adapter with `probe` only. */
  rows(shards?: number): Promise<Rows>;
  /** Stores so many made-up events more in the first shard of the adapter; `from` counts those before. */
  fill(from: number, events: number): Promise<void>;
  /** Asks the adapter to take up a destination that backs off. */
  resume(): Promise<void>;
}

/** Starts a Worker with its receiver, and ends both afterwards. */
export type Start = (use: (pipeline: Pipeline) => Promise<void>) => Promise<void>;

/** Runs all of them at once. */
export async function together(starts: readonly Start[], use: (pipelines: Pipeline[]) => Promise<void>): Promise<void> {
  const pipelines: Pipeline[] = [];
  const rest = ([start, ...left]: readonly Start[]): Promise<void> =>
    start === undefined
      ? use(pipelines)
      : start((pipeline) => {
          pipelines.push(pipeline);
          return rest(left);
        });
  return rest(starts);
}

/** Runs the adapter, as deployed but for its destination, which is the receiver, signed with ES256. */
export async function withAdapter<T>(
  bundle: string,
  storage: string,
  options: { shards?: number; probe?: boolean; vars?: Record<string, unknown> },
  use: (pipeline: Pipeline) => Promise<T>,
): Promise<T> {
  const secrets = await freshSecrets(['SOURCE_LMS_KEY']);
  return withReceiver('"eventTime":"', (receiver) => {
    const vars = {
      SENSOR_ID: 'https://adapter.example.edu/sensors/1',
      SOURCES: [{ name: 'lms', lms: 'https://lms.example.edu', key: 'SOURCE_LMS_KEY' }],
      DESTINATIONS: [
        {
          name: 'udp',
          url: receiver,
          auth: { scheme: 'none' },
          sign: { method: 'detached-jws' },
          batch: { events: 100, bytes: 524_288, seconds: 0 },
        },
      ],
      OUTBOX_SHARDS: String(options.shards ?? 1),
      OUTBOX_BYTES: '8000000000',
      ...(options.probe === true && { PROBE: 'on' }),
      ...options.vars,
      ...secrets,
    };
    const objects = { OUTBOX: 'Outbox', INBOX_STORE: 'Inbox', EXTERNAL_ID_STORE: 'ExternalIds' };
    return serve({ bundle, storage, objects, vars }, async (worker) => {
      const admin = { Authorization: `Bearer ${secrets['ADMIN_TOKEN'] ?? ''}` };
      const headers = { Authorization: `Bearer ${secrets['SOURCE_LMS_KEY'] ?? ''}` };
      const backlog = async (): Promise<number> => {
        const status = await ask<{ destinations: { backlog: number }[] }>(`${worker.origin}/v1/status`, admin);
        return status.destinations.reduce((sum, destination) => sum + destination.backlog, 0);
      };
      return use({
        ...pipelineOf(worker, receiver, { path: '/v1/tracking-logs', headers }, backlog),
        rows: async (shards = options.shards ?? 1) => {
          const sum: Rows = { written: 0, read: 0, alarms: 0, size: 0 };
          for (let shard = 0; shard < shards; shard++) {
            const rows = await ask<Rows>(`${worker.origin}/bench/rows?shard=${shard}`);
            for (const name of ['written', 'read', 'alarms', 'size'] as const) sum[name] += rows[name];
          }
          return sum;
        },
        fill: async (from, events) => {
          for (let done = 0; done < events; done += FILL_STEP) {
            const step = Math.min(FILL_STEP, events - done);
            await ask(`${worker.origin}/bench/fill?from=${from + done}&events=${step}`);
          }
        },
        resume: async () => {
          await fetch(`${worker.origin}/v1/destinations/udp/resume`, { method: 'POST', headers: admin });
        },
      });
    });
  });
}

/** Runs the floor: {@link file://../floor/worker.ts}. */
export async function withFloor<T>(
  bundle: string,
  storage: string,
  use: (pipeline: Pipeline) => Promise<T>,
): Promise<T> {
  return withReceiver('"accept_language":', (receiver) =>
    serve({ bundle, storage, objects: { STORE: 'Store' }, vars: { RECEIVER: receiver } }, (worker) => {
      const backlog = async (): Promise<number> => (await ask<{ backlog: number }>(worker.origin)).backlog;
      const none = (): Promise<never> => Promise.reject(new Error('the floor cannot'));
      const pipeline = pipelineOf(worker, receiver, { path: '/', headers: {} }, backlog);
      return use({ ...pipeline, rows: none, fill: none, resume: none });
    }),
  );
}

function pipelineOf(
  worker: ServedWorker,
  receiver: string,
  to: { path: string; headers: Record<string, string> },
  backlog: () => Promise<number>,
): Omit<Pipeline, 'rows' | 'fill' | 'resume'> {
  return {
    worker,
    backlog,
    send: (bodies, senders, gzip) => {
      const headers = { ...to.headers, ...(gzip && { 'Content-Encoding': 'gzip' }) };
      return sendAll(bodies, senders, { port: worker.port, path: to.path, headers });
    },
    settled: async () => {
      const end = Date.now() + patience;
      // The receiver is asked as long as something comes: for its answer the adapter has to add up all its counters.
      for (let before = -1; ;) {
        const { events } = await ask<Count>(receiver);
        if (events === before && (await backlog()) === 0) return;
        if (Date.now() > end) throw new Error('the events of the bench were not delivered');
        before = events;
        await wait(10);
      }
    },
    received: () => ask<Count>(receiver),
    answer: async (status) => {
      await fetch(`${receiver}?status=${status}`, { method: 'PUT' });
    },
  };
}

/** Runs a receiver in a process of its own, and gives its URL. */
async function withReceiver<T>(marker: string, use: (url: string) => Promise<T>): Promise<T> {
  const child = fork(join(import.meta.dirname, 'receiver.ts'), [marker]);
  try {
    const [port] = (await once(child, 'message')) as [number];
    return await use(`http://127.0.0.1:${port}/caliper`);
  } finally {
    child.kill();
  }
}

async function ask<Answer>(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url, { headers });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  // What the Worker or the receiver of the bench tells.
  return (await response.json()) as Answer;
}
