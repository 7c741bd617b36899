import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startConsoleWorld, tile } from './console-world.ts';
import type { ConsoleWorld } from './console-world.ts';
import { until } from './world.ts';

// The pictures of the README and of docs/22-console.md: `CONSOLE_SCREENSHOTS=1 npx vitest run --project e2e test/e2e/console-screenshots.test.ts`.

const images = join(import.meta.dirname, '../../docs/images');
const minute = 60_000;

/** An hour of an ordinary morning, with an endpoint that was away for some minutes, written into the storage of the outbox. */
function liveAnHour(state: string): void {
  const folder = join(state, 'v3/do/caliper-edge-Outbox');
  const file = readdirSync(folder).find((name) => name.endsWith('.sqlite') && name !== 'metadata.sqlite') ?? '';
  const database = new DatabaseSync(join(folder, file));
  const insert = database.prepare(
    'INSERT OR REPLACE INTO minute (at, accepted, delivered, failed, dead, backlog) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const now = Math.floor(Date.now() / minute) * minute;
  let backlog = 0;
  for (let ago = 59; ago > 0; ago--) {
    const accepted = Math.round(34 + 16 * Math.sin(ago / 7) + 9 * Math.sin(ago * 2.3));
    const isAway = ago < 34 && ago > 27;
    const delivered = isAway ? 0 : Math.min(backlog + accepted, 96);
    backlog += accepted - delivered;
    insert.run(now - ago * minute, accepted, delivered, ago % 17 === 0 ? 4 : 0, ago === 12 ? 7 : 0, backlog);
  }
  database.close();
}

describe.runIf(process.env['CONSOLE_SCREENSHOTS'] === '1')('pictures of the console', () => {
  let world: ConsoleWorld;

  beforeAll(async () => {
    mkdirSync(images, { recursive: true });
    world = await startConsoleWorld(liveAnHour);
  });

  afterAll(async () => {
    await world.close();
  });

  test('are taken of the overview, of a dead letter and on a phone', async () => {
    world.answers({ status: 422, body: '{"error":"the profile MediaProfile is not enabled for this sensor"}' });
    const page = await world.signedIn({ viewport: { width: 1080, height: 760 }, reducedMotion: 'reduce' });
    await page.getByRole('button', { name: 'Send the examples' }).click();
    await until('the letters are there', async () => (await tile(page, 'Dead letters')) > 20);
    await page.goto('/console');
    await page.screenshot({ path: join(images, 'console-overview.png'), fullPage: true });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto('/console/dead-letters');
    await page
      .getByRole('link', { name: /^MediaEvent/ })
      .first()
      .click();
    await page.screenshot({ path: join(images, 'console-dead-letter.png') });
    await page.setViewportSize({ width: 360, height: 760 });
    await page.goto('/console');
    await page.screenshot({ path: join(images, 'console-phone.png') });
    expect(readdirSync(images).sort()).toEqual(
      expect.arrayContaining(['console-dead-letter.png', 'console-overview.png', 'console-phone.png']),
    );
  });
});
