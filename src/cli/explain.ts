import { validateEvent } from '../caliper/validate.ts';
import type { Fault } from '../caliper/validate.ts';
import { judge } from '../ingest/judged.ts';
import type { Judged } from '../ingest/judged.ts';
import { publicName } from '../ingest/public-name.ts';
import { readRecords } from '../ingest/read-records.ts';
import type { IngestEntry } from '../ingest/record.ts';
import { explain } from '../mapping/explain.ts';
import type { Explained, ExplainedValue } from '../mapping/explain.ts';
import type { MappingTable } from '../mapping/table.ts';
import { createTranslators } from '../pipeline/translator.ts';
import { createEventIds } from '../privacy/event-id.ts';
import { constantWords, findLeak, personValues } from '../privacy/guard.ts';
import type { PersonValue } from '../privacy/guard.ts';
import { closedFields } from '../privacy/person-fields.ts';
import { createPseudonyms } from '../privacy/pseudonym.ts';
import { exitCodes, readArguments, UsageError, wholeNumber } from './command.ts';
import type { Command } from './command.ts';
import { explainedJson, explainedText } from './explain-text.ts';
import { inputs } from './input.ts';
import type { Io } from './io.ts';
import { pieces } from './pieces.ts';
import { pseudonymSecret } from './pseudonym-secret.ts';
import { loadTables } from './tables.ts';
import { normaliser } from './translate-job.ts';
import { readLms } from './translate.ts';

const help = `caliper explain FILE… or - or '{ … }' [OPTIONS]

Shows for each record how the tables come to its outcome: the reasons to skip it, every rule that has its name with the
conditions that hold and the one that does not, the named values, the slots of each event, and the events with what the
validator finds. A record may stand in the command line itself, in quotes. The exit code is 1 when a record failed or was
rejected, or the validator found something.

  --source openedx|xapi   what the records are (openedx)
  --lms URL               root of the IRIs of the Open edX site (https://lms.example.edu)
  --free-text             let free text that learners wrote out, as FREE_TEXT = "on" does
  --name NAME             only records of this name
  --limit N               records that are explained (10)
  --show-values           also values of fields that name a person or that learners wrote; else they are (hidden), so that
                          what is printed can be shown to others
  --json                  each record as one JSON object a line

  caliper explain '{"name": "play_video", "event_source": "browser"}'
  caliper explain --name problem_check --limit 1 tracking.log`;

/** A record, how the tables came to its outcome, and what the validator finds in its events. */
export interface ExplainedRecord {
  /** Position among the records that were read, from 1. */
  record: number;
  /** Fit to be shown. */
  name: string;
  judged: Judged;
  /** Missing for a record that was rejected. */
  explained?: Explained;
  findings: Fault[];
}

/** `caliper explain`: how the tables come to what they give. */
export const explainCommand: Command = {
  name: 'explain',
  summary: 'show how the rules come to what they make of a record',
  help,
  async run(args, io) {
    const { files, text, flags } = readArguments(args, {
      source: { type: 'string', oneOf: ['openedx', 'xapi'] },
      ...{ lms: { type: 'string' }, name: { type: 'string' }, limit: { type: 'string' } },
      ...{ 'free-text': { type: 'boolean' }, 'show-values': { type: 'boolean' }, json: { type: 'boolean' } },
    });
    if (files.length === 0) throw new UsageError('give a file, - for stdin, or a record in quotes');
    const limit = wholeNumber('limit', text['limit'], 1, 1_000_000) ?? 10;
    const lms = readLms(text['lms'] ?? 'https://lms.example.edu');
    const source = text['source'] === 'xapi' ? 'xapi' : 'openedx';
    const secret = await pseudonymSecret(io);
    const explainer = explainerOf(await loadTables(), secret, lms, flags['free-text'] === true);
    const showValues = flags['show-values'] === true;

    let read = 0;
    let shown = 0;
    let findings = false;
    for await (const entry of entriesOf(files, normaliser(source, lms), io)) {
      read += 1;
      if (text['name'] !== undefined && !(entry.ok && entry.record.name === text['name'])) continue;
      if (shown === limit) {
        await io.stderr.write(`there are more records: --limit N explains them\n`);
        break;
      }
      shown += 1;
      const record = { record: read, ...explainer(entry) };
      findings ||= isFinding(record);
      const shownRecord =
        flags['json'] === true
          ? `${JSON.stringify(explainedJson(record, showValues))}\n`
          : explainedText(record, showValues);
      await io.stdout.write(shownRecord);
    }
    if (shown === 0) await io.stderr.write('no record was found\n');
    return findings || shown === 0 ? exitCodes.findings : exitCodes.good;
  },
};

function isFinding({ judged, findings }: ExplainedRecord): boolean {
  return findings.length > 0 || judged.kind === 'rejected' || judged.outcome.kind === 'failed';
}

async function* entriesOf(
  files: readonly string[],
  normalise: (value: unknown) => IngestEntry,
  io: Io,
): AsyncGenerator<IngestEntry> {
  for (const file of files) {
    if (/^\s*[{[]/.test(file)) {
      yield* readRecords(file, Number.MAX_SAFE_INTEGER, normalise);
      continue;
    }
    for (const input of await inputs([file], io)) {
      for await (const { bytes, line } of pieces(input.bytes(), { bytes: 64 * 1024 })) {
        yield* readRecords(new TextDecoder().decode(bytes), Number.MAX_SAFE_INTEGER, normalise, line);
      }
    }
  }
}

/** The guard lets words of the record's own keys through. Here it costs nothing to hide them too, but for short ones. */
function longestWords(persons: readonly PersonValue[], text: string): PersonValue | undefined {
  const lower = text.toLowerCase();
  return persons.find((person) => person.text.length > 4 && lower.includes(person.text));
}

function valuesOf({ skips, rules, lets, events }: Explained): ExplainedValue[] {
  const conditions = [...skips, ...rules, ...events].flatMap((item) => item.conditions);
  return [...conditions, ...lets, ...events.flatMap(({ slots }) => slots)];
}

function explainerOf(
  table: MappingTable,
  secret: Uint8Array,
  lms: string,
  freeText: boolean,
): (entry: IngestEntry) => Omit<ExplainedRecord, 'record'> {
  const translator = createTranslators(table, { secret, freeText })(lms);
  const pseudonym = createPseudonyms(secret);
  const eventId = createEventIds(secret);
  return (entry) => {
    const [judged] = judge([entry], translator);
    if (judged === undefined) throw new Error('one entry gives one outcome');
    if (!entry.ok) return { name: '(no record)', judged, findings: [] };
    const { record } = entry;
    const events = judged.kind === 'translated' && judged.outcome.kind === 'emitted' ? judged.outcome.events : [];
    const findings = events.flatMap(({ value }) => validateEvent(value, 'v1p2'));
    const tables = table.sources.find(({ source }) => source === record.source);
    const base = { name: publicName(record), judged, findings };
    if (tables === undefined) return base;
    const environment = {
      ...{ lms, freeText, pseudonym },
      eventId: (rule: string, index: number) => eventId(record.seed, rule, index),
    };
    const explained = explain(tables, closedFields[record.source], record.name, record.fields, environment);
    const persons = personValues(record);
    const words = constantWords(tables);
    for (const item of valuesOf(explained)) {
      if (item.value === undefined || item.closed !== undefined) continue;
      // What the tables cannot know, such as a name in the middle of a title, the last guard finds.
      const text = JSON.stringify(item.value);
      const leak = findLeak(persons, text, words, lms) ?? longestWords(persons, text);
      if (leak !== undefined) item.closed = leak.field;
    }
    return { ...base, explained };
  };
}
