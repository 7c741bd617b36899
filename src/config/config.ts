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
  /** What becomes of a request with bad xAPI statements: refused as the standard says, or stored without them. */
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
  auth: { scheme: 'none' } | { scheme: 'bearer'; token: string };
  sign: { method: 'none' } | { method: 'detached-jws' };
  headers: Record<string, string>;
  batch: { events: number; bytes: number; seconds: number };
}

/** A private key in JWK form with its RFC 7638 thumbprint as `kid`. */
export interface SigningKey {
  kid: string;
  alg: 'ES256';
  jwk: Record<string, unknown>;
}

/** A setting that is wrong: which one, what is the matter, what to do. Never holds a secret. */
export interface ConfigFault {
  setting: string;
  message: string;
}
