import type { EndpointFacts } from '../caliper/endpoint-configuration.ts';
import type { PseudonymPeriod } from '../privacy/pseudonym-periods.ts';

/** The settings, after they have been read and checked (src/config/read.ts). Every secret is resolved. */
export interface Config {
  /** IRI of this adapter in the `sensor` of each envelope. */
  sensorId: string;
  sources: SourceConfig[];
  destinations: DestinationConfig[];
  limits: {
    /** Bytes of a request body after decompression. */
    bodyBytes: number;
    /** Records in one request. */
    records: number;
    /** Entries of `problems` in an answer. */
    problems: number;
  };
  /** At least 32 bytes. */
  pseudonymSecret: Uint8Array;
  /** The secrets that follow it, in the order of time; absent where there is none. */
  pseudonymRotation?: PseudonymPeriod[];
  /** Present: learners go by the external ids that were imported for them. */
  externalIds?: true;
  adminToken: string;
  /** Private JWKs that sign; the first is the current one, the others are only published. */
  signingKeys: SigningKey[];
  /** Number of outbox shards. */
  shards: number;
  /** Bytes of events and dead letters that one shard of the outbox holds before it answers that it is full. */
  outboxBytes: number;
  /** Days for which the outbox remembers event ids, to recognise repeats. */
  dedupeDays: number;
  /** Records that gave no event are kept, sealed; absent when they are not. */
  quarantine?: QuarantineConfig;
  /** Which log lines are written. */
  log: LogLevel;
  /** Whether free text that learners wrote may leave. */
  freeText: boolean;
  /** The built-in Caliper endpoint: local runs only. */
  inbox: { enabled: false } | { enabled: true; url: string; token: string };
}

/** `errors`: only what went wrong; `info`: also each request and each envelope. */
export type LogLevel = 'off' | 'errors' | 'info';

/** How records are kept that no rule handled, or that failed. */
export interface QuarantineConfig {
  days: number;
  /** Bytes that one shard of the outbox keeps, part of `outboxBytes`; when they are full the oldest record goes. */
  bytes: number;
  /** Of 32 bytes or more: the first one seals, all open. Where there are none the pseudonym secret does both. */
  keys: Uint8Array[];
}

export interface SourceConfig {
  name: string;
  /** Root of the IRIs of this Open edX site, without a trailing slash. */
  lms: string;
  /** The secrets of which the source sends one; more than one while it changes its key. None where it shows tokens only. */
  keys: string[];
  /** The tokens of an issuer that it may show instead. */
  jwt?: SourceTokens;
  /** Repairs of xAPI statements before they are checked. */
  compat: XapiRepair[];
  /** What becomes of a request with bad xAPI statements: refused as the standard says, or stored without them; they are quarantined. */
  onInvalid: 'reject' | 'quarantine';
}

/** Whose JWTs (RFC 7519) a source shows, and where the public keys of that issuer are. */
export interface SourceTokens {
  /** The `iss` of the tokens. */
  issuer: string;
  /** One of these must stand in `aud`. */
  audience: string[];
  keys: { from: 'url'; url: string } | { from: 'secret'; keys: Record<string, unknown>[] };
}

/** `openedx-erb`, `h5p`: what event-routing-backends and H5P get wrong; `ralph`: no version header, PUT without statementId. */
export type XapiRepair = 'openedx-erb' | 'ralph' | 'h5p';

export interface DestinationConfig {
  name: string;
  url: string;
  caliper: 'v1p2' | 'v1p1';
  /** Names of the sources whose events it gets. */
  sources: string[];
  auth: AuthConfig;
  sign: SignConfig;
  /** Absent: it gets every event of its sources. */
  match?: MatchConfig;
  headers: Record<string, string>;
  batch: { events: number; bytes: number; seconds: number };
  /** Present: the endpoint is asked for its configuration. */
  discover?: true;
  /** Absent: every event is sent in full. */
  thin?: ThinConfig;
  /** Present: it gets ids that no other destination sees, under a secret of its own if there is one. */
  pseudonyms?: { secret?: Uint8Array };
}

/** `detail = "thin"`: an entity is sent in full once in so many days, and by its IRI afterwards. */
export interface ThinConfig {
  /** Periods are whole days in UTC. */
  days: number;
  /** Whether entities are described as items of their own, ahead of the events. */
  describes: boolean;
}

/** What stands in `Authorization`: `raw-key` is the key with no scheme, `custom` a scheme word of the receiver's own. */
export type AuthConfig =
  | { scheme: 'none' }
  | { scheme: 'bearer'; token: string }
  | { scheme: 'raw-key'; key: string }
  | { scheme: 'basic'; user: string; password: string }
  | { scheme: 'custom'; word: string; key: string }
  /** `claim`: what the claim of an LTI 1.3 platform tells of its endpoint. */
  | ({ scheme: 'oauth2'; claim?: EndpointClaim } & ClientCredentials)
  /** An LTI 1.1 profile service, which tells the URL and the key; `word` stands before that key. */
  | { scheme: 'profile-service'; profileUrl: string; consumerKey: string; secret: string; word?: string };

/** How a token is got by the client credentials grant (RFC 6749, section 4.4). */
export interface ClientCredentials {
  tokenUrl: string;
  clientId: string;
  client:
    | { style: 'basic' | 'post'; secret: string }
    /** An assertion (RFC 7523, section 2.2) with this `aud`; without a key it is signed with the first of the signing keys. */
    | { style: 'private_key_jwt'; audience: string; key?: SigningKey };
  /** Parameters of the request. */
  scope?: string;
  audience?: string;
}

/** The Caliper endpoint service claim of LTI 1.3. */
export interface EndpointClaim {
  url: string;
  facts: EndpointFacts;
}

/** How what is sent is signed; all but `hmac` sign with the first of the signing keys. */
export type SignConfig =
  | { method: 'none' | 'detached-jws' | 'http-signature' | 'bearer-jwt' }
  /** The content type of a request whose whole body is a JWT. */
  | { method: 'jwt-body'; contentType: string }
  /** At least 32 bytes. */
  | { method: 'hmac'; secret: Uint8Array };

/** Which events a destination gets: those that fit each of the lists that are there, and in it one entry. */
export interface MatchConfig {
  profile?: string[];
  type?: string[];
  action?: string[];
  /** Names of rules. */
  rule?: string[];
  /** Course keys (`course-v1:edX+DemoX+Demo`) and organizations (`edX`), with `*` for any run of characters. */
  course?: string[];
  organization?: string[];
}

/** A private key in JWK form with its RFC 7638 thumbprint as `kid`. */
export interface SigningKey {
  kid: string;
  /** ES256: EC on P-256. EdDSA: OKP, Ed25519. RS256 and PS256: RSA. */
  alg: 'ES256' | 'EdDSA' | 'RS256' | 'PS256';
  jwk: Record<string, unknown>;
}

/** A setting that is wrong: which one, what is the matter, what to do. Never holds a secret. */
export interface ConfigFault {
  setting: string;
  message: string;
}
