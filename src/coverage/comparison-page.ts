import type { Coverage, CoverageRow } from './coverage.ts';
import { compareWith } from './comparison.ts';
import type { Compared, Difference } from './comparison.ts';
import { formsOf } from './emitted-events.ts';
import { knownOpenedxNames } from './known-openedx-names.ts';
import type { Peer } from './peers.ts';

const peers: readonly Peer[] = ['event-routing-backends', 'openedx-caliper-tracking'];

const meanings: Readonly<Record<Difference, string>> = {
  same: 'the same types, actions and types of objects',
  'mapped by neither': 'nothing comes out here and there',
  'not mapped there': 'nothing comes out there',
  'fails there': 'listed there, but nothing comes out',
  'breaks Caliper': 'what comes out there breaks a rule of the version that it names',
  'counts twice there': 'another record of the same act is mapped as well, so that one act counts twice',
  'skipped here': 'dropped here on purpose',
  'generic Event there': 'the type Event there, where Caliper has a type of its own',
  'understood otherwise': 'another reading of what the record says',
  unexplained: 'a defect of this page',
};

const HEAD = `# Compared with other routers

Generated from \`mappings/\` and \`src/coverage/\` by \`npm run docs\`; do not edit.

What becomes of each known Open edX event here, in [event-routing-backends](https://github.com/openedx/event-routing-backends) 10.0.0 (Caliper 1.2) and in
[openedx-caliper-tracking](https://github.com/ucsd-ets/openedx-caliper-tracking) 0.14.3 (Caliper 1.1): type and action of the events, types of their objects, and why
it is not the same. A star marks what is off in the default list of event-routing-backends. How to keep the events that a site's dashboards know from
event-routing-backends: [12-migrating-from-event-routing-backends.md](12-migrating-from-event-routing-backends.md).

Only these forms are compared. What concerns all events is told once: the events of event-routing-backends have no \`profile\`, \`edApp\`, \`group\` or \`membership\`, and
its media events share one target, \`_:MediaLocation\`; those of openedx-caliper-tracking name people by user name, user id, session and IP address. Caliper 1.1 has no
types for managing resources, searching, feedback and surveys, so that its generic Event is no fault there.
`;

/** The comparison with other routers, in Markdown. */
export function comparisonPage(coverage: Coverage): string {
  const rows = comparedRows(coverage);
  return [HEAD, countsOf(rows), tableOf(rows)].join('\n');
}

/** Each known name, what becomes of it here, and how each peer compares. */
export function comparedRows(coverage: Coverage): { ours: CoverageRow; compared: Compared[] }[] {
  const known = new Set(knownOpenedxNames);
  return coverage.openedx
    .filter(({ name }) => known.has(name))
    .map((ours) => ({ ours, compared: peers.map((peer) => compareWith(peer, ours)) }));
}

type Rows = ReturnType<typeof comparedRows>;

function countsOf(rows: Rows): string {
  // Keys of a record of Difference.
  const differences = Object.keys(meanings) as Difference[];
  const lines = differences.flatMap((difference) => {
    const counts = peers.map(
      (_peer, index) => rows.filter(({ compared }) => compared[index]?.difference === difference).length,
    );
    return counts.some((count) => count > 0)
      ? [`| ${difference} | ${counts.join(' | ')} | ${meanings[difference]} |`]
      : [];
  });
  return [
    `Of ${rows.length} names, by the first reason that applies:`,
    '',
    `| | ${peers.join(' | ')} | |`,
    '| --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}

function tableOf(rows: Rows): string {
  const lines = rows.map(
    ({ ours, compared }) => `| \`${ours.name}\` | ${here(ours)} | ${compared.map(there).join(' | ')} |`,
  );
  return [`| name | here | ${peers.join(' | ')} |`, '| --- | --- | --- | --- |', ...lines, ''].join('\n');
}

function here({ status, events, reason }: CoverageRow): string {
  if (status !== 'mapped') return status === 'skipped' ? `skipped: ${escape(reason ?? '')}` : '**unmapped**';
  return formsOf(events)
    .map(({ event, objects }) => `\`${event}\` ${objects.join(', ')}`)
    .join('<br>');
}

function there({ difference, theirs, why }: Compared): string {
  if (difference === 'mapped by neither') return '–';
  if (difference === 'not mapped there') return difference;
  const forms = theirs.events.map(({ event, object }) => `\`${event}\` ${object}${theirs.off ? ' *' : ''}`);
  return [...forms, ...why.map((each) => `_${escape(each)}_`)].join('<br>');
}

function escape(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('_', '\\_').replaceAll('*', '\\*');
}
