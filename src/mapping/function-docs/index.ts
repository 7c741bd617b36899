import { functions } from '../functions/index.ts';
import type { MappingFunction } from '../functions/function.ts';
import { collectionsDocs } from './collections.ts';
import { coursePageDocs } from './course-page.ts';
import type { FunctionDoc, FunctionDocs } from './docs.ts';
import { irisDocs } from './iris.ts';
import { numbersDocs } from './numbers.ts';
import { openedxDocs } from './openedx.ts';
import { privacyDocs } from './privacy.ts';
import { problemFormDocs } from './problem-form.ts';
import { textDocs } from './text.ts';
import { timeDocs } from './time.ts';

const docs: FunctionDocs = {
  ...privacyDocs,
  ...timeDocs,
  ...numbersDocs,
  ...textDocs,
  ...collectionsDocs,
  ...irisDocs,
  ...openedxDocs,
  ...coursePageDocs,
  ...problemFormDocs,
};

/**
 * All functions of the mapping language with their documentation, in its order.
 *
 * @throws Error when a function or one of its parameters has none, or a documentation no function
 */
export const documentedFunctions: readonly { fn: MappingFunction; doc: FunctionDoc }[] = documented();

function documented(): { fn: MappingFunction; doc: FunctionDoc }[] {
  const stray = Object.keys(docs).find((name) => !functions.has(name));
  if (stray !== undefined) throw new Error(`there is no function ${stray} to document`);
  return [...functions.values()].map((fn) => {
    const doc = docs[fn.name];
    if (doc === undefined || fn.parameters.some(({ name }) => doc.parameters[name] === undefined)) {
      throw new Error(
        `the function ${fn.name}, or one of its parameters, is not documented: see src/mapping/function-docs`,
      );
    }
    return { fn, doc };
  });
}
