import { readLines } from './lines.ts';
import type { Imported } from './store.ts';
import { readHeader, type ExternalIdRow, type LineFault } from './table.ts';

/** Rows that one call stores. */
const ROWS_AT_ONCE = 1_000;

/** The answer to an import. `read` is the sum of the four below it. */
export interface ImportReport {
  /** Lines, without the header and empty ones. */
  read: number;
  /** Users who had no external id, who had another one or got a name more, and who are as they were. */
  added: number;
  changed: number;
  unchanged: number;
  /** Lines that could not be taken: see problems. */
  faulty: number;
  problems: LineFault[];
  problemsOmitted?: number;
}

/**
 * Imports a table of external ids as it comes, a thousand lines at a time. A line that is wrong hurts no other; the same table again
 * changes nothing.
 *
 * @param secrets of the pseudonyms: the first, and those that follow it
 * @param put stores rows
 * @param most problems that are listed; the others are only counted
 * @returns `undefined` where the first line is no header
 * @throws what reading the body or storing throws; what was stored until then stays
 */
export async function importExternalIds(
  body: AsyncIterable<Uint8Array>,
  secrets: readonly Uint8Array[],
  put: (rows: ExternalIdRow[]) => Promise<Imported>,
  most: number,
): Promise<ImportReport | undefined> {
  const report: ImportReport = { read: 0, added: 0, changed: 0, unchanged: 0, faulty: 0, problems: [] };
  const note = (fault: LineFault): void => {
    report.faulty++;
    if (report.problems.length < most) report.problems.push(fault);
    else report.problemsOmitted = (report.problemsOmitted ?? 0) + 1;
  };
  let rows: ExternalIdRow[] = [];
  const store = async (): Promise<void> => {
    if (rows.length === 0) return;
    const imported = await put(rows);
    rows = [];
    report.added += imported.added;
    report.changed += imported.changed;
    report.unchanged += imported.unchanged;
    for (const line of imported.taken) note(taken(line));
  };

  let read: ReturnType<typeof readHeader>;
  for await (const line of readLines(body)) {
    if (read === undefined) {
      read = readHeader(line.text ?? '', secrets);
      if (read === undefined) return undefined;
      continue;
    }
    const outcome = read(line);
    if (outcome === undefined) continue;
    report.read++;
    if (outcome.ok) rows.push(outcome.row);
    else note(outcome.fault);
    if (rows.length >= ROWS_AT_ONCE) await store();
  }
  await store();
  return read === undefined ? undefined : report;
}

function taken(line: number): LineFault {
  const message = `line ${line}: the external id is that of another user; if the table is right, delete what is there, and import it again`;
  return { line, code: 'TAKEN', message };
}
