import type { AppendRequest, AppendResult } from '../outbox/messages.ts';
import type { LogLine } from './log.ts';

/** One request of a source that was read and translated. */
export interface IngestRun {
  source: string;
  route: 'tracking-logs' | 'xapi';
  /** Bytes of the body after decompression. */
  bytes: number;
  request: AppendRequest;
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
export function ingestLine({ source, route, bytes, request, result }: IngestRun, at: number): LogLine {
  const [skipped, unmapped, failed, rejected] = PLAIN.map((name) => request.counts[name] ?? 0) as [
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
    received: request.records.length + skipped + unmapped + failed + rejected,
    emitted: request.records.length - duplicates,
    skipped,
    unmapped,
    failed,
    rejected,
    duplicates,
    outcome: result.ok ? 'stored' : 'refused',
    code: result.ok ? undefined : result.reason === 'full' ? 'OUTBOX_FULL' : 'OUTBOX_UNREACHABLE',
  };
}
