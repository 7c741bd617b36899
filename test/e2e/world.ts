import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { startAdapter, writeLocalConfig } from '../../scripts/adapter-process.ts';
import type { AdapterProcess } from '../../scripts/adapter-process.ts';
import { freePort } from '../../scripts/ports.ts';
import { keySetOf, verifyEnvelope } from '../../scripts/verify-envelope.ts';
import type { DryRun } from '../../src/ingest/dry-run.ts';
import type { Received } from './receiver.ts';

/** Milliseconds in which something must have happened, on a machine that does much else. */
export const patience = 90_000;

/** A folder for the running test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'caliper-edge-e2e-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** An adapter for the running test, with one source, `lms`. It can be started again, at the same port with the same storage. */
export async function adapterWith(
  vars: Record<string, unknown> = {},
): Promise<{ folder: string; start: () => Promise<AdapterProcess> }> {
  const folder = await temporaryFolder();
  const port = await freePort();
  await writeLocalConfig(folder, {
    SENSOR_ID: 'https://adapter.example.edu/sensors/1',
    SOURCES: [{ name: 'lms', lms: 'https://lms.example.edu', key: 'SOURCE_LMS_KEY' }],
    ...vars,
  });
  return {
    folder,
    start: async () => {
      const adapter = await startAdapter(folder, port);
      onTestFinished(() => adapter.kill());
      return adapter;
    },
  };
}

/** The setting of a destination that takes envelopes of at most `events` events. */
export function destination(url: string, events = 10): Record<string, unknown> {
  return {
    name: 'udp',
    url,
    auth: { scheme: 'none' },
    sign: { method: 'detached-jws' },
    batch: { events, bytes: 524_288, seconds: 0 },
  };
}

/** Sends records as their source. */
export async function post(
  adapter: AdapterProcess,
  path: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  const response = await fetch(`${adapter.origin}${path}`, {
    method: 'POST',
    body,
    headers: { Authorization: `Bearer ${adapter.secrets['SOURCE_LMS_KEY'] ?? ''}`, ...headers },
  });
  return { status: response.status, text: await response.text() };
}

/** Asks as the administrator. */
export async function ask<T>(adapter: AdapterProcess, path: string): Promise<T> {
  const headers = { Authorization: `Bearer ${adapter.secrets['ADMIN_TOKEN'] ?? ''}` };
  const response = await fetch(`${adapter.origin}${path}`, { headers });
  return response.json();
}

/** Sorted ids of the events that a dry run promises for tracking events. */
export async function promisedIds(adapter: AdapterProcess, body: string): Promise<string[]> {
  const { text } = await post(adapter, '/v1/translate', body);
  const { records } = JSON.parse(text) as DryRun;
  const ids = records.flatMap((record) =>
    record.outcome === 'emitted' ? record.events.map(({ id }) => id as string) : [],
  );
  return [...new Set(ids)].sort();
}

/** Waits until it holds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    if (await holds()) return;
    await wait(100);
  }
  throw new Error(`within ${patience / 1000} seconds it did not come to pass that ${what}`);
}

/** Verifies the signature of every request, against the key set that the adapter publishes. */
export async function verifyAll(adapter: AdapterProcess, requests: readonly Received[], url: string): Promise<void> {
  const keys = keySetOf(adapter.origin);
  for (const { body, headers } of requests) await verifyEnvelope(body, String(headers['x-jws-signature']), url, keys);
}
