import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { SignConfig } from '../../src/config/config.ts';
import { publicKey } from '../../src/delivery/jwks.ts';
import { signedPost } from '../../src/delivery/signed-request.ts';
import { NOW, destination, endpoint, freshKey, sensor } from '../delivery/attempt.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/03-receiving-events.md'), 'utf8');
const blocks = [...page.matchAll(/```python\n(.*?)```/gs)].map(([, code = '']) => code);
const secret = 'a secret of exactly 32 bytes----';
const envelope =
  '{"sensor":"https://adapter.example.edu/sensors/1","sendTime":"2030-03-17T17:46:40.000Z","dataVersion":"v1p2","data":[]}';

/** Runs Python; undefined where there is none, or not what the code imports. */
function python(code: string, input = ''): string | undefined {
  const run = spawnSync('python3', ['-'], {
    input: `${code}\n`,
    env: { ...process.env, CASES: input },
    timeout: 60_000,
  });
  return run.status === 0 ? run.stdout.toString() : undefined;
}
const hasPython = python('import hmac') !== undefined;
const hasCryptography = python('import cryptography') !== undefined;
if (!hasPython) console.warn('python3 is not there: the verifiers in Python of docs/03 are not tested');
else if (!hasCryptography) console.warn('cryptography is not there: of the verifiers in Python only hmac is tested');

/** A request as the receiver gets it, what it is told of it, and when. */
interface Case {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
  now: number;
  keys: unknown[];
}

/** How the functions of the page are called. */
const calls: Record<string, string> = {
  'detached-jws': 'verify_detached_jws(url, headers, body, seen)',
  hmac: 'verify_hmac(url, headers, body, seen)',
  'http-signature': 'verify_http_signature(method, url, headers, body, seen)',
  'bearer-jwt': 'verify_bearer_jwt(method, url, headers, body, seen)',
  'jwt-body': 'verify_jwt_body(url, body, seen)',
};

/** What the code of the page says to requests, one after the other, with one set of ids. */
function verdicts(method: string, cases: readonly Case[]): unknown {
  const driver = `
import io, sys
class Answer(io.BytesIO):
    pass
seen = set()
results = []
for case in json.loads(os_environ["CASES"]):
    method, url, headers, body = case["method"], case["url"], case["headers"], base64.b64decode(case["body"])
    time.time = lambda: case["now"]
    if "urllib" in globals():
        urllib.request.urlopen = lambda address, timeout: Answer(json.dumps({"keys": case["keys"]}).encode())
    try:
        results.append(["accepted", ${calls[method] ?? ''}])
    except Exception:
        results.append(["refused"])
print(json.dumps(results))
`;
  const code = blocks[method === 'hmac' ? 0 : 1] ?? '';
  const output = python(`${code}\nfrom os import environ as os_environ\n${driver}`, JSON.stringify(cases));
  return JSON.parse(output ?? '"it did not run"') as unknown;
}

const methods: SignConfig[] = [
  { method: 'hmac', secret: new TextEncoder().encode(secret) },
  { method: 'detached-jws' },
  { method: 'http-signature' },
  { method: 'bearer-jwt' },
  { method: 'jwt-body', contentType: 'application/jwt' },
];

afterEach(() => {
  vi.unstubAllEnvs();
});

describe.each(methods)('the verifier in Python for $method', (sign) => {
  const able = sign.method === 'hmac' ? hasPython : hasCryptography;
  const algorithms = sign.method === 'hmac' ? (['ES256'] as const) : (['ES256', 'EdDSA'] as const);

  test.skipIf(!able).each(algorithms)('accepts what was sent, once, and nothing else (%s)', async (alg) => {
    vi.stubEnv('CALIPER_SECRET', secret);
    const key = freshKey(alg);
    const keys = [publicKey(freshKey(alg)), publicKey(key)];
    const sent = async (id: string, more: Partial<Case> = {}): Promise<Case> => {
      const signer = { key, issuer: sensor };
      const bytes = new TextEncoder().encode(envelope);
      const { headers, body } = await signedPost(destination({ sign }), signer, bytes, NOW * 1000, id);
      return {
        ...{ method: 'POST', url: endpoint, now: NOW, keys, body: Buffer.from(body).toString('base64') },
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
        ...more,
      };
    };
    const altered = await sent('id-3');
    const bytes = Buffer.from(altered.body, 'base64');
    bytes[bytes.length >> 1] = bytes[bytes.length >> 1] === 0x61 ? 0x62 : 0x61;
    const strangers = [{ ...publicKey(freshKey(alg)), kid: key.kid }];
    const expected = [
      [await sent('id-1'), true],
      [await sent('id-1'), false],
      [await sent('id-2'), true],
      [{ ...altered, body: bytes.toString('base64') }, false],
      [await sent('id-4', { url: `${endpoint}2` }), false],
      [await sent('id-5', { now: NOW + 301 }), false],
      [await sent('id-6', { now: NOW - 61 }), false],
      [await sent('id-7', { now: NOW - 59 }), true],
      [await sent('id-8', { headers: { 'content-type': 'application/json' }, body: btoa(envelope) }), false],
      // A shared secret is not looked up.
      ...(sign.method === 'hmac' ? [] : [[await sent('id-9', { keys: strangers }), false] as const]),
    ] as const;
    const given = sign.method === 'jwt-body' ? (JSON.parse(envelope) as unknown) : null;
    expect(
      verdicts(
        sign.method,
        expected.map(([one]) => one),
      ),
    ).toEqual(expected.map(([, accepted]) => (accepted ? ['accepted', given] : ['refused'])));
  });
});

test.skipIf(!hasPython)('the verifier in Python for hmac refuses another secret', async () => {
  vi.stubEnv('CALIPER_SECRET', secret.toUpperCase());
  const [sign = { method: 'none' }] = methods;
  const signer = { key: undefined, issuer: sensor };
  const bytes = new TextEncoder().encode(envelope);
  const { headers, body } = await signedPost(destination({ sign }), signer, bytes, NOW * 1000, 'id-1');
  const names = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  const one = { method: 'POST', url: endpoint, now: NOW, keys: [], body: Buffer.from(body).toString('base64') };
  expect(verdicts('hmac', [{ ...one, headers: Object.fromEntries(names) }])).toEqual([['refused']]);
});
