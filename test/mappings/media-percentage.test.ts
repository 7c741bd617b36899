import { describe, expect, it } from 'vitest';
import { exampleEnvironment } from '../../src/cli/mapping-project.ts';
import { createEngine } from '../../src/mapping/engine.ts';
import { mappingEnvironment } from '../../src/mapping/language/run-examples.ts';
import type { CaliperObject } from '../../src/mapping/outcome.ts';
import type { EventNode, ValueNode } from '../../src/mapping/table.ts';
import { loadShipped } from './shipped.ts';

const { table, examples } = loadShipped();
const environment = mappingEnvironment(exampleEnvironment(table));

/** The value under a key, where a map is written out. */
function under(node: ValueNode | undefined, key: string): ValueNode | undefined {
  return node?.k === 'map' ? node.fields.find(([name]) => name === key)?.[1] : undefined;
}

function slot(event: EventNode, name: string): ValueNode | undefined {
  return event.fields.find(([key]) => key === name)?.[1];
}

/** Seconds of a duration such as PT1H2M3.5S. */
function seconds(duration: unknown): number | undefined {
  const match = typeof duration === 'string' ? /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(duration) : null;
  return match === null ? undefined : match.slice(1).reduce((sum, part) => sum * 60 + (Number(part) || 0), 0);
}

/** A value within nested objects. */
function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

function percent(event: CaliperObject): number | undefined {
  const position = seconds(at(event, 'target', 'currentTime'));
  const length = seconds(at(event, 'object', 'duration'));
  if (position === undefined || length === undefined) return undefined;
  if (event['action'] === 'Ended' && length - position < 1) return 100;
  return Math.min(100, Math.floor((position / length) * 100));
}

describe.each(table.sources)('media events from $source', (source) => {
  const written = source.rules.flatMap((rule) =>
    rule.then.kind === 'emit'
      ? rule.then.events.filter(({ event }) => event === 'MediaEvent').map((event) => ({ rule: rule.rule, event }))
      : [],
  );

  it.each(written)('$rule says how far into the medium it happened', ({ event }) => {
    expect(slot(event, 'target')).toBeDefined();
    expect(under(under(slot(event, 'extensions'), 'org.caliper-edge'), 'positionPercent')).toBeDefined();
  });

  it('say it wherever position and length are known, and nowhere else', () => {
    const engine = createEngine(source);
    const events = examples
      .filter((example) => example.source === source.source)
      .flatMap(({ recordName, given }) => {
        const outcome = engine.translate(recordName, given, environment);
        return outcome.kind === 'emitted' ? outcome.events.filter(({ type }) => type === 'MediaEvent') : [];
      });
    expect(events.map((event) => at(event, 'extensions', 'org.caliper-edge', 'positionPercent'))).toEqual(
      events.map(percent),
    );
    expect(events.filter((event) => percent(event) !== undefined).length).toBeGreaterThan(5);
  });
});
