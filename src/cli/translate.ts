import { serialise } from '../caliper/serialise.ts';
import { toV1p1 } from '../caliper/versions.ts';
import { judge } from '../ingest/judged.ts';
import { readRecords } from '../ingest/read-records.ts';
import type { IngestEntry } from '../ingest/record.ts';
import { normaliseTrackingLog } from '../ingest/tracking-log/normalise.ts';
import { statementEntries } from '../ingest/xapi/entry.ts';
import { loadMappings } from '../mapping/language/load.ts';
import type { RecordOutcome, TranslatedEvent } from '../pipeline/outcome.ts';
import { createTranslators } from '../pipeline/translator.ts';
import type { Translator } from '../pipeline/translator.ts';
import { exitCodes, readArguments, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { inputs } from './input.ts';
import { projectRoot, readMappingFiles } from './mapping-project.ts';
import { pieces } from './pieces.ts';
import { pseudonymSecret } from './pseudonym-secret.ts';
import { Tally } from './tally.ts';

const help = `caliper translate [FILE… or -] [OPTIONS]

Translates Open edX tracking logs or xAPI statements to Caliper events, offline: nothing is stored or sent. Files may be
plain or gzipped, in every form that POST /v1/tracking-logs takes, and of any length. The events go to stdout, one a line;
what became of the records goes to stderr. The exit code is 1 when a record failed or was rejected.

  --source openedx|xapi   what the files hold (openedx)
  --lms URL               root of the IRIs of the Open edX site (https://lms.example.edu)
  --caliper v1p2|v1p1     version of Caliper (v1p2)
  --free-text             let free text that learners wrote out, as FREE_TEXT = "on" does
  --json                  the summary as one JSON object, the last line of stderr

Pseudonyms and event ids come from PSEUDONYM_SECRET, of the environment or .dev.vars: an adapter with the same secret gives the
same ids.`;

/** `caliper translate`: what an adapter would send for these records. */
export const translateCommand: Command = {
  name: 'translate',
  summary: 'translate tracking logs or xAPI statements to Caliper events, offline',
  help,
  async run(args, io) {
    const { files, text, flags } = readArguments(args, {
      source: { type: 'string', oneOf: ['openedx', 'xapi'] },
      lms: { type: 'string' },
      caliper: { type: 'string', oneOf: ['v1p2', 'v1p1'] },
      'free-text': { type: 'boolean' },
      json: { type: 'boolean' },
    });
    const lms = readLms(text['lms'] ?? 'https://lms.example.edu');
    const secret = await pseudonymSecret(io);
    const translators = createTranslators(await loadTable(), { secret, freeText: flags['free-text'] === true });
    const translator = text['caliper'] === 'v1p1' ? inV1p1(translators(lms)) : translators(lms);
    const normalise = text['source'] === 'xapi' ? xapiReader(lms) : normaliseTrackingLog;

    const tally = new Tally();
    for (const input of inputs(files, io)) {
      for await (const piece of pieces(input.text())) {
        const entries = readRecords(piece.text, Number.MAX_SAFE_INTEGER, normalise, piece.line);
        const first = tally.next;
        const judged = judge(entries, translator).map((item) => ({ ...item, index: first + item.index }));
        const events = judged.flatMap((item) =>
          item.kind === 'translated' && item.outcome.kind === 'emitted' ? item.outcome.events : [],
        );
        if (events.length > 0) await io.stdout.write(`${events.map((event) => event.text).join('\n')}\n`);
        tally.add(judged);
      }
    }
    const answer = tally.answer();
    await io.stderr.write(flags['json'] === true ? `${JSON.stringify(answer)}\n` : tally.text());
    return answer.failed + answer.rejected === 0 ? exitCodes.good : exitCodes.findings;
  },
};

/** As src/config/sources.ts has it. */
function readLms(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const plain = url !== undefined && /^https?:$/.test(url.protocol) && !/[?#@]/.test(value);
  if (url === undefined || !plain) throw new UsageError('--lms must be an address such as https://lms.example.edu');
  return url.href.replace(/\/+$/, '');
}

let loading: ReturnType<typeof readTable> | undefined;

/** The tables as they are in the mapping files, built or not; read once. */
function loadTable(): ReturnType<typeof readTable> {
  loading ??= readTable();
  return loading;
}

async function readTable(): Promise<Parameters<typeof createTranslators>[0]> {
  const { table, diagnostics } = loadMappings(await readMappingFiles(projectRoot));
  if (diagnostics.length === 0) return table;
  throw new UsageError('there are faults in the mapping files: see them with caliper check');
}

/** Statements without an id get one that depends on the name of their source: `lms`, as in the examples of wrangler.toml. */
function xapiReader(lms: string): (value: unknown) => IngestEntry {
  return statementEntries(() => new Date())({ name: 'lms', lms });
}

/** Says in Caliper 1.1 what can be said in it; a record of which nothing can fails. */
function inV1p1(translator: Translator): { translate: Translator['translate'] } {
  return {
    translate(record): RecordOutcome {
      const outcome = translator.translate(record);
      if (outcome.kind !== 'emitted') return outcome;
      let reason = '';
      const events = outcome.events.flatMap((event): TranslatedEvent[] => {
        const converted = toV1p1(event.value);
        if (!converted.ok) {
          reason = converted.reason;
          return [];
        }
        const value = converted.event;
        // Every event has a type, and it is text.
        return [{ id: event.id, type: value['type'] as string, value, text: serialise(value) }];
      });
      if (events.length > 0) return { ...outcome, events };
      return { kind: 'failed', rule: outcome.rule, code: 'NOT_IN_V1P1', message: reason };
    },
  };
}
