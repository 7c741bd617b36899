/** One thing that is wrong with a document. */
export interface Fault {
  /** JSON path (RFC 9535), e.g. `$.object.maxScore`; `$.data[0].actor` in an envelope. */
  path: string;
  /** Stable, e.g. `UNKNOWN_PROPERTY`. */
  code: FaultCode;
  /** What is wrong and what to do. Never the value itself, which may be a person's. */
  message: string;
  /** Section of the Caliper 1.2 specification, by its title. */
  section: string;
}

export type FaultCode =
  | 'ACTION_NOT_ALLOWED'
  | 'BLANK_NODE_ID'
  | 'DUPLICATE_KEY'
  | 'EVENT_NOT_IN_PROFILE'
  | 'MISSING_PROPERTY'
  | 'MISSING_ROLE'
  | 'NOT_ARRAY'
  | 'NOT_BOOLEAN'
  | 'NOT_DECIMAL'
  | 'NOT_DURATION'
  | 'NOT_ENTITY'
  | 'NOT_INSTANT'
  | 'NOT_INTEGER'
  | 'NOT_IRI'
  | 'NOT_JSON'
  | 'NOT_MAP'
  | 'NOT_OBJECT'
  | 'NOT_STRING'
  | 'NOT_UUID_URN'
  | 'NULL_VALUE'
  | 'TOO_DEEP'
  | 'UNKNOWN_ACTION'
  | 'UNKNOWN_CONTEXT'
  | 'UNKNOWN_ENTITY_TYPE'
  | 'UNKNOWN_EVENT_TYPE'
  | 'UNKNOWN_PROFILE'
  | 'UNKNOWN_PROPERTY'
  | 'UNKNOWN_TERM'
  | 'WRONG_ENTITY_TYPE';

/** Writes a JSON path, with names in brackets where they are no plain words (RFC 9535, section 2.7). */
export function jsonPath(steps: readonly (string | number)[]): string {
  let path = '$';
  for (const step of steps) {
    if (typeof step === 'number') path += `[${step}]`;
    else if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(step)) path += `.${step}`;
    else path += `['${step.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`;
  }
  return path;
}
