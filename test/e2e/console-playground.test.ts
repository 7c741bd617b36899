import { request } from 'node:http';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { checkFiles, projectRoot, readMappingFiles } from '../../src/cli/mapping-project.ts';
import type { RunAnswer } from '../../src/console/playground/run.ts';
import { lacksBrowser, seriousFaults, sidewaysScroll, styleOf } from './browser.ts';
import { startConsoleWorld } from './console-world.ts';
import type { ConsoleWorld } from './console-world.ts';
import { videoPlayed } from './records.ts';
import { until } from './world.ts';

/** A script that leaves a trace if it ever runs. */
const hostile = `<script>window.hurt = true</script><img src=x onerror="window.hurt=true">'">`;

const ownRecord = JSON.stringify({
  name: 'acme.flashcards.flipped',
  event_source: 'browser',
  time: '2026-03-02T09:00:00Z',
  username: 'grace.hopper',
  session: 'ab'.repeat(16),
  ip: '203.0.113.9',
  context: { course_id: 'course-v1:Acme+Cards+2026', user_id: 4711 },
  event: { id: 'card-7', side: 'back' },
});

const ownRule = `rule: flashcard-flipped
when: { name: acme.flashcards.flipped }
emit:
  - event: Event
    profile: GeneralProfile
    action: Viewed
    object: { id: $(lms)/flashcards/$(event.id), type: DigitalResource }
`;

