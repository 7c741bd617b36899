import { commands } from '../src/cli/command-line.ts';

const HEAD = `# The command line

Generated from the commands' help by \`npm run docs\`; do not edit. All commands run offline, as \`npm run -s caliper -- COMMAND\`. Exit codes: 0 good, 1 there were findings (faults,
problems), 2 it could not be done as asked.

| command | does |
| --- | --- |
`;

/** The page of the command line, in Markdown. */
export function cliPage(): string {
  const rows = commands.map(({ name, summary }) => `| [\`${name}\`](#${name}) | ${summary} |`).join('\n');
  const sections = commands.map(({ name, help }) => `## ${name}\n\n\`\`\`\n${help}\n\`\`\`\n`).join('\n');
  return `${HEAD}${rows}\n\n${sections}`;
}
