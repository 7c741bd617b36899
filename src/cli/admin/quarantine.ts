import type { Command } from '../command.ts';
import { adminHelp } from './client.ts';
import { keptCommand } from './kept.ts';
import type { Kept } from './kept.ts';
import { cell, instant } from './table.ts';

const kept: Kept = {
  name: 'quarantine',
  one: 'record of the quarantine',
  noun: 'records of the quarantine',
  items: 'records',
  filters: {
    source: { type: 'string' },
    kind: { type: 'string', oneOf: ['unmapped', 'failed', 'invalid'] },
    code: { type: 'string' },
    name: { type: 'string' },
    rule: { type: 'string' },
  },
  heads: ['ID', 'RECEIVED', 'SOURCE', 'KIND', 'CODE', 'NAME', 'RULE', 'MESSAGE'],
  row: (record) => [
    cell(record['id']),
    instant(record['received']),
    ...['source', 'kind', 'code', 'name', 'rule', 'message'].map((name) => cell(record[name])),
  ],
  groups: {
    heads: ['RECORDS', 'SOURCE', 'KIND', 'CODE', 'OLDEST', 'NEWEST', 'NAME'],
    row: (group) => [
      ...['count', 'source', 'kind', 'code'].map((name) => cell(group[name])),
      instant(group['oldest']),
      instant(group['newest']),
      cell(group['name']),
    ],
  },
};

const help = `caliper quarantine [list | groups | replay | drop] [ID…] [OPTIONS]

Records that no rule handled, that a rule could not translate, or that are faulty statements, where the adapter keeps them
(QUARANTINE). groups counts them by name and reason, the best place to begin; list shows them (100, or --limit N, or --all);
replay translates them again with the rules of today, after these were mended: what still fails is kept on, and the exit code
is then 1; drop deletes them for good, and asks before.

  --source NAME, --kind unmapped|failed|invalid, --code CODE, --name NAME, --rule NAME, --before TIME, --after TIME
                  only those; a time is a day or an instant, such as 2026-03-02T09:00:00Z
  --all           replay and drop: all there are; list: no limit
  --yes           drop: do not ask
${adminHelp}
  --json          list: each as one JSON object a line, with the shapes of its fields; else one JSON object

  caliper quarantine groups
  caliper quarantine replay --kind unmapped --name acme.new.thing
  caliper quarantine drop --before 2026-01-01 --yes`;

/** `caliper quarantine`: look at it, replay it, drop it. */
export const quarantineCommand: Command = keptCommand(
  kept,
  'list, replay or drop the records that gave no event',
  help,
);
