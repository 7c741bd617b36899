// Codes that are plain text in the types of the code; test/openapi/codes.test.ts looks whether the sources have others.

/** Of a record whose rule matched: src/mapping, src/pipeline. */
export const failureCodes = [
  'MISSING_DEMANDED',
  'MISSING_REQUIRED',
  'NOT_CALIPER',
  'PERSON_LEAK',
  'PSEUDONYM_CUT',
  'TOO_LARGE',
  'TOO_MANY_EVENTS',
  'TOO_MANY_PEOPLE',
] as const;

/** Of what is no tracking event: src/ingest. */
export const rejectionCodes = [
  'INTERNAL_FAULT',
  'NOT_AN_OBJECT',
  'NOT_JSON',
  'NO_NAME',
  'TOO_DEEP',
  'XAPI_STATEMENT',
] as const;

/** Of an event that was given up: src/delivery/progress.ts, src/outbox. */
export const deadLetterReasons = ['ATTEMPTS_SPENT', 'NO_V1P1_FORM', 'REFUSED', 'TOO_LARGE'] as const;

/** Of a kept record that cannot be opened: src/quarantine/open.ts. */
export const unopenedCodes = ['KEY_MISSING', 'NOT_GENUINE', 'NOT_KEPT', 'SOURCE_UNCONFIGURED'] as const;
