import { createHmac, hkdfSync } from 'node:crypto';
import type { Config, SourceConfig } from '../config/config.ts';
import type { Judged } from '../ingest/judged.ts';
import type { QuarantineReason, QuarantinedRecord } from '../outbox/quarantine-messages.ts';
import { createSeal } from '../privacy/seal.ts';
import type { Seal } from '../privacy/seal.ts';
import { writeContent } from './content.ts';
import type { Content } from './content.ts';
import { aboutRecord } from './open.ts';

/** A record as it came, for the case that it has to be kept. */
export interface Origin {
  /** Fit to be shown. */
  name: string;
  /** The same whenever the same record comes. */
  seed: string;
  content: Content;
}

/**
 * Seals those records of a request from which no event came against expectation.
 *
 * @param origin what the record at this position was; asked only for those that are kept, and undefined for what is none
 */
export type Keep = (
  source: SourceConfig,
  judged: readonly Judged[],
  origin: (index: number) => Origin | undefined,
) => QuarantinedRecord[];

/** Characters of a record that is kept; a longer one would not open in an isolate beside the others. */
const MOST_CHARACTERS = 8 * 1024 * 1024;

/** Bytes of a sealed record; a row has room for 2 MB. */
const MOST_SEALED = 1_000_000;

/** Seals with the keys of the configuration: those of QUARANTINE_KEYS, and one that comes of PSEUDONYM_SECRET. */
export function quarantineSeal(config: Config): Seal {
  return createSeal([...(config.quarantine?.keys ?? []), config.pseudonymSecret]);
}

/** Makes the function that seals, or undefined when nothing is kept. */
export function createKeep(config: Config): Keep | undefined {
  const { quarantine } = config;
  if (quarantine === undefined) return undefined;
  const seal = quarantineSeal(config);
  const hashKey = new Uint8Array(
    hkdfSync('sha256', config.pseudonymSecret, new Uint8Array(), 'caliper-edge quarantine record', 32),
  );
  const most = Math.min(MOST_SEALED, quarantine.bytes / 4);
  return (source, judged, origin) =>
    judged.flatMap((item): QuarantinedRecord[] => {
      const why = reasonOf(item);
      const from = why === undefined ? undefined : origin(item.index);
      if (why === undefined || from === undefined) return [];
      const { name, seed, content } = from;
      const key = createHmac('sha256', hashKey).update(`${source.name}\n${seed}`).digest('hex').slice(0, 32);
      const text = writeContent(content);
      const sealed = text.length > MOST_CHARACTERS ? null : seal.seal(text, aboutRecord(source.name, key));
      const fits = sealed !== null && sealed.byteLength <= most;
      return [{ ...why, name, key, source: source.name, sealed: fits ? sealed : null }];
    });
}

/** Why a record is kept; undefined when something came out of it, or it was skipped on purpose. */
export function reasonOf(item: Judged): Omit<QuarantineReason, 'name'> | undefined {
  if (item.kind === 'rejected') {
    const { code, message } = item.rejection;
    // A fault of ours is no fault of the record.
    return { kind: code === 'INTERNAL_FAULT' ? 'failed' : 'invalid', code, message };
  }
  const { outcome } = item;
  switch (outcome.kind) {
    case 'emitted':
    case 'skipped':
      return undefined;
    case 'unmapped':
      return { kind: 'unmapped', code: 'NO_RULE', message: `no rule handles ${item.name}` };
    case 'failed': {
      const { rule, code, message } = outcome;
      return { kind: 'failed', code, message, rule: rule.rule };
    }
  }
}
