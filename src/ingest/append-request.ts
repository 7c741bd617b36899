import { createShapes } from '../keep-shapes.ts';
import type { CaliperObject } from '../mapping/outcome.ts';
import type { AppendRequest, OutboxRecord } from '../outbox/messages.ts';
import type { WrittenEvent, WrittenOutcome } from '../pipeline/outcome.ts';
import { fieldOf, isObject } from './json.ts';
import { outcomeKind, type Judged } from './judged.ts';

/** Names of one request that are counted apart; the rest is `(others)`, since names are the sender's choice. */
const mostNames = 200;

const keepShape = createShapes();

/**
 * What the outbox is asked to store of a request. Counters have the keys that {@link AppendRequest} describes.
 *
 * @param source name of the configured source, by which destinations choose
 * @param timeOf the time of the record at a position, where it is the same whenever the record comes
 */
export function appendRequest(
  judged: readonly Judged[],
  source: string,
  timeOf: (index: number) => number | undefined = () => undefined,
): AppendRequest {
  const records: OutboxRecord[] = [];
  const counts = new Map<string, number>();
  const unmapped = new Map<string, number>();
  for (const item of judged) {
    const kind = outcomeKind(item);
    if (kind !== 'emitted') count(counts, kind);
    if (item.kind === 'rejected') continue;
    const { outcome } = item;
    switch (outcome.kind) {
      case 'emitted':
        records.push(outboxRecord(item.index, source, outcome, timeOf(item.index)));
        break;
      case 'unmapped':
        count(unmapped, unmapped.has(item.name) || unmapped.size < mostNames ? item.name : '(others)');
        break;
      case 'skipped':
      case 'failed':
        if (outcome.rule !== undefined) count(counts, `rule.${outcome.rule.rule}.${kind}`);
    }
  }
  const last = records.at(-1);
  if (last !== undefined) keepShape(source, last, last.events);
  return { records, counts: Object.fromEntries(counts), unmapped: Object.fromEntries(unmapped) };
}

function outboxRecord(
  index: number,
  source: string,
  { rule, events, period, learners }: Extract<WrittenOutcome, { kind: 'emitted' }>,
  time: number | undefined,
): OutboxRecord {
  const record: OutboxRecord = { index, rule: rule.rule, source, events: events.map(outboxEvent) };
  const key = learnerOf(events[0]);
  if (key !== undefined) record.shardKey = key;
  if (time !== undefined) record.time = time;
  if (period !== undefined) record.period = period;
  if (learners !== undefined) record.learners = learners;
  return record;
}

function outboxEvent({ id, text, people, things }: WrittenEvent): OutboxRecord['events'][number] {
  const event: OutboxRecord['events'][number] = { id, text };
  if (people !== undefined) event.people = people;
  if (things !== undefined) event.things = things;
  return event;
}

/** The beginning of nearly all events, up to the actor: so they need not be parsed again. */
const personActor =
  /^\{"@context":"[^"]*","id":"[^"]*","type":"[^"]*"(?:,"profile":"[^"]*")?,"actor":\{"id":"([^"\\]+)","type":"Person"[,}]/;

/** The pseudonymous IRI of the learner: who acted, or, where a grader or the site acted, whose attempt it was. */
function learnerOf(event: WrittenEvent | undefined): string | undefined {
  const plain = personActor.exec(event?.text ?? '')?.[1];
  if (plain !== undefined) return plain;
  const value = event && (event.value ?? (JSON.parse(event.text) as CaliperObject)); // what was serialised
  const actor = value && fieldOf(value, 'actor');
  const object = value && fieldOf(value, 'object');
  const person = isObject(actor) && fieldOf(actor, 'type') === 'Person' ? iriOf(actor) : undefined;
  return person ?? (isObject(object) ? iriOf(fieldOf(object, 'assignee')) : undefined) ?? iriOf(actor);
}

/** An entity stands in a slot as an object or as its IRI. */
function iriOf(entity: unknown): string | undefined {
  const id = isObject(entity) ? fieldOf(entity, 'id') : entity;
  return typeof id === 'string' ? id : undefined;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
