import { readEndpointConfiguration, takesVersion } from '../caliper/endpoint-configuration.ts';
import type { EndpointFacts } from '../caliper/endpoint-configuration.ts';
import type { Config, DestinationConfig } from '../config/config.ts';
import { createAccess } from './access.ts';
import { authorization } from './authorization.ts';
import { exchange } from './exchange.ts';
import { judge } from './judge.ts';
import type { Verdict } from './judge.ts';
import { post } from './post.ts';
import type { Platform } from './post.ts';

/** Milliseconds after which an endpoint is asked for its configuration again. */
const FACTS_LAST = 24 * 60 * 60 * 1000;

/** Milliseconds that it has for that answer, and bytes of it that are read. */
const factsLimits = { timeout: 5000, bytes: 65_536 };

/** What an outbox knows, in memory, of the endpoint of a destination: how it lets in, and what it told of itself. */
export interface Endpoint {
  /**
   * Posts an envelope. Where the credentials were fetched and are refused with 401, they are fetched anew and it is tried once
   * more. Never throws.
   *
   * @param makeBody makes the bytes of an attempt, since each has its own sendTime, and may have its own URL
   */
  send(makeBody: (url: string) => Uint8Array): Promise<Verdict>;
  /** The limits of an envelope: those of the configuration, or less where the endpoint says so. */
  batch(): DestinationConfig['batch'];
  /** Asks the endpoint for its configuration where that is due. Returns at once: no event waits for the answer. */
  learn(): void;
  /** What an operator should know although events are delivered; null for nothing. */
  remark(): string | null;
}

/** Makes the endpoint of one destination of one outbox. */
export function createEndpoint(config: Config, destination: DestinationConfig, platform: Platform): Endpoint {
  const signer = { key: config.signingKeys[0], issuer: config.sensorId };
  const access = createAccess(destination, signer, platform);
  let facts = destination.auth.scheme === 'oauth2' ? destination.auth.claim?.facts : undefined;
  let asked: number | undefined;

  const attempt = async (makeBody: (url: string) => Uint8Array): Promise<Verdict> => {
    const granted = await access.get();
    if (!granted.ok) return granted.verdict;
    const verdict = judge(await post(granted.ready, signer, makeBody(granted.ready.url), platform));
    // Whatever pauses the destination, it starts afresh when the operator resumes it.
    if (verdict.kind === 'paused') access.forget(granted.ready);
    return verdict;
  };
  const ask = async (): Promise<EndpointFacts | undefined> => {
    const granted = await access.get();
    if (!granted.ok) {
      // It was not asked, so the next envelope does.
      asked = undefined;
      return undefined;
    }
    const credentials = authorization(granted.ready.auth);
    const headers = {
      ...destination.headers,
      Accept: 'application/json',
      ...(credentials !== undefined && { Authorization: credentials }),
    };
    const exchanged = await exchange(granted.ready.url, { method: 'GET', headers }, factsLimits, platform);
    // Caliper 1.2, "Endpoint configuration": anything but 200 means that there is none to be had.
    if (exchanged.kind !== 'answer' || exchanged.status !== 200) return undefined;
    return readFacts(exchanged.body);
  };

  return {
    async send(makeBody) {
      const verdict = await attempt(makeBody);
      const refused = access.renewable && verdict.kind === 'paused' && verdict.reason === 'UNAUTHORIZED';
      return refused ? attempt(makeBody) : verdict;
    },
    batch() {
      const most = facts?.payloadBytes ?? Infinity;
      // A body that is a JWT is a third larger than the envelope in it, and has a header and a signature.
      const bytes = destination.sign.method === 'jwt-body' ? Math.floor((most - 1024) * 0.75) : most;
      return { ...destination.batch, bytes: Math.max(1, Math.min(destination.batch.bytes, bytes)) };
    },
    learn() {
      const now = platform.now();
      if (destination.discover !== true || (asked !== undefined && now - asked < FACTS_LAST)) return;
      asked = now;
      void ask().then((told) => {
        if (told !== undefined) facts = told;
      });
    },
    remark() {
      if (facts === undefined || takesVersion(facts, destination.caliper)) return null;
      return 'CALIPER_VERSION_NOT_SUPPORTED';
    },
  };
}

function readFacts(body: Uint8Array): EndpointFacts | undefined {
  try {
    return readEndpointConfiguration(JSON.parse(new TextDecoder().decode(body)) as unknown);
  } catch {
    return undefined;
  }
}
