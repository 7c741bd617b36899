import { collectionFunctions } from './collections.ts';
import { coursePageFunctions } from './course-page.ts';
import type { MappingFunction } from './function.ts';
import { iriFunctions } from './iris.ts';
import { numberFunctions } from './numbers.ts';
import { openedxFunctions } from './openedx.ts';
import { privacyFunctions } from './privacy.ts';
import { problemFormFunctions } from './problem-form.ts';
import { textFunctions } from './text.ts';
import { timeFunctions } from './time.ts';

/** All functions of the mapping language, by name, in the order of the documentation. */
export const functions: ReadonlyMap<string, MappingFunction> = new Map(
  [
    privacyFunctions,
    timeFunctions,
    numberFunctions,
    textFunctions,
    collectionFunctions,
    iriFunctions,
    openedxFunctions,
    coursePageFunctions,
    problemFormFunctions,
  ]
    .flat()
    .map((fn) => [fn.name, fn]),
);
