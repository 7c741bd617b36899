import { exitCodes, readArguments, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { devVarsText, freshSecrets } from './secrets.ts';

const help = `caliper keys [--json]

Makes fresh random secrets and prints them, as commands for Cloudflare and as lines for .dev.vars. Nothing is stored.

  PSEUDONYM_SECRET   of pseudonyms and event ids; when it changes, every learner becomes somebody else
  SIGNING_KEYS       private key of the signatures (ES256); receivers get its public half at /.well-known/jwks.json
  ADMIN_TOKEN        for status, dead letters and what else is the administrator's
  SOURCE_LMS_KEY     what the source sends; make one for each source
  QUARANTINE_KEYS    seals the records that are kept for later; when it is lost, they are
  INBOX_TOKEN        for the built-in endpoint; local runs only

  --json   one JSON object instead: { name: secret }`;

/** `caliper keys`: fresh secrets for a new adapter. */
export const keysCommand: Command = {
  name: 'keys',
  summary: 'make fresh secrets',
  help,
  async run(args, io) {
    const { files, flags } = readArguments(args, { json: { type: 'boolean' } });
    if (files.length > 0) throw new UsageError('keys takes no files');
    const secrets = await freshSecrets();
    if (flags['json'] === true) {
      await io.stdout.write(`${JSON.stringify(secrets)}\n`);
      return exitCodes.good;
    }
    const puts = Object.entries(secrets)
      .filter(([name]) => name !== 'INBOX_TOKEN')
      .map(([name, value]) => `printf %s '${value}' | npx wrangler secret put ${name}\n`);
    await io.stdout.write(`# On Cloudflare:\n${puts.join('')}\n# Locally, in .dev.vars:\n${devVarsText(secrets)}`);
    return exitCodes.good;
  },
};
