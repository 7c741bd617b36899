import { explain } from '../../../mapping/explain.ts';
import { mappingEnvironment } from '../../../mapping/language/run-examples.ts';
import type { JsonObject, SourceTable } from '../../../mapping/table.ts';

/**
 * Why rules did not take a record, a sentence for each that did not. Pure.
 *
 * @param table the shared values with one's own rules
 * @param fields the normalised record, whose values stand in the sentences: they are for whoever pasted it
 */
export function whyNot(table: SourceTable, name: string, fields: JsonObject): string[] {
  const environment = mappingEnvironment({ pseudonym: () => '00000000-0000-8000-8000-000000000000' });
  const { rules, skips } = explain(table, [], name, fields, environment);
  if (skips.some(({ holds }) => holds)) return [];
  const own = new Set(table.rules.map(({ rule }) => rule));
  return [...own].flatMap((rule) => {
    const looked = rules.filter((each) => each.rule === rule);
    if (looked.some(({ state }) => state === 'fired')) return [];
    if (looked.length === 0) return [`${rule} is for ${namesOf(table, rule)}, and the name of this record is ${name}`];
    return looked.flatMap(({ conditions }) => {
      const failed = conditions.find(({ holds }) => !holds);
      if (failed === undefined) return [];
      const value = failed.value === undefined ? 'it is missing' : `it is ${JSON.stringify(failed.value)}`;
      return [`${rule} wants that ${failed.name} ${failed.test}, and ${value}`];
    });
  });
}

/** Up to three names. */
function namesOf({ rules }: SourceTable, rule: string): string {
  const names = rules.filter((each) => each.rule === rule).flatMap((each) => [...each.names, ...each.globs]);
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return `${names.slice(0, 3).join(', ')}${more}`;
}
