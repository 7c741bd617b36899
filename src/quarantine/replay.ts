import type { Config, SourceConfig } from '../config/config.ts';
import { appendRequest } from '../ingest/append-request.ts';
import { judge } from '../ingest/judged.ts';
import type { Judged } from '../ingest/judged.ts';
import { publicName } from '../ingest/public-name.ts';
import type { SourceRecord } from '../ingest/record.ts';
import { recordTime } from '../ingest/record-time.ts';
import type { AppendRequest, AppendResult } from '../outbox/messages.ts';
import type { KeptRecord, QuarantineReason, QuarantineSettlement } from '../outbox/quarantine-messages.ts';
import type { WrittenOutcome } from '../pipeline/outcome.ts';
import type { Seal } from '../privacy/seal.ts';
import { rereadRecord } from './content.ts';
import { reasonOf } from './keep.ts';
import { openRecord } from './open.ts';

/** What a replay needs from outside. */
export interface ReplayTools {
  config: Config;
  seal: Seal;
  translator(source: SourceConfig): { translate(record: SourceRecord): WrittenOutcome };
  append(request: AppendRequest): Promise<AppendResult>;
}

/** What became of kept records; each counts once, `events` apart. Those in the first three are no longer kept. */
export interface ReplayCounts {
  replayed: number;
  emitted: number;
  skipped: number;
  /** All their events had come another way. */
  duplicates: number;
  unmapped: number;
  failed: number;
  invalid: number;
  /** They could not be opened, or their source is not configured. */
  unopened: number;
  events: number;
}

/** A record that is kept on, and why. */
export type StillKept = QuarantineReason & { id: number; outcome: QuarantineReason['kind'] | 'unopened' };

/** Records of one shard, translated again. */
export interface Replayed {
  counts: ReplayCounts;
  still: StillKept[];
  settlement: QuarantineSettlement;
}

/** Nothing yet. */
export function noCounts(): ReplayCounts {
  return {
    ...{ replayed: 0, emitted: 0, skipped: 0, duplicates: 0 },
    ...{ unmapped: 0, failed: 0, invalid: 0, unopened: 0, events: 0 },
  };
}

/**
 * Translates records under today's tables and stores their events. The caller deletes the records afterwards: should it not come to
 * that, the events are recognised the next time.
 *
 * @returns what became of them, or the failure to store, after which all are to be repeated
 */
export async function replayRecords(
  records: readonly KeptRecord[],
  tools: ReplayTools,
): Promise<Replayed | Extract<AppendResult, { ok: false }>> {
  const looked = records.map((record, index) => look(record, index, tools));
  const request: AppendRequest = { records: [], counts: {}, unmapped: {} };
  for (const item of looked) {
    if (item.kind !== 'judged' || reasonOf(item.judged) !== undefined) continue;
    const part = appendRequest([item.judged], item.source, () => item.time);
    request.records.push(...part.records);
    for (const [name, value] of Object.entries(part.counts)) request.counts[name] = (request.counts[name] ?? 0) + value;
  }
  const appended: AppendResult =
    request.records.length === 0 && Object.keys(request.counts).length === 0
      ? { ok: true, duplicates: [] }
      : await tools.append(request);
  if (!appended.ok) return appended;
  return sumUp(records, looked, new Set(appended.duplicates));
}

type Looked =
  | { kind: 'unopened'; code: string; message: string }
  | { kind: 'judged'; judged: Judged; source: string; name: string; time: number | undefined };

function look(record: KeptRecord, index: number, tools: ReplayTools): Looked {
  const opened = openRecord(record, tools.config, tools.seal);
  if (!opened.ok) return { kind: 'unopened', code: opened.code, message: opened.message };
  const { source, text } = opened;
  const entry = rereadRecord(text, source);
  const [first] = judge([entry], tools.translator(source));
  if (first === undefined) throw new Error('judge gives one outcome for one entry');
  const name = entry.ok ? publicName(entry.record) : record.name;
  return { kind: 'judged', judged: { ...first, index }, source: source.name, name, time: recordTime(entry) };
}

function sumUp(records: readonly KeptRecord[], looked: readonly Looked[], duplicates: ReadonlySet<number>): Replayed {
  const counts = noCounts();
  const still: StillKept[] = [];
  const settlement: QuarantineSettlement = { remove: [], update: [] };
  for (const [index, record] of records.entries()) {
    const { id } = record;
    const item = looked[index];
    if (item === undefined) continue;
    counts.replayed++;
    if (item.kind === 'unopened') {
      counts.unopened++;
      const { name, kind } = record;
      still.push({ id, kind, name, outcome: 'unopened', code: item.code, message: item.message });
      continue;
    }
    const why = reasonOf(item.judged);
    if (why !== undefined) {
      counts[why.kind]++;
      settlement.update.push({ id, name: item.name, ...why });
      still.push({ id, name: item.name, outcome: why.kind, ...why });
      continue;
    }
    settlement.remove.push(id);
    const outcome = item.judged.kind === 'translated' ? item.judged.outcome : undefined;
    if (outcome?.kind !== 'emitted') counts.skipped++;
    else if (duplicates.has(index)) counts.duplicates++;
    else {
      counts.emitted++;
      counts.events += outcome.events.length;
    }
  }
  return { counts, still, settlement };
}