describe.skipIf(lacksBrowser())('the playground', () => {
  let world: ConsoleWorld;
  let page: Page;
  /** All that the browser asked for. */
  const asked = new Set<string>();

  beforeAll(async () => {
    world = await startConsoleWorld();
    page = await world.signedIn({ viewport: { width: 1440, height: 950 } });
    page.context().on('request', (sent) => asked.add(sent.url()));
  });

  afterAll(async () => {
    await world.close();
  });

  const outcome = (of: Page): Promise<string> => of.locator('.outcome > .state').first().innerText();
  const becomes = (of: Page, text: string): Promise<void> =>
    until(
      `it says "${text}"`,
      async () => (await of.locator('.outcome > .state').count()) > 0 && (await outcome(of)) === text,
    );
  const open = async (of: Page, fragment = ''): Promise<void> => {
    await of.goto('about:blank');
    await of.goto(`/console/playground${fragment}`);
    await of.locator('.outcome > .state').first().waitFor();
  };

  test('shows at once what comes out of an example, and how it would be sent', async () => {
    await open(page);
    await page.locator('#rules').selectOption('video-paused');
    await becomes(page, '1 event: MediaEvent Paused');
    expect(await page.locator('#rule').inputValue()).toContain('  - rule: video-paused\n');
    const event = JSON.parse(
      await page.getByRole('region', { name: 'Event 1: MediaEvent Paused' }).innerText(),
    ) as object;
    expect(event).toMatchObject({ type: 'MediaEvent', action: 'Paused', profile: 'MediaProfile' });
    expect(await page.locator('.outcome .valid').innerText()).toBe('The validator has nothing against it.');

    const headers = await page.getByRole('region', { name: 'Headers' }).innerText();
    expect(headers.split('\n').map((line) => line.replace(/(X-JWS-Signature: eyJ).*/, '$1'))).toEqual([
      `POST ${world.adapter.origin}/inbox`,
      'Content-Type: application/json',
      'Authorization: …',
      'X-JWS-Signature: eyJ',
    ]);
    const body = JSON.parse(await page.getByRole('region', { name: 'Body' }).innerText()) as { data: object[] };
    expect(body.data).toEqual([event]);
    expect(await page.content()).not.toContain(world.adapter.secrets['INBOX_TOKEN'] ?? '');

    await page.getByLabel('Show the request to').selectOption('udp');
    await until('it is that of udp', async () => {
      const shown = await page.getByRole('region', { name: 'Headers' }).innerText();
      return shown.startsWith(`POST ${world.receiver.url}\n`) && !shown.includes('Authorization');
    });
    expect(await seriousFaults(page)).toEqual([]);
  });

  test('shows a fault at its line when a rule is broken, and the event again when it is mended', async () => {
    await open(page);
    await page.locator('#rules').selectOption('video-played');
    await becomes(page, '1 event: MediaEvent Started');
    const text = await page.locator('#rule').inputValue();
    const line = text.split('\n').findIndex((each) => each.includes('currentTime: $(seconds | isoDuration)')) + 1;
    await page.locator('#rule').fill(text.replace('$(seconds | isoDuration)', '$(seconds | isoDuraton)'));
    await page.locator('.faults').waitFor();
    expect(await page.locator('.faults li').count()).toBe(1);
    expect(await page.locator('.faults li').innerText()).toMatch(
      new RegExp(
        `^Line ${line}, column \\d+ UNKNOWN_FUNCTION\\s+there is no function "isoDuraton"[^]*\\^{10}\\s+Hint: did you mean isoDuration\\?$`,
      ),
    );
    expect(await page.locator('.numbers-of-lines .faulty').innerText()).toBe(`${line}\n`);
    expect(await page.locator('#spoken').textContent()).toBe(
      `1 fault in the rule. Line ${line}: there is no function "isoDuraton"`,
    );
    expect(await outcome(page)).toBe('This came out before the fault');
    expect(await seriousFaults(page)).toEqual([]);

    await page.getByRole('button', { name: `Line ${line}, column` }).press('Enter');
    const selected = await page.evaluate<string>(
      '(() => { const a = document.activeElement; return a.value.slice(a.selectionStart, a.selectionEnd); })()',
    );
    expect(selected).toBe('isoDuraton');
    await page.keyboard.type('isoDuration');
    await becomes(page, '1 event: MediaEvent Started');
    expect(await page.locator('.faults').count()).toBe(0);
    expect(await page.locator('#spoken').textContent()).toBe('1 event: MediaEvent Started');
  });

  test('refuses what the build refuses: a person value, a wrong action', async () => {
    await open(page);
    await page.locator('#record').fill(ownRecord);
    await page.locator('#rule').fill(ownRule.replace('$(event.id)', '$(username)').replace('Viewed', 'Watched'));
    await page.locator('.faults').waitFor();
    expect(await page.locator('.fault-code').allInnerTexts()).toEqual(['ACTION_NOT_ALLOWED', 'PRIVATE_FIELD']);
  });

  test('makes an event of an unmapped one with a rule of one’s own, and an example that the check accepts', async () => {
    await open(page, '#kind=openedx&name=acme.flashcards.flipped&rule=');
    expect(await outcome(page)).toBe('1 event: Event Used');
    await page.locator('#record').fill(ownRecord);
    await page.locator('#rule').fill('');
    await becomes(page, 'Unmapped: no rule takes acme.flashcards.flipped');
    await page.locator('#rule').fill(ownRule.replace('flipped }', 'flipped, event.side: front }'));
    await page.getByText('Why your rule did not take it').waitFor();
    expect(await page.locator('.outcome p', { hasText: 'flashcard-flipped wants' }).innerText()).toBe(
      'flashcard-flipped wants that event.side is "front", and it is "back"',
    );
    await page.locator('#rule').fill(ownRule);
    await becomes(page, '1 event: Event Viewed');
    expect(await page.locator('.fired').innerText()).toBe('By rule flashcard-flipped · line 1 of your rule');
    expect(await page.locator('.verdict').innerText()).toBe(
      'Nothing is wrong with the rule. It has no examples yet: the build wants at least one.',
    );

    await page.getByRole('button', { name: 'Copy as example' }).click();
    expect(await page.locator('#example .notice').innerText()).toBe(
      'The record names a person. Neutral values stand here instead of: a session key (session), a user id (context.user_id), a user name (username), an IP address (ip). Look whether something else in it does, before you share it.',
    );
    const yaml = await page.getByRole('region', { name: 'YAML of the example' }).innerText();
    for (const value of ['grace', '4711', '203.0.113.9', 'abab']) expect(yaml).not.toContain(value);
    const indented = ownRule.trim().split('\n').join('\n    ');
    const file = `rules:\n  - ${indented}\n    examples:\n${yaml.trimEnd()}\n`;
    const files = await readMappingFiles(projectRoot);
    const { diagnostics } = checkFiles([...files, { path: 'mappings/openedx/site/acme.yaml', text: file }]);
    expect(diagnostics).toEqual([]);
    expect(await seriousFaults(page)).toEqual([]);
  });

  test('keeps everything in a link, of which the adapter never hears', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: world.adapter.origin });
    await open(page);
    await page.locator('#record').fill(ownRecord);
    await page.locator('#rule').fill(ownRule);
    await becomes(page, '1 event: Event Viewed');
    await page.getByRole('button', { name: 'Copy link' }).click();
    await until('it is copied', () => page.url().includes('#p='));
    const link = page.url();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(link);

    await page.goto('about:blank');
    await page.goto(link);
    await becomes(page, '1 event: Event Viewed');
    expect(await page.locator('#record').inputValue()).toBe(ownRecord);
    expect(await page.locator('#rule').inputValue()).toBe(ownRule);
    await open(page, '#p=no-such-thing');
    expect(await outcome(page)).toBe('1 event: MediaEvent Started');
  });

  test('translates xAPI statements, and says what is wrong with one', async () => {
    await open(page);
    await page.getByLabel('Kind of record').selectOption('xapi');
    await until('the rules are those of xAPI', async () => (await page.locator('#rules option').count()) < 120);
    await page.locator('#rules').selectOption('media-paused');
    await becomes(page, '1 event: MediaEvent Paused');
    await page.locator('#record').fill('{"verb": 7}');
    await until('it is rejected', async () => (await outcome(page)).startsWith('Rejected, '));
    await page.locator('#record').fill('{');
    await until('it is no JSON', async () => /^Rejected, [A-Z_]+: /.test(await outcome(page)));
  });

  test('runs no script that a record, a rule or a link brought', async () => {
    const record = JSON.stringify({
      ...(JSON.parse(ownRecord) as object),
      name: 'acme.flashcards.flipped',
      event: { id: hostile, side: hostile },
    });
    await open(page);
    await page.locator('#record').fill(record);
    await page
      .locator('#rule')
      .fill(ownRule.replace('type: DigitalResource }', 'type: DigitalResource, name: $(event.side) }'));
    await becomes(page, '1 event: Event Viewed');
    expect(await page.getByRole('region', { name: 'Event 1: Event Viewed' }).innerText()).toContain(
      'window.hurt = true',
    );
    await page.getByRole('button', { name: 'Copy as example' }).click();
    await page.locator('#rule').fill(`rules:\n  - rule: "${hostile.replaceAll('"', '')}"\n    ${hostile}: 1`);
    await page.locator('.faults').waitFor();
    await page.locator('#rule').fill('');
    await page
      .locator('#record')
      .fill(JSON.stringify({ name: hostile, event_type: hostile, time: '2026-03-02T09:00:00Z' }));
    await until('it is unmapped', async () => (await outcome(page)).startsWith('Unmapped'));
    await page.goto('about:blank');
    await page.goto(
      `/console/playground#${new URLSearchParams({ kind: 'openedx', name: hostile, rule: hostile }).toString()}`,
    );
    await page.locator('.outcome > .state').first().waitFor();
    expect(await page.evaluate(() => 'hurt' in globalThis)).toBe(false);
    expect(await page.locator('main script, main img').count()).toBe(0);
  });

  test('can be used with the keyboard alone', async () => {
    const fresh = await world.signedIn();
    onTestFinished(() => fresh.context().close());
    await open(fresh);
    await fresh.locator('#record').focus();
    const order = [];
    for (let step = 0; step < 7; step++) {
      await fresh.keyboard.press('Tab');
      order.push(await fresh.evaluate<string>('document.activeElement.id || document.activeElement.textContent'));
    }
    expect(order).toEqual([
      'destination',
      'rule',
      'Copy as example',
      'Copy the rule',
      'New rule for this record',
      'Copy link',
      'line 23 of your rule',
    ]);
    await fresh.locator('#rule').focus();
    expect(await styleOf(fresh, '.editor', 'outlineStyle')).toBe('solid');
    await fresh.keyboard.press('Control+a');
    await fresh.keyboard.type('rules: [');
    await fresh.locator('.faults').waitFor();
    await fresh.keyboard.press('Control+z');
  });

  test.each([
    ['wide and light', 1280, 'light'],
    ['wide and dark', 1280, 'dark'],
    ['as narrow as a phone, light', 360, 'light'],
    ['as narrow as a phone, dark', 360, 'dark'],
  ] as const)('has no serious fault and no sideways scroll: %s', async (_, width, colorScheme) => {
    const shown = await world.signedIn({ viewport: { width, height: 800 }, colorScheme });
    onTestFinished(() => shown.context().close());
    await open(shown);
    expect([...(await seriousFaults(shown)), await sidewaysScroll(shown)]).toEqual([0]);
    await shown.locator('#rule').fill('rules:\n  - rule: A\n    wen: 1');
    await shown.locator('.faults').waitFor();
    expect([...(await seriousFaults(shown)), await sidewaysScroll(shown)]).toEqual([0]);
    await shown.goto('/console/coverage');
    expect([...(await seriousFaults(shown)), await sidewaysScroll(shown)]).toEqual([0]);
  });

  test('translates a record without script, with the deployed tables', async () => {
    const plain = await world.signedIn({ javaScriptEnabled: false });
    onTestFinished(() => plain.context().close());
    await plain.goto('/console/playground');
    const first = videoPlayed(7);
    await plain.getByLabel('Record, as JSON').fill(first);
    await plain.getByRole('button', { name: 'Translate' }).click();
    expect(await plain.getByRole('status').innerText()).toMatch(
      /^Mapped by rule video-played \(mappings\/openedx\/video\.yaml:\d+\)$/,
    );
    expect(await plain.getByLabel('Record, as JSON').inputValue()).toBe(first);
    await plain.getByLabel('Record, as JSON').fill('{"name": "</textarea><script>window.hurt = true</script>"}');
    await plain.getByRole('button', { name: 'Translate' }).click();
    expect(await plain.getByRole('status').innerText()).toBe('Unmapped: no rule takes this record.');
    expect(await plain.locator('main script').count()).toBe(0);
  });

  test('answers only its own pages, and malformed runs with 422', async () => {
    const [cookie] = await page.context().cookies();
    const token = await page.locator('input[name="csrf"]').first().inputValue();
    const good = { kind: 'openedx', source: 'lms', record: ownRecord };
    const send = (body: unknown, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> =>
      postTo(`${world.adapter.origin}/console/playground/run`, typeof body === 'string' ? body : JSON.stringify(body), {
        Cookie: `${cookie?.name ?? ''}=${cookie?.value ?? ''}`,
        'Sec-Fetch-Site': 'same-origin',
        'X-Console-Token': token,
        'Content-Type': 'application/json',
        ...headers,
      });
    const { status, text } = await send(good);
    expect([status, (JSON.parse(text) as RunAnswer).kind]).toEqual([200, 'translated']);
    expect((await send(good, { 'X-Console-Token': 'another' })).status).toBe(403);
    expect((await send(good, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect((await send(good, { Cookie: '' })).status).toBe(303);
    const code = async (body: unknown): Promise<string> => {
      const answer = await send(body);
      return `${answer.status} ${(JSON.parse(answer.text) as { code: string }).code}`;
    };
    expect(await code('{')).toBe('422 BAD_RUN');
    expect(await code({ ...good, kind: 'other' })).toBe('422 BAD_RUN');
    expect(await code({ ...good, source: 'nobody' })).toBe('422 BAD_RUN');
    expect(await code({ ...good, rules: {} })).toBe('422 BAD_RULES');
    expect(await code({ ...good, rules: [{ rule: 'a' }] })).toBe('422 BAD_RULES');
    expect(await code({ ...good, rules: [], replaced: [1] })).toBe('422 BAD_RULES');
    expect(await code({ ...good, record: 'x'.repeat(65_537) })).toBe('422 RECORD_TOO_LARGE');
    expect((await send({ ...good, record: 'x'.repeat(600_000) })).status).toBe(413);
  });

  test('asked no other host for anything, and sent no event', () => {
    expect(asked.size).toBeGreaterThan(5);
    const paths = [...asked].map((url) => url.split('#')[0] ?? '');
    expect(paths.filter((url) => !url.startsWith(world.adapter.origin) && url !== 'about:blank')).toEqual([]);
    expect(paths.filter((url) => url.includes('?') || url.includes('flashcard'))).toEqual([]);
    expect(world.receiver.accepted()).toEqual([]);
  });
});

describe.skipIf(lacksBrowser())('the coverage page', () => {
  let world: ConsoleWorld;
  let page: Page;

  beforeAll(async () => {
    world = await startConsoleWorld();
    page = await world.signedIn();
  });

  afterAll(async () => {
    await world.close();
  });

  test('lists every known name, also without script', async () => {
    const plain = await world.signedIn({ javaScriptEnabled: false });
    onTestFinished(() => plain.context().close());
    await plain.goto('/console/coverage');
    expect(await plain.getByText('Nothing has come to this site yet.').count()).toBe(1);
    const row = plain.getByRole('row', { name: 'play_video', exact: false }).first();
    expect((await row.innerText()).split(/\s+/).slice(0, 4)).toEqual([
      'play_video',
      'MediaEvent/Started',
      'VideoObject',
      'MediaEvent/Resumed',
    ]);
    expect(await plain.locator('tr[data-status]').count()).toBeGreaterThan(500);
    expect(await plain.getByLabel('Status').isVisible()).toBe(false);
  });

  test('tells what this site has sent, by names and numbers, and leads to the playground', async () => {
    await page.goto('/console');
    await page.getByRole('button', { name: 'Send the examples' }).click();
    await page.locator('.notice').waitFor();
    await page.goto('/console/coverage');
    expect(
      await page
        .getByRole('row', { name: /^video-played/ })
        .first()
        .innerText(),
    ).toMatch(/video-played\s+\d+ emitted/);
    await page.getByText('unmapped, NO_RULE').click();
    expect(await page.locator('.shape').innerText()).toMatch(/context\.course_id\s+string/);
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'Try it: demo_u.flashcards.flipped' }).click();
    await page.locator('.outcome > .state').waitFor();
    expect(await page.locator('#rule').inputValue()).toContain('when: { name: demo_u.flashcards.flipped }');
  });

  test('finds names, events and rules while one types', async () => {
    await page.goto('/console/coverage');
    await page.getByLabel('Find a name, an event or a rule').fill('forumevent subscribed');
    const all = await page.locator('tr[data-status]').count();
    expect(await page.locator('#found').innerText()).toMatch(new RegExp(`^\\d+ of ${all} names$`));
    expect(await page.locator('tr[data-status]:visible').count()).toBeLessThan(20);
    await page.getByLabel('Find a name, an event or a rule').fill('');
    await page.getByLabel('Status').selectOption('sent here');
    expect(await page.locator('tr[data-status]:visible').count()).toBeGreaterThan(5);
    await page.getByRole('link', { name: 'Try it: play_video', exact: true }).click();
    await page.locator('.outcome > .state').waitFor();
    expect(await page.locator('#rules').inputValue()).toBe('video-played');
  });
});

