import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';
import { freePort } from '../../scripts/ports.ts';
import { selfSigned } from './self-signed.ts';

/** What a server does with a connection once it has read the whole request. */
export type Behaviour = (socket: Socket) => unknown;

/** A server below HTTP: the path of a request says what becomes of it. */
export interface MisbehavingServer {
  port: number;
  /** The same over TLS, with a certificate that nobody trusts. */
  tlsPort: number;
  /** How many requests came for each path. */
  requests: Map<string, number>;
  /** From now on every request is answered with 200. */
  recover(): void;
  /** Event ids in requests that were answered with 200 after that, for each path. */
  arrived: Map<string, string[]>;
  close(): void;
}

/** A whole answer without a body. */
export function plain(status: number, headers = ''): string {
  return `HTTP/1.1 ${status} Whatever\r\n${headers}Content-Length: 0\r\n\r\n`;
}

/** Answers, and lets the other side use the connection again. */
export function says(text: string): Behaviour {
  return (socket) => socket.write(text);
}

/** Writes, lets it arrive, and resets the connection (RST). */
export function saysAndResets(text: string): Behaviour {
  return async (socket) => {
    if (text !== '') socket.write(text);
    await wait(50);
    socket.resetAndDestroy();
  };
}

/** Writes and closes the connection in good order (FIN). */
export function saysAndCloses(text: string): Behaviour {
  return (socket) => socket.end(text);
}

/** Writes the same again and again for as long as the other side listens. */
export function saysWithoutEnd(head: string, part: string, milliseconds: number): Behaviour {
  return async (socket) => {
    socket.write(head);
    while (!socket.destroyed) {
      if (!socket.write(part)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
      await wait(milliseconds);
    }
  };
}

/** Starts both on 127.0.0.1. A path that has no behaviour is answered with 200. */
export async function startMisbehavingServer(behaviours: ReadonlyMap<string, Behaviour>): Promise<MisbehavingServer> {
  const requests = new Map<string, number>();
  const arrived = new Map<string, string[]>();
  const sockets = new Set<Socket>();
  let recovered = false;

  const serve = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let bytes = Buffer.alloc(0);
    socket.on('data', (more: Buffer) => {
      bytes = Buffer.concat([bytes, more]);
      if (!/^[A-Z]/.test(bytes.toString('latin1', 0, 1))) {
        // A TLS record, for instance.
        socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
        return;
      }
      const end = bytes.indexOf('\r\n\r\n');
      const head = bytes.subarray(0, Math.max(0, end)).toString();
      const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
      if (end < 0 || bytes.length < end + 4 + length) return;
      const path = head.split(' ')[1] ?? '';
      const body = bytes.subarray(end + 4).toString();
      bytes = Buffer.alloc(0);
      requests.set(path, (requests.get(path) ?? 0) + 1);
      const behaviour = recovered ? undefined : behaviours.get(path);
      if (recovered) {
        const { data } = JSON.parse(body) as { data: { id: string }[] };
        arrived.set(path, [...(arrived.get(path) ?? []), ...data.map(({ id }) => id)]);
      }
      void Promise.resolve((behaviour ?? says(plain(200)))(socket)).catch(() => socket.destroy());
    });
  };

  const servers = [createServer(serve), createTlsServer(selfSigned(), serve)] as const;
  const ports: number[] = [];
  for (const server of servers) {
    const port = await freePort();
    server.on('tlsClientError', () => undefined);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    ports.push(port);
  }
  const [port = 0, tlsPort = 0] = ports;
  return {
    ...{ port, tlsPort, requests, arrived },
    recover: () => (recovered = true),
    close() {
      for (const socket of sockets) socket.destroy();
      for (const server of servers) server.close();
    },
  };
}
