import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../scripts/ports.ts';
import { lacksBrowser, seriousFaults, sidewaysScroll, styleOf } from './browser.ts';
import { signIn, startConsoleWorld, tile } from './console-world.ts';
import type { ConsoleWorld } from './console-world.ts';
import { videoPlayed } from './records.ts';
import { post, until } from './world.ts';

/** A script that leaves a trace if it ever runs. */
const hostile = `<script>window.hurt = true</script><img src=x onerror="window.hurt=true">'">`;

// One adapter for all, from its first record on: the tests stand in the order of an operator's day.
describe.skipIf(lacksBrowser())('the console', () => {
  let world: ConsoleWorld;
  let page: Page;

  beforeAll(async () => {
    world = await startConsoleWorld();
  });

  afterAll(async () => {
    await world.close();
  });

  test('lets in who has the admin token, and tells everybody else what is missing', async () => {
    page = await (await world.browser.newContext({ baseURL: world.adapter.origin })).newPage();
    await page.goto('/console/dead-letters?reason=REFUSED');
    expect(new URL(page.url()).pathname).toBe('/console/login');
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await signIn(page, 'not-the-admin-token');
    expect((await answered).status()).toBe(401);
    expect(await page.getByRole('alert').innerText()).toBe('That is not the admin token.');
    expect(await seriousFaults(page)).toEqual([]);

    await signIn(page, world.adapter.secrets['ADMIN_TOKEN'] ?? '');
    expect(page.url()).toBe(`${world.adapter.origin}/console/dead-letters?reason=REFUSED`);
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ path: '/console', httpOnly: true, sameSite: 'Strict', secure: false });
    expect(cookie?.value).not.toContain(world.adapter.secrets['ADMIN_TOKEN'] ?? '');
  });

  test('says what to do first, without the key, and sends the examples with one click', async () => {
    world.answers({ status: 400, body: `unknown profile ${hostile}` });
    await page.goto('/console');
    expect(await page.getByRole('heading', { level: 2 }).first().innerText()).toBe('Nothing has come in yet');
    expect(await page.locator('#curl').innerText()).toBe(
      `curl -H "Authorization: Bearer $SOURCE_LMS_KEY" --data-binary @examples/tracking.log ${world.adapter.origin}/v1/tracking-logs`,
    );
    expect(await page.content()).not.toContain(world.adapter.secrets['SOURCE_LMS_KEY'] ?? '');
    expect(await seriousFaults(page)).toEqual([]);

    await page.getByRole('button', { name: 'Send the examples' }).click();
    expect(await page.getByRole('status').first().innerText()).toMatch(/^\d+ example records were sent\./);
    // Without a reload: the page fetches its numbers by itself.
    await until('the overview moves', async () => (await tile(page, 'Delivered')) > 10);
    expect(await tile(page, 'Events accepted')).toBeGreaterThan(40);
    expect(await page.getByText('Nothing has come in yet').count()).toBe(0);
    await page.getByText('The last hour as a table').click();
    expect(await page.locator('#hour-table tbody tr').count()).toBe(60);
  });

  test('shows a dead letter with its answer and its event, and replays it', async () => {
    await until('the letters are there', async () => (await tile(page, 'Dead letters')) > 0);
    const dead = await tile(page, 'Dead letters');
    await page.getByRole('link', { name: 'Dead letters' }).click();
    expect(await page.getByRole('heading', { level: 2 }).first().innerText()).toBe(`${dead} letters, by kind`);

    await page
      .getByRole('link', { name: /^MediaEvent/ })
      .first()
      .click();
    expect(await page.getByRole('region', { name: 'Answer', exact: true }).innerText()).toBe(
      `unknown profile ${hostile}`,
    );
    expect(await page.getByRole('region', { name: 'The Caliper event' }).innerText()).toContain('"type": "MediaEvent"');
    expect(await seriousFaults(page)).toEqual([]);

    world.answers({});
    await page.getByRole('button', { name: 'Replay' }).click();
    expect(await page.locator('.notice').innerText()).toBe('1 dead letter put back into the queue.');
    expect(await page.getByRole('heading', { level: 2 }).first().innerText()).toBe(`${dead - 1} letters, by kind`);
    await until('it is delivered', () => world.receiver.accepted().length === 1);
  });

  test('asks before it drops, and replays all that a filter finds', async () => {
    await page.goto('/console/dead-letters');
    await page
      .getByRole('checkbox', { name: /^Select 0\./ })
      .first()
      .check();
    await page.getByRole('button', { name: 'Drop selected' }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Drop 1 dead letter for good?');
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Drop 1 dead letter' }).click();
    expect(await page.locator('.notice').innerText()).toBe('1 dead letter dropped.');

    await page.getByLabel('Rule').selectOption('video-played');
    await page.getByRole('button', { name: 'Filter' }).click();
    expect(await page.getByRole('heading', { level: 2 }).first().innerText()).toMatch(/^\d letters of this filter/);
    await page.getByRole('link', { name: 'Clear' }).click();
    await page.getByRole('button', { name: /^Replay all/ }).click();
    await page.getByText('There are none: every event was delivered').waitFor();
  });

  test('resumes a destination that is paused', async () => {
    world.answers({ status: 401 });
    await post(world.adapter, '/v1/tracking-logs', videoPlayed(1));
    await page.goto('/console');
    await until('it is paused', async () => (await page.locator('#state').innerText()).startsWith('Paused'));
    expect(await page.locator('#state').innerText()).toBe('Paused, and needs you: udp. Its events are kept.');
    expect(await seriousFaults(page)).toEqual([]);
    world.answers({});
    await page.getByRole('button', { name: 'Resume udp' }).click();
    expect(await page.locator('.notice').innerText()).toBe('udp is resumed: what waits is sent now.');
    await until('all is well', async () => (await page.locator('#state').innerText()).startsWith('All is well'));
    expect(await page.locator('#spoken').textContent()).toBe('All is well: every destination is open.');
  });

  test('shows the fields of a kept record and no value, replays and drops it', async () => {
    await post(
      world.adapter,
      '/v1/tracking-logs',
      JSON.stringify({ name: 'edx.new.thing', time: '2026-03-02T09:00:00Z', event: { note: 'a-private-note' } }),
    );
    await page.goto('/console/quarantine?name=edx.new.thing');
    await page.locator('tbody').last().getByRole('link', { name: 'edx.new.thing' }).click();
    expect(await page.getByRole('row', { name: 'event.note' }).innerText()).toMatch(/event\.note\s+string/);
    expect(await page.content()).not.toContain('a-private-note');
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Replay' }).click();
    expect(await page.locator('.notice').innerText()).toBe('1 record translated again: 0 events stored, 1 still kept.');
    await page.goto('/console/quarantine?name=edx.new.thing');
    await page.getByRole('button', { name: /^Drop all 1/ }).click();
    await page.getByRole('button', { name: 'Drop 1 kept record' }).click();
    expect(await page.locator('.notice').innerText()).toBe('1 record dropped.');
  });

  test('shows the envelopes that came, and that their signatures are good', async () => {
    await page.goto('/console/inbox');
    expect(await page.getByRole('row', { name: /Envelope 1/ }).innerText()).toMatch(/verified\s+ES256/);
    await page.getByRole('link', { name: 'Envelope 1', exact: true }).click();
    await page.locator('summary').first().click();
    expect(await page.getByRole('region', { name: /^Event 1:/ }).innerText()).toContain('"@context"');
    expect(await seriousFaults(page)).toEqual([]);
  });

  test('runs no script that a record or an endpoint brought', async () => {
    world.answers({ status: 400, body: hostile });
    const records = [
      { ...(JSON.parse(videoPlayed(7)) as object), event: { id: hostile, code: hostile, currentTime: 7 } },
      { name: hostile, event_type: hostile, time: '2026-03-02T09:00:00Z', event: { [hostile]: hostile } },
    ];
    await post(world.adapter, '/v1/tracking-logs', records.map((record) => JSON.stringify(record)).join('\n'));
    await page.goto('/console');
    await until('the letter is there', async () => (await tile(page, 'Dead letters')) > 0);
    for (const path of ['/console', '/console/quarantine', '/console/dead-letters', '/console/inbox']) {
      await page.goto(path);
      expect(await page.evaluate(() => 'hurt' in globalThis)).toBe(false);
      expect(await page.locator('main script, main img').count()).toBe(0);
    }
    await page.goto('/console/dead-letters');
    await page
      .getByRole('link', { name: /^MediaEvent/ })
      .first()
      .click();
    expect(await page.getByRole('region', { name: 'Answer', exact: true }).innerText()).toBe(hostile);
    expect(await page.evaluate(() => 'hurt' in globalThis)).toBe(false);
    expect(await page.locator('main script, main img').count()).toBe(0);
  });

  test('can be used with the keyboard alone', async () => {
    const fresh = await (await world.browser.newContext({ baseURL: world.adapter.origin })).newPage();
    await fresh.goto('/console');
    await fresh.locator('#token:focus').waitFor();
    await fresh.keyboard.type(world.adapter.secrets['ADMIN_TOKEN'] ?? '');
    await fresh.keyboard.press('Enter');
    await fresh.waitForURL('**/console');
    const focused = async (): Promise<string> => {
      await fresh.keyboard.press('Tab');
      expect(await styleOf(fresh, ':focus', 'outlineStyle')).toBe('solid');
      return fresh.locator(':focus').innerText();
    };
    expect(await focused()).toBe('Skip to the content');
    const order = [];
    for (let step = 0; step < 8; step++) order.push(await focused());
    const pages = ['Overview', 'Playground', 'Coverage', 'Dead letters', 'Quarantine', 'Inbox'];
    expect(order).toEqual(['caliper-edge', ...pages, 'Sign out']);
    for (let step = 0; step < 2; step++) await fresh.keyboard.press('Shift+Tab');
    await fresh.keyboard.press('Enter');
    await fresh.waitForURL('**/console/quarantine');
    await fresh.goto('/console');
    await fresh.getByRole('button', { name: 'Pause' }).focus();
    await fresh.keyboard.press('Space');
    expect(await fresh.locator('#updated').innerText()).toBe('Updates are paused');
    await fresh.getByRole('button', { name: 'Sign out' }).focus();
    await fresh.keyboard.press('Enter');
    await fresh.waitForURL('**/console/login');
    expect(await fresh.context().cookies()).toEqual([]);
  });

  test.each([
    ['wide and light', 1280, 'light'],
    ['wide and dark', 1280, 'dark'],
    ['as narrow as a phone, light', 360, 'light'],
    ['as narrow as a phone, dark', 360, 'dark'],
  ] as const)('has no serious fault and no sideways scroll on any page: %s', async (_, width, colorScheme) => {
    const shown = await world.signedIn({ viewport: { width, height: 800 }, colorScheme });
    onTestFinished(() => shown.context().close());
    const faults: Record<string, unknown> = {};
    for (const path of ['', '/dead-letters', '/quarantine', '/inbox', '/inbox/1', '/login', '/nowhere']) {
      await shown.goto(`/console${path}`);
      faults[path] = [...(await seriousFaults(shown)), await sidewaysScroll(shown)];
      const isDark = (await styleOf(shown, 'body', 'backgroundColor')) === 'rgb(13, 18, 29)';
      expect(isDark).toBe(colorScheme === 'dark');
    }
    const clean = Object.keys(faults).map((path) => [path, [0]]);
    expect(faults).toEqual(Object.fromEntries(clean));
  });

  test.each([
    ['wide and light', 1280, 'light'],
    ['wide and dark', 1280, 'dark'],
    ['as narrow as a phone, light', 360, 'light'],
    ['as narrow as a phone, dark', 360, 'dark'],
  ] as const)('has no serious fault where one looks at a row, or is asked: %s', async (_, width, colorScheme) => {
    world.answers({ status: 400, body: 'x'.repeat(300) });
    const strange = { ...(JSON.parse(videoPlayed(901)) as object), name: `acme.${'very_'.repeat(20)}long.name` };
    await post(world.adapter, '/v1/tracking-logs', `${videoPlayed(900 + width)}\n${JSON.stringify(strange)}`);
    const shown = await world.signedIn({ viewport: { width, height: 800 }, colorScheme });
    onTestFinished(() => shown.context().close());
    for (const list of ['dead-letters', 'quarantine']) {
      const rows = shown.locator('form tbody th a');
      await until(`${list} has a row`, async () => {
        await shown.goto(`/console/${list}`);
        return (await rows.count()) > 0;
      });
      expect([list, ...(await seriousFaults(shown)), await sidewaysScroll(shown)]).toEqual([list, 0]);
      await rows.first().click();
      await shown.getByRole('button', { name: /^Drop/ }).waitFor();
      expect([list, ...(await seriousFaults(shown)), await sidewaysScroll(shown)]).toEqual([list, 0]);
      await shown.getByRole('button', { name: /^Drop/ }).click();
      await shown.getByRole('heading', { name: / for good\?$/ }).waitFor();
      expect([list, ...(await seriousFaults(shown)), await sidewaysScroll(shown)]).toEqual([list, 0]);
    }
  });

  test('works without script', async () => {
    const plain = await world.signedIn({ javaScriptEnabled: false });
    onTestFinished(() => plain.context().close());
    expect(await tile(plain, 'Events accepted')).toBeGreaterThan(40);
    expect(await plain.getByRole('button', { name: 'Pause' }).count()).toBe(0);
  });

  test('cannot be put into a frame, nor be sent a form, by another page', async () => {
    const { origin } = world.adapter;
    const port = await freePort();
    const other = createServer((_, response) => {
      const form = `<form method="post" action="${origin}/console/dead-letters"><input name="do" value="replay all"><button>Go</button></form>`;
      response.setHeader('Content-Type', 'text/html').end(`<iframe src="${origin}/console"></iframe>${form}`);
    }).listen(port, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());

    const strange = await page.context().newPage();
    await strange.goto(`http://127.0.0.1:${port}/`);
    const frame = strange.frames()[1];
    await until('the frame is refused', () => frame?.url() === 'chrome-error://chromewebdata/');
    const answered = strange.waitForResponse((response) => response.request().method() === 'POST');
    await strange.getByRole('button', { name: 'Go' }).click();
    expect((await answered).status()).toBe(403);
    expect(await strange.locator('main p').first().innerText()).toBe(
      'This request did not come from a page of the console. Nothing was changed.',
    );
  });
});
