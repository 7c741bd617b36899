import { clean } from './admin/table.ts';
import type {
  Explained,
  ExplainedCondition,
  ExplainedEvent,
  ExplainedRule,
  ExplainedValue,
} from '../mapping/explain.ts';
import type { ExplainedRecord } from './explain.ts';

const hidden = '(hidden: --show-values shows it)';

/** Characters of a value that people see; `--json` has all of it. */
const longestValue = 300;

/** A record for people. */
export function explainedText({ record, name, judged, explained, findings }: ExplainedRecord, all: boolean): string {
  const lines = [`record ${record}: ${name}`];
  if (explained !== undefined) lines.push(...indent(tableLines(explained, all)));
  lines.push(...indent(outcomeLines(judged)));
  for (const { path, code, message, section } of findings) {
    lines.push(`  the validator: ${path} ${code} ${message} (${section})`);
  }
  return `${lines.join('\n')}\n\n`;
}

/** A record for machines: the same, with nothing cut. */
export function explainedJson({ record, name, judged, explained, findings }: ExplainedRecord, all: boolean): object {
  const base = { record, name };
  const outcome =
    judged.kind === 'rejected'
      ? { outcome: 'rejected', ...judged.rejection }
      : {
          outcome: judged.outcome.kind,
          ...(judged.outcome.kind === 'skipped' && { reason: judged.outcome.reason }),
          ...(judged.outcome.kind === 'failed' && { code: judged.outcome.code, message: judged.outcome.message }),
          events: judged.outcome.kind === 'emitted' ? judged.outcome.events.map(({ value }) => value) : [],
        };
  if (explained === undefined) return { ...base, ...outcome, findings };
  const conditions = (of: readonly ExplainedCondition[]): object[] => of.map((item) => shownValue(item, all));
  return {
    ...base,
    ...outcome,
    findings,
    skips: explained.skips.map((skip) => ({ ...skip, conditions: conditions(skip.conditions) })),
    rules: explained.rules.map((rule) => ({ ...rule, conditions: conditions(rule.conditions) })),
    lets: explained.lets.map((item) => shownValue(item, all)),
    slots: explained.events.map((event) => ({
      ...event,
      ...(event.item !== undefined && !all && { item: '(hidden)' }),
      conditions: conditions(event.conditions),
      slots: event.slots.map((item) => shownValue(item, all)),
    })),
  };
}

function shownValue(item: ExplainedValue, all: boolean): object {
  if (all || item.closed === undefined || item.value === undefined) return item;
  const { value, ...rest } = item;
  return { ...rest, hidden: shapeText(value) };
}

function tableLines({ skips, rules, lets, events }: Explained, all: boolean): string[] {
  const lines: string[] = [];
  const held = skips.find(({ holds }) => holds);
  if (held === undefined) {
    if (skips.length > 0) lines.push(`none of ${skips.length} reasons to skip holds`);
  } else {
    lines.push(`skipped: ${held.reason}`, ...indent(held.conditions.map((condition) => conditionLine(condition, all))));
  }
  if (rules.length === 0 && held === undefined) lines.push('no rule has this name');
  for (const rule of rules) lines.push(...ruleLines(rule, all));
  if (lets.length > 0) lines.push('named values', ...indent(valueLines(lets, all)));
  for (const event of events) lines.push(...eventLines(event, all));
  return lines;
}

function ruleLines({ rule, file, line, state, conditions, skip }: ExplainedRule, all: boolean): string[] {
  const what = { fired: 'fires', 'did-not-fire': 'does not fire', 'not-reached': 'is not reached' }[state];
  const why = skip === undefined ? '' : `, and skips the record: ${skip}`;
  return [
    `rule ${rule} (${file}:${line}) ${what}${why}`,
    ...indent(conditions.map((item) => conditionLine(item, all))),
  ];
}

function eventLines({ event, line, item, conditions, slots }: ExplainedEvent, all: boolean): string[] {
  const of = item === undefined ? '' : ` for item ${all || typeof item === 'number' ? item : '(hidden)'}`;
  const none = conditions.some(({ holds }) => !holds) ? ': none' : '';
  return [
    `${event} (line ${line})${of}${none}`,
    ...indent(conditions.map((condition) => conditionLine(condition, all))),
    ...indent(valueLines(slots, all)),
  ];
}

function conditionLine(condition: ExplainedCondition, all: boolean): string {
  const { name, test, holds } = condition;
  const is = condition.value === undefined ? 'it is missing' : `it is ${valueText(condition, all)}`;
  return `${holds ? 'yes' : 'NO '} ${name} ${test}: ${is}`;
}

function valueLines(values: readonly ExplainedValue[], all: boolean): string[] {
  const width = Math.max(0, ...values.map(({ name }) => name.length));
  return values.map((item) => {
    const text = item.value === undefined ? `missing: ${item.missing ?? ''}` : valueText(item, all);
    return `${item.name.padEnd(width)} = ${text}`;
  });
}

function valueText({ value, closed }: ExplainedValue, all: boolean): string {
  if (!all && closed !== undefined) return `${shapeText(value)} from ${closed} ${hidden}`;
  const text = clean(JSON.stringify(value));
  return text.length <= longestValue ? text : `${text.slice(0, longestValue)}… (${text.length} characters)`;
}

/** What kind of thing a value is, and nothing of it. */
function shapeText(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    default:
      return 'an object';
  }
}

function outcomeLines(judged: ExplainedRecord['judged']): string[] {
  if (judged.kind === 'rejected') return [`rejected: ${judged.rejection.code} ${judged.rejection.message}`];
  const { outcome } = judged;
  switch (outcome.kind) {
    case 'emitted':
      return [
        `emitted: ${outcome.events.length} ${outcome.events.length === 1 ? 'event' : 'events'}`,
        ...outcome.events.flatMap(({ value }) => indent(JSON.stringify(value, undefined, 2).split('\n'))),
      ];
    case 'skipped':
      return [`skipped: ${outcome.reason}`];
    case 'unmapped':
      return ['unmapped: no rule fires'];
    case 'failed':
      return [`failed: ${outcome.code} ${outcome.message}`];
  }
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
