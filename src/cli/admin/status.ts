import { isObject } from '../../ingest/json.ts';
import { exitCodes, readArguments, UsageError } from '../command.ts';
import type { Command } from '../command.ts';
import type { Output } from '../io.ts';
import { adminHelp, adminOf, adminOptions } from './client.ts';
import { cell, clean, duration, instant, tableText } from './table.ts';

const help = `caliper status [--to URL] [--token TOKEN] [--json]

What GET /v1/status of an adapter tells: each destination with its backlog, what became of the records so far, names without a
rule, and what is kept in the quarantine. The exit code is 1 when a destination is paused or the outbox is full.

${adminHelp}
  --json          the answer of the adapter, one JSON object

  caliper status --to http://127.0.0.1:8787
  watch -n 10 npm run -s caliper -- status`;

/** Names without a rule that are shown to people. */
const mostNames = 20;

/** `caliper status`: how an adapter is. */
export const statusCommand: Command = {
  name: 'status',
  summary: 'show how a running adapter is: destinations, backlog, counts',
  help,
  async run(args, io) {
    const parsed = readArguments(args, adminOptions);
    if (parsed.files.length > 0) throw new UsageError('status takes no files');
    const status = await (await adminOf(parsed, io)).get('/v1/status');
    const destinations = objects(status['destinations']);
    const bad = status['full'] === true || destinations.some(({ state }) => state === 'paused');
    const text = parsed.flags['json'] === true ? `${JSON.stringify(status)}\n` : statusText(status, io.stdout);
    await io.stdout.write(text);
    return bad ? exitCodes.findings : exitCodes.good;
  },
};

/** For people. */
function statusText(status: Record<string, unknown>, output: Output): string {
  const heads = [
    'DESTINATION',
    'STATE',
    'BACKLOG',
    'OLDEST',
    'DELIVERED',
    'DEAD',
    'LAST SUCCESS',
    'NEXT ATTEMPT',
    'REASON',
  ];
  const rows = objects(status['destinations']).map((destination) => [
    cell(destination['name']),
    cell(destination['state']),
    cell(destination['backlog']),
    duration(destination['oldestSeconds']),
    cell(destination['delivered']),
    cell(destination['deadLetters']),
    instant(destination['lastSuccess']),
    instant(destination['nextAttempt']),
    cell(destination['reason']),
  ]);
  const parts = [tableText(heads, rows, output, [2, 4, 5])];
  if (status['full'] === true) parts.push('The outbox is FULL: sources get 503 and keep what they have.\n');
  // Counters of single rules would be hundreds of lines.
  const counts = entries(status['counts']).filter(([name]) => !name.includes('.'));
  parts.push(`Records: ${counts.map(([name, count]) => `${cell(count)} ${clean(name)}`).join(', ') || 'none yet'}\n`);
  const { quarantine } = status;
  if (isObject(quarantine) && quarantine['records'] !== 0) {
    const { records, oldest, evicted } = quarantine;
    const lost = evicted === 0 ? '' : `, ${cell(evicted)} deleted before their time`;
    parts.push(`Quarantine: ${cell(records)} records, the oldest of ${instant(oldest)}${lost}\n`);
  }
  const unmapped = entries(status['unmapped']);
  if (unmapped.length > 0) {
    const names = unmapped.slice(0, mostNames).map(([name, count]) => [cell(count), name]);
    const more = unmapped.length > mostNames ? `and ${unmapped.length - mostNames} more names\n` : '';
    parts.push(`${tableText(['RECORDS', 'NAME WITHOUT A RULE'], names, output, [0])}${more}`);
  }
  return parts.join('\n');
}

function objects(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? (value as unknown[]).filter(isObject) : [];
}

function entries(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}
