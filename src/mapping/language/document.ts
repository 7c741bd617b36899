import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { Location } from '../diagnostic.ts';
import type { Faults } from './faults.ts';
import { scalarOffsets } from './scalar-offsets.ts';
import type { ScalarStyle } from './scalar-offsets.ts';
import type { SourceBroken, SourceEntry, SourceMap, SourceNode, SourceScalar } from './source-node.ts';
import type { SourceText } from './source-text.ts';
import { reportYaml } from './yaml-faults.ts';

const STYLES: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_FOLDED: 'block',
  BLOCK_LITERAL: 'block',
};

/** Reads a file as YAML 1.2 (core schema). Undefined, with its fault reported, when it cannot be read at all. */
export function readDocument(source: SourceText, faults: Faults): SourceNode | undefined {
  const document = parseDocument(source.text, { prettyErrors: false, uniqueKeys: false });
  if (reportYaml(document.errors, source, faults)) return undefined;
  return new Converter(source, faults).node(document.contents, source.locate(0, 1));
}

class Converter {
  readonly #source: SourceText;
  readonly #faults: Faults;
  readonly #anchors = new Set<string>();

  constructor(source: SourceText, faults: Faults) {
    this.#source = source;
    this.#faults = faults;
  }

  /** `fallback` is the place of what is not there, e.g. of the key of an empty value. */
  node(node: unknown, fallback: Location): SourceNode {
    if (isAlias(node)) return this.#alias(node.source, this.#place(node.range, fallback));
    if (!isMap(node) && !isSeq(node) && !isScalar(node)) return missing(fallback);
    const place = this.#place(node.range, fallback);
    if (node.anchor !== undefined) {
      this.#anchors.add(node.anchor);
      this.#faults.add(
        place,
        'YAML_ANCHOR',
        'anchors and aliases are not part of the language',
        'use let or fragments',
      );
    }
    if (node.tag?.startsWith('!') === true) {
      return this.#broken(place, 'YAML_TAG', 'tags are not part of the language', `remove ${node.tag}`);
    }
    if (isMap(node)) return this.#map(node, place);
    if (isSeq(node)) return this.#list(node, place);
    return this.#scalar(node, place, fallback);
  }

  #map(node: YAMLMap, place: Location): SourceMap {
    const entries: SourceEntry[] = [];
    const cut = new Set<unknown>();
    const pairs = node.flow === true ? this.#withoutCutValues(node.items, cut) : node.items;
    for (const pair of pairs) {
      const key = this.#key(pair, place);
      if (key === undefined) continue;
      const earlier = entries.find((entry) => entry.key.value === key.value);
      if (earlier !== undefined) {
        const line = earlier.key.place.line;
        this.#faults.add(key.place, 'DUPLICATE_KEY', `the key ${key.value} already stands in line ${line}`);
      }
      const value: SourceNode = cut.has(pair) ? { kind: 'broken', place: key.place } : this.node(pair.value, key.place);
      entries.push({ key, value });
    }
    return { kind: 'map', entries, place: entries[0]?.key.place ?? place };
  }

  #list(node: YAMLSeq, place: Location): SourceNode {
    const cut = new Set<unknown>();
    const items = node.flow === true ? this.#withoutCutItems(node.items, cut) : node.items;
    const nodes = items.map((item): SourceNode => (cut.has(item) ? { kind: 'broken', place } : this.node(item, place)));
    return { kind: 'list', items: nodes, place };
  }

  #key(pair: Pair, around: Location): (SourceScalar & { value: string }) | undefined {
    const { key } = pair;
    if (!isScalar(key)) {
      this.#faults.add(around, 'YAML_KEY', 'a key is text', 'put a value that begins with { or [ in double quotes');
      return undefined;
    }
    const value = typeof key.value === 'string' ? key.value : (key.source ?? '');
    return { kind: 'scalar', value, ...this.#places(key, value, this.#place(key.range, around)) };
  }

  #scalar(node: Scalar, place: Location, fallback: Location): SourceNode {
    const { value } = node;
    if (value === null) return { ...missing(node.source === '' ? fallback : place) };
    if (typeof value === 'string') return { kind: 'scalar', value, ...this.#places(node, value, place) };
    if (typeof value === 'boolean') return { kind: 'scalar', value, place, within: () => place };
    if (typeof value === 'number' && Number.isFinite(value)) {
      if (!Number.isInteger(value) || Number.isSafeInteger(value)) {
        return { kind: 'scalar', value, place, within: () => place };
      }
    }
    return this.#broken(place, 'NUMBER_RANGE', 'this number cannot be kept exactly', 'put it in quotes');
  }

  #alias(name: string, place: Location): SourceBroken {
    if (!this.#anchors.has(name)) {
      const hint = `write "*${name}"`;
      this.#faults.add(place, 'YAML_ALIAS', 'text that begins with * must stand in quotes', hint);
    }
    return { kind: 'broken', place };
  }

  #broken(place: Location, code: string, message: string, hint: string): SourceBroken {
    this.#faults.add(place, code, message, hint);
    return { kind: 'broken', place };
  }

  #places(node: Scalar, value: string, place: Location): Pick<SourceScalar, 'place' | 'within'> {
    const start = node.range?.[0];
    if (start === undefined) return { place, within: () => place };
    let offsets: number[] | undefined;
    const within = (from: number, to: number): Location => {
      offsets ??= scalarOffsets(value, this.#source.text, start, STYLES[node.type ?? 'PLAIN'] ?? 'plain');
      const end = offsets[offsets.length - 1] ?? start;
      const first = offsets[Math.min(from, value.length)] ?? end;
      // The end of a part is the place behind its last character: what follows may stand on another line.
      const last = to > from ? (offsets[Math.min(to, value.length) - 1] ?? end) : first;
      return this.#source.locate(first, Math.max(last, first) + 1);
    };
    return { place, within };
  }

  #place(range: readonly [number, number, number] | null | undefined, fallback: Location): Location {
    return range === null || range === undefined ? fallback : this.#source.locate(range[0], range[1]);
  }

  /** In `{ a: $(x | f('y', z)) }` the comma ends the value: said once, the value is broken, and the pieces behind it are left out. */
  #withoutCutValues(pairs: readonly Pair[], cut: Set<unknown>): Pair[] {
    return this.#withoutPieces(
      pairs,
      cut,
      (pair) => (pair.value === null || (isScalar(pair.value) && pair.value.value === null) ? pair.key : pair.value),
      (pair) => pair.value !== null && !(isScalar(pair.value) && pair.value.value === null),
    );
  }

  #withoutCutItems(items: readonly unknown[], cut: Set<unknown>): unknown[] {
    return this.#withoutPieces(
      items,
      cut,
      (item) => item,
      () => true,
    );
  }

  #withoutPieces<T>(
    items: readonly T[],
    cut: Set<unknown>,
    textOf: (item: T) => unknown,
    canOpen: (item: T) => boolean,
  ): T[] {
    const kept: T[] = [];
    for (let index = 0; index < items.length; index += 1) {
      const item = items[index];
      if (item === undefined) continue;
      const scalar = textOf(item);
      const open = canOpen(item) ? openExpression(scalar) : undefined;
      const close = open === undefined ? -1 : items.findIndex((other, at) => at > index && closes(textOf(other)));
      if (open === undefined || close < 0) {
        kept.push(item);
        continue;
      }
      const place = this.#source.locate(open.start, open.end);
      const hint = 'put the value in double quotes, or write the map over several lines';
      this.#faults.add(place, 'COMMA_IN_FLOW', 'within { } and [ ] a comma ends the value', hint);
      cut.add(item);
      kept.push(item);
      index = close;
    }
    return kept;
  }
}

/** The place of a plain scalar whose `$(` is not closed. */
function openExpression(node: unknown): { start: number; end: number } | undefined {
  if (!isScalar(node) || node.type !== 'PLAIN' || typeof node.value !== 'string') return undefined;
  if (!node.value.includes('$(') || balance(node.value) <= 0 || !node.range) return undefined;
  return { start: node.range[0], end: node.range[1] };
}

function closes(node: unknown): boolean {
  return isScalar(node) && typeof node.value === 'string' && balance(node.value) < 0;
}

/** Opening less closing parentheses. */
function balance(text: string): number {
  return text.split('(').length - text.split(')').length;
}

function missing(place: Location): SourceScalar {
  return { kind: 'scalar', value: null, place, within: () => place };
}
