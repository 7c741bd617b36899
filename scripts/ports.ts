import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Whether nobody listens at this port of 127.0.0.1. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}

/** Below what systems give to those that ask for any port: from 32,768 on Linux does, from 49,152 on others. */
const FIRST = 20_000;
const LAST = 32_767;

/**
 * A port of 127.0.0.1 at which nobody listens, and that the system gives to nobody: until it is used, a server that wrangler starts
 * for itself could get it, and would answer in the place of the adapter.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = randomInt(FIRST, LAST + 1);
    if (await isFree(port)) return port;
  }
  throw new Error('no port of 127.0.0.1 is free');
}
