import { envelope } from '../caliper/envelope.ts';
import { serialise } from '../caliper/serialise.ts';
import { toV1p1 } from '../caliper/versions.ts';
import type { Config, DestinationConfig } from '../config/config.ts';
import type { CaliperObject } from '../mapping/outcome.ts';
import { judge } from './judge.ts';
import type { Verdict } from './judge.ts';
import { post } from './post.ts';
import type { Platform } from './post.ts';

/** What became of an attempt to deliver some events. */
export interface Delivery {
  verdict: Verdict;
  /** Positions of the events that have no form in the destination's version of Caliper, with the reason. They were not sent. */
  unsendable: Map<number, string>;
  /** How many events stood in the envelope. */
  sent: number;
}

/**
 * Sends events to a destination: in its version of Caliper, in one envelope, in one request. Never throws.
 *
 * @param texts serialised Caliper 1.2 events
 */
export async function deliver(
  config: Config,
  destination: DestinationConfig,
  texts: readonly string[],
  platform: Platform,
): Promise<Delivery> {
  const unsendable = new Map<number, string>();
  const sendable = destination.caliper === 'v1p2' ? texts : asV1p1(texts, unsendable);
  if (sendable.length === 0) return { verdict: { kind: 'done' }, unsendable, sent: 0 };
  const sendTime = new Date(platform.now()).toISOString();
  const body = new TextEncoder().encode(envelope(config.sensorId, sendTime, destination.caliper, sendable));
  const signer = { key: config.signingKeys[0], issuer: config.sensorId };
  const facts = await post(destination, signer, body, platform);
  return { verdict: judge(facts), unsendable, sent: sendable.length };
}

function asV1p1(texts: readonly string[], unsendable: Map<number, string>): string[] {
  const converted: string[] = [];
  texts.forEach((text, position) => {
    // Stored texts are events that we serialised.
    const outcome = toV1p1(JSON.parse(text) as CaliperObject);
    if (outcome.ok) converted.push(serialise(outcome.event));
    else unsendable.set(position, outcome.reason);
  });
  return converted;
}
