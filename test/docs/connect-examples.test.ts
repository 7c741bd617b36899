import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readWranglerConfig } from '../../scripts/wrangler-config.ts';
import { projectRoot } from '../../src/cli/mapping-project.ts';
import { anchorsOf, blocksOf, linksOf, readPage } from './fenced-blocks.ts';

const path = (name: string): string => join(projectRoot, 'examples', name);
const read = (name: string): string => readFileSync(path(name), 'utf8');

/** What the sink of Vector must be, in both files and in the plugin of Tutor. */
const sink = {
  type: 'http',
  method: 'post',
  auth: { strategy: 'bearer' },
  encoding: { codec: 'text' },
  framing: { method: 'newline_delimited' },
  compression: 'gzip',
  healthcheck: { enabled: true },
  batch: { max_bytes: 5_000_000, max_events: 10_000, timeout_secs: 5 },
  request: { concurrency: 1, timeout_secs: 60, retry_max_duration_secs: 30 },
  buffer: { type: 'disk', max_size: 1_073_741_824, when_full: 'block' },
};

/** The inputs of a component of Vector lead to a source. */
function leadsToSource(config: Record<string, unknown>, name: string): boolean {
  const { sources, transforms, sinks } = config as Record<string, Record<string, { inputs?: string[] }>>;
  if (sources?.[name] !== undefined) return true;
  const inputs = (transforms?.[name] ?? sinks?.[name])?.inputs ?? [];
  return inputs.length > 0 && inputs.every((input) => leadsToSource(config, input));
}

