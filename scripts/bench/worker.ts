import type { SourceRecord } from '../../src/ingest/record.ts';
import type { MappingTable } from '../../src/mapping/table.ts';
import { translateByHand, type Hand } from './by-hand.ts';
import { lms, recordOf, samplesOf, type BenchExample, type Sample } from './workload.ts';
import { withRules } from './with-rules.ts';

/** Which part of the way of a record is timed. */
export type Part =
  /** The floor: the same bytes parsed and written again, without a look at them. */
  | 'json'
  /** From the parsed and normalised record to the text that is stored. */
  | 'translation'
  /** From the bytes of a record to the text that is stored. */
  | 'reading'
  /** One event written out by a programmer who knows the record. */
  | 'hand';

export interface Task {
  part: Part;
  /** Records, at least. */
  records: number;
  /** Distinct learners among them. */
  learners: number;
  /** A mapping file, e.g. `openedx/video`; all unless told. */
  family?: string;
  /** The samples of one name only. */
  name?: string;
  /** Under a table of so many rules; all that there are unless told. */
  rules?: number;
}

export type Question = { do: 'load'; examples: BenchExample[] } | ({ do: 'prepare' } & Task) | { do: 'start' | 'run' };

/** Milliseconds from nothing to translators, and what one record of each kind takes after that. */
export interface Start {
  modules: number;
  translators: number;
  firstRecords: number;
}

export interface Done {
  records: number;
  events: number;
  characters: number;
}

const settings = { secret: new Uint8Array(32).fill(1), freeText: false };

let samples: readonly Sample[] = [];
let act = 0;
let prepared: () => Done = () => ({ records: 0, events: 0, characters: 0 });

export default {
  async fetch(request: Request): Promise<Response> {
    const question = (await request.json()) as Question; // what scripts/bench/main.ts sends
    switch (question.do) {
      case 'load':
        samples = samplesOf(question.examples);
        return Response.json([...new Set(samples.map(({ family }) => family))]);
      case 'start':
        return Response.json(await start());
      case 'prepare':
        prepared = await prepare(question);
        settle();
        return Response.json({});
      case 'run':
        return Response.json(prepared());
    }
  },
};

/** Parts are loaded here, not above, so that their start can be timed: on one's own machine the clock of workerd goes on during a run. */
async function start(): Promise<Start> {
  const begin = performance.now();
  const { mappings } = await import('../../build/mappings.ts');
  const { createTranslators } = await import('../../src/pipeline/translator.ts');
  const loaded = performance.now();
  const translator = createTranslators(mappings, settings)(lms);
  const ready = performance.now();
  const records = samples.map((sample) => recordOf(sample.source, sample.textFor(0, 1)));
  const first = performance.now();
  for (const record of records) translator.write(record);
  return { modules: loaded - begin, translators: ready - loaded, firstRecords: performance.now() - first };
}

/**
 * Moves what was prepared out of the young generation, where it would be copied while a part is timed: a request's records die young.
 * A full collection would do harm: it takes the shapes of former records away, and with them the code that was optimized for them.
 */
function settle(): void {
  const { gc } = globalThis as { gc?: (options: { type: 'minor' }) => void }; // V8's, by --expose-gc
  gc?.({ type: 'minor' });
  gc?.({ type: 'minor' });
}

async function prepare({ part, records, learners, family, name, rules }: Task): Promise<() => Done> {
  const of = samples.filter(
    (sample) => (family ?? sample.family) === sample.family && (name === undefined || nameOf(sample) === name),
  );
  const chosen = Array.from({ length: records }, (_, i) => of[i % of.length]).filter((one) => one !== undefined);
  const texts = chosen.map((sample) => ({ source: sample.source, text: sample.textFor(act++, learners) }));
  const characters = texts.reduce((sum, { text }) => sum + text.length, 0);
  const done = (events: number): Done => ({ records: texts.length, events, characters });
  switch (part) {
    case 'json':
      return () => done(texts.reduce((sum, { text }) => sum + Math.sign(JSON.stringify(JSON.parse(text)).length), 0));
    case 'reading': {
      const translate = await translateWith(rules);
      return () => done(texts.reduce((sum, { source, text }) => sum + translate(recordOf(source, text)), 0));
    }
    case 'translation':
    case 'hand': {
      const translate = part === 'hand' ? await byHand() : await translateWith(rules);
      const read = texts.map(({ source, text }) => recordOf(source, text));
      return () => {
        let events = 0;
        for (const record of read) events += translate(record);
        return done(events);
      };
    }
  }
}

type Translate = (record: SourceRecord) => number;

const translators = new Map<number | undefined, Translate>();

async function translateWith(rules: number | undefined): Promise<Translate> {
  const known = translators.get(rules);
  if (known !== undefined) return known;
  const { mappings } = await import('../../build/mappings.ts');
  const { createTranslators } = await import('../../src/pipeline/translator.ts');
  const table: MappingTable = rules === undefined ? mappings : withRules(mappings, rules);
  const translator = createTranslators(table, settings)(lms);
  const translate: Translate = (record) => {
    const outcome = translator.write(record);
    return outcome.kind === 'emitted' ? outcome.events.length : 0;
  };
  translators.set(rules, translate);
  return translate;
}

async function byHand(): Promise<Translate> {
  const { createEventIds } = await import('../../src/privacy/event-id.ts');
  const { createPseudonyms } = await import('../../src/privacy/pseudonym.ts');
  const { secret } = settings;
  const hand: Hand = { lms, pseudonym: createPseudonyms(secret), eventId: createEventIds(secret) };
  return (record) => Math.sign(translateByHand(record, hand).length);
}

function nameOf(sample: Sample): string {
  return recordOf(sample.source, sample.textFor(0, 1)).name;
}
