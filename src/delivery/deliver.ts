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

/** Serialised Caliper 1.2 events. */
export interface EventTexts {
  readonly texts: readonly string[];
  readonly count: number;
  /** All of them in UTF-8, in parts; the events of a part are separated by line feeds. */
  readonly lines: readonly Uint8Array[];
}

const LINE_FEED = 10;
const COMMA = 44;

/** Tells what the destination was told last of an entity, for {@link thin}. */
export type Known = (key: string) => string | undefined;

/**
 * Sends events to a destination: in its version of Caliper, in one envelope, in one request. Never throws.
 *
 * @param given serialised Caliper 1.2 events
 * @param known given where this envelope is to be thinned; it is never larger for it
 * @param endpoint what is remembered of the endpoint; left out where nothing is to be remembered
 */
export async function deliver(
  config: Config,
  destination: DestinationConfig,
  given: EventTexts | readonly string[],
  platform: Platform,
  known?: Known,
  endpoint: Endpoint = createEndpoint(config, destination, platform),
): Promise<Delivery> {
  const unsendable = new Map<number, string>();
  const events = 'lines' in given ? given : { texts: given, count: given.length, lines: undefined };
  const { caliper } = destination;
  // Most envelopes are sent as they lie, and nobody looks at an event.
  const lines = caliper === 'v1p2' ? events.lines : undefined;
  let converted: readonly string[] | undefined;
  const sendable = (): readonly string[] =>
    (converted ??= caliper === 'v1p2' ? events.texts : asV1p1(events.texts, unsendable));
  if (lines === undefined && sendable().length === 0)
    return { verdict: { kind: 'done' }, unsendable, sent: 0, bytes: 0, told: new Map(), thinRefused: false };
  const facts = { unsendable, sent: events.count - unsendable.size, thinRefused: false };
  const send = async (known?: Known): Promise<Omit<Delivery, keyof typeof facts>> => {
    let bytes = 0;
    let told: Descriptions = new Map();
    const verdict = await endpoint.send((url) => {
      const sendTime = new Date(platform.now()).toISOString();
      let body: Uint8Array;
      if (known === undefined && lines !== undefined) {
        body = enclosed(envelope(config.sensorId, sendTime, caliper, ['\n']), lines);
      } else {
        let items = sendable();
        if (known !== undefined) ({ items, told } = thinned(items, destination, url, known));
        body = new TextEncoder().encode(envelope(config.sensorId, sendTime, caliper, items));
      }
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

/** The bytes of an envelope, with all events in the place of the line feed. */
function enclosed(around: string, lines: readonly Uint8Array[]): Uint8Array {
  const [head = '', tail = ''] = around.split('\n');
  // As between the events of a part; no JSON text of ours has another line feed.
  const parts = lines.flatMap((part, index) => (index === 0 ? [part] : [Uint8Array.of(LINE_FEED), part]));
  const body = Buffer.concat([Buffer.from(head), ...parts, Buffer.from(tail)]);
  // A character a byte: a text is searched eight times as fast as bytes.
  const characters = body.toString('latin1');
  for (let at = characters.indexOf('\n'); at !== -1; at = characters.indexOf('\n', at + 1)) body[at] = COMMA;
  return body;
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
