import AjvModule from 'ajv-draft-04';
import formatsModule from 'ajv-formats';
import { basename } from 'node:path';
import type { CaliperVersion } from '../../src/caliper/model.ts';
import { corpusFiles, corpusPresent } from '../corpus.ts';

/** As much as is used of the two packages, which are CommonJS and of which compilers and Node disagree what `default` is. */
interface Validator {
  addSchema(schema: object, key: string): unknown;
  getSchema(key: string): Check | undefined;
}
interface Check {
  (value: unknown): unknown;
  errors?: readonly { instancePath: string; message?: string; keyword: string }[] | null;
}
const DraftValidator = exported(AjvModule) as new (options: object) => Validator;
const addFormats = exported(formatsModule) as (validator: Validator, formats: readonly string[]) => void;

const validators = new Map<CaliperVersion, Validator>();

/**
 * What 1EdTech's draft JSON Schemas have against an event or entity; undefined where the corpus is absent or has no
 * schema for the type. They know required properties, datatypes and the list of actions, but not which action or entity
 * an event type takes. Never give them an envelope: their `Envelope` is mis-declared.
 */
export function officialSchemaFaults(event: unknown, version: CaliperVersion): string[] | undefined {
  if (!corpusPresent) return undefined;
  const type = typeof event === 'object' && event !== null && 'type' in event ? String(event.type) : '';
  const check = validatorOf(version).getSchema(type);
  if (check === undefined) return undefined;
  if (check(event) === true) return [];
  return (check.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message ?? error.keyword}`);
}

function validatorOf(version: CaliperVersion): Validator {
  const known = validators.get(version);
  if (known !== undefined) return known;
  // They carry keywords of their own (definedBy, translations) and formats that no library knows; ajv's own
  // `duration` takes no fraction of a second, which ISO 8601 does.
  const validator = new DraftValidator({ strict: false, logger: false, allErrors: false });
  addFormats(validator, ['date-time']);
  for (const { name, text } of corpusFiles(`caliper/schemas/${version}`)) {
    validator.addSchema(JSON.parse(text) as object, basename(name, '.json'));
  }
  validators.set(version, validator);
  return validator;
}

/** A CommonJS module's export, with or without Node's wrapping. */
function exported(module: unknown): unknown {
  return typeof module === 'object' && module !== null && 'default' in module ? module.default : module;
}
