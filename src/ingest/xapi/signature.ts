import { Buffer } from 'node:buffer';
import { verify, X509Certificate } from 'node:crypto';
import { isDeeperThan, isObject } from '../json.ts';
import { comparable } from './comparable.ts';
import { flaw, type Flaw, type Properties } from './fault.ts';
import type { Edition } from './sections.ts';

/** The algorithms that the standard allows (Data 2.6), as node:crypto calls their hashes. */
const ALGORITHMS: Readonly<Record<string, string>> = { RS256: 'RSA-SHA256', RS384: 'RSA-SHA384', RS512: 'RSA-SHA512' };

/** Beyond this a statement would have been refused. */
const MAX_DEPTH = 64;

/**
 * Checks the signature of a statement (Data 2.6): a JWS in compact serialisation (RFC 7515, 7.1) with an RSA algorithm, whose payload
 * is the statement as it was before the signature was added; and, where the header brings the certificate, that it was made with its
 * key. Whether the certificate is to be trusted is not looked at: the standard wants mistakes found, not forgeries.
 */
export function checkSignature(bytes: Uint8Array, statement: Properties, edition: Edition): Flaw | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').trim();
  const [, header = '', payload = '', signature = ''] = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(text) ?? [];
  const head = jsonOf(header);
  if (!isObject(head)) return wrong('is no JWS in compact serialisation.');
  const { alg, x5c } = head;
  const algorithm = typeof alg === 'string' && Object.hasOwn(ALGORITHMS, alg) ? ALGORITHMS[alg] : undefined;
  if (algorithm === undefined) return wrong('is a JWS whose alg is none of RS256, RS384, RS512.');
  const signed = jsonOf(payload);
  if (!isObject(signed) || isDeeperThan(signed, MAX_DEPTH)) return wrong('is a JWS whose payload is no statement.');
  if (comparable(signed, statement, edition) !== comparable(statement, signed, edition)) {
    return wrong('is a JWS whose payload is not this statement.');
  }
  if (x5c === undefined) return undefined;
  const input = Buffer.from(`${header}.${payload}`, 'latin1');
  return isSignedWith(x5c, algorithm, input, Buffer.from(signature, 'base64url'))
    ? undefined
    : wrong('is a JWS that was not made with the key of its certificate (x5c).');
}

function wrong(problem: string): Flaw {
  return flaw('WRONG_SIGNATURE', problem, 'signature');
}

function jsonOf(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** @param chain `x5c` (RFC 7515, 4.1.6): the signer's certificate first, each in base64 of its DER */
function isSignedWith(chain: unknown, algorithm: string, input: Uint8Array, signature: Uint8Array): boolean {
  const [first] = Array.isArray(chain) ? (chain as unknown[]) : [];
  if (typeof first !== 'string') return false;
  try {
    const key = new X509Certificate(Buffer.from(first, 'base64')).publicKey;
    return key.asymmetricKeyType === 'rsa' && verify(algorithm, input, key, signature);
  } catch {
    // What was sent is no certificate.
    return false;
  }
}
