/** A metric as a scraper reads it. */
export interface Family {
  help: string;
  type: string;
  /** In order; `labels` as `name="value"` pairs, unescaped. */
  samples: { labels: Record<string, string>; value: number }[];
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*/;
const TYPES = ['counter', 'gauge', 'histogram', 'summary', 'untyped'];

/**
 * Reads Prometheus' text format 0.0.4 more strictly than a scraper does: each metric has one HELP and then one TYPE line ahead of all
 * its samples, the lines of a metric stand together, no sample stands twice, a counter's name ends in `_total`, and every line
 * ends in a line feed.
 *
 * @throws Error with the number of the line
 */
export function parseExposition(text: string): Map<string, Family> {
  const families = new Map<string, Family>();
  if (!text.endsWith('\n')) throw new Error('the last line does not end in a line feed');
  let current: { name: string; family: Family; helped: boolean; typed: boolean } | undefined;
  text
    .slice(0, -1)
    .split('\n')
    .forEach((line, index) => {
      const fail = (why: string): never => {
        throw new Error(`line ${index + 1}: ${why}: ${line}`);
      };
      if (/[\r\t]/.test(line) || line.trim() !== line || line === '') fail('white space');
      if (line.startsWith('#')) {
        const [, keyword, name = '', rest = ''] =
          /^# (HELP|TYPE) ([^ ]+) (.+)$/.exec(line) ?? fail('neither HELP nor TYPE');
        if (NAME.exec(name)?.[0] !== name) fail('not a name');
        if (keyword === 'HELP') {
          if (families.has(name)) fail('stands twice, or not together');
          if (/\\(?![\\n])/.test(rest)) fail('bad escape');
          current = { name, family: { help: unescape(rest), type: '', samples: [] }, helped: true, typed: false };
          families.set(name, current.family);
        } else {
          if (current?.name !== name || current.typed || current.family.samples.length > 0) fail('TYPE out of place');
          if (!TYPES.includes(rest)) fail('not a type');
          if (current !== undefined) {
            current.typed = true;
            current.family.type = rest;
          }
          if ((rest === 'counter') !== name.endsWith('_total')) fail('a counter, and nothing else, ends in _total');
        }
        return;
      }
      const name = NAME.exec(line)?.[0] ?? fail('no name');
      if (current === undefined || current.name !== name || !current.typed) return fail('sample without HELP and TYPE');
      const { labels, rest } =
        line[name.length] === '{'
          ? readLabels(line.slice(name.length + 1), fail)
          : { labels: {}, rest: line.slice(name.length) };
      const value = /^ (NaN|[+-]Inf|[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(rest)?.[1] ?? fail('not a value');
      const key = JSON.stringify(labels);
      if (current.family.samples.some((sample) => JSON.stringify(sample.labels) === key)) fail('stands twice');
      current.family.samples.push({ labels, value: Number(value.replace('Inf', 'Infinity')) });
    });
  for (const [name, { type }] of families) if (type === '') throw new Error(`${name} has no TYPE`);
  return families;
}

function readLabels(text: string, fail: (why: string) => never): { labels: Record<string, string>; rest: string } {
  const labels: Record<string, string> = {};
  let rest = text;
  for (;;) {
    const name = LABEL.exec(rest)?.[0] ?? fail('not a label');
    if (name.startsWith('__')) fail('a reserved label');
    if (name in labels) fail('a label twice');
    const quoted = /^="((?:[^"\\]|\\[\\"n])*)"/.exec(rest.slice(name.length)) ?? fail('not the value of a label');
    labels[name] = unescape(quoted[1] ?? '');
    rest = rest.slice(name.length + quoted[0].length);
    if (rest.startsWith('}')) return { labels, rest: rest.slice(1) };
    if (!rest.startsWith(',')) fail('neither , nor }');
    rest = rest.slice(1);
  }
}

function unescape(text: string): string {
  return text.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
}
