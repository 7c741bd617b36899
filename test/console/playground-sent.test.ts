import { describe, expect, test } from 'vitest';
import type { Config, DestinationConfig, SourceConfig } from '../../src/config/config.ts';
import { sentTo } from '../../src/console/playground/sent.ts';
import type { Sent } from '../../src/console/playground/run.ts';
import type { RecordOutcome } from '../../src/pipeline/outcome.ts';
import { destination } from '../delivery/attempt.ts';

const now = Date.parse('2026-03-02T09:00:00.123Z');
const source: SourceConfig = {
  name: 'lms',
  lms: 'https://lms.example.edu',
  keys: ['a-key-of-the-tests'],
  compat: [],
  onInvalid: 'reject',
};
const value = {
  '@context': 'http://purl.imsglobal.org/ctx/caliper/v1p2',
  id: 'urn:uuid:6e907cf9-ee5a-567a-a67f-f413ac1e1ddf',
  type: 'Event',
  profile: 'GeneralProfile',
  actor: { id: 'https://lms.example.edu/user/1', type: 'Person' },
  action: 'Viewed',
  object: { id: 'https://lms.example.edu/things/7', type: 'DigitalResource' },
  eventTime: '2026-03-02T09:00:00.000Z',
};
const outcome: Extract<RecordOutcome, { kind: 'emitted' }> = {
  kind: 'emitted',
  rule: { rule: 'viewed', file: 'mappings/openedx/site/playground.yaml', line: 1 },
  events: [{ id: value.id, type: 'Event', value, text: JSON.stringify(value) }],
};

function sent(more: Partial<DestinationConfig>): Promise<Sent> {
  const to: DestinationConfig = { ...destination({ sign: { method: 'none' } }), sources: ['lms'], ...more };
  // Nothing else of the configuration is read.
  const config = { sensorId: 'https://adapter.example.edu', signingKeys: [] } as Partial<Config> as Config;
  return sentTo(config, to, source, outcome, now, 'attempt-1');
}

describe('the request that is shown', () => {
  test('is the envelope of the destination, with its headers and without any secret', async () => {
    const shown = await sent({
      url: 'https://caliper.example.org/events',
      auth: { scheme: 'bearer', token: 'a-token-of-the-tests' },
      headers: { 'X-Tenant': 'edx', 'X-Api-Key': 'a-long-key-of-the-tests' },
    });
    expect(shown).toEqual({
      ok: true,
      url: 'https://caliper.example.org/events',
      headers: { 'X-Tenant': 'edx', 'X-Api-Key': '…', 'Content-Type': 'application/json', Authorization: '…' },
      body: `{"sensor":"https://adapter.example.edu","sendTime":"2026-03-02T09:00:00.123Z","dataVersion":"http://purl.imsglobal.org/ctx/caliper/v1p2","data":[${JSON.stringify(value)}]}`,
    });
  });

  test('fetches no token for it', async () => {
    const client = { style: 'basic', secret: 'a-client-secret' } as const;
    const auth = { scheme: 'oauth2', tokenUrl: 'https://login.example.org/token', clientId: 'edx', client } as const;
    const shown = await sent({ auth });
    expect(shown).toMatchObject({ ok: true, headers: { Authorization: '…' } });
    expect(JSON.stringify(shown)).not.toContain('secret');
  });

  test('shows a signature that is no credential, and hides one that stands in Authorization', async () => {
    const secret = new TextEncoder().encode('a secret that is shared with the receiver');
    const shown = await sent({ auth: { scheme: 'none' }, sign: { method: 'hmac', secret } });
    expect(shown).toMatchObject({
      ok: true,
      headers: { 'X-JWS-Signature': expect.stringMatching(/^eyJ[\w-]+\.\.[\w-]+$/) as string },
    });
  });

  test('is in the version of the destination', async () => {
    const shown = await sent({ caliper: 'v1p1', auth: { scheme: 'none' } });
    expect(shown).toMatchObject({
      ok: true,
      body: expect.stringContaining('"dataVersion":"http://purl.imsglobal.org/ctx/caliper/v1p1"') as string,
    });
  });

  test('is none where the destination does not want the event', async () => {
    const reason = 'its sources or its match leave these events out';
    expect(await sent({ sources: ['other'] })).toEqual({ ok: false, reason });
    expect(await sent({ match: { type: ['MediaEvent'] } })).toEqual({ ok: false, reason });
  });
});
