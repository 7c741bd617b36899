import { profiles } from '../caliper/model.ts';
import type { SourceKind } from '../mapping/table.ts';
import type { Coverage, CoverageRow } from './coverage.ts';
import { formsOf } from './emitted-events.ts';
import type { EventForm } from './emitted-events.ts';

const HEAD = `# What becomes of each event

Generated from \`mappings/\` by \`npm run docs\`; do not edit. \`npm run -s caliper -- coverage --markdown\` writes the same for your own tables,
with what stands in \`site/\`.

**Mapped**: becomes Caliper events. **Skipped**: dropped on purpose, with the reason. **Unmapped**: no rule takes it; the answer to the sender and the
status page count it by name. A mapped name may have records that are skipped for the reason in brackets. Names with \`*\` are patterns, which are tried after
all whole names.
`;

const titles: Readonly<Record<SourceKind, string>> = {
  openedx: 'Open edX tracking events',
  xapi: 'xAPI statements, by verb',
};

/** The page of the coverage, in Markdown. */
export function coveragePage(coverage: Coverage): string {
  // Keys of a record of SourceKind.
  const sources = Object.keys(titles) as SourceKind[];
  return [
    HEAD,
    countsOf(coverage, sources),
    profilesOf(coverage, sources),
    ...sources.map((source) => sectionOf(source, coverage[source])),
  ].join('\n');
}

/** How many rows have each status, and how many profiles of Caliper their events reach. */
export function countRows(rows: readonly CoverageRow[]): Record<CoverageRow['status'] | 'profiles', number> {
  const having = (status: CoverageRow['status']): number => rows.filter((row) => row.status === status).length;
  const reached = new Set(rows.flatMap(({ events }) => events.map(({ profile }) => profile)));
  reached.delete(null);
  return { mapped: having('mapped'), skipped: having('skipped'), unmapped: having('unmapped'), profiles: reached.size };
}

function countsOf(coverage: Coverage, sources: readonly SourceKind[]): string {
  const all = Object.keys(profiles).length;
  const rows = sources.map((source) => {
    const { mapped, skipped, unmapped, profiles: reached } = countRows(coverage[source]);
    return `| ${titles[source]} | ${coverage[source].length} | ${mapped} | ${skipped} | ${unmapped} | ${reached} of ${all} |`;
  });
  return [
    '| source | names and patterns | mapped | skipped | unmapped | profiles reached |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function profilesOf(coverage: Coverage, sources: readonly SourceKind[]): string {
  const rows = Object.keys(profiles).map((profile) => {
    const events = sources
      .flatMap((source) => coverage[source].flatMap((row) => row.events))
      .filter((event) => event.profile === profile);
    const forms = [...new Set(events.map(({ type, action }) => `${type}/${action}`))].sort();
    const names = sources.map(
      (source) => coverage[source].filter((row) => row.events.some((event) => event.profile === profile)).length,
    );
    return `| ${profile} | ${names.join(' | ')} | ${forms.join(', ')} |`;
  });
  const head = ['profile', ...sources.map((source) => `${source} names`), 'events'];
  return ['## Profiles', '', `| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...rows, ''].join(
    '\n',
  );
}

function sectionOf(source: SourceKind, rows: readonly CoverageRow[]): string {
  const lines = rows.map((row) => `| \`${row.name}\` | ${whatOf(row)} | ${ruleOf(row)} |`);
  return [`## ${titles[source]}`, '', '| name | becomes | rule |', '| --- | --- | --- |', ...lines, ''].join('\n');
}

function whatOf({ status, events, reason }: CoverageRow): string {
  if (status === 'unmapped') return '**unmapped**';
  const skipped = reason?.replaceAll('|', '\\|');
  if (status === 'skipped') return `skipped: ${skipped ?? ''}`;
  const forms = formsOf(events).map(showForm).join('<br>');
  return skipped === undefined ? forms : `${forms}<br>(skipped: ${skipped})`;
}

function showForm({ event, objects, profile }: EventForm): string {
  return `\`${event}\` ${objects.join(', ')}${profile === null ? '' : ` [${profile}]`}`;
}

function ruleOf({ rule, file }: CoverageRow): string {
  return rule === null ? '' : `[${rule}](../${file ?? ''})`;
}
