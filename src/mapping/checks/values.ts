import { isDuration, isInstant, isIri } from '../../caliper/formats.ts';
import { identifierTypes, ltiMessageTypes, metrics, roles, statuses } from '../../caliper/vocabularies.ts';
import type { PropertyKind } from '../../caliper/model.ts';
import type { Kind } from '../functions/function.ts';
import { nearest } from '../language/nearest.ts';
import type { SourceKind } from '../table.ts';
import { kindOf, outcomesOf } from './outcomes.ts';
import type { Leaf } from './outcomes.ts';
import type { Scope } from './provenance.ts';
import type { Fault } from './report.ts';

/** The kinds of property that hold a single plain value. */
export type ScalarKind = Exclude<PropertyKind, 'entity' | 'entities' | 'strings' | 'roles' | 'map' | 'type'>;

interface Rule {
  /** In the sentence `… takes …`. */
  takes: string;
  constant: (value: string | number | boolean) => boolean;
  kinds: readonly Kind[];
  /** The function that makes such a value, for the hint. */
  through?: string;
}

const vocabulary = (takes: string, words: ReadonlySet<string>): Rule & { words: ReadonlySet<string> } => ({
  takes,
  constant: (value) => typeof value === 'string' && words.has(value),
  kinds: [],
  words,
});

const text = (test: (value: string) => boolean) => (value: unknown) => typeof value === 'string' && test(value);
const integer = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;

/** What each kind of property takes (Caliper 1.2, "Data types"; roles and the like: appendices). */
const rules: Readonly<Record<ScalarKind, Rule & { words?: ReadonlySet<string> }>> = {
  string: {
    takes: 'text',
    constant: (value) => typeof value === 'string',
    kinds: ['any', 'text', 'iri', 'number', 'integer', 'boolean', 'instant', 'duration'],
  },
  integer: { takes: 'a whole number, zero or more', constant: integer, kinds: ['integer'], through: '| integer' },
  decimal: {
    takes: 'a number',
    constant: (value) => typeof value === 'number',
    kinds: ['number', 'integer'],
    through: '| number',
  },
  boolean: { takes: 'true or false', constant: (value) => typeof value === 'boolean', kinds: ['any', 'boolean'] },
  datetime: {
    takes: 'a time such as 2020-07-15T06:52:55.057Z',
    constant: text(isInstant),
    kinds: ['instant'],
    through: '| isoInstant',
  },
  duration: {
    takes: 'an ISO 8601 duration such as PT3M15S',
    constant: text(isDuration),
    kinds: ['duration'],
    through: '| isoDuration',
  },
  iri: { takes: 'an absolute IRI', constant: text(isIri), kinds: ['iri'], through: '| iri' },
  status: vocabulary('a status', statuses),
  metric: vocabulary('a metric', metrics),
  identifierType: vocabulary('a type of identifier', identifierTypes),
  ltiMessageType: vocabulary('a type of LTI message', ltiMessageTypes),
};

/** What is wrong with one possible outcome of a property, if anything. `place` is for the message, e.g. `Score.maxScore`. */
export function scalarFault(
  leaf: Leaf,
  kind: ScalarKind,
  place: string,
  scope: Scope,
  source: SourceKind,
): Fault | undefined {
  const rule = rules[kind];
  if (leaf.k === 'const' && typeof leaf.v !== 'object') {
    if (rule.constant(leaf.v)) return undefined;
    const fault = { code: 'WRONG_VALUE', message: `${place} takes ${rule.takes}, not ${JSON.stringify(leaf.v)}` };
    return withHint(fault, constantHint(kind, leaf.v, rule.words));
  }
  const found = kindOf(leaf, scope);
  if (rule.kinds.includes(found)) return undefined;
  // Statements of the xAPI carry absolute IRIs as ids; the ids of Open edX are none.
  if (kind === 'iri' && found === 'any' && source === 'xapi') return undefined;
  if (rule.words !== undefined) {
    return {
      code: 'NOT_CONSTANT',
      message: `${place} takes ${rule.takes} of a fixed list: a value of the record may be none of them`,
      hint: 'write the words out, with $case where it depends on the record',
    };
  }
  const fault = { code: 'WRONG_KIND', message: `${place} takes ${rule.takes}, not ${described[found]}` };
  return withHint(
    fault,
    found === 'map' || found === 'list' || !rule.through ? undefined : `read it through ${rule.through}`,
  );
}

/** What is wrong with one possible outcome of a list of texts or of roles. */
export function textsFault(leaf: Leaf, kind: 'strings' | 'roles', place: string, scope: Scope): Fault | undefined {
  const found = kindOf(leaf, scope);
  if (leaf.k === 'list') {
    for (const item of leaf.items.flatMap((node) => outcomesOf(node, scope))) {
      const fault = kind === 'roles' ? roleFault(item, place) : scalarFault(item, 'string', place, scope, 'openedx');
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
  if (kind === 'strings' && leaf.k !== 'const' && found !== 'map') return undefined;
  const takes = kind === 'roles' ? 'a list of roles' : 'a list of texts';
  return {
    code: 'WRONG_KIND',
    message: `${place} takes ${takes}, not ${described[found]}`,
    hint: 'write a list: [ … ]',
  };
}

function roleFault(item: Leaf, place: string): Fault | undefined {
  if (item.k !== 'const' || typeof item.v !== 'string') {
    return {
      code: 'NOT_CONSTANT',
      message: `${place} takes roles of a fixed list: a value of the record may be none of them`,
      hint: 'write the roles out, with $case where they depend on the record',
    };
  }
  if (roles.has(item.v)) return undefined;
  const fault = { code: 'WRONG_VALUE', message: `${place} takes roles of Caliper, not ${JSON.stringify(item.v)}` };
  return withHint(fault, meant(item.v, roles));
}

/** `did you mean …?`, if something is near. */
export function meant(word: string, candidates: Iterable<string>): string | undefined {
  const found = nearest(word, candidates);
  return found === undefined ? undefined : `did you mean ${found}?`;
}

export function withHint(fault: Fault, hint: string | undefined): Fault {
  return hint === undefined ? fault : { ...fault, hint };
}

/** Kinds in the sentence `…, not …`. */
export const described: Readonly<Record<Kind, string>> = {
  any: 'a raw value of the record',
  text: 'text',
  number: 'a number that may have a fraction',
  integer: 'a whole number',
  boolean: 'true or false',
  instant: 'a time',
  duration: 'a duration',
  iri: 'an IRI',
  list: 'a list',
  map: 'a map',
};

function constantHint(
  kind: ScalarKind,
  value: string | number | boolean,
  words?: ReadonlySet<string>,
): string | undefined {
  if (words !== undefined) return meant(String(value), words);
  return kind === 'string' ? `write it in quotes: "${String(value)}"` : undefined;
}
