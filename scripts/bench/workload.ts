import type { IngestEntry, SourceRecord } from '../../src/ingest/record.ts';
import { normaliseTrackingLog } from '../../src/ingest/tracking-log/normalise.ts';
import { statementEntries } from '../../src/ingest/xapi/entry.ts';
import type { Json, JsonObject, SourceKind } from '../../src/mapping/table.ts';

/** Root of the IRIs of the site that the records come from. */
export const lms = 'https://lms.example.edu';

/**
 * How often all learners come before rounds count, so that they have been seen as on a site: by then the adapter has met nineteen of
 * twenty of their names, ids and sessions. A fifth of all records is skipped, and names nobody to it.
 */
export const CYCLES = 5;

/** What the bench needs of an example in build/examples.json. */
export interface BenchExample {
  source: SourceKind;
  file: string;
  recordName: string;
  given: JsonObject;
}

/** One kind of record; `textFor` gives it as one learner would send it. */
export interface Sample {
  source: SourceKind;
  /** The mapping file, e.g. `openedx/video`. */
  family: string;
  /** The record as JSON text: the n-th act, by one of `learners`. */
  textFor(act: number, learners: number): string;
}

/** Stand-ins in the templates, of the length of what takes their place. */
const slots = { id: '7000001', name: 'learner_7000001', session: 'f00dfeedf00dfeedf00dfeedf7000001', micros: '654321' };

/** What every line of a tracking log has beside what the examples say, at the length that it has on a real site. */
const request: JsonObject = {
  username: slots.name,
  ip: '203.0.113.77',
  agent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  host: 'lms.example.edu',
  accept_language: 'en-US,en;q=0.9',
  referer: 'https://lms.example.edu/courses/course-v1:edX+DemoX+Demo/courseware/d8a6192ade314473a78242dfeedfbf5b/',
};

/** The examples of the tables as records of many learners. Those that say nothing to the reader of their source are left out. */
export function samplesOf(examples: readonly BenchExample[]): Sample[] {
  return examples.map(sampleOf).filter((sample) => read(sample.source, sample.textFor(0, 1)).ok);
}

function sampleOf({ source, file, recordName, given }: BenchExample): Sample {
  const raw = source === 'openedx' ? trackingEvent(given) : statement(given, recordName);
  const parts = JSON.stringify(raw).split(new RegExp(Object.values(slots).join('|')));
  const wanted = JSON.stringify(raw).match(new RegExp(Object.values(slots).join('|'), 'g')) ?? [];
  const family = file.replace(/^mappings\//, '').replace(/\.yaml$/, '');
  return {
    source,
    family,
    textFor: (act, learners) => {
      const id = String(7_000_000 + (act % learners));
      let text = parts[0] ?? '';
      for (let i = 0; i < wanted.length; i++) text += written(wanted[i] ?? '', id, act) + (parts[i + 1] ?? '');
      return text;
    },
  };
}

function written(slot: string, id: string, act: number): string {
  switch (slot) {
    case slots.id:
      return id;
    case slots.name:
      return `learner_${id}`;
    case slots.session:
      return `f00dfeedf00dfeedf00dfeedf${id}`;
    default:
      return String(act % 1_000_000).padStart(6, '0');
  }
}

function trackingEvent(given: JsonObject): JsonObject {
  const record: JsonObject = { ...request, ...given };
  if (given['username'] !== undefined && given['username'] !== '') record['username'] = slots.name;
  if (present(given['session'])) record['session'] = slots.session;
  const context = given['context'];
  if (isObject(context)) {
    const person: JsonObject = present(context['user_id']) ? { user_id: Number(slots.id) } : {};
    record['context'] = { path: '/event', module: {}, ...context, ...person };
  }
  if (typeof given['time'] === 'string') record['time'] = timed(given['time']);
  return record;
}

/** Statements in examples are normalised: what normalisation adds is taken out. */
function statement(given: JsonObject, verb: string): JsonObject {
  const record: JsonObject = { verb: { id: verb }, ...without(given, 'ifi') };
  delete record['name'];
  const actor = record['actor'];
  if (isObject(actor) && actor['objectType'] !== 'Group') {
    record['actor'] = { objectType: 'Agent', account: { homePage: lms, name: slots.id } };
  }
  if (typeof given['id'] === 'string') record['id'] = `0a1b2c3d-0000-4000-8000-000000${slots.micros}`;
  if (typeof given['timestamp'] === 'string') record['timestamp'] = timed(given['timestamp']);
  return record;
}

function timed(time: string): string {
  return time.replace(/\.\d+/, `.${slots.micros}`);
}

function present(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function without(value: JsonObject, key: string): JsonObject {
  const entries = Object.entries(value).filter(([name]) => name !== key);
  return Object.fromEntries(entries.map(([name, item]) => [name, isObject(item) ? without(item, key) : item]));
}

const statements = statementEntries(() => new Date(0))({ name: 'bench', lms });

/** A record of the text, as the adapter's own routes make it. */
export function read(source: SourceKind, text: string): IngestEntry {
  const value: unknown = JSON.parse(text);
  return source === 'openedx' ? normaliseTrackingLog(value) : statements(value);
}

/** The same, for samples that are known to be readable. */
export function recordOf(source: SourceKind, text: string): SourceRecord {
  const entry = read(source, text);
  if (!entry.ok) throw new Error(entry.rejection.message);
  return entry.record;
}
