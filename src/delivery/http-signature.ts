import type { SigningKey } from '../config/config.ts';
import type { SignedAttempt } from './detached-jws.ts';
import { importSigningKey } from './import-signing-key.ts';

/** Seconds for which a signature is good. */
export const HTTP_SIGNATURE_LASTS = 300;

/** What a signature covers, in this order (RFC 9421, section 2). */
const COMPONENTS = '("@method" "@target-uri" "content-type" "content-digest")';

/** An algorithm of RFC 9421, section 3.3, and its parameters for WebCrypto. */
interface Algorithm {
  name: string;
  parameters: { name: string; hash?: string };
}

/**
 * Signs a POST of exactly these bytes: an HTTP Message Signature (RFC 9421) with the label `caliper`, over the method, the URL, the
 * content type and the digest of the body (RFC 9530). Throws for an RSA key.
 *
 * @param contentType the value of `Content-Type` as it will be sent
 * @returns the three headers to send
 */
export async function signHttpMessage(
  key: SigningKey,
  body: Uint8Array,
  contentType: string,
  attempt: SignedAttempt,
): Promise<Record<'Content-Digest' | 'Signature-Input' | 'Signature', string>> {
  const { name, parameters } = algorithm(key);
  const digest = `sha-256=:${base64(await crypto.subtle.digest('SHA-256', body))}:`;
  const { iat, jti, url } = attempt;
  const input =
    `${COMPONENTS};created=${iat};expires=${iat + HTTP_SIGNATURE_LASTS}` +
    `;nonce="${jti}";keyid="${key.kid}";alg="${name}";tag="caliper"`;
  // RFC 9421, section 2.5: a line for each component, the parameters last, no line end after them.
  const base = [
    '"@method": POST',
    `"@target-uri": ${url}`,
    `"content-type": ${contentType}`,
    `"content-digest": ${digest}`,
    `"@signature-params": ${input}`,
  ].join('\n');
  const signature = await crypto.subtle.sign(parameters, await importSigningKey(key), new TextEncoder().encode(base));
  return {
    'Content-Digest': digest,
    'Signature-Input': `caliper=${input}`,
    Signature: `caliper=:${base64(signature)}:`,
  };
}

function algorithm({ alg }: SigningKey): Algorithm {
  switch (alg) {
    case 'ES256':
      // WebCrypto gives r and s of 32 bytes each, as section 3.3.4 wants them, and not DER.
      return { name: 'ecdsa-p256-sha256', parameters: { name: 'ECDSA', hash: 'SHA-256' } };
    case 'EdDSA':
      return { name: 'ed25519', parameters: { name: 'Ed25519' } };
    case 'RS256':
    case 'PS256':
      throw new Error('readConfig lets no RSA key through to http-signature');
  }
}

function base64(bytes: ArrayBuffer): string {
  return Buffer.from(bytes).toString('base64');
}
