import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../src/cli/mapping-project.ts';
import { caliper } from '../cli/run.ts';
import { blocksOf, readPage } from './fenced-blocks.ts';

// Every command line that a page shows is read by the program itself, beside those that other tests run to their end.

/** The arguments of each `caliper …` in a block: up to a pipe, a redirection or a comment. */
function argumentsIn(block: string): string[][] {
  const lines = block.replaceAll('\\\n', ' ').split('\n');
  return lines.flatMap((line) =>
    Array.from(
      line.matchAll(/(?:^ *|[|(] *|watch -n \d+ )(?:caliper|npm run -s caliper --) ([a-z].*)/g),
      ([, text = '']) => words(text),
    ),
  );
}

/** Words as a shell has them, as far as the pages need it. */
function words(text: string): string[] {
  const end = /\s(?:\||>|2>|<|#|&&|;)|[)]$/.exec(text)?.index ?? text.length;
  return Array.from(text.slice(0, end).matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g), ([, single, double, bare]) =>
    (single ?? double ?? bare ?? '').replaceAll(/\$\w+/g, 'x'),
  );
}

const pages = [...readdirSync(join(projectRoot, 'docs')).filter((name) => name.endsWith('.md')), '../README.md'].map(
  (name) => ({
    name,
    text: name.startsWith('..') ? readFileSync(join(projectRoot, 'README.md'), 'utf8') : readPage(name),
  }),
);

const shown = pages.flatMap(({ name, text }) =>
  blocksOf(text)
    .filter(({ language }) => ['', 'sh', 'bash', 'console'].includes(language))
    .flatMap(({ text: block }) => argumentsIn(block))
    // A synopsis, in which capitals and brackets stand for what is to be put there.
    .filter((args) => !args.some((word) => /^\[|…|^(?:FILE|NAME|COMMAND|OPTIONS)/.test(word)))
    .map((args) => ({ name, line: args.join(' '), args })),
);

describe('the command lines that the pages show', () => {
  test('are found', () => {
    expect(shown.length).toBeGreaterThan(30);
    expect(argumentsIn('zcat a | caliper translate --json - > /dev/null\ncaliper explain \'{"a": 1}\' # one')).toEqual([
      ['translate', '--json', '-'],
      ['explain', '{"a": 1}'],
    ]);
  });

  test.each(shown)('$name: caliper $line', async ({ args }) => {
    // The files are not there and nobody answers, which is said otherwise.
    const env = { CALIPER_EDGE_URL: 'http://127.0.0.1:1', CALIPER_EDGE_TOKEN: 'x', CALIPER_EDGE_KEY: 'x' };
    const { stderr } = await caliper(args, [], env);
    expect(stderr).not.toMatch(/there is no (?:option|command)|needs a value|must be|did you mean|is needed|say which/);
  });
});
