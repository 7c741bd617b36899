import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
// Not as the one object `errors`: the bundle would hold them all.
import * as errors from 'jose/errors';
import type { SourceConfig, SourceTokens } from '../config/config.ts';

/** Why a token does not let in. */
export type TokenFault =
  | 'TOKEN_UNREADABLE'
  | 'TOKEN_WRONG_ISSUER'
  | 'TOKEN_WRONG_AUDIENCE'
  | 'TOKEN_EXPIRED'
  | 'TOKEN_NOT_YET_VALID'
  | 'TOKEN_WITHOUT_EXPIRY'
  | 'TOKEN_WRONG_ALGORITHM'
  | 'TOKEN_UNKNOWN_KEY'
  | 'TOKEN_WRONG_SIGNATURE'
  | 'JWKS_UNREACHABLE';

type Checked = { ok: true; source: SourceConfig } | { ok: false; code: TokenFault; message: string };

/** Public-key algorithms only: with HS256 a public key could be taken for a shared secret (RFC 8725, section 3.1). */
const algorithms = ['ES256', 'ES384', 'EdDSA', 'Ed25519', 'RS256', 'PS256'];

/** Seconds by which the clocks of issuer and adapter may differ. */
const clockTolerance = 60;

const messages: Readonly<Record<TokenFault, string>> = {
  TOKEN_UNREADABLE: 'the token is no JWT that can be read: send one that the issuer made',
  TOKEN_WRONG_ISSUER: 'the token is of another issuer: its iss must be the issuer of a source',
  TOKEN_WRONG_AUDIENCE: 'the token is for another audience: its aud must be the audience of the source',
  TOKEN_EXPIRED: 'the token has expired: send a fresh one',
  TOKEN_NOT_YET_VALID: 'the token is not valid yet: check the clock of the issuer',
  TOKEN_WITHOUT_EXPIRY: 'the token never expires: it must have an exp, a number',
  TOKEN_WRONG_ALGORITHM: `the token is signed with another algorithm than ${algorithms.join(', ')}`,
  TOKEN_UNKNOWN_KEY: 'the token is signed with a key that is not in the key set of the issuer: check kid and key set',
  TOKEN_WRONG_SIGNATURE: 'the signature of the token does not fit: the issuer must sign it again',
  JWKS_UNREACHABLE: 'the key set of the issuer cannot be fetched at the moment: send it again later',
};

/** Whether a Bearer value has the form of a signed JWT (RFC 7515, section 3.1) rather than of a key. */
export function looksLikeToken(text: string): boolean {
  // Its header begins with a brace, perhaps with white space behind it.
  return /^e[wy][\w-]+\.[\w-]+\.[\w-]*$/.test(text);
}

/**
 * Finds the source whose issuer made a token (RFC 7519), for an audience of that source. The signature is checked before the claims;
 * what is said of a token that does not hold never quotes it.
 *
 * @param sources those that take tokens
 */
export async function checkToken(token: string, sources: readonly SourceConfig[]): Promise<Checked> {
  let issuer: unknown;
  try {
    // Only to choose the key set: nothing of it is believed before the signature holds.
    issuer = decodeJwt(token).iss;
  } catch {
    return failed('TOKEN_UNREADABLE');
  }
  const ofIssuer = sources.filter(({ jwt }) => jwt?.issuer === issuer);
  if (ofIssuer.length === 0) return failed('TOKEN_WRONG_ISSUER');
  let fault: TokenFault = 'TOKEN_WRONG_AUDIENCE';
  for (const source of ofIssuer) {
    const found: TokenFault | undefined = source.jwt === undefined ? fault : await verify(token, source.jwt);
    if (found === undefined) return { ok: true, source };
    // Of several sources of one issuer, the one whose audience is meant has the most to say.
    if (found !== 'TOKEN_WRONG_AUDIENCE') fault = found;
  }
  return failed(fault);
}

function failed(code: TokenFault): Checked {
  return { ok: false, code, message: messages[code] };
}

async function verify(token: string, tokens: SourceTokens): Promise<TokenFault | undefined> {
  const { issuer, audience } = tokens;
  try {
    await jwtVerify(token, keysOf(tokens), {
      ...{ algorithms, issuer, audience, clockTolerance },
      requiredClaims: ['exp'],
    });
    return undefined;
  } catch (error) {
    return faultOf(error);
  }
}

/** The key set could not be fetched or read. */
class Unreachable extends Error {}

const keySets = new WeakMap<SourceTokens, JWTVerifyGetKey>();

/** The keys of an issuer; a fetched set is kept for ten minutes, and fetched anew for an unknown key twice a minute at most. */
function keysOf(tokens: SourceTokens): JWTVerifyGetKey {
  const known = keySets.get(tokens);
  if (known !== undefined) return known;
  const { keys } = tokens;
  // readSourceTokens lets only objects with a kty through; jose checks the rest of a key when it is used.
  const set = keys.from === 'secret' ? createLocalJWKSet({ keys: keys.keys }) : remote(keys.url);
  keySets.set(tokens, set);
  return set;
}

function remote(url: string): JWTVerifyGetKey {
  const fetched = createRemoteJWKSet(new URL(url), { timeoutDuration: 5000 });
  return async (header, token) => {
    try {
      return await fetched(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      // A key that the runtime cannot use is a matter of the token, not of the network.
      if (error instanceof errors.JOSENotSupported) throw error;
      throw new Unreachable();
    }
  };
}

function faultOf(error: unknown): TokenFault {
  if (error instanceof Unreachable) return 'JWKS_UNREACHABLE';
  if (error instanceof errors.JWTExpired) return 'TOKEN_EXPIRED';
  if (error instanceof errors.JWTClaimValidationFailed) {
    switch (error.claim) {
      case 'aud':
        return 'TOKEN_WRONG_AUDIENCE';
      case 'iss':
        return 'TOKEN_WRONG_ISSUER';
      case 'nbf':
        return 'TOKEN_NOT_YET_VALID';
      case 'exp':
        return 'TOKEN_WITHOUT_EXPIRY';
      default:
        return 'TOKEN_UNREADABLE';
    }
  }
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported)
    return 'TOKEN_WRONG_ALGORITHM';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return 'TOKEN_UNKNOWN_KEY';
  }
  return error instanceof errors.JWSSignatureVerificationFailed ? 'TOKEN_WRONG_SIGNATURE' : 'TOKEN_UNREADABLE';
}
