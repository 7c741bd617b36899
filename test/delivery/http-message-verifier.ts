import { createHash, createPublicKey, verify } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';

/** A request as a receiver has it: its own public URL, the headers by lower-case name, the raw body. */
export interface ReceivedMessage {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: Uint8Array;
}

const algorithms: Readonly<Record<string, string | null>> = { 'ecdsa-p256-sha256': 'sha256', ed25519: null };

/**
 * Verifies a signature with the label `caliper` by the steps of RFC 9421, section 3.2, on node:crypto. Written from the RFC, and
 * shares nothing with what signs.
 *
 * @param now seconds since 1970
 * @returns `ok`, or the step that failed
 */
export function verifyHttpMessage(message: ReceivedMessage, keys: readonly JsonWebKey[], now: number): string {
  const { method, url, headers, body } = message;
  const input = /^caliper=(\(([^)]*)\)((?:;[a-z]+=(?:\d+|"[^"]*"))*))$/.exec(headers['signature-input'] ?? '');
  const signature = /^caliper=:([A-Za-z0-9+/]+={0,2}):$/.exec(headers['signature'] ?? '');
  if (input === null || signature === null) return 'malformed';
  const [, signatureParams = '', covered = '', parameterText = ''] = input;
  const parameters = new Map(
    [...parameterText.matchAll(/;([a-z]+)=(?:(\d+)|"([^"]*)")/g)].map(([, name = '', integer, text]) => [
      name,
      integer ?? text ?? '',
    ]),
  );
  const components = covered.split(' ').map((name) => name.slice(1, -1));
  const values: Record<string, string | undefined> = { ...headers, '@method': method, '@target-uri': url };
  const required = ['@method', '@target-uri', 'content-type', 'content-digest'];
  if (required.some((name) => !components.includes(name))) return 'component';
  if (['created', 'expires', 'nonce', 'keyid', 'alg'].some((name) => !parameters.has(name))) return 'parameter';
  if (parameters.get('tag') !== 'caliper') return 'parameter';
  if (headers['content-digest'] !== `sha-256=:${createHash('sha256').update(body).digest('base64')}:`) return 'digest';
  const jwk = keys.find((key) => key['kid'] === parameters.get('keyid'));
  const hash = algorithms[parameters.get('alg') ?? ''];
  if (jwk === undefined || hash === undefined) return 'key';
  const base = [
    ...components.map((name) => `"${name}": ${values[name] ?? ''}`),
    `"@signature-params": ${signatureParams}`,
  ].join('\n');
  const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const;
  if (!verify(hash, Buffer.from(base), key, Buffer.from(signature[1] ?? '', 'base64'))) return 'signature';
  if (now < Number(parameters.get('created')) || now > Number(parameters.get('expires'))) return 'age';
  return 'ok';
}
