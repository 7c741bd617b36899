import type { AuthConfig } from '../config/config.ts';

/** The schemes whose credentials stand in the configuration; those of the others are fetched. */
export type StaticAuth = Exclude<AuthConfig, { scheme: 'oauth2' | 'profile-service' }>;

/**
 * The value of `Authorization` (RFC 9110, section 11.6.2), as the scheme of the destination has it.
 *
 * @returns undefined where nothing is to stand there
 */
export function authorization(auth: StaticAuth): string | undefined {
  switch (auth.scheme) {
    case 'none':
      return undefined;
    case 'bearer':
      return `Bearer ${auth.token}`;
    case 'raw-key':
      return auth.key;
    case 'custom':
      return `${auth.word} ${auth.key}`;
    case 'basic':
      return `Basic ${basicCredentials(auth.user, auth.password)}`;
  }
}

/** What an answer must not bring into a dead letter should it echo the request. */
export function authSecrets(auth: StaticAuth): string[] {
  switch (auth.scheme) {
    case 'none':
      return [];
    case 'bearer':
      return [auth.token];
    case 'raw-key':
    case 'custom':
      return [auth.key];
    case 'basic':
      return [basicCredentials(auth.user, auth.password), auth.password];
  }
}

/** RFC 7617, section 2, with UTF-8. */
function basicCredentials(user: string, password: string): string {
  return Buffer.from(`${user}:${password}`).toString('base64');
}
