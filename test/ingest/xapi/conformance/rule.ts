import type { Edition } from '../../../../src/ingest/xapi/sections.ts';

/** What a case has in place of the base statement: paths of properties to values; `undefined` takes a property away. */
export type Change = Readonly<Record<string, unknown>>;

/** A statement that a rule refuses: the change, the path of the fault (without `$.`) and its code. */
export type Refused = readonly [change: Change, path: string, code: string];

/** One rule of the standard, with statements that keep it and statements that break it. */
export interface Rule {
  /** In xAPI 1.0.3. */
  section: string;
  /** In xAPI 2.0 (IEEE 9274.1.1). */
  section2: string;
  rule: string;
  /** In which editions it is as the table says; both unless told. */
  edition?: Edition;
  passes: Readonly<Record<string, Change>>;
  fails: Readonly<Record<string, Refused>>;
}

export const agent = { mbox: 'mailto:ada@example.edu' };
export const account = { account: { homePage: 'https://lms.example.edu', name: '31' } };
export const activity = { id: 'https://lms.example.edu/quiz/1' };
export const uuid = '6f5c2a90-1111-4222-8333-944455566677';
export const hash = '495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a';

/** The least that a statement can be. */
export const base = { actor: agent, verb: { id: 'https://example.edu/verbs/tried' }, object: activity };

/** The base statement with the change. */
export function changed(change: Change): Record<string, unknown> {
  let statement: Record<string, unknown> = base;
  for (const [path, value] of Object.entries(change)) statement = put(statement, path.split('.'), value);
  return statement;
}

function put(
  holder: Record<string, unknown>,
  [key = '', ...rest]: readonly string[],
  value: unknown,
): Record<string, unknown> {
  const others = Object.entries(holder).filter(([name]) => name !== key);
  if (rest.length === 0) return Object.fromEntries(value === undefined ? others : [...others, [key, value]]);
  // Paths lead through objects only.
  const inner = (holder[key] ?? {}) as Record<string, unknown>;
  return Object.fromEntries([...others, [key, put(inner, rest, value)]]);
}

/** The same property with several values, all of which pass. */
export function passing(path: string, values: readonly unknown[]): Record<string, Change> {
  return Object.fromEntries(values.map((value) => [JSON.stringify(value), { [path]: value }]));
}

/** The same property with several values, all of which are refused with one code, at the property unless told. */
export function failing(path: string, code: string, values: readonly unknown[], at = path): Record<string, Refused> {
  return Object.fromEntries(values.map((value) => [JSON.stringify(value), [{ [path]: value }, at, code]]));
}
