import { isObject } from '../../ingest/json.ts';
import type { Command } from '../command.ts';
import { adminHelp } from './client.ts';
import { keptCommand, runKept } from './kept.ts';
import type { Kept } from './kept.ts';
import { cell, instant } from './table.ts';

const kept: Kept = {
  name: 'dead-letters',
  one: 'dead letter',
  noun: 'dead letters',
  items: 'deadLetters',
  filters: { destination: { type: 'string' }, reason: { type: 'string' }, rule: { type: 'string' } },
  heads: ['ID', 'GIVEN UP', 'DESTINATION', 'REASON', 'STATUS', 'TRIES', 'RULE', 'EVENT', 'ANSWER'],
  row: (letter) => [
    cell(letter['id']),
    instant(letter['at']),
    cell(letter['destination']),
    cell(letter['reason']),
    cell(letter['status']),
    cell(letter['attempts']),
    cell(letter['rule']),
    isObject(letter['event']) ? cell(letter['event']['type']) : '-',
    cell(letter['response']),
  ],
};

const filterHelp = `  --destination NAME, --reason CODE, --rule NAME, --before TIME, --after TIME
                  only those; a time is a day or an instant, such as 2026-03-02T09:00:00Z`;

const help = `caliper dead-letters [list | replay | drop] [ID…] [OPTIONS]

Events that a destination refused for good, or too often. list shows them (100, or --limit N, or --all), oldest first; replay puts
them into the outbox once more, after what was wrong is mended; drop deletes them for good, and asks before.

${filterHelp}
  --all           replay and drop: all there are; list: no limit
  --yes           drop: do not ask
${adminHelp}
  --json          list: each as one JSON object a line, with the event; replay and drop: one JSON object

  caliper dead-letters --destination udp
  caliper dead-letters replay --reason REFUSED --after 2026-03-01
  caliper dead-letters drop 0.17 0.18 --yes`;

/** `caliper dead-letters`: look at them, replay them, drop them. */
export const deadLettersCommand: Command = keptCommand(
  kept,
  'list, replay or drop the events that destinations refused',
  help,
);

const replayHelp = `caliper replay [ID…] [OPTIONS]

Short for caliper dead-letters replay: puts dead letters into the outbox once more.

${filterHelp}
  --all           all there are
${adminHelp}
  --json          one JSON object: { count }

  caliper replay --all
  caliper replay --destination udp`;

/** `caliper replay`: the same as `caliper dead-letters replay`. */
export const replayCommand: Command = {
  name: 'replay',
  summary: 'send dead letters once more',
  help: replayHelp,
  run: (args, io) => runKept(kept, args, io, 'replay'),
};
