import type { SourceConfig } from '../../config/config.ts';
import { judge } from '../../ingest/judged.ts';
import { readRecords } from '../../ingest/read-records.ts';
import { normaliseTrackingLog } from '../../ingest/tracking-log/normalise.ts';
import { statementEntries } from '../../ingest/xapi/entry.ts';
import type { RuleNode, SourceKind, SourceTable } from '../../mapping/table.ts';
import { translatorSettings } from '../../pipeline/settings.ts';
import { createTranslators } from '../../pipeline/translator.ts';
import type { Translator } from '../../pipeline/translator.ts';
import type { ConsoleAccess } from '../access.ts';
import type { Translated } from './run.ts';

/** A record as it was pasted, and whose it is. */
export interface Pasted {
  kind: SourceKind;
  source: SourceConfig;
  text: string;
}

/** Rules to be tried, and the names of those that they take the place of beside their own. */
export interface OwnRules {
  rules: readonly RuleNode[];
  replaced: readonly string[];
}

/** The table of a source of records; undefined where nothing is deployed for it. */
export function tableOf({ tables }: ConsoleAccess, kind: SourceKind): SourceTable | undefined {
  return tables.sources.find(({ source }) => source === kind);
}

/**
 * Translates the first record of a text with the deployed tables, before which one's own rules are put: with the real secret, and judged by
 * the validator and the last guard like every record. Nothing is stored.
 */
export function translate(access: ConsoleAccess, { kind, source, text }: Pasted, own?: OwnRules): Translated {
  const normalise = kind === 'openedx' ? normaliseTrackingLog : statementEntries(() => new Date())(source);
  const [entry] = readRecords(text, 1, normalise);
  if (entry === undefined) return { kind: 'rejected', code: 'EMPTY_BODY', message: 'there is no record: paste one' };
  if (!entry.ok) return { kind: 'rejected', ...entry.rejection };
  const { name, fields } = entry.record;
  const [judged] = judge(
    [entry],
    own === undefined ? access.translator(source) : translatorWith(access, kind, source, own),
  );
  if (judged?.kind === 'translated') return { kind: 'translated', name, fields, outcome: judged.outcome };
  const fault = judged?.rejection ?? { code: 'INTERNAL_FAULT', message: 'the record could not be translated' };
  return { kind: 'rejected', ...fault };
}

function translatorWith(
  access: ConsoleAccess,
  kind: SourceKind,
  { lms }: SourceConfig,
  { rules, replaced }: OwnRules,
): Translator {
  const table = tableOf(access, kind);
  const gone = new Set([...replaced, ...rules.map(({ rule }) => rule)]);
  const kept = table?.rules.filter(({ rule }) => !gone.has(rule)) ?? [];
  const sources = table === undefined ? [] : [{ ...table, rules: [...rules, ...kept] }];
  return createTranslators({ version: 1, sources }, translatorSettings(access.config))(lms);
}
