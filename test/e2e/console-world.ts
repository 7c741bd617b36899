import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startAdapter, writeLocalConfig } from '../../scripts/adapter-process.ts';
import type { AdapterProcess } from '../../scripts/adapter-process.ts';
import { freePort } from '../../scripts/ports.ts';
import { startBrowser } from './browser.ts';
import { startReceiver } from './receiver.ts';
import type { Answer, Receiver } from './receiver.ts';

/** An adapter with its console, a browser, and an endpoint that answers as it is told. */
export interface ConsoleWorld {
  adapter: AdapterProcess;
  browser: Browser;
  receiver: Receiver;
  /** What the endpoint `udp` answers from now on. */
  answers(answer: Answer): void;
  /** A new page, of somebody who is signed in. */
  signedIn(options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

/**
 * Starts an adapter with two destinations: the built-in inbox, and `udp`, which gets what is about videos.
 *
 * @param prepare is called with the folder of the storage, between two starts
 */
export async function startConsoleWorld(prepare?: (state: string) => void): Promise<ConsoleWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'caliper-edge-console-'));
  let answer: Answer = {};
  const receiver = await startReceiver(() => answer);
  const port = await freePort();
  const inbox = { name: 'inbox', url: `http://127.0.0.1:${port}/inbox` };
  const udp = { name: 'udp', url: receiver.url, auth: { scheme: 'none' }, match: { profile: ['MediaProfile'] } };
  await writeLocalConfig(folder, {
    SENSOR_ID: 'https://adapter.example.edu/sensors/1',
    SOURCES: [{ name: 'lms', lms: 'https://lms.example.edu', key: 'SOURCE_LMS_KEY' }],
    DESTINATIONS: [
      { ...inbox, auth: { scheme: 'bearer', secret: 'INBOX_TOKEN' }, batch: { events: 100, seconds: 0 } },
      { ...udp, batch: { events: 100, seconds: 0 } },
    ],
  });
  let adapter = await startAdapter(folder, port);
  if (prepare !== undefined) {
    await adapter.stop();
    prepare(join(folder, 'state'));
    adapter = await startAdapter(folder, port);
  }
  const browser = await startBrowser();
  return {
    adapter,
    browser,
    receiver,
    answers: (next) => (answer = next),
    async signedIn(options = {}) {
      const context = await browser.newContext({ baseURL: adapter.origin, ...options });
      const page = await context.newPage();
      await page.goto('/console');
      await signIn(page, adapter.secrets['ADMIN_TOKEN'] ?? '');
      return page;
    },
    async close() {
      await browser.close();
      await adapter.kill();
      await receiver.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Fills in the form of the login, and waits for what comes of it. */
export async function signIn(page: Page, token: string): Promise<void> {
  await page.getByLabel('Admin token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** The number on a tile of the overview. */
export async function tile(page: Page, name: string): Promise<number> {
  const text = await page.locator('.tile', { hasText: name }).locator('dd').innerText();
  return Number(text.replaceAll(',', ''));
}
