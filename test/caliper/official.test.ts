import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { propertiesOf } from '../../src/caliper/model.ts';
import { serialise } from '../../src/caliper/serialise.ts';
import { validateText } from '../../src/caliper/validate.ts';
import type { CaliperObject } from '../../src/mapping/outcome.ts';
import { corpusFiles, corpusPresent } from '../corpus.ts';
import { officialSchemaFaults } from './official-schema.ts';

function faultsOf(text: string, version: 'v1p2' | 'v1p1'): string[] {
  return validateText(text, { version }).map(({ path, code }) => `${path} ${code}`);
}

/** Official documents that the text of the specification contradicts. */
const differing: Record<string, string[]> = {
  // The configuration that an endpoint answers to a GET: neither event, entity nor envelope.
  'v1p2/caliperEndpointConfigPayload.json': ["$['@context'] MISSING_PROPERTY", '$.type MISSING_PROPERTY'],
  // "Only the generic Event" has the GeneralProfile.
  'v1p2/caliperEnvelopeEventBatch.json': ['$.data[0].profile EVENT_NOT_IN_PROFILE'],
  'v1p2/caliperEnvelopeEventThinned.json': ['$.data[0].profile EVENT_NOT_IN_PROFILE'],
  // In the tables of 1.1 an AssessmentItemEvent generates a Response.
  'v1p1/caliperEventAssessmentItemStarted.json': ['$.generated WRONG_ENTITY_TYPE'],
  // Speaks of a profile and a Questionnaire with a context that has neither.
  'v1p1/caliperEventSubmittedMultiContext.json': ['$.profile UNKNOWN_PROPERTY', '$.object.type UNKNOWN_ENTITY_TYPE'],
};

describe.skipIf(!corpusPresent).each(['v1p2', 'v1p1'] as const)('official %s documents', (version) => {
  test.each(corpusFiles(`caliper/fixtures/${version}`))('$name is accepted, or known to differ', ({ name, text }) => {
    expect(faultsOf(text, version)).toEqual(differing[`${version}/${basename(name)}`] ?? []);
  });
});

describe.skipIf(!corpusPresent)('samples', () => {
  test.each(corpusFiles('caliper/samples'))('$name is accepted by us and by the official schema', ({ text }) => {
    expect(faultsOf(text, 'v1p2')).toEqual([]);
    const document = JSON.parse(text) as CaliperObject;
    for (const event of Array.isArray(document['data']) ? document['data'] : [document]) {
      expect(officialSchemaFaults(event, 'v1p2')).toEqual([]);
    }
    expect(faultsOf(serialise(document), 'v1p2')).toEqual([]);
  });
});

/** The property that the name of a bad document says is at fault: the longest that it starts with. */
function propertyAtFault(name: string, type: string): string | undefined {
  const [, fault = ''] = /-(?:Mal(?:formed|fromed)|No|Null|Unknown|Wrong)(.*)\.json$/.exec(name) ?? [];
  const said = fault.replace('CreationDate', 'dateCreated').replace('ModifiedDate', 'dateModified');
  const spelled = said
    .replace('TimeDependant', 'TimeDependent')
    .replace('Generatable', 'Generated')
    .replace('Context', '@context')
    .replace(/^(Event|Entity)Type$/, 'type');
  const keys = ['@context', 'type', 'id', 'profile', 'action', 'actor', 'object', 'eventTime', 'extensions'];
  const slots = ['target', 'generated', 'referrer', 'edApp', 'group', 'membership', 'session', 'federatedSession'];
  const known = [...keys, ...slots, ...propertiesOf(type).keys()].filter((key) =>
    spelled.toLowerCase().startsWith(key.toLowerCase()),
  );
  return known.sort((a, b) => b.length - a.length)[0];
}

describe.skipIf(!corpusPresent)('official documents with a mistake', () => {
  test.each(corpusFiles('caliper/fixtures/v1p2-errors'))(
    '$name is refused at the property in its name',
    ({ name, text }) => {
      const faults = faultsOf(text, 'v1p2');
      // Two of them are not JSON at all, one without meaning to.
      if (/Entity-BadJson|EntitySurvey-MalformedItemsContainsWrongEntityType/.test(name)) {
        expect(faults).toEqual(['$ NOT_JSON']);
        return;
      }
      const { type } = JSON.parse(text) as { type?: string };
      const property = propertyAtFault(name, type ?? '');
      const paths = faults.map((fault) => fault.split(' ')[0]?.replace(/\[\d+\].*$/, ''));
      expect(property).toBeDefined();
      expect(paths).toContain(property === '@context' ? "$['@context']" : `$.${property ?? ''}`);
    },
  );
});

test.skipIf(!corpusPresent)('142 of 145, 127 of 129 and 25 of 25 are accepted, 279 of 279 refused', () => {
  const accepted = (folder: string, version: 'v1p2' | 'v1p1') =>
    corpusFiles(`caliper/${folder}`).filter(({ text }) => faultsOf(text, version).length === 0).length;
  expect([
    accepted('fixtures/v1p2', 'v1p2'),
    accepted('fixtures/v1p1', 'v1p1'),
    accepted('samples', 'v1p2'),
    accepted('fixtures/v1p2-errors', 'v1p2'),
  ]).toEqual([142, 127, 25, 0]);
});
