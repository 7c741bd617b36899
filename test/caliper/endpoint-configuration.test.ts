import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readEndpointConfiguration, takesVersion } from '../../src/caliper/endpoint-configuration.ts';
import { corpusFiles, corpusPresent } from '../corpus.ts';

const versions = ['http://purl.imsglobal.org/ctx/caliper/v1p1', 'http://purl.imsglobal.org/ctx/caliper/v1p2'];

describe('the configuration of an endpoint', () => {
  test.each([
    [
      { caliperSupportedVersions: versions, caliperMaximumPayloadSize: 512 },
      { versions, payloadBytes: 512_000 },
    ],
    [
      { caliper_supported_versions: versions, caliper_maximum_payload_size: '64' },
      { versions, payloadBytes: 64_000 },
    ],
    [{ caliperSupportedVersions: [] }, { versions: [], payloadBytes: null }],
    [{}, { versions: null, payloadBytes: null }],
    [null, { versions: null, payloadBytes: null }],
    ['512', { versions: null, payloadBytes: null }],
    [
      { caliperSupportedVersions: 'v1p2', caliperMaximumPayloadSize: 0 },
      { versions: null, payloadBytes: null },
    ],
    [{ caliperMaximumPayloadSize: -1 }, { versions: null, payloadBytes: null }],
    [
      { caliperSupportedVersions: [1, 'v1p2'], caliperMaximumPayloadSize: 'much' },
      { versions: ['v1p2'], payloadBytes: null },
    ],
  ])('%j', (value, facts) => {
    expect(readEndpointConfiguration(value)).toEqual(facts);
  });
});

test.skipIf(!corpusPresent)('the configuration that the standard shows is read', () => {
  const [file] = corpusFiles('caliper/fixtures/v1p2').filter(({ name }) =>
    name.endsWith('/caliperEndpointConfigPayload.json'),
  );
  expect(readEndpointConfiguration(JSON.parse(file?.text ?? ''))).toEqual({
    versions: [
      'http://purl.imsglobal.org/ctx/caliper/v1p1',
      'http://purl.imsglobal.org/ctx/caliper/v1p1/ToolLaunchProfile-extension',
      'http://purl.imsglobal.org/ctx/caliper/v1p2',
    ],
    payloadBytes: 512_000,
  });
});

test('anything can be read as a configuration', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (versions, size) => {
      const facts = readEndpointConfiguration({
        caliperSupportedVersions: versions,
        caliper_maximum_payload_size: size,
      });
      expect(typeof takesVersion(facts, 'v1p1')).toBe('boolean');
      expect(facts.payloadBytes === null || facts.payloadBytes >= 0).toBe(true);
    }),
  );
});

describe('a version is taken', () => {
  test.each([
    [versions, true],
    [['http://purl.imsglobal.org/ctx/caliper/v1p2'], true],
    [['https://purl.imsglobal.org/ctx/caliper/v1p2/'], true],
    [['v1p2'], true],
    [['1.2'], true],
    [['http://purl.imsglobal.org/ctx/caliper/v1p1'], false],
    [['http://purl.imsglobal.org/ctx/caliper/v1p1/ToolLaunchProfile-extension'], false],
    [['1.1', 'something else'], false],
    // What says nothing forbids nothing.
    [[], true],
    [null, true],
  ])('%j: %s for 1.2', (list, taken) => {
    expect(takesVersion({ versions: list, payloadBytes: null }, 'v1p2')).toBe(taken);
  });
});
