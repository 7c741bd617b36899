import type { Diagnostic, Locations } from '../diagnostic.ts';
import type { RuleNode } from '../table.ts';

export interface Fault {
  code: string;
  message: string;
  hint?: string;
}

export interface Report {
  readonly diagnostics: Diagnostic[];
  /** Adds a fault at the first of `nodes` whose place is known, else at the rule; the same fault at the same place once. */
  add(rule: RuleNode, nodes: readonly object[], fault: Fault): void;
}

/** Gathers the faults of a check. Rows and shared pieces are checked for each rule, but reported once. */
export function collectDiagnostics(locations: Locations): Report {
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  return {
    diagnostics,
    add(rule, nodes, fault) {
      const place = [...nodes, rule].map((node) => locations.get(node)).find((found) => found !== undefined) ?? {
        file: rule.file,
        line: rule.line,
        column: 1,
        length: 1,
      };
      const key = [place.file, place.line, place.column, fault.code, fault.message].join('\0');
      if (seen.has(key)) return;
      seen.add(key);
      diagnostics.push({ ...place, ...fault });
    },
  };
}
