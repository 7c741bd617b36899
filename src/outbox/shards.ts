import type { Config } from '../config/config.ts';
import type { AppendRequest, AppendResult, OutboxRecord } from './messages.ts';
import type { Outbox } from './outbox.ts';

/** Characters of event texts in one call; a call to a Durable Object has room for 32 MiB. */
const CALL_CHARACTERS = 8 * 1024 * 1024;

/** Seconds after which a source may ask again when a shard did not answer. */
const UNREACHABLE_RETRY_AFTER = 5;

/** The shard of a key, from 0: FNV-1a of its UTF-16 units, stable over releases since stored events depend on it. */
export function shardOf(key: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (let position = 0; position < key.length; position++) {
    hash = Math.imul(hash ^ key.charCodeAt(position), 0x01000193);
  }
  return (hash >>> 0) % Math.max(1, shards);
}

/** The outbox object of a shard. */
export function outboxShard(namespace: DurableObjectNamespace<Outbox>, shard: number): DurableObjectStub<Outbox> {
  return namespace.get(namespace.idFromName(`shard-${shard}`));
}

/** All shards of the configuration, in order. */
export function outboxShards(
  namespace: DurableObjectNamespace<Outbox>,
  config: Pick<Config, 'shards'>,
): DurableObjectStub<Outbox>[] {
  return Array.from({ length: Math.max(1, config.shards) }, (_, shard) => outboxShard(namespace, shard));
}

/**
 * Stores the events of a request, each record in the shard of its learner, a shard's records in one transaction (several when they
 * are more than a call has room for). When a part fails the whole request is to be repeated; what was stored is then a duplicate.
 */
export async function appendToShards(
  namespace: DurableObjectNamespace<Outbox>,
  config: Pick<Config, 'shards'>,
  request: AppendRequest,
): Promise<AppendResult> {
  const calls = split(request.records, config.shards);
  // The counters go with the last call, so that a request that fails half-way is not counted before it is repeated.
  const last = calls.pop() ?? { shard: 0, records: [] };
  const uncounted = calls.map(({ shard, records }) => ({ shard, request: { records, counts: {}, unmapped: {} } }));
  try {
    const duplicates: number[] = [];
    for (const { shard, request: part } of [
      ...uncounted,
      { shard: last.shard, request: { ...request, records: last.records } },
    ]) {
      const result = await outboxShard(namespace, shard).append(part);
      if (!result.ok) return result;
      duplicates.push(...result.duplicates);
    }
    return { ok: true, duplicates: duplicates.sort((a, b) => a - b) };
  } catch {
    return { ok: false, reason: 'unreachable', retryAfterSeconds: UNREACHABLE_RETRY_AFTER };
  }
}

function split(records: readonly OutboxRecord[], shards: number): { shard: number; records: OutboxRecord[] }[] {
  const calls: { shard: number; records: OutboxRecord[] }[] = [];
  const open = new Map<number, { records: OutboxRecord[]; characters: number }>();
  for (const record of records) {
    const shard = shardOf(record.shardKey ?? '', shards);
    const characters = record.events.reduce((sum, event) => sum + event.text.length, 0);
    let call = open.get(shard);
    if (call === undefined || call.characters + characters > CALL_CHARACTERS) {
      call = { records: [], characters: 0 };
      open.set(shard, call);
      calls.push({ shard, records: call.records });
    }
    call.records.push(record);
    call.characters += characters;
  }
  return calls;
}
