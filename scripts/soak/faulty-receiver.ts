import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { KeySet } from '../verify-envelope.ts';
import { verifyEnvelope } from '../verify-envelope.ts';
import { nextFault } from './faults.ts';
import type { Fault } from './faults.ts';
import { store } from './ledger.ts';
import type { Ledger, SoakEvent } from './ledger.ts';
import type { Random } from './random.ts';

/** What the receiver saw. */
export interface ReceiverFigures {
  requests: number;
  /** Requests for each fault that they met. */
  faults: Map<string, number>;
  /** Envelopes refused with 400, for one event in them. */
  refusals: number;
  /** Copies of events that it had stored already. */
  repeats: number;
  /** Requests that came whole and whose signature does not hold, or has been seen before. */
  badSignatures: number;
}

/** A Caliper endpoint that fails at random. */
export interface FaultyReceiver {
  url: string;
  figures: ReceiverFigures;
  /** From now on it does as it should. */
  recover(): void;
  close(): Promise<void>;
}

/** Whether the receiver refuses an event, one in `among`: decided by its id, so that it is for good. */
function isRefused({ id }: SoakEvent, among: number): boolean {
  return Number.parseInt(id.slice(-8), 16) % among === 0;
}

/**
 * Starts the endpoint on 127.0.0.1. A request that meets no fault is verified and stored, and answered with 200.
 *
 * @param keys of the adapter
 * @param refusedAmong one event in so many is refused with 400, always
 */
export async function startFaultyReceiver(
  port: number,
  random: Random,
  ledger: Ledger,
  keys: KeySet,
  refusedAmong: number,
): Promise<FaultyReceiver> {
  const url = `http://127.0.0.1:${port}/caliper`;
  const figures: ReceiverFigures = { requests: 0, faults: new Map(), refusals: 0, repeats: 0, badSignatures: 0 };
  const nonces = new Set<unknown>();
  let failing = true;

  const verify = async (incoming: IncomingMessage, body: Buffer): Promise<void> => {
    try {
      const { jti } = await verifyEnvelope(body, String(incoming.headers['x-jws-signature']), url, keys);
      if (nonces.has(jti)) figures.badSignatures++;
      nonces.add(jti);
    } catch {
      figures.badSignatures++;
    }
  };

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    figures.requests++;
    const met = failing ? nextFault(random) : undefined;
    if (met !== undefined) figures.faults.set(met.name, (figures.faults.get(met.name) ?? 0) + 1);
    const fault = met?.fault;
    if (fault?.kind === 'reset' && fault.when === 'before-body') {
      incoming.socket.resetAndDestroy();
      return;
    }
    // An adapter that is killed breaks off; then there is no body.
    const body = Buffer.concat(await incoming.toArray());
    const { data } = JSON.parse(body.toString()) as { data: SoakEvent[] };
    await verify(incoming, body);
    const refused = data.filter((event) => isRefused(event, refusedAmong));
    for (const { id } of refused) ledger.refused.add(id);
    if (refused.length > 0 && fault?.kind !== 'status') {
      figures.refusals++;
      outgoing.writeHead(400).end('an event of this envelope is not to our taste');
      return;
    }
    if (storesNow(fault)) figures.repeats += store(ledger, data);
    await misbehave(fault, incoming, outgoing);
    if (fault === undefined || fault.kind === 'slow') outgoing.writeHead(200).end();
  };

  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing).catch(() => outgoing.destroy()));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url,
    figures,
    recover: () => (failing = false),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A slow receiver stores before it answers, as one that works would. */
function storesNow(fault: Fault | undefined): boolean {
  return fault === undefined || fault.kind === 'slow' || (fault.kind !== 'status' && fault.stores);
}

async function misbehave(fault: Fault | undefined, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  switch (fault?.kind) {
    case undefined:
      return;
    case 'status':
      outgoing.writeHead(fault.status, fault.headers).end('later, perhaps');
      return;
    case 'slow':
      await wait(fault.milliseconds, undefined, { ref: false });
      return;
    case 'silence':
      // Whoever asked hangs up at last.
      return;
    case 'reset':
      if (fault.when === 'in-answer') {
        outgoing.writeHead(200, { 'Content-Length': '64' }).write('{');
        await wait(20);
      }
      incoming.socket.resetAndDestroy();
  }
}
