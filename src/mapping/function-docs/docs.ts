import type { Json, JsonObject } from '../table.ts';

/** What people read of a function of the mapping language; its page is made of it, and its examples are tests. */
export interface FunctionDoc {
  summary: string;
  /** A sentence for each parameter, by its name. */
  parameters: Readonly<Record<string, string>>;
  /** `result` left out stands for a missing value. */
  examples: { expression: string; given: JsonObject; result?: Json }[];
}

/** By name of the function. Apart from src/mapping/functions, since the Worker has no use for 3 KB (gzip) of sentences. */
export type FunctionDocs = Readonly<Record<string, FunctionDoc>>;
