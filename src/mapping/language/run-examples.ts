import type { Diagnostic, Location } from '../diagnostic.ts';
import { createEngine } from '../engine.ts';
import type { Engine } from '../engine.ts';
import type { CaliperObject, MappingEnvironment, MappingOutcome } from '../outcome.ts';
import type { MappingTable, SourceKind } from '../table.ts';
import { compareEvent } from './compare-event.ts';
import { Faults } from './faults.ts';
import type { Example, ExpectationPlaces } from './read-examples.ts';

/** What examples need from outside. */
export interface ExampleEnvironment {
  /** See {@link MappingEnvironment.pseudonym}. Under a fixed secret, since examples may name pseudonyms. */
  pseudonym(scope: string, value: string): string;
  /** Whatever else is wrong with an event that an example emits: validator findings, leaks. Sentences without end mark. */
  inspect(event: CaliperObject, example: Example): string[];
}

/** Root of the IRIs of the site in examples. */
export const EXAMPLE_LMS = 'https://lms.example.edu';

/**
 * Runs the examples of a table and reports those that do not hold.
 *
 * @param places where their expectations stand; without it a fault is shown at the example
 */
export function runExamples(
  table: MappingTable,
  examples: readonly Example[],
  places: WeakMap<Example, ExpectationPlaces>,
  environment: ExampleEnvironment,
): Diagnostic[] {
  const engines = new Map<SourceKind, Engine>(table.sources.map((source) => [source.source, createEngine(source)]));
  const faults = new Faults();
  for (const example of examples) {
    const engine = engines.get(example.source);
    if (engine === undefined) continue;
    const outcome = engine.translate(example.recordName, example.given, mappingEnvironment(environment));
    const found = places.get(example);
    judge(example, outcome, environment, (path, code, message, hint) => {
      faults.add(placeOf(example, found, path), code, `example "${example.name}": ${message}`, hint);
    });
  }
  return faults.diagnostics;
}

/** What an example's record is translated with. */
export function mappingEnvironment(environment: Pick<ExampleEnvironment, 'pseudonym'>): MappingEnvironment {
  return {
    lms: EXAMPLE_LMS,
    pseudonym: (scope, value) => environment.pseudonym(scope, value),
    eventId: (_rule, index) => `urn:uuid:00000000-0000-5000-8000-${String(index).padStart(12, '0')}`,
    freeText: false,
  };
}

type Report = (path: string, code: string, message: string, hint?: string) => void;

function judge(example: Example, outcome: MappingOutcome, environment: ExampleEnvironment, report: Report): void {
  const { expectation } = example;
  const rule = outcome.kind === 'unmapped' ? undefined : outcome.rule;
  if (outcome.kind === 'unmapped') {
    const hint = 'its name is none of the names of the rule, or the conditions of the rule do not hold for it';
    report('', 'EXAMPLE_UNMAPPED', 'no rule takes this record', hint);
    return;
  }
  if (rule !== undefined && rule.rule !== example.rule) {
    const message = `rule ${rule.rule} takes this record (${rule.file}:${rule.line}), not this one`;
    const hint = 'that rule stands before this one, or the conditions of this one do not hold for the record';
    report('', 'EXAMPLE_TAKEN', message, hint);
    return;
  }
  switch (expectation.kind) {
    case 'skipped':
      if (outcome.kind !== 'skipped') report('', 'EXAMPLE_OUTCOME', `${told(outcome)}, expected that it is skipped`);
      else if (!outcome.reason.includes(expectation.reason)) {
        report('', 'EXAMPLE_OUTCOME', `the record is skipped, but the reason is "${outcome.reason}"`);
      }
      break;
    case 'fails':
      if (outcome.kind !== 'failed') report('', 'EXAMPLE_OUTCOME', `${told(outcome)}, expected that it fails`);
      else if (!outcome.failure.message.includes(expectation.message)) {
        report('', 'EXAMPLE_OUTCOME', `the record fails, but the message is "${outcome.failure.message}"`);
      }
      break;
    case 'expect':
      if (outcome.kind === 'emitted') judgeEvents(expectation.events, outcome.events, report);
      else report('', 'EXAMPLE_OUTCOME', `${told(outcome)}, expected ${expectedEvents(expectation.events.length)}`);
  }
  if (outcome.kind !== 'emitted') return;
  outcome.events.forEach((event, index) => {
    // Where no event is expected at this position, the whole expectation is shown.
    for (const finding of environment.inspect(event, example)) report(`[${index}]`, 'EXAMPLE_INVALID', finding);
  });
}

function judgeEvents(expected: readonly CaliperObject[], events: readonly CaliperObject[], report: Report): void {
  if (expected.length !== events.length) {
    const types = events
      .map((event) => [event['type'], event['action']].filter((each) => typeof each === 'string').join(' '))
      .join(', ');
    report('', 'EXAMPLE_EVENTS', `${count(events.length)} (${types}), expected ${expected.length}`);
    return;
  }
  expected.forEach((pattern, index) => {
    const event = events[index];
    if (event === undefined) return;
    for (const { path, message } of compareEvent(pattern, event)) {
      report(`[${index}]${path}`, 'EXAMPLE_VALUE', `${path.replace(/^\./, '')} ${message}`);
    }
  });
}

function told(outcome: MappingOutcome): string {
  switch (outcome.kind) {
    case 'emitted':
      return count(outcome.events.length);
    case 'skipped':
      return `the record is skipped (${outcome.reason})`;
    case 'failed':
      return `the record fails (${outcome.failure.message})`;
    case 'unmapped':
      return 'no rule takes the record';
  }
}

function count(events: number): string {
  return events === 1 ? '1 event comes out' : `${events} events come out`;
}

function expectedEvents(events: number): string {
  return events === 1 ? '1 event' : `${events} events`;
}

function placeOf(example: Example, places: ExpectationPlaces | undefined, path: string): Location {
  const fallback = { file: example.file, line: example.line, column: 1, length: 1 };
  return places?.get(path) ?? places?.get('') ?? fallback;
}
