/** What an endpoint tells of itself; null where it says nothing. */
export interface EndpointFacts {
  /** Contexts of the versions of Caliper that it takes. */
  versions: string[] | null;
  /** Bytes of the largest body that it takes. */
  payloadBytes: number | null;
}

/**
 * Reads what an endpoint tells of itself: the answer to a GET (Caliper 1.2, "Endpoint configuration"), or the claim of an LTI 1.3
 * platform. The text of the standard has camelCase, its fixture and the claim have snake_case; both are read.
 *
 * @param value parsed JSON; what is not as the standard has it counts as absent
 */
export function readEndpointConfiguration(value: unknown): EndpointFacts {
  const members = new Map<string, unknown>(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  const versions = members.get('caliperSupportedVersions') ?? members.get('caliper_supported_versions');
  const size = members.get('caliperMaximumPayloadSize') ?? members.get('caliper_maximum_payload_size');
  const kilobytes = typeof size === 'string' && /^\d+$/.test(size) ? Number(size) : size;
  return {
    versions: Array.isArray(versions) ? versions.filter((version) => typeof version === 'string') : null,
    // The smaller of the two meanings of a kilobyte.
    payloadBytes:
      typeof kilobytes === 'number' && Number.isFinite(kilobytes) && kilobytes > 0
        ? Math.floor(kilobytes * 1000)
        : null,
  };
}

/** Whether an endpoint takes a version, as far as it says: by the IRI of its context, `v1p2` or `1.2`. */
export function takesVersion({ versions }: EndpointFacts, version: 'v1p1' | 'v1p2'): boolean {
  if (versions === null || versions.length === 0) return true;
  const minor = version.slice(-1);
  return versions.some((text) => /(?:^|\/)v?1(?:p|\.)([0-9])\/?$/i.exec(text.trim())?.[1] === minor);
}
