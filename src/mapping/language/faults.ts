import type { Diagnostic, Location } from '../diagnostic.ts';

/** Collects the faults of a set of files. What is said twice of one place (a fragment used by two rules) is kept once. */
export class Faults {
  readonly diagnostics: Diagnostic[] = [];
  /** How often something was reported, repeats included: tells whether a piece of work went well. */
  reported = 0;
  readonly #seen = new Set<string>();

  add(place: Location, code: string, message: string, hint?: string): void {
    this.reported += 1;
    const seen = JSON.stringify([place.file, place.line, place.column, code, message]);
    if (this.#seen.has(seen)) return;
    this.#seen.add(seen);
    const { file, line, column, length } = place;
    const fault: Diagnostic = { file, line, column, length, code, message };
    this.diagnostics.push(hint === undefined ? fault : { ...fault, hint });
  }

  /** Something was met that cannot be used, of which the fault has been reported before. */
  again(): void {
    this.reported += 1;
  }
}

/** Sorted by place, without repeats. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const unique = new Map(diagnostics.map((d) => [JSON.stringify([d.file, d.line, d.column, d.code, d.message]), d]));
  return [...unique.values()].sort(
    (a, b) =>
      compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.message, b.message),
  );
}

/** By UTF-16 units: the same order on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
