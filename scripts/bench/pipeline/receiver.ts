import { createServer } from 'node:http';

// A process of the bench: answers each POST with 200 and counts the events in it, that is, how often `marker` stands there. It verifies
// nothing. `GET` tells the count; `PUT` with `status` in its query says what is answered from now on.

const marker = process.argv[2] ?? '';
const state = { events: 0, requests: 0, bytes: 0, status: 200 };

const server = createServer((incoming, outgoing) => {
  if (incoming.method === 'GET') {
    outgoing.end(JSON.stringify(state));
    return;
  }
  if (incoming.method === 'PUT') {
    state.status = Number(new URL(incoming.url ?? '/', 'http://receiver').searchParams.get('status'));
    outgoing.end();
    return;
  }
  const parts: Buffer[] = [];
  incoming.on('data', (part: Buffer) => parts.push(part));
  incoming.on('end', () => {
    if (state.status === 200) {
      const body = Buffer.concat(parts);
      state.requests++;
      state.bytes += body.length;
      for (let at = body.indexOf(marker); at !== -1; at = body.indexOf(marker, at + marker.length)) state.events++;
    }
    outgoing.writeHead(state.status).end();
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.send?.(address.port);
});
process.on('disconnect', () => process.exit());
