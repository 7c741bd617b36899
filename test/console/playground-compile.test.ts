import { describe, expect, test } from 'vitest';
import { sourceAsset } from '../../scripts/playground-assets.ts';
import { projectRoot, readMappingFiles } from '../../src/cli/mapping-project.ts';
import { compileRules } from '../../src/console/playground/front/compile.ts';
import type { Compiled } from '../../src/console/playground/front/compile.ts';
import type { SourceAsset } from '../../src/console/playground/front/source-asset.ts';
import { newRule } from '../../src/console/playground/front/template.ts';
import { whyNot } from '../../src/console/playground/front/why-not.ts';
import { readRules } from '../../src/console/playground/read-rules.ts';
import { loadMappings } from '../../src/mapping/language/load.ts';
import type { JsonObject, SourceKind, SourceTable } from '../../src/mapping/table.ts';

const files = (await readMappingFiles(projectRoot)).filter(({ path }) => !path.includes('/site/'));
const { table, examples } = loadMappings(files);
const assets = new Map<SourceKind, SourceAsset>();
for (const source of ['openedx', 'xapi'] as const) assets.set(source, sourceAsset(source, files, table, examples));

function assetOf(source: SourceKind): SourceAsset {
  const asset = assets.get(source);
  if (asset === undefined) throw new Error(`there is no source ${source}`);
  return asset;
}

function compile(text: string, source: SourceKind = 'openedx'): Compiled {
  const { shared, rules } = assetOf(source);
  const names = rules.map(({ rule }) => rule);
  return compileRules(text, source, shared, names);
}

/** Rules without where they stand, which is another place in the playground, and without the number of slots, which is derived. */
function bare(rules: SourceTable['rules']): unknown {
  const kept = JSON.stringify(rules, (key, value: unknown) =>
    ['file', 'line', 'slots'].includes(key) ? undefined : value,
  );
  return JSON.parse(kept) as unknown;
}

const viewed = `rule: viewed
when: { name: acme.viewed }
emit:
  - event: Event
    profile: GeneralProfile
    action: Viewed
    object: { id: $(lms)/things/$(event.id), type: DigitalResource }
`;

describe.each(['openedx', 'xapi'] as const)('the rules of %s', (source) => {
  const { rules } = assetOf(source);

  test('are each the same alone as in their file, without fault, and such as a run takes', { timeout: 60_000 }, () => {
    const deployed = table.sources.find((each) => each.source === source)?.rules ?? [];
    expect(rules.map(({ rule }) => rule)).toEqual([...new Set(deployed.map(({ rule }) => rule))]);
    for (const { rule, text } of rules) {
      const compiled = compile(text, source);
      expect([rule, compiled.diagnostics, compiled.notes]).toEqual([rule, [], []]);
      expect(bare(compiled.table.rules)).toEqual(bare(deployed.filter((each) => each.rule === rule)));
      const sent: unknown = JSON.parse(JSON.stringify(compiled.table.rules));
      expect([rule, readRules(sent, compiled.table.lets.length) === undefined]).toEqual([rule, false]);
    }
  });

  test('have nearly all their examples in the menu, with records as senders write them', () => {
    const all = examples.filter((each) => each.source === source);
    const left = all.filter(
      ({ rule, name }) => !assetOf(source).examples.some((each) => each.rule === rule && each.name === name),
    );
    expect(left.length).toBeLessThan(5);
  });

  test('begin with one that is without fault', () => {
    const compiled = compile(newRule(source, "it's a name"), source);
    expect(compiled.diagnostics).toEqual([]);
    expect(compiled.table.rules[0]?.names).toEqual(["it's a name"]);
  });
});

describe('a rule that did not take a record', () => {
  const { table: own } = compile(
    viewed.replace('acme.viewed }', 'acme.viewed, event.side: back, event.count: { above: 3 } }'),
  );
  const record = (event: JsonObject): JsonObject => ({ name: 'acme.viewed', context: { user_id: '3' }, event });

  test('says which of its conditions does not hold', () => {
    expect(whyNot(own, 'acme.viewed', record({ side: 'front' }))).toEqual([
      'viewed wants that event.side is "back", and it is "front"',
    ]);
    expect(whyNot(own, 'acme.viewed', record({ side: 'back' }))).toEqual([
      'viewed wants that event.count is above 3, and it is missing',
    ]);
    expect(whyNot(own, 'acme.other', record({}))).toEqual([
      'viewed is for acme.viewed, and the name of this record is acme.other',
    ]);
  });

  test('says nothing when it took it, or when none was asked', () => {
    expect(whyNot(own, 'acme.viewed', record({ side: 'back', count: 4 }))).toEqual([]);
    expect(whyNot(own, 'acme.other', { ...record({}), synthesized: true })).toEqual([]);
  });
});

describe('a text of rules', () => {
  const indented = viewed.trimEnd().split('\n');
  const forms: [string, string, line: number, column: number][] = [
    ['one rule', viewed, 6, 13],
    ['one rule with a comment before it', `# mine\n\n${viewed}`, 8, 13],
    ['a list', `- ${indented.join('\n  ')}\n`, 6, 15],
    ['a list that was cut out of a file', `  - ${indented.join('\n    ')}\n`, 6, 17],
    ['a file', `about: Mine.\nrules:\n  - ${indented.join('\n    ')}\n`, 8, 17],
  ];

  test.each(forms)('may be %s', (_, text) => {
    const { diagnostics, notes, table: made } = compile(text);
    expect(diagnostics).toEqual([]);
    expect(notes.map(({ code }) => code)).toEqual(['NO_EXAMPLES']);
    expect(made.rules.map(({ rule, names }) => [rule, names])).toEqual([['viewed', ['acme.viewed']]]);
  });

  test.each(forms)('has its faults where they stand: %s', (_, text, line, column) => {
    const { diagnostics } = compile(text.replace('action: Viewed', 'action: Watched'));
    expect(diagnostics.map(({ code, line: at, column: from }) => [code, at, from])).toEqual([
      ['ACTION_NOT_ALLOWED', line, column],
    ]);
  });

  test('says which rules it replaces, and which of them are not there', () => {
    const { replaced, diagnostics } = compile(`${viewed}replaces: video-playd\n`);
    expect(replaced).toEqual(['video-playd']);
    expect(diagnostics).toEqual([
      {
        file: 'mappings/openedx/site/playground.yaml',
        line: 8,
        column: 11,
        length: 11,
        code: 'UNKNOWN_RULE',
        message: 'there is no shipped rule "video-playd" to replace',
        hint: 'did you mean video-played?',
      },
    ]);
    expect(compile(`${viewed}replaces: video-played\n`).diagnostics).toEqual([]);
  });

  test.each(['', '[', 'rules:', '- 1', 'rule: {', '\t', '\u0000', 'rules: []'])(
    'is told what is wrong with %j',
    (text) => {
      expect(compile(text).table.rules).toEqual([]);
      expect(compile(text).diagnostics.length).toBeGreaterThan(0);
    },
  );
});
