import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { createEngine } from '../../src/mapping/engine.ts';
import { functions } from '../../src/mapping/functions/index.ts';
import { scrubUrl } from '../../src/mapping/functions/scrub-url.ts';
import type { SourceTable, ValueNode } from '../../src/mapping/table.ts';
import { createPseudonyms } from '../../src/privacy/pseudonym.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void; // the flag is set

const course: ValueNode = { k: 'field', path: ['course'] };
const table: SourceTable = {
  source: 'openedx',
  lets: [{ name: 'page', slot: 0, value: { k: 'text', iri: true, parts: [{ k: 'setting', name: 'lms' }, course] } }],
  skipWhen: [],
  rules: [
    {
      ...{ rule: 'r', file: 'f', line: 1, names: ['n'], globs: [], lets: [], slots: 1 },
      when: [{ label: 'page', value: { k: 'var', slot: 0, name: 'page', path: [] }, test: { t: 'exists', v: false } }],
      then: { kind: 'skip', reason: 's' },
    },
  ],
};

const engine = createEngine(table);
const pseudonym = createPseudonyms(new Uint8Array(32));
const environment = { lms: 'https://lms.example.edu', freeText: false, pseudonym, eventId: () => '' };

// A trimmed text is a view of the one that it was cut out of: to remember one of 40 characters would keep 200,000.
it.each<[string, (text: string) => unknown]>([
  ['addresses that were scrubbed', (text) => scrubUrl(text)],
  ['fields that entities depend on', (text) => engine.write('n', { course: text }, environment)],
  ['people who have pseudonyms', (text) => pseudonym('learner', text)],
  ['paths of other fields', (text) => functions.get('where')?.apply([{}], [text, 1], environment)],
])('remembers of %s no more than the text', (_, use) => {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 90; i++) use(`${' '.repeat(200_000)}https://lms.example.edu/courses/${i}`.trim());
  collectGarbage();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(5_000_000);
});

it('keeps no bytes of a long text that was hashed', () => {
  const before = process.memoryUsage().arrayBuffers;
  for (const text of ['x'.repeat(5_000_000), 'short']) pseudonym('learner', text);
  collectGarbage();
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
});

it('remembers no pseudonym of a text that is too long for a name', () => {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const made = new Set<string>();
  for (let i = 0; i < 90; i++) made.add(pseudonym('learner', JSON.parse(`"${' '.repeat(200_000)}${i}"`) as string));
  collectGarbage();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(5_000_000);
  expect(made.size).toBe(90);
});
