import type { Config } from '../../src/config/config.ts';
import { destination, testConfig } from './config.ts';

const bytes = (from: number): Uint8Array => Uint8Array.from({ length: 32 }, (_, index) => from + index);

/** `udp` and `lrs` get pseudonyms of their own, `kept` under a secret of its own; `plain` gets those of the adapter. */
export const peopleConfig: Config = {
  ...testConfig,
  shards: 1,
  pseudonymSecret: bytes(0),
  pseudonymRotation: [{ from: '2027-01-01T00:00:00.000Z', secret: bytes(32) }],
  destinations: [
    destination('udp', { pseudonyms: {} }),
    destination('lrs', { pseudonyms: {} }),
    destination('kept', { pseudonyms: { secret: bytes(64) } }),
    destination('plain'),
  ],
};
