import type { Config, SourceConfig } from '../../../src/config/config.ts';
import { xapiRoutes } from '../../../src/ingest/xapi/routes.ts';
import type { AppendRequest, AppendResult } from '../../../src/outbox/messages.ts';

// Only what the routes read of the configuration.
const config = {
  sources: [{ name: 'lms', lms: 'https://lms.example.edu', keys: ['source-key'], compat: [], onInvalid: 'reject' }],
  limits: { bodyBytes: 120_000, records: 3, problems: 2 },
} as unknown as Config;

export const id = '0a1b2c3d-0000-4000-8000-000000000001';
/** A sound statement without id. */
export const statement = {
  actor: { mbox: 'mailto:ada@example.edu' },
  verb: { id: 'https://w3id.org/xapi/video/verbs/played' },
  object: { id: 'https://media.example.edu/videos/7' },
  timestamp: '2026-05-04T12:00:00Z',
};

/** One request. */
export interface Call {
  /** In place of settings of the source. */
  source?: Partial<SourceConfig>;
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: unknown;
  result?: AppendResult;
}

/** Sends one request to the routes, in 1.0.3 and with the key of the source unless told; a header that is '' is left out. Gives the answer and what was stored. */
export async function call({ source, method = 'POST', path = '/xapi/statements', headers = {}, body, result }: Call) {
  const stored: AppendRequest[] = [];
  const app = xapiRoutes({
    config: () => ({ ...config, sources: config.sources.map((one) => ({ ...one, ...source })) }),
    translator: () => ({
      translate: (record) => ({
        kind: 'emitted',
        rule: { rule: 'media-played', file: 'mappings/xapi/video.yaml', line: 1 },
        events: [
          { id: `urn:uuid:${record.seed.slice(5)}`, type: 'MediaEvent', value: { actor: { id: 'urn:a' } }, text: '{}' },
        ],
      }),
    }),
    append: (request) => {
      stored.push(request);
      return Promise.resolve(result ?? { ok: true, duplicates: [] });
    },
    now: () => new Date('2026-05-04T12:00:09Z'),
  });
  const all = {
    Authorization: 'Bearer source-key',
    'X-Experience-API-Version': '1.0.3',
    'Content-Type': 'application/json',
    ...headers,
  };
  const response = await app.request(`https://adapter.example.edu${path}`, {
    method,
    headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')),
    ...(body !== undefined && {
      body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, stored };
}

/** What is said to a sender whose request is refused. */
export const refusal = ({ status, text }: { status: number; text: string }): unknown => {
  const { code, detail } = JSON.parse(text) as { code: string; detail: string };
  return { status, code, detail };
};
