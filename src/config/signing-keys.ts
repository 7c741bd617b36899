import { createECDH, createHash } from 'node:crypto';
import type { SigningKey } from './config.ts';
import { isTable, type Settings } from './settings.ts';

const remedy = 'make one with: npm run -s caliper -- keys';

/**
 * The private keys of the signatures: SIGNING_KEYS is one JWK (RFC 7517) or a JWK set, as text or as such. For now they are EC
 * keys on P-256 (RFC 7518, section 6.2), for ES256.
 *
 * @param needed whether a destination wants signatures
 */
export function readSigningKeys(settings: Settings, needed: boolean): SigningKey[] {
  const value = settings.json('SIGNING_KEYS');
  if (value === undefined) {
    if (needed && !settings.isAtFault('SIGNING_KEYS'))
      settings.fault('SIGNING_KEYS', `is not set, but a destination wants signatures: ${remedy}`);
    return [];
  }
  const list = Array.isArray(value) ? value : isTable(value) && Array.isArray(value['keys']) ? value['keys'] : [value];
  if (list.length === 0) settings.fault('SIGNING_KEYS', `holds no key: ${remedy}`);
  const keys = (list as unknown[]).flatMap((item, index) => {
    const path = list.length === 1 ? 'SIGNING_KEYS' : `SIGNING_KEYS[${index}]`;
    return readSigningKey(settings, path, item) ?? [];
  });
  keys.forEach(({ kid }, index) => {
    const earlier = keys.findIndex((other) => other.kid === kid);
    if (earlier < index) settings.fault(`SIGNING_KEYS[${index}]`, `is the same key as SIGNING_KEYS[${earlier}]`);
  });
  return keys;
}

function readSigningKey(settings: Settings, path: string, value: unknown): SigningKey | null {
  if (!isTable(value)) return settings.fault(path, `must be a private key as JWK: ${remedy}`);
  if (value['kty'] !== 'EC' || value['crv'] !== 'P-256' || (value['alg'] !== undefined && value['alg'] !== 'ES256')) {
    return settings.fault(path, `must be an EC key on P-256 (kty EC, crv P-256, alg ES256): ${remedy}`);
  }
  const { x, y, d } = value;
  if (d === undefined) return settings.fault(path, `is a public key, and a private one signs: ${remedy}`);
  if (!isCoordinate(x) || !isCoordinate(y) || !isCoordinate(d)) {
    return settings.fault(path, `must have x, y and d of 32 bytes each, as base64url: ${remedy}`);
  }
  if (!fitTogether(x, y, d)) return settings.fault(path, `has an x and y that do not belong to its d: ${remedy}`);
  return { kid: thumbprint(x, y), alg: 'ES256', jwk: { kty: 'EC', crv: 'P-256', x, y, d } };
}

function isCoordinate(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{43}$/.test(value);
}

/** Signatures that nobody can verify would only show at the receiver. */
function fitTogether(x: string, y: string, d: string): boolean {
  try {
    const ecdh = createECDH('prime256v1');
    ecdh.setPrivateKey(Buffer.from(d, 'base64url'));
    const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
    return point.equals(ecdh.getPublicKey());
  } catch {
    return false;
  }
}

/** RFC 7638, section 3.2: the required members of an EC key in the order of their names, without white space. */
function thumbprint(x: string, y: string): string {
  return createHash('sha256')
    .update(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }))
    .digest('base64url');
}
