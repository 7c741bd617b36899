import { exitCodes, readArguments, UsageError } from '../command.ts';
import type { Command } from '../command.ts';
import { adminHelp, adminOf, adminOptions } from './client.ts';

const help = `caliper resume NAME [--to URL] [--token TOKEN] [--json]

Lets a paused destination go on, once its token or its address is mended. NAME is its name, as caliper status shows it.

${adminHelp}
  --json          the answer of the adapter, one JSON object

  caliper resume udp --to https://adapter.example.edu`;

/** `caliper resume`: ends the pause of a destination. */
export const resumeCommand: Command = {
  name: 'resume',
  summary: 'let a paused destination go on',
  help,
  async run(args, io) {
    const parsed = readArguments(args, adminOptions);
    const [name, ...more] = parsed.files;
    if (name === undefined || more.length > 0) throw new UsageError('name one destination: caliper status lists them');
    const admin = await adminOf(parsed, io);
    const answer = await admin.post(`/v1/destinations/${encodeURIComponent(name)}/resume`, {});
    await io.stdout.write(parsed.flags['json'] === true ? `${JSON.stringify(answer)}\n` : `${name} is open again\n`);
    return exitCodes.good;
  },
};
