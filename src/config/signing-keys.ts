import { createHash } from 'node:crypto';
import type { SignConfig, SigningKey } from './config.ts';
import { needsSigningKey } from './destination-sign.ts';
import { isTable, type Settings } from './settings.ts';
import { belongTogether, isKeyText, privateMembers, publicMembers } from './signing-key-members.ts';

const remedy = 'make one with: npm run -s caliper -- keys';

/** The algorithms of each kind of key; the first is meant where the key names none. */
const kinds: readonly { kty: string; crv?: string; algs: readonly SigningKey['alg'][] }[] = [
  { kty: 'EC', crv: 'P-256', algs: ['ES256'] },
  { kty: 'OKP', crv: 'Ed25519', algs: ['EdDSA'] },
  { kty: 'RSA', algs: ['RS256', 'PS256'] },
];

/**
 * The private keys of the signatures: SIGNING_KEYS is one JWK (RFC 7517) or a JWK set, as text or as such. They are EC keys on P-256
 * for ES256, RSA keys of 2048 bits or more for RS256 or PS256 (RFC 7518, section 6), and Ed25519 keys for EdDSA (RFC 8037).
 *
 * @param methods how the destinations are signed
 */
export function readSigningKeys(settings: Settings, methods: readonly SignConfig['method'][]): SigningKey[] {
  const value = settings.json('SIGNING_KEYS');
  if (value === undefined) {
    if (methods.some(needsSigningKey) && !settings.isAtFault('SIGNING_KEYS'))
      settings.fault('SIGNING_KEYS', `is not set, but a destination wants signatures: ${remedy}`);
    return [];
  }
  const list = Array.isArray(value) ? value : isTable(value) && Array.isArray(value['keys']) ? value['keys'] : [value];
  if (list.length === 0) settings.fault('SIGNING_KEYS', `holds no key: ${remedy}`);
  const pathOf = (index: number): string => (list.length === 1 ? 'SIGNING_KEYS' : `SIGNING_KEYS[${index}]`);
  const read = (list as unknown[]).map((item, index) => readSigningKey(settings, pathOf(index), item));
  const keys = read.filter((key) => key !== null);
  keys.forEach(({ kid }, index) => {
    const earlier = keys.findIndex((other) => other.kid === kid);
    if (earlier < index) settings.fault(`SIGNING_KEYS[${index}]`, `is the same key as SIGNING_KEYS[${earlier}]`);
  });
  // RFC 9421 has names for these algorithms too, but with other hashes than the JWK Set announces.
  if (methods.includes('http-signature') && read[0]?.jwk['kty'] === 'RSA') {
    settings.fault(pathOf(0), `is an RSA key, with which http-signature does not sign: put an EC or Ed25519 key first`);
  }
  return keys;
}

/** One private key, given as a JWK. */
export function readSigningKey(settings: Settings, path: string, value: unknown): SigningKey | null {
  if (!isTable(value)) return settings.fault(path, `must be a private key as JWK: ${remedy}`);
  const kind = kinds.find(({ kty, crv }) => kty === value['kty'] && (crv === undefined || crv === value['crv']));
  const alg = value['alg'] === undefined ? kind?.algs[0] : kind?.algs.find((name) => name === value['alg']);
  if (kind === undefined || alg === undefined) {
    return settings.fault(
      path,
      `must be an EC key on P-256 for ES256, an OKP key on Ed25519 for EdDSA, or an RSA key for RS256 or PS256: ${remedy}`,
    );
  }
  if (value['d'] === undefined) return settings.fault(path, `is a public key, and a private one signs: ${remedy}`);
  const jwk: Record<string, string> = kind.crv === undefined ? { kty: kind.kty } : { kty: kind.kty, crv: kind.crv };
  for (const name of [...publicMembers(kind.kty), ...privateMembers(kind.kty)]) {
    const text = value[name];
    if (!isKeyText(kind.kty, name, text)) return settings.fault(path, `${memberRule(kind.kty)}: ${remedy}`);
    jwk[name] = text;
  }
  if (!belongTogether(jwk)) {
    return settings.fault(path, `has ${publicHalf(kind.kty)} to its d: ${remedy}`);
  }
  return { kid: thumbprint(jwk), alg, jwk };
}

function memberRule(kty: string): string {
  switch (kty) {
    case 'EC':
      return 'must have x, y and d of 32 bytes each, as base64url';
    case 'OKP':
      return 'must have x and d of 32 bytes each, as base64url';
    default:
      return 'must have n of 2048 bits or more, e, d, p, q, dp, dq and qi, as base64url';
  }
}

function publicHalf(kty: string): string {
  switch (kty) {
    case 'EC':
      return 'an x and y that do not belong';
    case 'OKP':
      return 'an x that does not belong';
    default:
      return 'an n and e that do not belong';
  }
}

/** RFC 7638, section 3.2, and RFC 8037, section 2: the public members in the order of their names, without white space. */
function thumbprint(jwk: Readonly<Record<string, string>>): string {
  const names = ['kty', ...(jwk['crv'] === undefined ? [] : ['crv']), ...publicMembers(jwk['kty'] ?? '')].sort();
  const members = Object.fromEntries(names.map((name) => [name, jwk[name]]));
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}
