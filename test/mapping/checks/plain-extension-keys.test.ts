import { expect, it } from 'vitest';
import { checkConformance } from '../../../src/mapping/check-conformance.ts';
import { loadMappings } from '../../../src/mapping/language/load.ts';
import { shippedFiles } from '../../mappings/shipped.ts';

const shared = shippedFiles().filter(({ path }) => path.endsWith('openedx/_shared.yaml'));

function faultsOf(path: string, key: string): string[] {
  const text = `
rules:
  - rule: own
    when: { name: own }
    emit:
      - event: Event
        profile: GeneralProfile
        action: Viewed
        object: { id: $(lms)/x, type: WebPage, extensions: { ${key}: $(event.x) } }
    examples: [{ name: one, given: { name: own }, expect: [{}] }]
`;
  const { table, locations, diagnostics } = loadMappings([...shared, { path, text }]);
  expect(diagnostics).toEqual([]);
  return table.sources.flatMap((source) => checkConformance(source, locations)).map(({ code }) => code);
}

it('lets the keys of event-routing-backends through in site/, and nowhere else', () => {
  expect(faultsOf('mappings/openedx/site/own.yaml', 'mode')).toEqual([]);
  expect(faultsOf('mappings/openedx/own.yaml', 'mode')).toEqual(['NOT_NAMESPACED']);
});

it('lets no other key through', () => {
  expect(faultsOf('mappings/openedx/site/own.yaml', 'speed')).toEqual(['NOT_NAMESPACED']);
});
