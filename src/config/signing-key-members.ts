import { createECDH, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';

/** Members of a JWK that describe the public key, apart from `kty` and `crv` (RFC 7518, section 6; RFC 8037, section 2). */
const published: Readonly<Record<string, readonly string[]>> = { EC: ['x', 'y'], OKP: ['x'], RSA: ['n', 'e'] };

/** Members that must never leave. */
const secret: Readonly<Record<string, readonly string[]>> = {
  EC: ['d'],
  OKP: ['d'],
  RSA: ['d', 'p', 'q', 'dp', 'dq', 'qi'],
};

/** Names of the public members of a kind of key. */
export function publicMembers(kty: string): readonly string[] {
  return published[kty] ?? [];
}

/** Names of the private members of a kind of key. */
export function privateMembers(kty: string): readonly string[] {
  return secret[kty] ?? [];
}

/** True for base64url of the right length: 32 bytes on the curves, 2048 bits or more in an RSA modulus. */
export function isKeyText(kty: string, name: string, value: unknown): value is string {
  if (typeof value !== 'string' || !/^[A-Za-z0-9_-]+$/.test(value)) return false;
  if (kty !== 'RSA') return value.length === 43;
  return name !== 'n' || value.length >= 342;
}

/** True when the public half is that of the private one. Signatures that nobody can verify would only show at the receiver. */
export function belongTogether(jwk: Readonly<Record<string, string>>): boolean {
  try {
    return jwk['kty'] === 'EC' ? isPublicPoint(jwk) : verifiesItself(jwk);
  } catch {
    return false;
  }
}

function isPublicPoint({ x = '', y = '', d = '' }: Readonly<Record<string, string>>): boolean {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(Buffer.from(d, 'base64url'));
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return point.equals(ecdh.getPublicKey());
}

function verifiesItself(jwk: Readonly<Record<string, string>>): boolean {
  const open = Object.fromEntries(['kty', 'crv', 'x', 'n', 'e'].map((name) => [name, jwk[name]]));
  const hash = jwk['kty'] === 'RSA' ? 'sha256' : null;
  const probe = Buffer.from('a probe');
  const signature = sign(hash, probe, createPrivateKey({ key: { ...jwk }, format: 'jwk' }));
  return verify(hash, probe, createPublicKey({ key: open, format: 'jwk' }), signature);
}
