import { documentedFunctions } from '../function-docs/index.ts';
import { slotNames } from './events.ts';
import { caliperDefinitions, eventBranches, eventWords, ref } from './schema-caliper.ts';
import type { Schema } from './schema-caliper.ts';

const text: Schema = { type: 'string', minLength: 1 };
const open: Schema = { type: 'object' };

/** A map of these keys and no others. */
function closed(properties: Record<string, Schema>, required: readonly string[] = []): Schema {
  return { type: 'object', properties, required: [...required], additionalProperties: false };
}

const said = (description: string, schema: Schema): Schema => ({ description, ...schema });

/**
 * The JSON Schema (draft 7) of mapping files, for completion and hover in editors. It is as strict as an editor needs; the check has
 * the last word.
 */
export function mappingSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Mapping file of caliper-edge (docs/04-mapping-language.md)',
    ...closed({
      source: said('_shared.yaml, shipped or in site/: where the records come from.', { enum: ['openedx', 'xapi'] }),
      about: said('One or two sentences for the next person.', text),
      prefixes: said('_shared.yaml: short names of IRIs.', { type: 'object', additionalProperties: text }),
      let: ref('let'),
      fragments: said('Pieces of events, for $use.', { type: 'object', additionalProperties: ref('entity') }),
      event: said('_shared.yaml: the slots that every event starts from; null in site/ takes one away.', ref('event')),
      'skip-when': said('_shared.yaml: records that no rule should see; site/ adds to the shipped ones.', {
        type: 'array',
        items: ref('skip'),
      }),
      given: said('_shared.yaml: what every example starts from; that of site/ is merged in.', open),
      rules: said('Tried in this order; the first whose when holds wins.', {
        type: 'array',
        minItems: 1,
        items: ref('rule'),
      }),
    }),
    definitions: { ...language(), ...caliperDefinitions() },
  };
}

function language(): Record<string, Schema> {
  const list = documentedFunctions.map(({ fn, doc }) => `${fn.name}: ${doc.summary}`).join('\n');
  return {
    value: { description: `A value; $(path | function) reads from the record. Functions:\n${list}` },
    use: said('The name of a fragment; other keys override it.', text),
    case: {
      description: 'The first branch whose when holds.',
      type: 'array',
      minItems: 1,
      items: {
        anyOf: [
          closed({ when: ref('conditions'), then: ref('value') }, ['when', 'then']),
          closed({ else: ref('value') }, ['else']),
        ],
      },
    },
    special: {
      type: 'object',
      properties: { $use: ref('use'), $case: ref('case') },
      anyOf: [{ required: ['$use'] }, { required: ['$case'] }],
    },
    let: said(
      'Names for values; each may use those above it. In site/_shared.yaml one that is shipped gets another value.',
      { type: 'object', additionalProperties: ref('value') },
    ),
    ...conditions(),
    ...rules(),
  };
}

function conditions(): Record<string, Schema> {
  const texts: Schema = { anyOf: [text, { type: 'array', items: text, minItems: 1 }] };
  return {
    conditions: said('All must hold: field or let on the left, a test on the right.', {
      type: 'object',
      additionalProperties: ref('test'),
    }),
    test: {
      anyOf: [
        { type: ['string', 'number', 'boolean'] },
        { type: 'array', items: ref('test'), minItems: 1 },
        {
          ...closed({
            exists: said('true: is there; false: is missing.', { type: 'boolean' }),
            below: said('Is a number less than this.', { type: 'number' }),
            above: said('Is a number greater than this.', { type: 'number' }),
            like: said('Fits the pattern, or one of them; * is any run of characters.', texts),
            not: said('Does not pass this test.', ref('test')),
          }),
          minProperties: 1,
        },
      ],
    },
  };
}

function rules(): Record<string, Schema> {
  return {
    rule: {
      ...closed(
        {
          rule: said('Its name: stable, since it stands in answers, dead letters and metrics.', {
            type: 'string',
            pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
          }),
          about: said('One or two sentences for the next person.', text),
          replaces: said('site/ only: the shipped rule that this one takes the place of.', text),
          when: said('All must hold; name is compulsory, here or in every row.', ref('conditions')),
          rows: said('One rule for many names: constants, read as $(row.column).', {
            type: 'array',
            minItems: 1,
            items: open,
          }),
          let: ref('let'),
          emit: said('The Caliper events.', { type: 'array', minItems: 1, items: ref('event') }),
          skip: said('Drops the record on purpose; the reason that people see.', text),
          examples: said('The tests of the rule.', { type: 'array', minItems: 1, items: ref('example') }),
        },
        ['rule', 'examples'],
      ),
      oneOf: [{ required: ['emit'] }, { required: ['skip'] }],
      anyOf: [{ required: ['when'] }, { required: ['rows'] }],
    },
    event: { ...closed(eventProperties()), allOf: eventBranches() },
    skip: closed({ reason: text, when: ref('conditions'), unless: { enum: [...slotNames] } }, ['reason', 'when']),
    example: {
      ...closed(
        {
          name: text,
          about: text,
          given: said("The record; it starts from the folder's given.", open),
          expect: said('The events that come out; each has at least this.', {
            type: 'array',
            minItems: 1,
            items: open,
          }),
          skipped: said('The record is skipped; this stands in the reason.', { type: 'string' }),
          fails: said('The record fails; this stands in the message.', { type: 'string' }),
        },
        ['name'],
      ),
      oneOf: [{ required: ['expect'] }, { required: ['skipped'] }, { required: ['fails'] }],
    },
  };
}

function eventProperties(): Record<string, Schema> {
  const special: Record<string, Schema> = {
    event: said('The type of the Caliper event.', eventWords()),
    if: said('Leaves the event out when these do not hold.', ref('conditions')),
    'for-each': said('One event for each item: { part: event.submission }.', {
      type: 'object',
      additionalProperties: text,
      minProperties: 1,
      maxProperties: 1,
    }),
    $use: ref('use'),
  };
  const kinds: Record<string, string> = {
    profile: 'profile',
    action: 'action',
    eventTime: 'value',
    extensions: 'value',
  };
  return { ...special, ...Object.fromEntries(slotNames.map((slot) => [slot, ref(kinds[slot] ?? 'entity')])) };
}
