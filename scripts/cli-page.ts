import { environmentNames } from '../src/cli/adapter.ts';
import { commands } from '../src/cli/command-line.ts';
import { exitCodes } from '../src/cli/command.ts';

const HEAD = `# The command line

Generated from the commands' help by \`npm run docs\`; do not edit. Run them as \`npm run -s caliper -- COMMAND\`, or, quicker to write, after \`alias caliper='npm run -s caliper --'\`.

\`translate\`, \`validate\`, \`check\`, \`coverage\`, \`explain\` and \`keys\` run offline. The others ask a running adapter: say its address once with \`export ${environmentNames.to}=https://adapter.example.edu\`, the key of a source with
\`${environmentNames.key}\`, the admin token with \`${environmentNames.token}\`, rather than as options, which everyone on the machine can see. For an adapter on your own machine (\`npm start\`) only the address is
needed: keys come from \`.dev.vars\`.

What is asked for goes to stdout, what is said to people to stderr, so that \`caliper translate … > events.ndjson\` and \`caliper dead-letters --json | jq\` hold nothing else.

| exit code | means |
| --- | --- |
| ${exitCodes.good} | good |
| ${exitCodes.findings} | done, with findings: faults, failed or rejected records, a paused destination, dropping declined |
| ${exitCodes.usage} | it could not be done as asked: options, files, settings, names that do not exist |
| ${exitCodes.adapter} | the adapter was not reached, or refuses: address, key, token |
| ${exitCodes.interrupted} | interrupted (Ctrl-C) |

| command | does |
| --- | --- |
`;

/** The page of the command line, in Markdown. */
export function cliPage(): string {
  const rows = commands.map(({ name, summary }) => `| [\`${name}\`](#${name}) | ${summary} |`).join('\n');
  const sections = commands.map(({ name, help }) => `## ${name}\n\n\`\`\`\n${help}\n\`\`\`\n`).join('\n');
  return `${HEAD}${rows}\n\n${sections}`;
}
