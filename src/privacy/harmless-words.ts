import type { SourceRecord } from '../ingest/record.ts';
import type { Json, SourceTable, ValueNode } from '../mapping/table.ts';

/**
 * Words of Open edX that are user names on many a site as well: the demonstration users (`audit`, `honor`, `verified`, `staff`,
 * `edx`) have the names of course modes and roles.
 */
const platformWords = [
  ...['audit', 'honor', 'verified', 'professional', 'no-id-professional', 'credit', 'masters', 'bachelors'],
  ...['student', 'learner', 'staff', 'instructor', 'moderator', 'administrator', 'beta', 'ccx', 'edx', 'openedx'],
  ...['browser', 'server', 'mobile', 'task', 'course', 'chapter', 'sequential', 'vertical', 'unit', 'block'],
  ...['video', 'problem', 'html', 'discussion', 'poll', 'survey', 'openassessment', 'library_content', 'split_test'],
  ...[
    'correct',
    'incorrect',
    'choice',
    'general',
    'question',
    'http',
    'https',
    'urn',
    'uuid',
    'xblock',
    'sessions',
    'user',
  ],
];

/** What the engine writes by itself: the context and the keys of every event. */
const engineWords = ['@context', 'id', 'type', 'purl', 'imsglobal', 'org', 'ctx', 'caliper', 'v1p1', 'v1p2'];

/**
 * The words that a table itself writes into events, in lower case, with those of the platform: a learner who is called `problem`
 * or `video` must not lose every event.
 */
export function constantWords(table: SourceTable): Set<string> {
  const words = new Words([...platformWords, ...engineWords]);
  for (const node of table.lets) addValue(node.value, words);
  for (const rule of table.rules) {
    for (const node of rule.lets) addValue(node.value, words);
    if (rule.then.kind === 'skip') continue;
    for (const event of rule.then.events) {
      addText(event.event, words);
      for (const [name, value] of event.fields) {
        addText(name, words);
        addValue(value, words);
      }
    }
  }
  words.delete('');
  return words;
}

/** What tells a harmless word from others. */
export interface HarmlessWords {
  has(word: string): boolean;
}

/** {@link constantWords}, gathered when the first value stands in an event: that takes 20 ms of a cold start, and is rarely needed. */
export function harmlessWords(table: SourceTable): HarmlessWords {
  let words: HarmlessWords | undefined;
  return { has: (word) => (words ??= constantWords(table)).has(word) };
}

/** Words, and what has been looked at for them: a table has each node once for all its equals, and most of its texts many times. */
class Words extends Set<string> {
  readonly seen = new Set<ValueNode | string>();
}

function addValue(value: ValueNode, words: Words): void {
  if (words.seen.has(value)) return;
  words.seen.add(value);
  switch (value.k) {
    case 'const':
      addJson(value.v, words);
      break;
    case 'text':
      for (const part of value.parts) addValue(part, words);
      break;
    case 'first':
      for (const node of value.of) addValue(node, words);
      break;
    case 'demand':
      addValue(value.of, words);
      break;
    case 'call':
      for (const node of [value.input, ...value.args]) addValue(node, words);
      break;
    case 'case':
      for (const branch of value.branches) addValue(branch.then, words);
      if (value.otherwise !== undefined) addValue(value.otherwise, words);
      break;
    case 'map':
      for (const [name, node] of value.fields) {
        addText(name, words);
        addValue(node, words);
      }
      break;
    case 'list':
      for (const node of value.items) addValue(node, words);
      break;
    case 'field':
    case 'var':
    case 'setting':
      break;
  }
}

function addJson(value: Json, words: Words): void {
  if (Array.isArray(value)) for (const item of value) addJson(item, words);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      addText(name, words);
      addJson(item, words);
    }
  } else if (value !== null) addText(String(value), words);
}

/** The text, and its words with and without `_`, `-` and `.` in them. */
function addText(text: string, words: Words): void {
  if (words.seen.has(text)) return;
  words.seen.add(text);
  const lower = text.toLowerCase();
  words.add(lower);
  // Most are one word, and the classes of Unicode take long to compile and to run.
  if (/^[a-z0-9]*$/.test(lower)) return;
  // eslint-disable-next-line no-control-regex -- that is what ASCII begins with
  const [outside, between] = /^[\u0000-\u007f]*$/.test(lower)
    ? [/[^a-z0-9_.-]+/, /[^a-z0-9]+/]
    : [/[^\p{L}\p{N}_.-]+/u, /[^\p{L}\p{N}]+/u];
  for (const word of [...lower.split(outside), ...lower.split(between)]) words.add(word);
}

/** `course-v1:`, `ccx-block-v1:`, …; the words before `v1` are bounded, or a hostile text would cost the square of its length. */
const opaqueKey = /(?:[a-z]{1,12}-){1,3}v1(?::|%3a)[^/\s"?#&]+|[ic]4x[:/-][^\s"?#&]+|\bl[bt]:[^/\s"?#&]+/gi;
const idNames = new Set([
  'id',
  'block_id',
  'problem_id',
  'module_id',
  'item_id',
  'usage_key',
  'component_usage_id',
  'location',
]);
const courseNames = new Set(['course_id', 'course', 'org_id', 'org', 'courseRunKey', 'context_key']);

const known = new WeakMap<SourceRecord, string>();

/** The keys of courses, blocks and organisations that stand in a record, in lower case, one to a line. */
export function contentKeys(record: SourceRecord): string {
  const keys = known.get(record) ?? collectKeys(record);
  known.set(record, keys);
  return keys;
}

function collectKeys({ source, fields }: SourceRecord): string {
  const keys: string[] = [];
  collect(fields, '', 0);
  return keys.join('\n').toLowerCase();

  function collect(value: unknown, name: string, depth: number): void {
    if (typeof value === 'string') {
      // An id that is a web address, as are those of xAPI, may hold anything; only the keys in it are known to be content.
      const isKey = source === 'openedx' && idNames.has(name) && !/[/@\s]/.test(value);
      if (courseNames.has(name) || isKey) keys.push(value);
      else keys.push(...(value.match(opaqueKey) ?? []));
    } else if (typeof value === 'object' && value !== null && depth < 60) {
      for (const [key, item] of Object.entries(value)) collect(item, Array.isArray(value) ? name : key, depth + 1);
    }
  }
}
