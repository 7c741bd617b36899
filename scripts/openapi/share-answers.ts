import type { Operation, Paths } from './operation.ts';
import type { Answered } from './responses.ts';

/** An answer, or where it stands. */
export type Shared = Answered | { $ref: string };

/** Operations whose answers may be references. */
export type SharedPaths = Readonly<
  Record<
    string,
    Readonly<Record<string, Omit<Operation, 'responses'> & { responses: Readonly<Record<string, Shared>> }>>
  >
>;

/**
 * Takes the answers that stand in several operations out of them, so that each stands once. Their names are those of the tag and the
 * status, with a number where one tag has several: `Administration401`, `Xapi400`.
 */
export function shareAnswers(paths: Paths): { paths: SharedPaths; responses: Record<string, Answered> } {
  const uses = new Map<string, number>();
  const responses: Record<string, Answered> = {};
  const names = new Map<string, string>();
  const operations = Object.values(paths).flatMap((item) => Object.values(item));
  for (const { responses: own } of operations) {
    for (const answer of Object.values(own)) {
      const text = JSON.stringify(answer);
      uses.set(text, (uses.get(text) ?? 0) + 1);
    }
  }
  const shared = (answer: Answered, tag: string, status: string): Shared => {
    const text = JSON.stringify(answer);
    if ((uses.get(text) ?? 0) < 2) return answer;
    const name = names.get(text) ?? freeName(`${tag.charAt(0).toUpperCase()}${tag.slice(1)}${status}`);
    names.set(text, name);
    responses[name] = answer;
    return { $ref: `#/components/responses/${name}` };
  };
  const freeName = (wanted: string): string => {
    for (let number = 1; ; number++) {
      const name = number === 1 ? wanted : `${wanted}-${number}`;
      if (!(name in responses)) return name;
    }
  };
  const lifted = Object.entries(paths).map(([path, item]) => {
    const methods = Object.entries(item).map(([method, operation]) => {
      const [tag = ''] = operation.tags;
      const own = Object.entries(operation.responses).map(([status, answer]) => [status, shared(answer, tag, status)]);
      return [method, { ...operation, responses: Object.fromEntries(own) as Record<string, Shared> }] as const;
    });
    return [path, Object.fromEntries(methods)] as const;
  });
  return { paths: Object.fromEntries(lifted), responses };
}
