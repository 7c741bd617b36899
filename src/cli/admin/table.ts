import type { Output } from '../io.ts';

/** A column: its head, and what stands in it. */
export type Row = readonly string[];

const between = '  ';

/**
 * Rows below their heads. On a terminal the last column is cut at its edge.
 *
 * @param right positions of the columns with numbers
 */
export function tableText(
  heads: Row,
  rows: readonly Row[],
  output: Pick<Output, 'terminal' | 'columns'>,
  right: readonly number[] = [],
): string {
  const cells = [heads, ...rows.map((row) => row.map(clean))];
  const widths = heads.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return right.includes(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join(between)
      .trimEnd(),
  );
  const shown = output.terminal ? lines.map((line) => cut(line, output.columns)) : lines;
  return `${shown.join('\n')}\n`;
}

function cut(line: string, columns: number): string {
  return line.length <= columns ? line : `${line.slice(0, columns - 1)}…`;
}

/** What others wrote may hold what steers a terminal: control and formatting characters, line ends. */
export function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}

/** A value of an answer as a cell; `-` for none. */
export function cell(value: unknown): string {
  if (value === null || value === undefined || value === '') return '-';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** E.g. `2026-03-02 09:00:00`: an instant of the adapter, in UTC. */
export function instant(value: unknown): string {
  const text = cell(value);
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text) ? text.slice(0, 19).replace('T', ' ') : text;
}

/** The two largest units of a duration, e.g. `2 h 5 min`. */
export function duration(seconds: unknown): string {
  if (typeof seconds !== 'number') return '-';
  const units: [string, number][] = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ];
  const first = units.findIndex(([, length]) => seconds >= length);
  if (first === -1) return '0 s';
  let left = Math.floor(seconds);
  const parts: string[] = [];
  for (const [name, length] of units.slice(first, first + 2)) {
    const count = Math.floor(left / length);
    left -= count * length;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  return parts.join(' ');
}
