import fc from 'fast-check';
import { v1p2Plan, type Allowed, type PropertyPlan } from '../../src/caliper/plan.ts';
import { functions } from '../../src/mapping/functions/index.ts';
import type {
  ConditionNode,
  EventNode,
  Json,
  LetNode,
  SourceTable,
  TestNode,
  ValueNode,
} from '../../src/mapping/table.ts';

/** Draws one of the items. */
type Draw = <Item>(items: readonly Item[]) => Item;

const texts = [
  'x',
  'c1',
  'é ü',
  'a"b\\c',
  '\ud800',
  '😀',
  'a/b?c#d',
  '\n',
  '%41',
  '<>',
  'on',
  '3',
  'urn:x:y',
  ' ',
  '',
  'toString',
];
/** Values of records and tables. */
export const scalars: readonly Json[] = [...texts, 0, -0, 1, -5, 3.5, 1e21, 1e-7, true, false, null];
const begins = ['https://e.example', 'urn:x:', 'mailto:', 'no iri', 'https://é/', 'urn:"'];
const pieces = ['/', '/u/', '#', 'é', '"', '{', ''];
const paths = [['a'], ['a'], ['b'], ['o', 'x'], ['o', 'o', 'x'], ['o', 'o'], ['l'], ['l', '0'], ['constructor'], ['t']];
/** What the values at one place may name. */
interface Names {
  slots: readonly number[];
  /** Slots of entities, by type. */
  entities: readonly { slot: number; type: string }[];
  loop?: number;
}

/** Draws tables of every kind of node, sound and unsound ones, as no author would write them. */
class Tables {
  readonly #draw: Draw;
  /** How often something is drawn that no event comes of. */
  readonly #oddness: readonly boolean[];
  /** The tables have one node for all that are equal. */
  readonly #nodes = new Map<string, ValueNode>();

  constructor(draw: Draw) {
    this.#draw = draw;
    this.#oddness = draw([[false], [...new Array<boolean>(9).fill(false), true], [false, true]]);
  }

  table(): SourceTable {
    const lets = this.#lets(0, { slots: [], entities: [] });
    const rules = ['n', 'm'].map((name, line) => {
      const own = this.#lets(lets.nodes.length, lets.names);
      const loop = lets.nodes.length + own.nodes.length;
      const events = this.#times([1, 2], () => this.#event(own.names, loop));
      const when = this.#isOdd() ? [this.#condition(own.names)] : [];
      const then = { kind: 'emit', events } as const;
      return { rule: name, file: 'f', line, names: [name], globs: [], when, lets: own.nodes, slots: loop + 1, then };
    });
    return { source: 'openedx', lets: lets.nodes, skipWhen: [], rules };
  }

