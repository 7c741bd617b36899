import { expect, test } from 'vitest';
import { adapterWith } from './world.ts';

const form = 'application/x-www-form-urlencoded';

test('the console is closed without a session, and takes a form only from its own pages with the token of the session', async () => {
  const adapter = await (await adapterWith()).start();
  const call = async (
    path: string,
    init: RequestInit = {},
  ): Promise<{ status: number; location: string | null; headers: Headers; text: string }> => {
    const response = await fetch(`${adapter.origin}${path}`, { redirect: 'manual', ...init });
    const { status, headers } = response;
    return { status, headers, location: headers.get('Location'), text: await response.text() };
  };
  const send = async (
    path: string,
    body: string,
    headers: Record<string, string>,
  ): Promise<{ status: number; location: string | null; headers: Headers; text: string }> =>
    call(path, { method: 'POST', body, headers: { 'Content-Type': form, ...headers } });
  const here = { 'Sec-Fetch-Site': 'same-origin' };

  // Nobody: to the login, and back to where he wanted to go; never to another site.
  for (const cookie of ['', 'caliper-edge-console=1.2.3', `caliper-edge-console=9999999999.x.${'A'.repeat(43)}`]) {
    const { status, location } = await call('/console/quarantine?name=a', { headers: { Cookie: cookie } });
    expect([status, location]).toEqual([303, '/console/login?next=%2Fconsole%2Fquarantine%3Fname%3Da']);
  }
  const stranger = await send('/console/destinations/inbox/resume', '', here);
  expect([stranger.status, stranger.location]).toEqual([303, '/console/login']);
  const token = encodeURIComponent(adapter.secrets['ADMIN_TOKEN'] ?? '');
  for (const next of [
    'https://evil.example/',
    '//evil.example',
    '/console//evil',
    '/console/../v1/status',
    '/consoles',
  ]) {
    const { location } = await send('/console/login', `token=${token}&next=${encodeURIComponent(next)}`, here);
    expect([next, new URL(location ?? '', adapter.origin).pathname.startsWith('/console')]).toEqual([next, true]);
    expect(new URL(location ?? '', adapter.origin).origin).toBe(adapter.origin);
  }

  const login = await send('/console/login', `token=${token}`, here);
  expect(login.headers.get('Set-Cookie')).toMatch(
    /^caliper-edge-console=\d+\.[\w-]+\.[\w-]{43}; Max-Age=43200; Path=\/console; HttpOnly; SameSite=Strict$/,
  );
  const cookie = login.headers.get('Set-Cookie')?.split(';')[0] ?? '';
  const page = await call('/console', { headers: { Cookie: cookie } });
  expect(page.status).toBe(200);
  expect(
    Object.fromEntries([...page.headers].filter(([name]) => /policy|frame|nosniff|cache|type/.test(name))),
  ).toEqual({
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    'content-type': 'text/html; charset=UTF-8',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
  expect(page.text).not.toMatch(/<script(?![^>]* src=)|<style| style=| on[a-z]+=/);

  // A site's own rules and their examples are for whoever is signed in.
  for (const name of ['playground-openedx.json', 'playground-xapi.json', 'coverage.json']) {
    const closed = await call(`/console/data/${name}`);
    const open = await call(`/console/data/${name}`, { headers: { Cookie: cookie } });
    const asset = await call(`/console/assets/${name}`);
    expect([closed.status, open.status, open.headers.get('Cache-Control'), asset.status]).toEqual([
      ...[303, 200, 'no-store', 404],
    ]);
    expect(typeof JSON.parse(open.text)).toBe('object');
  }
  expect((await call('/console/data/nothing.json', { headers: { Cookie: cookie } })).status).toBe(404);

  const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  const resume = async (headers: Record<string, string>, body = `csrf=${csrf}`): Promise<number> =>
    (await send('/console/destinations/inbox/resume', body, { Cookie: cookie, ...headers })).status;
  expect(await resume(here)).toBe(303);
  expect(await resume({ Origin: adapter.origin })).toBe(303);
  expect(await resume({ 'X-Console-Token': csrf, ...here }, '')).toBe(303);
  expect(await resume({})).toBe(403);
  expect(await resume({ 'Sec-Fetch-Site': 'cross-site', Origin: adapter.origin })).toBe(403);
  expect(await resume({ 'Sec-Fetch-Site': 'same-site' })).toBe(403);
  expect(await resume({ Origin: 'https://evil.example' })).toBe(403);
  expect(await resume({ Origin: 'null' })).toBe(403);
  expect(await resume(here, '')).toBe(403);
  expect(await resume(here, `csrf=${csrf}x`)).toBe(403);
  expect(await resume({ ...here, 'Content-Type': 'text/plain' })).toBe(403);

  // Bad input is never a fault of ours.
  const answers = [
    await call('/console/dead-letters?cursor=x&after=never', { headers: { Cookie: cookie } }),
    await call('/console/dead-letters/9.9', { headers: { Cookie: cookie } }),
    await call('/console/quarantine?kind=strange&cursor=-1', { headers: { Cookie: cookie } }),
    await call('/console/inbox/99999', { headers: { Cookie: cookie } }),
    await call('/console/inbox/x', { headers: { Cookie: cookie } }),
    await send('/console/dead-letters', `csrf=${csrf}&do=explode+all`, { Cookie: cookie, ...here }),
    await send('/console/destinations/nobody/resume', `csrf=${csrf}`, { Cookie: cookie, ...here }),
    await send('/console/login', `token=${'x'.repeat(5000)}`, here),
    await send('/console', `csrf=${csrf}`, { Cookie: cookie, ...here }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 404, 200, 404, 404, 303, 404, 403, 405]);
});
