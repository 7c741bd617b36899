import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

/** The secrets of an adapter with one source, by name, each with fresh random content. */
export async function freshSecrets(
  sourceKeys: readonly string[] = ['SOURCE_LMS_KEY'],
): Promise<Record<string, string>> {
  return {
    PSEUDONYM_SECRET: randomToken(),
    SIGNING_KEYS: await freshSigningKey(),
    ADMIN_TOKEN: randomToken(),
    ...Object.fromEntries(sourceKeys.map((name) => [name, randomToken()])),
    QUARANTINE_KEYS: randomToken(),
    INBOX_TOKEN: randomToken(),
  };
}

/** 32 random bytes as base64url. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** A private key for ES256 (RFC 7518, section 3.4) as the text of a JWK, with its thumbprint (RFC 7638) as `kid`. */
async function freshSigningKey(): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return JSON.stringify({ ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' });
}

/** Secrets in the form of `.dev.vars`. None that {@link freshSecrets} makes holds a single quote. */
export function devVarsText(secrets: Readonly<Record<string, string>>): string {
  return Object.entries(secrets)
    .map(([name, value]) => (/^[\w-]*$/.test(value) ? `${name}=${value}\n` : `${name}='${value}'\n`))
    .join('');
}

/** The secrets in a file of that form; none when there is no such file. */
export async function readDevVars(path: string): Promise<Record<string, string>> {
  try {
    const vars = parseEnv(await readFile(path, 'utf8'));
    return Object.fromEntries(
      Object.entries(vars).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}
