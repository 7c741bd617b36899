import type { AppendRequest, OutboxRecord } from '../outbox/messages.ts';

/** Where external ids are kept: the part of the Durable Object that is used here. */
export interface ExternalIdLookup {
  lookup(pseudonyms: string[]): Promise<(string | null)[]>;
}

/** Learners that an isolate knows by heart. */
const REMEMBERED = 20_000;

/** Milliseconds for which it trusts that an external id is still that of a learner, and that a learner has none. */
const FOUND_LASTS = 600_000;
const NONE_LASTS = 60_000;

interface Known {
  external: string | null;
  until: number;
}

/** Gives the events of a request the external ids of their learners. */
export interface Assign {
  /**
   * @param siteOf the root of the IRIs of a source's Open edX site: user ids mean something within one site only
   * @throws what the look-up throws: then nothing may be stored, or a learner would be two people
   */
  (request: AppendRequest, siteOf: (source: string) => string): Promise<AppendRequest>;
  /** Forgets what this isolate knows, since it has changed. */
  forget: () => void;
}

/**
 * Makes the look-up of external ids: for each site in a request at most one call, for the learners that are not known by heart.
 *
 * @param store the external ids of a site
 * @param now milliseconds since 1970
 */
export function createAssign(store: (site: string) => ExternalIdLookup, now: () => number): Assign {
  let recent = new Map<string, Known>();
  let older = new Map<string, Known>();

  const recall = (key: string): Known | undefined => {
    const known = recent.get(key) ?? older.get(key);
    return known !== undefined && now() < known.until ? known : undefined;
  };
  const remember = (key: string, external: string | null): void => {
    if (recent.size >= REMEMBERED / 2) {
      older = recent;
      recent = new Map();
    }
    recent.set(key, { external, until: now() + (external === null ? NONE_LASTS : FOUND_LASTS) });
  };

  const lookUp = async (site: string, learners: ReadonlySet<string>): Promise<Map<string, string>> => {
    const found = new Map<string, string>();
    const unknown: string[] = [];
    for (const learner of learners) {
      const known = recall(`${site} ${learner}`);
      if (known === undefined) unknown.push(learner);
      else if (known.external !== null) found.set(learner, known.external);
    }
    if (unknown.length === 0) return found;
    const externals = await store(site).lookup(unknown);
    unknown.forEach((learner, position) => {
      const external = externals[position] ?? null;
      remember(`${site} ${learner}`, external);
      if (external !== null) found.set(learner, external);
    });
    return found;
  };

  const assign = async (request: AppendRequest, siteOf: (source: string) => string): Promise<AppendRequest> => {
    const sites = new Map<string, Set<string>>();
    for (const { source, learners = [] } of request.records) {
      const site = siteOf(source);
      const all = sites.get(site) ?? new Set();
      for (const learner of learners) all.add(learner);
      sites.set(site, all);
    }
    const found = new Map<string, Map<string, string>>();
    for (const [site, learners] of sites) found.set(site, await lookUp(site, learners));
    const records = request.records.map((record) => withExternal(record, found.get(siteOf(record.source))));
    return { ...request, records };
  };

  return Object.assign(assign, {
    forget: () => {
      recent = new Map();
      older = new Map();
    },
  });
}

function withExternal({ learners, ...record }: OutboxRecord, found?: ReadonlyMap<string, string>): OutboxRecord {
  const external = (learners ?? []).flatMap((learner): [string, string][] => {
    const id = found?.get(learner);
    return id === undefined ? [] : [[learner, id]];
  });
  return external.length === 0 ? record : { ...record, external: Object.fromEntries(external) };
}
