import { createHmac } from 'node:crypto';

/** Who signs an OAuth 1.0a request; LTI links have a consumer only, without a token. */
export interface OAuth1Credentials {
  consumerKey: string;
  consumerSecret: string;
  token?: string;
  tokenSecret?: string;
}

/** What differs from request to request. */
export interface OAuth1Attempt {
  /** Seconds since 1970. */
  timestamp: number;
  nonce: string;
}

/**
 * The value of `Authorization` of a request without a form in its body: OAuth 1.0a with HMAC-SHA1 (RFC 5849, sections 3.4.2 and
 * 3.5.1).
 *
 * @param url the URL of the request, with its query
 */
export function oauth1Authorization(
  method: string,
  url: string,
  credentials: OAuth1Credentials,
  { timestamp, nonce }: OAuth1Attempt,
): string {
  const parameters: [string, string][] = [
    ['oauth_consumer_key', credentials.consumerKey],
    ...(credentials.token === undefined ? [] : [['oauth_token', credentials.token] satisfies [string, string]]),
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_timestamp', String(timestamp)],
    ['oauth_nonce', nonce],
    // LTI 1.1 (section 4.3) asks for it; to RFC 5849 it is a choice.
    ['oauth_version', '1.0'],
  ];
  const base = signatureBase(method, url, parameters);
  const signature = signHmacSha1(base, credentials.consumerSecret, credentials.tokenSecret);
  const written = [...parameters, ['oauth_signature', signature]].map(
    ([name = '', value = '']) => `${name}="${percentEncode(value)}"`,
  );
  return `OAuth ${written.join(', ')}`;
}

/** The signature base string (RFC 5849, section 3.4.1); `parameters` are those that do not stand in the URL. */
export function signatureBase(method: string, url: string, parameters: readonly [string, string][]): string {
  const { origin, pathname, searchParams } = new URL(url);
  const pairs = [...searchParams, ...parameters].map(([name, value]) => [percentEncode(name), percentEncode(value)]);
  // Section 3.4.1.3.2: by the encoded names, then by the encoded values, as bytes; both are ASCII by now.
  pairs.sort(([a = '', x = ''], [b = '', y = '']) => (a === b ? (x < y ? -1 : Number(x > y)) : a < b ? -1 : 1));
  const normalised = pairs.map((pair) => pair.join('=')).join('&');
  return [method.toUpperCase(), `${origin}${pathname}`, normalised].map(percentEncode).join('&');
}

/** Section 3.4.2. */
export function signHmacSha1(base: string, consumerSecret: string, tokenSecret = ''): string {
  const key = `${percentEncode(consumerSecret)}&${percentEncode(tokenSecret)}`;
  return createHmac('sha1', key).update(base).digest('base64');
}

/** Section 3.6, which encodes more than encodeURIComponent does. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
