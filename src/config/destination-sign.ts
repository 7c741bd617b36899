import type { SignConfig } from './config.ts';
import { readTable } from './read-table.ts';
import type { Settings } from './settings.ts';

/** The settings of each method. */
const methods: Readonly<Record<SignConfig['method'], readonly string[]>> = {
  none: ['method'],
  'detached-jws': ['method'],
  'http-signature': ['method'],
  'bearer-jwt': ['method'],
  'jwt-body': ['method', 'content-type'],
  hmac: ['method', 'secret'],
};
// The keys of a record are the members of its key type.
const methodNames = Object.keys(methods) as SignConfig['method'][];

/** RFC 7518, section 3.2: a key of HS256 is no shorter than its hash. */
const leastSecretBytes = 32;

/** How what is sent to a destination is signed; a detached JWS unless it says otherwise. */
export function readSign(settings: Settings, path: string, value: unknown): SignConfig | null {
  if (value === undefined) return { method: 'detached-jws' };
  const table = readTable(settings, path, value, '{ method = "detached-jws" }');
  if (table === null) return null;
  const faults = settings.faults.length;
  const method = settings.choice(`${path}.method`, table['method'], methodNames, 'detached-jws');
  if (settings.faults.length > faults) return null;
  settings.onlyKeys(path, table, methods[method]);
  switch (method) {
    case 'none':
    case 'detached-jws':
    case 'http-signature':
    case 'bearer-jwt':
      return { method };
    case 'jwt-body': {
      const contentType = table['content-type'] ?? 'application/jwt';
      // RFC 9110, section 8.3.1, without parameters.
      if (typeof contentType === 'string' && /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(contentType)) {
        return { method, contentType };
      }
      return settings.fault(`${path}.content-type`, 'must be a media type, e.g. "application/jwt"');
    }
    case 'hmac': {
      const secret = settings.namedSecret(`${path}.secret`, table['secret']);
      if (secret === null) return null;
      const bytes = new TextEncoder().encode(secret);
      if (bytes.length >= leastSecretBytes) return { method, secret: bytes };
      return settings.fault(
        `${path}.secret`,
        `names a secret of less than ${leastSecretBytes} bytes: make a longer one, and give it to the receiver`,
      );
    }
  }
}

/** Whether a method signs with the keys of SIGNING_KEYS. */
export function needsSigningKey(method: SignConfig['method']): boolean {
  return method !== 'none' && method !== 'hmac';
}
