import { parsePattern, relate, writePath } from './checks/field-pattern.ts';
import type { Origin } from './checks/provenance.ts';
import { originsOf, scopeOf } from './checks/provenance.ts';
import { collectDiagnostics } from './checks/report.ts';
import type { Fault } from './checks/report.ts';
import type { ClosedField } from './closed-fields.ts';
import { compileGlob } from './compile-conditions.ts';
import type { Diagnostic, Locations } from './diagnostic.ts';
import { functions } from './functions/index.ts';
import type { RuleNode, SourceTable } from './table.ts';

interface Closed extends ClosedField {
  pattern: readonly string[];
}

type Verdict = { kind: 'is' | 'holds'; field: Closed } | { kind: 'open' };

/**
 * Follows each value that an event may carry back to the fields of the record, through lets, loops, alternatives and functions,
 * and reports those that are closed and not opened by the first function that reads them. Conditions may test anything, and a
 * `let` that no event uses may hold anything.
 *
 * @returns `PRIVATE_FIELD` for a closed field, `PRIVATE_CONTAINER` for a map or list that is known to hold one
 */
export function checkPrivacy(table: SourceTable, closed: readonly ClosedField[], locations: Locations): Diagnostic[] {
  const fields = closed.map((field) => ({ ...field, pattern: parsePattern(field.path) }));
  const report = collectDiagnostics(locations);
  for (const rule of table.rules) {
    if (rule.then.kind === 'skip') continue;
    const here = fields.filter((field) => field.names === undefined || field.names.some((name) => takes(rule, name)));
    const judge = memoize((path: readonly string[]) => judgePath(here, path));
    const opens = (fn: string, path: readonly string[]): boolean => {
      const verdict = judge(path);
      const what = functions.get(fn)?.opens;
      return verdict.kind === 'is' && what !== undefined && verdict.field.opens.includes(what);
    };
    for (const event of rule.then.events) {
      const scope = scopeOf([...table.lets, ...rule.lets], event.forEach);
      for (const field of event.fields) {
        for (const origin of originsOf(field[1], scope, opens)) {
          const fault = faultOf(origin, judge(origin.path));
          if (fault !== undefined) report.add(rule, [origin.node, field, event], fault);
        }
      }
    }
  }
  return report.diagnostics;
}

function takes(rule: RuleNode, name: string): boolean {
  return rule.names.includes(name) || rule.globs.some((glob) => compileGlob(glob)(name));
}

function judgePath(fields: readonly Closed[], path: readonly string[]): Verdict {
  let holder: Closed | undefined;
  for (const field of fields) {
    const relation = relate(field.pattern, path);
    if (relation === 'is') return { kind: 'is', field };
    if (relation === 'holds') holder ??= field;
  }
  return holder === undefined ? { kind: 'open' } : { kind: 'holds', field: holder };
}

function faultOf(origin: Origin, verdict: Verdict): Fault | undefined {
  const path = writePath(origin.path);
  switch (verdict.kind) {
    case 'open':
      return undefined;
    case 'holds':
      return {
        code: 'PRIVATE_CONTAINER',
        message: `${path} holds closed fields, such as ${verdict.field.path} (${verdict.field.what}): it cannot leave the adapter as a whole`,
        hint: 'read the field that you need',
      };
    case 'is': {
      const { what, opens } = verdict.field;
      return {
        code: 'PRIVATE_FIELD',
        message: `${path} is ${what}: it cannot leave the adapter${opens.length > 0 ? ' as it is' : ''}`,
        hint: hintFor(verdict.field, origin.read ?? false),
      };
    }
  }
}

function hintFor(field: ClosedField, late: boolean): string {
  const [how] = field.opens;
  if (how === undefined) return 'leave it out; conditions in when and if may test it';
  const functionCall = {
    pseudonym: `| pseudonym('${field.scope ?? 'learner'}')`,
    url: '| url',
    writing: '| choice(…) if it is a choice, else | freeText',
  }[how];
  return `read it through ${functionCall}${late ? ', before any other function or text' : ''}`;
}

function memoize(judge: (path: readonly string[]) => Verdict): (path: readonly string[]) => Verdict {
  const known = new Map<string, Verdict>();
  return (path) => {
    const key = path.join('\0');
    const verdict = known.get(key) ?? judge(path);
    known.set(key, verdict);
    return verdict;
  };
}
