import type { Config } from '../config/config.ts';
import { inColumns } from './columns.ts';
import { sizeOf } from './company.ts';
import type { AppendRequest, AppendResult, OutboxRecord } from './messages.ts';
import type { QuarantinedRecord } from './quarantine-messages.ts';
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

/** For each environment, how many shards are noted in shard 0. */
const noted = new WeakMap<DurableObjectNamespace<Outbox>, number>();

/**
 * The shards of the configuration, and those beyond that were in use under an earlier one: what waits there goes on being sent, and
 * must be seen, replayed and resumed. Throws when shard 0 does not answer.
 */
export async function everyShard(
  namespace: DurableObjectNamespace<Outbox>,
  config: Pick<Config, 'shards'>,
): Promise<DurableObjectStub<Outbox>[]> {
  const shards = await outboxShard(namespace, 0).mostShards(Math.max(1, config.shards));
  return outboxShards(namespace, { shards });
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
  const calls = split(request, config.shards);
  // The counters go with the last call, so that a request that fails half-way is not counted before it is repeated.
  const last = calls.pop() ?? { shard: 0, records: [], quarantine: [] };
  const uncounted = calls.map(({ shard, records, quarantine }) => ({
    shard,
    request: { records, counts: {}, unmapped: {}, quarantine },
  }));
  try {
    // Before anything is stored in a shard that nobody would look for once the number is smaller; once in an isolate's life.
    if (config.shards > 1 && (noted.get(namespace) ?? 0) < config.shards) {
      await everyShard(namespace, config);
      noted.set(namespace, config.shards);
    }
    const duplicates: number[] = [];
    for (const { shard, request: part } of [
      ...uncounted,
      { shard: last.shard, request: { ...request, records: last.records, quarantine: last.quarantine } },
    ]) {
      const result = await outboxShard(namespace, shard).append(inColumns(part));
      if (!result.ok) return result;
      duplicates.push(...result.duplicates);
    }
    return { ok: true, duplicates: duplicates.sort((a, b) => a - b) };
  } catch {
    return { ok: false, reason: 'unreachable', retryAfterSeconds: UNREACHABLE_RETRY_AFTER };
  }
}

/** What goes to one shard in one call. */
interface Call {
  shard: number;
  records: OutboxRecord[];
  quarantine: QuarantinedRecord[];
}

function split(request: AppendRequest, shards: number): Call[] {
  const { records, quarantine = [] } = request;
  if (shards <= 1 && sizeOf(request) <= CALL_CHARACTERS) return [{ shard: 0, records, quarantine }];
  const calls: Call[] = [];
  const open = new Map<number, { call: Call; size: number }>();
  const callOf = (key: string, size: number): Call => {
    const shard = shardOf(key, shards);
    let last = open.get(shard);
    if (last === undefined || last.size + size > CALL_CHARACTERS) {
      last = { call: { shard, records: [], quarantine: [] }, size: 0 };
      open.set(shard, last);
      calls.push(last.call);
    }
    last.size += size;
    return last.call;
  };
  for (const record of records) {
    const characters = record.events.reduce((sum, event) => sum + event.text.length, 0);
    callOf(record.shardKey ?? '', characters).records.push(record);
  }
  // The key is a hash: kept records lie evenly over the shards.
  for (const record of quarantine) callOf(record.key, record.sealed?.byteLength ?? 0).quarantine.push(record);
  return calls;
}
