import type { Config, SourceConfig } from '../config/config.ts';
import type { KeptRecord } from '../outbox/quarantine-messages.ts';
import type { Seal } from '../privacy/seal.ts';

/** The sealed text and its source as it is configured today; or why there is none, with what to do. */
export type OpenedRecord =
  | { ok: true; text: string; source: SourceConfig }
  | { ok: false; code: 'SOURCE_UNCONFIGURED' | 'NOT_KEPT' | 'KEY_MISSING' | 'NOT_GENUINE'; message: string };

const UNOPENED = {
  KEY_MISSING: 'the record was sealed with a key that is not there: put the key back into QUARANTINE_KEYS',
  NOT_GENUINE: 'the sealed record was altered: it can only be dropped',
} as const;

/** What a sealed record is bound to: its place, which stays the same in whatever shard it lies and whatever is said of it. */
export function aboutRecord(source: string, key: string): string {
  return `caliper-edge quarantine\n${source}\n${key}`;
}

/** Opens a kept record. */
export function openRecord(record: KeptRecord, config: Config, seal: Seal): OpenedRecord {
  const { key, sealed } = record;
  const source = config.sources.find(({ name }) => name === record.source);
  if (source === undefined) {
    const message = `the source ${record.source} is not configured: add it to SOURCES`;
    return { ok: false, code: 'SOURCE_UNCONFIGURED', message };
  }
  if (sealed === null) {
    const message = 'the record was too large to keep: let its source send it again';
    return { ok: false, code: 'NOT_KEPT', message };
  }
  const opened = seal.open(sealed, aboutRecord(record.source, key));
  if (!opened.ok) return { ok: false, code: opened.code, message: UNOPENED[opened.code] };
  return { ok: true, text: opened.text, source };
}
