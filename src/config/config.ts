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
  adminToken: string;
  /** Private JWKs that sign; the first is the current one, the others are only published. */
  signingKeys: SigningKey[];
  /** Number of outbox shards. */
  shards: number;
  /** Bytes of events and dead letters that one shard of the outbox holds before it answers that it is full. */
  outboxBytes: number;
  /** Days for which the outbox remembers event ids, to recognise repeats. */
  dedupeDays: number;
  /** Whether free text that learners wrote may leave. */
  freeText: boolean;
  /** The built-in Caliper endpoint: local runs only. */
  inbox: { enabled: false } | { enabled: true; url: string; token: string };
}

export interface SourceConfig {
  name: string;
  /** Root of the IRIs of this Open edX site, without a trailing slash. */
  lms: string;
  /** The secret that the source sends. */
  key: string;
  /** Repairs of xAPI statements before they are checked. */
  compat: XapiRepair[];
  /** What becomes of a request with bad xAPI statements: refused as the standard says, or stored without them; they are counted, not kept. */
  onInvalid: 'reject' | 'quarantine';
}

/** `openedx-erb`: what event-routing-backends gets wrong; `ralph`: no version header, PUT without statementId. */
export type XapiRepair = 'openedx-erb' | 'ralph';

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
}

/** What stands in `Authorization`: `raw-key` is the key with no scheme, `custom` a scheme word of the receiver's own. */
export type AuthConfig =
  | { scheme: 'none' }
  | { scheme: 'bearer'; token: string }
  | { scheme: 'raw-key'; key: string }
  | { scheme: 'basic'; user: string; password: string }
  | { scheme: 'custom'; word: string; key: string };

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
