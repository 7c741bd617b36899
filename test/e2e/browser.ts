import { existsSync } from 'node:fs';
import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

/** Debian's Chromium, or another that CHROMIUM names. */
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/**
 * True where there is no browser to test with. In CI there must be one: what is skipped in silence is not tested.
 *
 * @throws Error in CI
 */
export function lacksBrowser(): boolean {
  if (existsSync(executablePath)) return false;
  const message = `there is no ${executablePath}: install Debian's chromium, or name another browser in CHROMIUM`;
  if (process.env['CI'] !== undefined) throw new Error(message);
  console.warn(`THE CONSOLE IS NOT TESTED: ${message}`);
  return true;
}

/** Starts the browser, headless, with a new profile, calling nobody by itself. */
export async function startBrowser(): Promise<Browser> {
  const switches = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'];
  return chromium.launch({
    executablePath,
    args: [...switches, '--disable-background-networking', '--disable-component-update'],
  });
}

/** What axe finds on the page that is serious or critical: the rule, and where. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // Colours on their way to others are judged too; people read the page once they are there.
  await page.evaluate(
    'Promise.allSettled(document.getAnimations().map((each) => each.finished)).then(() => undefined)',
  );
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'] })");
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** How far the page can be scrolled sideways, in pixels. */
export async function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** A computed style of what stands at a selector. */
export async function styleOf(page: Page, selector: string, property: string): Promise<string> {
  return page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}'))['${property}']`);
}