describe('the files for shippers', () => {
  test.each([
    ['vector/tracking-log.yaml', (name: string): unknown => parse(read(name))],
    ['vector/docker.toml', (name: string): unknown => readWranglerConfig(path(name))],
  ])('%s is a pipeline of Vector from a source to the adapter', (name, parsed) => {
    const config = parsed(name) as Record<string, Record<string, unknown>>;
    expect(config['sinks']?.['caliper_edge']).toMatchObject({
      ...sink,
      auth: { strategy: 'bearer', token: '${CALIPER_EDGE_KEY}' },
      uri: '${CALIPER_EDGE_URL}/v1/tracking-logs',
      acknowledgements: { enabled: true },
    });
    expect(leadsToSource(config, 'caliper_edge')).toBe(true);
    expect(config['data_dir']).toBe('/var/lib/vector');
  });

  test('fluent-bit/fluent-bit.yaml keeps what waits and repeats without end', () => {
    const { service, pipeline } = parse(read('fluent-bit/fluent-bit.yaml')) as {
      service: Record<string, unknown>;
      pipeline: Record<'inputs' | 'filters' | 'outputs', Record<string, unknown>[]>;
    };
    expect(service).toMatchObject({ 'storage.path': '/var/lib/fluent-bit/storage' });
    expect(pipeline.inputs).toMatchObject([{ name: 'tail', tag: 'openedx.tracking', 'storage.type': 'filesystem' }]);
    expect(pipeline.filters).toMatchObject([{ name: 'grep', match: 'openedx.tracking' }]);
    expect(pipeline.outputs).toEqual([
      {
        name: 'http',
        match: 'openedx.tracking',
        host: '${CALIPER_EDGE_HOST}',
        port: 443,
        uri: '/v1/tracking-logs',
        header: 'Authorization Bearer ${CALIPER_EDGE_KEY}',
        format: 'json_lines',
        compress: 'gzip',
        tls: 'on',
        'tls.verify': 'on',
        retry_limit: 'no_limits',
        'storage.total_limit_size': '5G',
        workers: 1,
        log_response_payload: true,
      },
    ]);
  });

  test('logstash/caliper-edge.conf is whole, and has no option that the output does not know', () => {
    const text = read('logstash/caliper-edge.conf').replaceAll(/^\s*#.*$/gm, '');
    const bare = text.replaceAll(/"[^"]*"|\/(?:\\.|[^/\n\s])+\//g, '');
    expect(bare.split('{').length).toBe(bare.split('}').length);
    expect(Array.from(text.matchAll(/^(\w+) \{/gm), ([, name]) => name)).toEqual(['input', 'filter', 'output']);
    const output = text.slice(text.indexOf('  http {'));
    expect(Array.from(output.matchAll(/^ {4}(\w+) =>/gm), ([, name]) => name)).toEqual([
      ...['url', 'http_method', 'format', 'mapping', 'http_compression', 'headers'],
      ...['retry_failed', 'socket_timeout', 'request_timeout', 'pool_max'],
    ]);
  });

  test('tutor/caliper_edge.yml is a plugin of Tutor whose sink is that of the files for Vector', () => {
    const plugin = parse(read('tutor/caliper_edge.yml')) as {
      name: string;
      version: string;
      config: Record<string, Record<string, unknown>>;
      patches: Record<string, string>;
    };
    expect(Object.keys(plugin)).toEqual(['name', 'version', 'config', 'patches']);
    expect([plugin.name, plugin.version]).toEqual(['caliper_edge', '1.0.0']);
    expect(plugin.config).toEqual({
      add: { KEY: '{{ 32|random_string }}' },
      defaults: { URL: 'https://adapter.example.edu', VECTOR: true, ROUTER: false },
    });
    expect(Object.keys(plugin.patches)).toEqual(['vector-common-toml', 'openedx-common-settings']);
    const names = Object.keys({ ...plugin.config['add'], ...plugin.config['defaults'] }).map(
      (key) => `CALIPER_EDGE_${key}`,
    );
    const used = Object.values(plugin.patches).flatMap((patch) => patch.match(/CALIPER_EDGE_\w+/g) ?? []);
    expect(used.filter((name) => !names.includes(name))).toEqual([]);
    const toml = (plugin.patches['vector-common-toml'] ?? '')
      .replaceAll(/\{%.*?%\}/g, '')
      .replaceAll(/\{\{ (\w+) \}\}/g, '$1');
    const settings = Array.from(
      toml.matchAll(/^([a-z][\w.]*) = (.*)$/gm),
      ([, key = '', value = '']) => [key, value] as const,
    );
    const flat = Object.fromEntries(settings.slice(3).map(([key, value]) => [key, JSON.parse(value) as unknown]));
    expect(flat).toEqual({
      inputs: ['caliper_edge_tracking'],
      uri: 'CALIPER_EDGE_URL/v1/tracking-logs',
      'auth.token': 'CALIPER_EDGE_KEY',
      ...Object.fromEntries(
        Object.entries(sink).flatMap(([key, value]) =>
          typeof value === 'object'
            ? Object.entries(value).map(([inner, one]) => [`${key}.${inner}`, one as unknown])
            : [[key, value]],
        ),
      ),
    });
  });

  test('lrs/router.json and lrs/ralph.env are those of docs/16', () => {
    const page = readPage('16-xapi-senders.md');
    const [router] = blocksOf(page).filter(({ language }) => language === 'json');
    expect(JSON.parse(read('lrs/router.json'))).toEqual(JSON.parse(router?.text ?? ''));
    const forwardings = /RALPH_XAPI_FORWARDINGS='(.*?)'/s;
    const parsed = (text: string): unknown => JSON.parse(forwardings.exec(text)?.[1] ?? '');
    expect(parsed(read('lrs/ralph.env'))).toEqual(parsed(page));
  });
});

describe.each(['25-connect-open-edx.md', '26-deploy.md'])('docs/%s', (name) => {
  const page = readPage(name);

  test('leads to places that are there', () => {
    const missing = linksOf(page).filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? join(projectRoot, 'docs', name) : join(projectRoot, 'docs', file);
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
    });
    expect(missing).toEqual([]);
  });

  test('has commands that a shell can read', () => {
    const commands = blocksOf(page).filter(({ language }) => language === 'sh' || language === 'bash');
    expect(commands.length).toBeGreaterThan(4);
    for (const { text } of commands) {
      const { status, stderr } = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' });
      expect([text, status, stderr]).toEqual([text, 0, '']);
    }
  });
});