// The pictures of docs/24-playground.md: `CONSOLE_SCREENSHOTS=1 npx vitest run --project e2e test/e2e/console-playground.test.ts -t pictures`.
describe.runIf(process.env['CONSOLE_SCREENSHOTS'] === '1')('pictures of the playground', () => {
  test('are taken with a fault, and of the coverage', async () => {
    const world = await startConsoleWorld();
    onTestFinished(() => world.close());
    const images = join(projectRoot, 'docs/images');
    const page = await world.signedIn({ viewport: { width: 1360, height: 860 }, reducedMotion: 'reduce' });
    await page.getByRole('button', { name: 'Send the examples' }).click();
    await page.locator('.notice').waitFor();
    await page.goto('/console/coverage');
    await page.getByText('unmapped, NO_RULE').click();
    await page.screenshot({ path: join(images, 'console-coverage.png') });
    await page.goto('/console/playground');
    await page.locator('.outcome > .state').waitFor();
    const text = await page.locator('#rule').inputValue();
    await page.locator('#rule').fill(text.replace('event.duration | isoDuration', 'event.duration | isoDuraton'));
    await page.locator('.faults .place').click();
    await page.evaluate('scrollTo(0, 540)');
    await page.screenshot({ path: join(images, 'console-playground.png') });
  });
});

/** A request with every header that it is given; fetch keeps some for itself. */
async function postTo(
  url: string,
  body: string,
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
