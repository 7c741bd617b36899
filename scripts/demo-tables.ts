import type { DryRun, TranslatedRecord } from '../src/ingest/dry-run.ts';

const sums = ['received', 'emitted', 'skipped', 'unmapped', 'failed', 'rejected', 'events'] as const;

/** One line for each record: its number and name, the rule that decided, and what came of it. */
export function recordTable(records: readonly TranslatedRecord[]): string {
  return columns(
    records.map((record) => [String(record.index + 1), record.name ?? '-', record.rule ?? '-', outcome(record)]),
  );
}

/** The sums of several bodies, one line for each. */
export function sumTable(bodies: Readonly<Record<string, DryRun>>): string {
  const rows = Object.entries(bodies).map(([name, body]) => [name, ...sums.map((sum) => String(body[sum]))]);
  return columns([['', ...sums], ...rows]);
}

function outcome(record: TranslatedRecord): string {
  switch (record.outcome) {
    case 'emitted': {
      // Both are text in every event.
      const events = record.events.map(({ type, action }) => `${type as string} ${action as string}`);
      return [...new Set(events)].map((event) => times(event, events)).join(', ');
    }
    case 'skipped':
      return `skipped: ${record.reason}`;
    case 'unmapped':
      return 'unmapped: no rule has this name';
    case 'failed':
    case 'rejected':
      return `${record.outcome}: ${record.code}`;
  }
}

function times(event: string, events: readonly string[]): string {
  const count = events.filter((other) => other === event).length;
  return count === 1 ? event : `${count} × ${event}`;
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
}
