import type { Location } from '../diagnostic.ts';
import type { Faults } from './faults.ts';
import { didYouMean } from './nearest.ts';
import { valueOf } from './source-node.ts';
import type { SourceEntry, SourceMap, SourceNode } from './source-node.ts';
import { inSite } from './source-text.ts';

interface Fragment {
  /** The place of its name. */
  place: Location;
  value: SourceNode;
  used: boolean;
  /** Set on a fragment that uses itself, directly or through others. */
  cyclic: boolean;
}

/** The fragments that `$use` may take, and how it takes them. */
export class Fragments {
  readonly #fragments = new Map<string, Fragment>();
  readonly #faults: Faults;

  /**
   * Own fragments of a file hide shared ones of the same name: that is a fault, since nobody would expect it. It is that of the
   * operator's file, if only one is.
   */
  constructor(faults: Faults, shared?: Fragments, entries: readonly SourceEntry[] = []) {
    this.#faults = faults;
    if (shared !== undefined) for (const [name, fragment] of shared.#fragments) this.#fragments.set(name, fragment);
    for (const { key, value } of entries) {
      const hidden = this.#fragments.get(key.value)?.place;
      if (hidden !== undefined && shared !== undefined) {
        const added = inSite(hidden) && !inSite(key.place);
        const where = added ? key.place.file : '_shared.yaml';
        const message = `${where} already has a fragment ${key.value}`;
        faults.add(added ? hidden : key.place, 'FRAGMENT_TWICE', message, 'choose another name');
      }
      this.#fragments.set(key.value, { place: key.place, value, used: false, cyclic: false });
    }
    for (const { key } of entries) this.#findCycle(key.value, []);
  }

  /** The map with its `$use` worked in; other nodes as they are. */
  expand(node: SourceNode): SourceNode {
    if (node.kind !== 'map') return node;
    const use = node.entries.find((entry) => entry.key.value === '$use');
    if (use === undefined) return node;
    const base = this.#take(use);
    const own = node.entries.filter((entry) => entry !== use);
    if (base.kind === 'broken' || own.length === 0) return base;
    if (base.kind !== 'map' || valueOf(base, '$case') !== undefined) {
      const place = own[0]?.key.place ?? use.key.place;
      this.#faults.add(place, 'FRAGMENT_NOT_A_MAP', 'only the keys of a fragment that is a map can be overridden');
      return { kind: 'broken', place };
    }
    return merge(base, own, node.place);
  }

  /** The names of those that something has used. */
  used(): string[] {
    return [...this.#fragments].flatMap(([name, { used }]) => (used ? [name] : []));
  }

  /** Those that no rule has used. */
  unused(): SourceNode[] {
    return [...this.#fragments.values()].filter((each) => !each.used && !each.cyclic).map((each) => each.value);
  }

  #take({ key, value }: SourceEntry): SourceNode {
    if (value.kind !== 'scalar' || typeof value.value !== 'string') {
      if (value.kind === 'broken') this.#faults.again();
      else this.#faults.add(key.place, 'WRONG_SHAPE', '$use takes the name of a fragment');
      return { kind: 'broken', place: key.place };
    }
    const fragment = this.#fragments.get(value.value);
    if (fragment === undefined) {
      const hint = didYouMean(value.value, this.#fragments.keys()) ?? this.#known();
      this.#faults.add(value.place, 'UNKNOWN_FRAGMENT', `there is no fragment "${value.value}"`, hint);
      return { kind: 'broken', place: value.place };
    }
    fragment.used = true;
    if (fragment.cyclic) {
      this.#faults.again();
      return { kind: 'broken', place: value.place };
    }
    return this.expand(fragment.value);
  }

  #known(): string {
    const names = [...this.#fragments.keys()];
    return names.length === 0 ? 'there are no fragments here' : `there are ${names.join(', ')}`;
  }

  #findCycle(name: string, path: readonly string[]): boolean {
    const fragment = this.#fragments.get(name);
    if (fragment === undefined || fragment.cyclic) return fragment?.cyclic === true;
    for (const use of usesIn(fragment.value)) {
      const next = [...path, name];
      if (next.includes(use.name)) {
        const circle = [...next.slice(next.indexOf(use.name)), use.name].join(' → ');
        this.#faults.add(use.place, 'FRAGMENT_CYCLE', `a fragment cannot use itself: ${circle}`);
        fragment.cyclic = true;
      } else if (this.#findCycle(use.name, next)) fragment.cyclic = true;
    }
    return fragment.cyclic;
  }
}

function merge(base: SourceMap, own: readonly SourceEntry[], place: Location): SourceMap {
  const overrides = new Map(own.map((entry) => [entry.key.value, entry]));
  const kept = base.entries.map((entry) => overrides.get(entry.key.value) ?? entry);
  const added = own.filter((entry) => valueOf(base, entry.key.value) === undefined);
  const entries = [...kept, ...added].filter(
    ({ key, value }) => !(overrides.has(key.value) && value.kind === 'scalar' && value.value === null),
  );
  return { kind: 'map', entries, place };
}

function usesIn(node: SourceNode): { name: string; place: Location }[] {
  if (node.kind === 'list') return node.items.flatMap(usesIn);
  if (node.kind !== 'map') return [];
  return node.entries.flatMap(({ key, value }) =>
    key.value === '$use' && value.kind === 'scalar'
      ? [{ name: String(value.value), place: value.place }]
      : usesIn(value),
  );
}
