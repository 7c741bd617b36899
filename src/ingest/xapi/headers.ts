import type { Edition } from './sections.ts';
import { isVersion } from './values.ts';

/** The newest versions that are spoken here, one of each line. */
export const versions: readonly Edition[] = ['1.0.3', '2.0.0'];

/** The version that a request names: the one in which it is answered, none at all, or one that is not spoken. */
export function versionOf(request: Request): Edition | 'none' | 'unknown' {
  const asked = request.headers.get('X-Experience-API-Version')?.trim();
  if (asked === undefined || asked === '') return 'none';
  if (!isVersion(asked)) return 'unknown';
  return asked.startsWith('2.') ? '2.0.0' : '1.0.3';
}

/**
 * What every answer of the xAPI resources carries: the version (xAPI 1.0.3, Communication 3.3), and leave for pages of other
 * sites to read it (Fetch standard, CORS), since players in browsers send statements by themselves.
 */
export function commonHeaders(request: Request): Record<string, string> {
  return {
    'X-Experience-API-Version': versionOf(request) === '2.0.0' ? '2.0.0' : '1.0.3',
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers':
      'X-Experience-API-Version, X-Experience-API-Consistent-Through, ETag, Last-Modified, Retry-After',
  };
}

/** Further headers of the answer to a browser that asks first. */
export const preflightHeaders = {
  'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, OPTIONS',
  'Access-Control-Allow-Headers':
    'Authorization, Content-Type, X-Experience-API-Version, If-Match, If-None-Match, Content-Encoding',
  'Access-Control-Max-Age': '86400',
};
