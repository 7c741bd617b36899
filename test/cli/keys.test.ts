import { calculateJwkThumbprint } from 'jose';
import type { JWK } from 'jose';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readDevVars } from '../../src/cli/secrets.ts';
import { readConfig } from '../../src/config/read.ts';
import { caliper } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'caliper-edge-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const settings = {
  SENSOR_ID: 'https://adapter.example.edu/sensors/1',
  SOURCES: [{ name: 'lms', lms: 'https://lms.example.edu', key: 'SOURCE_LMS_KEY' }],
  INBOX: 'on',
  INBOX_URL: 'http://127.0.0.1:8787/inbox',
};

test('keys --json gives secrets with which an adapter starts, fresh each time', async () => {
  const ran = await Promise.all([caliper(['keys', '--json']), caliper(['keys', '--json'])]);
  expect(ran.map(({ code, stderr }) => ({ code, stderr }))).toEqual([
    { code: 0, stderr: '' },
    { code: 0, stderr: '' },
  ]);
  const [one = {}, two = {}] = ran.map(({ stdout }) => JSON.parse(stdout) as Record<string, string>);
  expect(Object.keys(one)).toEqual([
    'PSEUDONYM_SECRET',
    'SIGNING_KEYS',
    'ADMIN_TOKEN',
    'SOURCE_LMS_KEY',
    'QUARANTINE_KEYS',
    'INBOX_TOKEN',
  ]);
  expect(new Set([...Object.values(one), ...Object.values(two)]).size).toBe(12);
  const read = readConfig({ ...settings, ...one });
  expect(read.ok ? [] : read.faults).toEqual([]);
  expect(Buffer.from(one['PSEUDONYM_SECRET'] ?? '', 'base64url')).toHaveLength(32);
  const jwk = JSON.parse(one['SIGNING_KEYS'] ?? '{}') as JWK;
  expect(jwk).toMatchObject({
    kty: 'EC',
    crv: 'P-256',
    alg: 'ES256',
    use: 'sig',
    kid: await calculateJwkThumbprint(jwk),
  });
});

test('the lines for .dev.vars read back as they were, and each secret is put to Cloudflare, the one of the inbox apart', async () => {
  const { stdout } = await caliper(['keys']);
  const [puts = '', devVars = ''] = stdout.split('# Locally, in .dev.vars:\n');
  writeFileSync(join(folder, '.dev.vars'), devVars);
  const secrets = await readDevVars(join(folder, '.dev.vars'));
  const read = readConfig({ ...settings, ...secrets });
  expect(read.ok ? [] : read.faults).toEqual([]);
  const others = Object.entries(secrets).filter(([name]) => name !== 'INBOX_TOKEN');
  const lines = others.map(([name, value]) => `printf %s '${value}' | npx wrangler secret put ${name}`);
  expect(puts.trim().split('\n').sort()).toEqual(['# On Cloudflare:', ...lines].sort());
});
