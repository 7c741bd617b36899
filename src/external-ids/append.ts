import type { Config } from '../config/config.ts';
import type { AppendRequest, AppendResult } from '../outbox/messages.ts';
import type { Assign } from './assign.ts';

/** Seconds after which a source may ask again when the external ids could not be looked up. */
const RETRY_AFTER = 5;

/**
 * What stores events, with the external ids of their learners where EXTERNAL_IDS is on. When these cannot be looked up nothing is
 * stored: a learner would be two people.
 */
export function createAppend(
  config: Pick<Config, 'externalIds' | 'sources'>,
  assign: Assign,
  append: (request: AppendRequest) => Promise<AppendResult>,
): (request: AppendRequest) => Promise<AppendResult> {
  if (config.externalIds !== true) return append;
  const sites = new Map(config.sources.map(({ name, lms }) => [name, lms]));
  return async (request) => {
    let assigned: AppendRequest;
    try {
      assigned = await assign(request, (source) => sites.get(source) ?? '');
    } catch {
      return { ok: false, reason: 'unreachable', retryAfterSeconds: RETRY_AFTER };
    }
    return append(assigned);
  };
}
