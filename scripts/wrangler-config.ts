import * as wrangler from 'wrangler';

/** What of a configuration of wrangler is used here; the rest is carried along. */
export interface WranglerConfig {
  main?: string;
  vars?: Record<string, unknown>;
  assets?: { directory?: string; binding?: string };
  build?: unknown;
  [key: string]: unknown;
}

// wrangler takes the type of this function from a package that it does not ship.
const { experimental_readRawConfig: readRawConfig } = wrangler as unknown as {
  experimental_readRawConfig: (of: { config: string }) => { rawConfig: WranglerConfig };
};

/** Reads a configuration of wrangler, TOML or JSON, as it is written. */
export function readWranglerConfig(path: string): WranglerConfig {
  return readRawConfig({ config: path }).rawConfig;
}
