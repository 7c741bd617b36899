import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAdapter, writeLocalConfig } from '../../scripts/adapter-process.ts';
import type { AdapterProcess } from '../../scripts/adapter-process.ts';
import { freePort } from '../../scripts/ports.ts';
import { startReceiver } from './receiver.ts';
import type { Target } from './xapi-senders.ts';
import { videoOf } from './xapi-statements.ts';
import { ask, destination, until } from './world.ts';

const lms = 'https://lms.example.edu';

const sources = [
  { name: 'lms', lms, key: 'SOURCE_LMS_KEY' },
  // As docs/16-xapi-senders.md says for each of them.
  { name: 'aspects', lms, key: 'SOURCE_ASPECTS_KEY', compat: ['openedx-erb'], 'on-invalid': 'quarantine' },
  { name: 'ralph', lms, key: 'SOURCE_RALPH_KEY', compat: ['ralph'] },
  { name: 'pipe', lms, key: 'SOURCE_PIPE_KEY', 'on-invalid': 'quarantine' },
  { name: 'h5p', lms, key: 'SOURCE_H5P_KEY', compat: ['h5p'], 'on-invalid': 'quarantine' },
];

/** What arrives at the receiver of an event about a video. */
export interface Arrival {
  action: unknown;
  video: string;
  at: unknown;
}

/** An adapter with a source of each kind, and a receiver; for all tests of a file. */
export interface XapiWorld {
  origin: string;
  /** E.g. `http://127.0.0.1:40123/xapi/`. */
  endpoint: string;
  /** Key of a source. */
  key(source: string): string;
  /** As a sender is given it, with Basic. */
  target(source?: string): Target;
  /** As a sender is given it, with Bearer. */
  bearer(source?: string): Target;
  /** Everything about the video of this sender that was delivered, once nothing waits any more. In the order of positions. */
  arrived(sender: string): Promise<Arrival[]>;
  close(): Promise<void>;
}

export async function startXapiWorld(): Promise<XapiWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'caliper-edge-e2e-'));
  const receiver = await startReceiver();
  await writeLocalConfig(folder, {
    SENSOR_ID: 'https://adapter.example.edu/sensors/1',
    SOURCES: sources,
    DESTINATIONS: [destination(receiver.url)],
  });
  const adapter = await startAdapter(folder, await freePort());
  const key = (source: string): string => adapter.secrets[`SOURCE_${source.toUpperCase()}_KEY`] ?? '';
  return {
    origin: adapter.origin,
    endpoint: `${adapter.origin}/xapi/`,
    key,
    target: (source = 'lms') => ({
      host: new URL(adapter.origin).host,
      authorization: `Basic ${Buffer.from(`${source}:${key(source)}`).toString('base64')}`,
    }),
    bearer: (source = 'lms') => ({ host: new URL(adapter.origin).host, authorization: `Bearer ${key(source)}` }),
    async arrived(sender) {
      await until('nothing waits', () => isEmpty(adapter));
      const events = receiver.requests.flatMap((request) => request.events) as unknown as CaliperEvent[];
      return events
        .filter(({ object }) => object.id === videoOf(sender))
        .map(({ action, object, target }) => ({ action, video: object.id, at: target?.currentTime }))
        .sort((one, other) => String(one.at).localeCompare(String(other.at)));
    },
    async close() {
      await adapter.kill();
      await receiver.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

interface CaliperEvent {
  action: string;
  object: { id: string };
  target?: { currentTime?: string };
}

async function isEmpty(adapter: AdapterProcess): Promise<boolean> {
  const { destinations } = await ask<{ destinations: { backlog: number }[] }>(adapter, '/v1/status');
  return destinations.every(({ backlog }) => backlog === 0);
}
