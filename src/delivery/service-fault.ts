import type { Exchange } from './exchange.ts';
import type { Verdict } from './judge.ts';

/** What stands between the adapter and an endpoint: a token endpoint, or a profile service. */
export type Service = 'TOKEN' | 'PROFILE';

/** The error codes of RFC 6749, section 5.2: the only words of an answer that are repeated. */
const tokenErrors = [
  ...['invalid_request', 'invalid_client', 'invalid_grant', 'unauthorized_client', 'unsupported_grant_type'],
  'invalid_scope',
];

/**
 * What an answer of a service means for the destination behind it. What may heal by itself makes it back off, as an answer of the
 * endpoint would; everything else pauses it.
 *
 * @returns undefined for a success
 */
export function serviceFault(service: Service, exchanged: Exchange): Verdict | undefined {
  if (exchanged.kind !== 'answer')
    return retry(`${service}_${exchanged.kind === 'timeout' ? 'TIMEOUT' : 'NETWORK'}`, null);
  const { status, retryAfter, body } = exchanged;
  if (status >= 200 && status <= 299) return undefined;
  if ([408, 425, 429].includes(status) || status >= 500) return retry(`${service}_HTTP_${status}`, retryAfter);
  if (![400, 401, 403].includes(status)) return { kind: 'paused', reason: `${service}_HTTP_${status}` };
  const error = service === 'TOKEN' ? tokenErrors.find((code) => code === members(body).get('error')) : undefined;
  return { kind: 'paused', reason: `${service}_REFUSED${error === undefined ? '' : `_${error.toUpperCase()}`}` };
}

/** The members of a JSON object; none where it is something else. */
export function members(body: Uint8Array): ReadonlyMap<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  } catch {
    return new Map();
  }
}

function retry(reason: string, retryAfter: string | null): Verdict {
  return { kind: 'retry', reason, status: null, retryAfter, response: '' };
}
