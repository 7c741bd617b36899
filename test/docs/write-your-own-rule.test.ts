import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/cli/mapping-project.ts';

// Reads docs/11-write-your-own-rule.md as its readers do: saves its files, runs its commands, and compares what they say.

const page = readFileSync(join(projectRoot, 'docs/11-write-your-own-rule.md'), 'utf8');

type Step =
  | { kind: 'save'; path: string; text: string }
  | { kind: 'run'; command: string; output?: string; event?: unknown }
  | { kind: 'mistake'; wrong: string; right: string; output: string };

/** The steps of the page, in its order. */
function stepsOf(text: string): Step[] {
  const steps: Step[] = [];
  let end = 0;
  for (const match of text.matchAll(/^```(\w+)\n(.*?)^```$/gms)) {
    const [whole, language, body = ''] = match;
    const prose = text.slice(end, match.index);
    end = match.index + whole.length;
    const last = steps.at(-1);
    const swap = /`([^`]+)` in the place of `([^`]+)`/.exec(prose);
    if (language === 'sh') steps.push({ kind: 'run', command: body.trim() });
    else if (swap?.[1] !== undefined && swap[2] !== undefined) {
      steps.push({ kind: 'mistake', wrong: swap[1], right: swap[2], output: body });
    } else if (prose.trim() === '' && last?.kind === 'run') {
      if (language === 'json') last.event = JSON.parse(body);
      else last.output = body;
    } else {
      const path = /[Ss]ave (?:it|this) as `([^`]+)`/.exec(prose)?.[1];
      if (path === undefined) throw new Error(`the page says not what to do with: ${body}`);
      steps.push({ kind: 'save', path, text: body });
    }
  }
  return steps;
}

const steps = stepsOf(page);
const rulePath = 'mappings/openedx/site/flashcards.yaml';
const copy = mkdtempSync(join(tmpdir(), 'write-your-own-rule-'));
afterAll(() => rmSync(copy, { recursive: true }));
for (const part of [
  'package.json',
  'wrangler.toml',
  'tsconfig.base.json',
  'tsconfig.worker.json',
  'src',
  'scripts',
  'examples',
  'schema',
]) {
  cpSync(join(projectRoot, part), join(copy, part), { recursive: true });
}
cpSync(join(projectRoot, 'tsconfig.json'), join(copy, 'tsconfig.json'));
cpSync(join(projectRoot, 'mappings'), join(copy, 'mappings'), {
  recursive: true,
  filter: (path) => !/[/\\]site([/\\]|$)/.test(path.slice(projectRoot.length)),
});
symlinkSync(join(projectRoot, 'node_modules'), join(copy, 'node_modules'));

/** What a command writes to both streams, in the copy; a failing check is an answer, too. */
function run(command: string): string {
  // Uploading needs an account; all before it does not.
  const line = command === 'npm run deploy' ? `${command} -- --dry-run` : command;
  return execFileSync('sh', ['-c', `{ ${line}; } 2>&1 || true`], {
    cwd: copy,
    encoding: 'utf8',
    env: {
      ...process.env,
      INIT_CWD: copy,
      PSEUDONYM_SECRET: 'the secret of this page, of 32 bytes or more',
      WRANGLER_SEND_METRICS: 'false',
      CI: '1',
      NO_COLOR: '1',
    },
  });
}

/** The output with `…` where the page has it. */
function withGaps(output: string, expected: string): string {
  const pattern = expected
    .split('…')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('[^\\n]*?');
  return new RegExp(`^${pattern}$`).test(output) ? expected : output;
}

function read(path: string): string {
  return readFileSync(join(copy, path), 'utf8');
}

describe('docs/11-write-your-own-rule.md', () => {
  it('has every kind of step', () => {
    expect(
      steps.map((step) => (step.kind === 'save' ? step.path : step.kind === 'run' ? step.command : step.wrong)),
    ).toEqual([
      'npm run -s caliper -- translate tracking.log > /dev/null',
      'card.json',
      'mkdir -p mappings/openedx/site',
      rulePath,
      'npm run -s caliper -- check',
      'action: Views',
      'seconds: $(username)',
      'npm run -s caliper -- translate card.json',
      'npm run -s caliper -- translate card.json | npm run -s caliper -- validate',
      'npm run deploy',
    ]);
    // The log of the first step is the record that the page takes out of it.
    const record = steps.find((step) => step.kind === 'save');
    writeFileSync(join(copy, 'tracking.log'), `${JSON.stringify(JSON.parse(record?.text ?? ''))}\n`);
  });

  it.each(steps.map((step, index) => [index + 1, step] as const))(
    'step %i does what the page says',
    { timeout: 180_000 },
    (_number, step) => {
      if (step.kind === 'save') {
        writeFileSync(join(copy, step.path), step.text);
        return;
      }
      if (step.kind === 'mistake') {
        const rule = read(rulePath);
        expect(rule).toContain(step.right);
        writeFileSync(
          join(copy, rulePath),
          rule.replace(step.right, () => step.wrong),
        );
        const output = run('npm run -s caliper -- check');
        writeFileSync(join(copy, rulePath), rule);
        expect(withGaps(output, step.output)).toBe(step.output);
        return;
      }
      if (step.event !== undefined) {
        expect(JSON.parse(run(`${step.command} 2> /dev/null`))).toEqual(step.event);
        return;
      }
      const output = run(step.command);
      if (step.command === 'npm run deploy') expect(output).toContain('--dry-run: exiting now.');
      else expect(withGaps(output, step.output ?? '')).toBe(step.output ?? '');
    },
  );
});
