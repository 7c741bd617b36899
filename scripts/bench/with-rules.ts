import type { MappingTable, RuleNode } from '../../src/mapping/table.ts';

/** The rules of Open edX, so many: those of videos last, before them the others, and these again under other names if more are wanted. */
export function withRules(table: MappingTable, count: number): MappingTable {
  const sources = table.sources.filter(({ source }) => source === 'openedx');
  return {
    version: 1,
    sources: sources.map((source) => {
      const video = source.rules.filter(({ file }) => file.endsWith('/video.yaml'));
      const others = source.rules.filter(({ file }) => !file.endsWith('/video.yaml'));
      const more: RuleNode[] = [];
      for (let i = 0; i < count - video.length; i++) {
        const rule = others[i % others.length];
        if (rule === undefined) break;
        if (i < others.length) more.push(rule);
        else more.push({ ...rule, names: rule.names.map((name) => `${name}.${i}`), globs: [] });
      }
      return { ...source, rules: [...more, ...video] };
    }),
  };
}
