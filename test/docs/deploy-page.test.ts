import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readWranglerConfig } from '../../scripts/wrangler-config.ts';
import { freshSecrets } from '../../src/cli/secrets.ts';
import { readConfig } from '../../src/config/read.ts';
import { projectRoot } from '../../src/cli/mapping-project.ts';
import { blocksOf, readPage } from './fenced-blocks.ts';

const page = readPage('26-deploy.md');
const blocks = blocksOf(page);

// A copy, since a deployment builds.
const copy = mkdtempSync(join(tmpdir(), 'deploy-page-'));
afterAll(() => rmSync(copy, { recursive: true }));
const parts = ['package.json', 'wrangler.toml', 'src', 'scripts', 'examples', 'schema', 'mappings'];
for (const part of [...parts, 'tsconfig.json', 'tsconfig.base.json', 'tsconfig.worker.json']) {
  cpSync(join(projectRoot, part), join(copy, part), { recursive: true });
}
symlinkSync(join(projectRoot, 'node_modules'), join(copy, 'node_modules'));

/** What a command writes to both streams. */
function run(command: string): string {
  return execFileSync('sh', ['-c', `{ ${command}\n} 2>&1`], {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, INIT_CWD: copy, WRANGLER_SEND_METRICS: 'false', CI: '1', NO_COLOR: '1' },
  });
}

const isHere = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

describe('docs/26-deploy.md', () => {
  const runs = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text.trim());

  test('has the commands that are run here', () => {
    expect(runs).toEqual([
      'npm run -s caliper -- check\nnpm run deploy -- --dry-run',
      'npm run -s caliper -- keys',
      'systemd-analyze verify examples/systemd/caliper-edge.service',
      // test/e2e/connect-open-edx.test.ts runs it.
      'curl --silent "$ADAPTER/healthz"',
    ]);
  });

  test('checks and packs, with the description of the interface among the static files', { timeout: 180_000 }, () => {
    const output = run(runs[0] ?? '');
    expect(output).toContain('--dry-run: exiting now.');
    expect(output).toContain('Read ');
    const described = run('head -c 100 build/console/openapi.json');
    expect(described).toMatch(/^\{\n "openapi": "3\.1\.\d"/);
  });

  test('names every secret that is made, and how it is put', () => {
    const made = Array.from(run(runs[1] ?? '').matchAll(/npx wrangler secret put (\w+)/g), ([, name]) => name);
    const named = Array.from(page.matchAll(/^\| `npx wrangler secret put (\w+)` \|/gm), ([, name]) => name);
    // The last one is of the receiver.
    expect(named).toEqual([...made, 'UDP_TOKEN']);
  });

  test.skipIf(!isHere('systemd-analyze'))('has a unit that systemd takes', () => {
    const { stderr } = spawnSync('systemd-analyze', ['verify', join(copy, 'examples/systemd/caliper-edge.service')], {
      encoding: 'utf8',
    });
    // Of this unit; where npm lies elsewhere, or another unit is at fault, it says so, too.
    const own = stderr
      .split('\n')
      .filter((line) => line.includes('caliper-edge.service') && !line.includes('not executable'));
    expect(own).toEqual([]);
  });

  test('has settings that the adapter takes as they stand', async () => {
    const [settings, domain] = blocks.filter(({ language }) => language === 'toml');
    const file = join(copy, 'page.toml');
    writeFileSync(file, `${domain?.text ?? ''}\n${settings?.text ?? ''}`);
    const { vars, ...rest } = readWranglerConfig(file);
    expect(rest).toEqual({ routes: [{ pattern: 'adapter.example.edu', custom_domain: true }], workers_dev: false });
    const read = readConfig({ ...vars, ...(await freshSecrets()), UDP_TOKEN: 'a-token-of-the-receiver' });
    expect(read).toMatchObject({ ok: true, config: { sources: [{ name: 'lms' }], destinations: [{ name: 'udp' }] } });
  });

  const wrangler = [
    ...new Set(Array.from(page.matchAll(/npx wrangler ((?:secret |deployments )?[a-z]+)/g), ([, name = '']) => name)),
  ];

  test.each(wrangler)('wrangler %s is a command of wrangler', { timeout: 60_000 }, (command) => {
    const help = run(`node_modules/.bin/wrangler ${command} --help`);
    expect(help).toContain(`wrangler ${command}`);
    const options = Array.from(
      page.matchAll(new RegExp(`npx wrangler ${command}[^\`\\n]*?(--\\w+)`, 'g')),
      ([, option = '']) => option,
    );
    expect(options.filter((option) => !help.includes(option))).toEqual([]);
  });
});
