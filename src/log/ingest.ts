import type { AppendRequest, AppendResult } from '../outbox/messages.ts';
import type { LogLine } from './log.ts';

/** One request of a source that was read and translated. */
export interface IngestRun {
  source: string;
  route: 'tracking-logs' | 'xapi';
  /** Bytes of the body after decompression. */
  bytes: number;
  /** Records of which something was to be stored. */
  stored: number;
  /** Of the others, as {@link AppendRequest} describes. */
  counts: AppendRequest['counts'];
  result: AppendResult;
}

/** The counters of {@link AppendRequest} that partition the records from which nothing is stored. */
const PLAIN = ['skipped', 'unmapped', 'failed', 'rejected'] as const;

/**
 * The line of a request: `received = emitted + skipped + unmapped + failed + rejected + duplicates` where it was stored; where not,
 * nothing is known of duplicates.
 *
 * @param at milliseconds since 1970
 */
export function ingestLine({ source, route, bytes, stored, counts, result }: IngestRun, at: number): LogLine {
  const [skipped, unmapped, failed, rejected] = PLAIN.map((name) => counts[name] ?? 0) as [
    // As many as there are names.
    number,
    number,
    number,
    number,
  ];
  const duplicates = result.ok ? result.duplicates.length : 0;
  return {
    level: result.ok ? 'info' : 'error',
    at,
    what: 'ingest',
    source,
    route,
    bytes,
    received: stored + skipped + unmapped + failed + rejected,
    emitted: stored - duplicates,
    skipped,
    unmapped,
    failed,
    rejected,
    duplicates,
    outcome: result.ok ? 'stored' : 'refused',
    code: result.ok ? undefined : result.reason === 'full' ? 'OUTBOX_FULL' : 'OUTBOX_UNREACHABLE',
  };
}