  #lets(first: number, within: Names): { nodes: LetNode[]; names: Names } {
    const names = { slots: [...within.slots], entities: [...within.entities] };
    const nodes = this.#times([0, 2, 4], (index) => {
      const slot = first + index;
      const type = this.#draw(['Person', 'Session', 'CourseSection', 'VideoObject', 'Page']);
      const value = this.#draw([
        () => this.#iri(names),
        () => this.#entity(type, 1, names),
        () => this.#value(2, names),
      ])();
      names.slots.push(slot);
      if (value.k === 'map' && value.entity) names.entities.push({ slot, type });
      return { name: `v${slot}`, slot, value };
    });
    return { nodes, names };
  }

  #event(outer: Names, slot: number): EventNode {
    const event = this.#draw([
      'ViewEvent',
      'MediaEvent',
      'NavigationEvent',
      'SessionEvent',
      'GradeEvent',
      'AssessmentEvent',
    ]);
    const plan = v1p2Plan.events.get(event);
    const action = this.#draw([...(plan?.actions ?? [])]);
    const isLoop = this.#draw([false, false, true]);
    const names = isLoop ? { ...outer, loop: slot } : outer;
    const requires = plan?.byAction.get(action)?.requires;
    const fields: [string, ValueNode][] = [
      ['action', this.#node({ k: 'const', v: action })],
      [
        'eventTime',
        this.#node({ k: 'call', fn: 'isoInstant', input: this.#node({ k: 'field', path: ['t'] }), args: [] }),
      ],
    ];
    for (const name of ['actor', 'object', 'edApp', 'group', 'session', 'target', 'generated'] as const) {
      const allowed = plan?.byAction.get(action)?.slots.get(name) ?? plan?.slots.get(name);
      const isWanted = name === 'actor' || name === 'object' || name === requires || this.#draw([false, true]);
      if (allowed !== undefined && isWanted) fields.push([name, this.#placed(allowed, 2, names)]);
    }
    if (this.#draw([false, true])) fields.push(['extensions', this.#map(2, names)]);
    const forEach = { name: 'item', slot, over: this.#node({ k: 'field', path: this.#draw([['l'], ['o']]) }) };
    const when = this.#isOdd() ? [this.#condition(names)] : [];
    return { event, line: 1, if: when, own: [], fields, ...(isLoop && { forEach }) };
  }

  #placed(allowed: Allowed, depth: number, names: Names): ValueNode {
    const make = (): ValueNode => {
      const known = names.entities.filter(({ type }) => allowed.types.has(type));
      const named = known.length > 0 && this.#draw([true, false]) ? this.#draw(known).slot : undefined;
      if (named !== undefined) return this.#var(named);
      if (allowed.identified && this.#draw([true, false, false])) return this.#iri(names);
      return this.#entity(this.#draw([...allowed.types]), depth, names);
    };
    if (!this.#isOdd() && this.#draw([true, true, false])) return make();
    return this.#draw<() => ValueNode>([
      () => this.#node({ k: 'first', of: [make(), make()] }),
      () => this.#node({ k: 'demand', of: make(), label: 'wanted' }),
      () => this.#case(names, make),
    ])();
  }

  #entity(type: string, depth: number, names: Names): ValueNode {
    const plan = v1p2Plan.entities.get(type);
    const fields: [string, ValueNode][] = [['type', this.#node({ k: 'const', v: type })]];
    if (plan?.properties.has('id') === true) {
      fields.unshift(['id', this.#isOdd() ? this.#value(1, names) : this.#iri(names)]);
    }
    if (this.#draw([false, false, true])) fields.reverse();
    for (const [name, property] of plan?.properties ?? []) {
      if (name === 'id' || name === 'type' || name === 'extensions') continue;
      const isWanted = plan?.required.includes(name) === true || this.#draw([true, false, false, false, false, false]);
      const isEntity = property.kind === 'entity' || property.kind === 'entities';
      if (isWanted && !(isEntity && depth === 0)) fields.push([name, this.#property(property, depth, names)]);
    }
    return this.#node({ k: 'map', entity: true, fields });
  }

  #property({ kind, allowed }: PropertyPlan, depth: number, names: Names): ValueNode {
    if (allowed !== undefined && kind === 'entity') return this.#placed(allowed, depth - 1, names);
    if (allowed !== undefined) return this.#node({ k: 'list', items: [this.#placed(allowed, depth - 1, names)] });
    if (kind === 'iri') return this.#iri(names);
    if (kind === 'string') return this.#field();
    const functionFor = {
      datetime: 'isoInstant',
      duration: 'isoDuration',
      integer: 'integer',
      decimal: 'number',
    } as const;
    if (this.#isOdd()) return this.#value(2, names);
    if (kind === 'datetime') return this.#call('isoInstant', this.#field(['t']), names);
    if (kind in functionFor) return this.#call(functionFor[kind as keyof typeof functionFor], this.#field(), names);
    return this.#node({ k: 'const', v: kind === 'boolean' ? true : this.#draw(scalars) });
  }

  /** A text that is an IRI, unless it is odd. */
  #iri(names: Names): ValueNode {
    const begin: ValueNode = this.#draw([
      this.#node({ k: 'setting', name: 'lms' }),
      this.#node({ k: 'const', v: this.#draw(this.#isOdd() ? begins : begins.slice(0, 2)) }),
      this.#isOdd() ? this.#leaf(names) : this.#node({ k: 'setting', name: 'lms' }),
    ]);
    const middle = this.#times([0, 1, 2], () => {
      if (this.#isOdd()) return this.#leaf(names);
      return this.#node({ k: 'const', v: this.#draw(this.#isOdd() ? pieces : pieces.slice(0, 3)) });
    });
    const { loop } = names;
    const position = loop === undefined ? this.#field(['a']) : this.#var(loop, ['index']);
    const end = this.#draw([position, this.#field(['a']), this.#isOdd() ? this.#leaf(names) : this.#field(['a'])]);
    return this.#node({ k: 'text', iri: !this.#isOdd(), parts: [begin, ...middle, end] });
  }

  #value(depth: number, names: Names): ValueNode {
    if (depth === 0) return this.#leaf(names);
    const inner = (): ValueNode => this.#value(depth - 1, names);
    return this.#draw<() => ValueNode>([
      () => this.#leaf(names),
      () => this.#iri(names),
      () => this.#node({ k: 'first', of: [inner(), inner()] }),
      () => this.#node({ k: 'demand', of: inner(), label: 'needed' }),
      () => this.#call(this.#draw([...functions.keys()]), inner(), names),
      () => this.#case(names, inner),
      () => this.#map(depth, names),
      () => this.#node({ k: 'list', items: this.#times([1, 2], inner) }),
    ])();
  }

  #leaf({ slots, loop }: Names): ValueNode {
    const known = [...slots, ...(loop === undefined ? [] : [loop, loop])];
    if (known.length === 0 || this.#draw([true, false])) return this.#field();
    const slot = this.#draw(known);
    return this.#var(slot, slot === loop ? this.#draw([['index'], ['key'], ['value'], ['value', 'x']]) : []);
  }

  #var(slot: number, path: string[] = []): ValueNode {
    return this.#node({ k: 'var', slot, name: `v${slot}`, path });
  }

  #field(path: string[] = this.#draw(paths)): ValueNode {
    return this.#node({ k: 'field', path });
  }

  #call(fn: string, input: ValueNode, names: Names): ValueNode {
    const args = (functions.get(fn)?.parameters ?? []).map(() =>
      this.#draw([this.#node({ k: 'const', v: this.#draw(['x', '/', 'o.x']) }), this.#leaf(names)]),
    );
    return this.#node({ k: 'call', fn, input, args });
  }

  #map(depth: number, names: Names): ValueNode {
    const keys = this.#draw([['x'], ['a.b', 'k"q'], ['2', '1', 'maxScore']]);
    return this.#node({ k: 'map', entity: false, fields: keys.map((key) => [key, this.#value(depth - 1, names)]) });
  }

  #case(names: Names, make: () => ValueNode): ValueNode {
    const branches = [{ when: [this.#condition(names)], then: make() }];
    return this.#node({ k: 'case', branches, ...(!this.#isOdd() && { otherwise: make() }) });
  }

  #condition(names: Names): ConditionNode {
    const test = this.#draw<TestNode>([
      { t: 'exists', v: true },
      { t: 'is', v: 'x' },
      { t: 'not', test: { t: 'is', v: 3 } },
      {
        t: 'any',
        of: [
          { t: 'is', v: 'x' },
          { t: 'is', v: 'on' },
        ],
      },
      { t: 'above', v: 0 },
      { t: 'like', glob: '*' },
    ]);
    return { label: 'l', value: this.#leaf(names), test };
  }

  #isOdd(): boolean {
    return this.#draw(this.#oddness);
  }

  #times<Item>(counts: readonly number[], make: (index: number) => Item): Item[] {
    return Array.from({ length: this.#draw(counts) }, (_, index) => make(index));
  }

  #node(node: ValueNode): ValueNode {
    const name = JSON.stringify(node);
    const known = this.#nodes.get(name) ?? node;
    this.#nodes.set(name, known);
    return known;
  }
}

/** Tables of every kind of node. What fast-check draws by itself is mostly first and last items, of which no sound table comes. */
export const tables = fc.noShrink(fc.integer()).map((seed) => {
  let state = seed;
  const draw: Draw = (items) => {
    // Mulberry32.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return items[((mixed ^ (mixed >>> 14)) >>> 0) % items.length] as (typeof items)[number]; // one is there
  };
  return new Tables(draw).table();
});
