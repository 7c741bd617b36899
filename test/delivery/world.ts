import type { AuthConfig, Config, DestinationConfig, SigningKey } from '../../src/config/config.ts';
import { createEndpoint } from '../../src/delivery/endpoint.ts';
import type { Endpoint } from '../../src/delivery/endpoint.ts';
import type { Platform } from '../../src/delivery/post.ts';
import { NOW, destination, sensor } from './attempt.ts';

/** A request as a server got it. */
export interface Seen {
  method: string;
  url: string;
  headers: Headers;
  body: string;
}

/** What a server answers to its n-th request, from 0; a rejection is a connection that fails. */
export type Server = (request: Seen, before: number) => Response | Promise<Response>;

/** Servers by URL without the query, a clock that can be set, and an endpoint of one destination among them. */
export interface World {
  endpoint: Endpoint;
  /** All requests in order. */
  seen: Seen[];
  /** As `METHOD URL`. */
  lines: () => string[];
  /** Lets seconds pass. */
  pass: (seconds: number) => void;
  platform: Platform;
}

/** Makes a world in which the destination authenticates as told. */
export function world(
  auth: AuthConfig,
  servers: Record<string, Server>,
  more: Partial<DestinationConfig> & { signingKeys?: SigningKey[] } = {},
): World {
  const seen: Seen[] = [];
  let now = NOW * 1000;
  let ids = 0;
  const platform: Platform = {
    now: () => now,
    random: () => 0.5,
    uuid: () => `id-${++ids}`,
    fetch: async (url, init) => {
      const request = new Request(url, init);
      const { method, headers } = request;
      const before = seen.filter((other) => other.url === request.url && other.method === method).length;
      const kept = { method, url: request.url, headers, body: await request.text() };
      seen.push(kept);
      const server = servers[request.url.split('?')[0] ?? ''];
      if (server === undefined) throw new TypeError('connection refused');
      return server(kept, before);
    },
  };
  const { signingKeys = [], ...settings } = more;
  // An endpoint reads nothing else of the configuration.
  const config = { sensorId: sensor, signingKeys } as Partial<Config> as Config;
  const settled: DestinationConfig = { ...destination({ sign: { method: 'none' } }), ...settings, auth };
  return {
    endpoint: createEndpoint(config, settled, platform),
    seen,
    lines: () => seen.map(({ method, url }) => `${method} ${url}`),
    pass: (seconds) => (now += seconds * 1000),
    platform,
  };
}

export const body = (): Uint8Array => new TextEncoder().encode('{}');

export const ok: Server = () => new Response();
