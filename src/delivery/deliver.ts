import { envelope } from '../caliper/envelope.ts';
import { serialise } from '../caliper/serialise.ts';
import { toV1p1 } from '../caliper/versions.ts';
import type { Config, DestinationConfig } from '../config/config.ts';
import type { CaliperObject } from '../mapping/outcome.ts';
import { createEndpoint } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import type { Verdict } from './judge.ts';
import type { Platform } from './post.ts';
import { thin } from './thin.ts';
import type { Descriptions } from './thin.ts';

/** What became of an attempt to deliver some events. */
export interface Delivery {
  verdict: Verdict;
  /** Positions of the events that have no form in the destination's version of Caliper, with the reason. They were not sent. */
  unsendable: Map<number, string>;
  /** How many events stood in the envelope. */
  sent: number;
  /** Bytes of the envelope; 0 where it was not even made, since no token was to be had. */
  bytes: number;
  /** Entities that the envelope tells in full; what the receiver knows if the verdict is `done`. Empty where nothing is thinned. */
  told: Descriptions;
  /** Whether the envelope was refused as it was thinned, and then sent in full: the verdict is that of the second request. */
  thinRefused: boolean;
}

/** Tells what the destination was told last of an entity, for {@link thin}. */
export type Known = (key: string) => string | undefined;

/**
 * Sends events to a destination: in its version of Caliper, in one envelope, in one request. Never throws.
 *
 * @param texts serialised Caliper 1.2 events
 * @param known given where this envelope is to be thinned; it is never larger for it
 * @param endpoint what is remembered of the endpoint; left out where nothing is to be remembered
 */
export async function deliver(
  config: Config,
  destination: DestinationConfig,
  texts: readonly string[],
  platform: Platform,
  known?: Known,
  endpoint: Endpoint = createEndpoint(config, destination, platform),
): Promise<Delivery> {
  const unsendable = new Map<number, string>();
  const sendable = destination.caliper === 'v1p2' ? texts : asV1p1(texts, unsendable);
  if (sendable.length === 0)
    return { verdict: { kind: 'done' }, unsendable, sent: 0, bytes: 0, told: new Map(), thinRefused: false };
  const facts = { unsendable, sent: sendable.length, thinRefused: false };
  const send = async (known?: Known): Promise<Omit<Delivery, keyof typeof facts>> => {
    let bytes = 0;
    let told: Descriptions = new Map();
    const verdict = await endpoint.send((url) => {
      let items: readonly string[] = sendable;
      if (known !== undefined) ({ items, told } = thinned(sendable, destination, url, known));
      const sendTime = new Date(platform.now()).toISOString();
      const body = new TextEncoder().encode(envelope(config.sensorId, sendTime, destination.caliper, items));
      bytes = body.byteLength;
      return body;
    });
    return { verdict, bytes, told };
  };
  const sent = { ...facts, ...(await send(known)) };
  if (known === undefined || sent.verdict.kind !== 'refused' || sent.verdict.at !== 'content') return sent;
  // No event is given up, and no envelope halved, for being thin.
  return { ...facts, ...(await send()), thinRefused: true };
}

/** The items of the envelope: thinned events, after the described entities if they are asked for and make it no larger. */
function thinned(
  texts: readonly string[],
  { caliper, thin: settings }: DestinationConfig,
  receiver: string,
  known: Known,
): { items: readonly string[]; told: Descriptions } {
  // Stored texts are events that we serialised.
  const events = texts.map((text) => JSON.parse(text) as CaliperObject);
  const make = (describes: boolean): { items: string[]; told: Descriptions } => {
    const result = thin(events, known, { version: caliper, receiver, describes });
    return { items: [...result.describes, ...result.events].map(serialise), told: result.told };
  };
  const size = (items: readonly string[]): number => items.reduce((sum, item) => sum + Buffer.byteLength(item) + 1, 0);
  const described = settings?.describes === true ? make(true) : undefined;
  return described !== undefined && size(described.items) <= size(texts) ? described : make(false);
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
