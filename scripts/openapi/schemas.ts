import { join } from 'node:path';
import ts from 'typescript';
import { deadLetterReasons, failureCodes, rejectionCodes, unopenedCodes } from './codes.ts';
import { instant, oneOf, ref, type Schema } from './json-schema.ts';
import { typesToSchemas } from './types-to-schemas.ts';

const listId: Schema = {
  type: 'string',
  pattern: '^\\d{1,6}\\.\\d{1,15}$',
  description: 'Names it over all shards: `<shard>.<number>`.',
};

/** What is known of the answers beyond their types. */
const overrides: Readonly<Record<string, Schema>> = {
  'TranslatedRecord.findings': { type: 'array', items: ref('CaliperFault') },
  'DestinationSummary.reason': {
    pattern: '^[A-Za-z0-9_.:-]+$',
    description: 'Why it is not open: `HTTP_503`, `TIMEOUT`, `UNAUTHORIZED`, …; docs/19-operations.md explains each.',
  },
  'DestinationSummary.lastSuccess': { format: 'date-time', description: 'When an envelope was last accepted.' },
  'DestinationSummary.nextAttempt': {
    format: 'date-time',
    description: 'When it is tried again; only while it backs off.',
  },
  'StatusSummary.quarantine': quarantineSummary(),
  'DeadLetter.id': listId,
  'DeadLetter.at': { ...instant, description: 'When it was given up.' },
  'DeadLetter.eventId': { pattern: '^urn:uuid:' },
  'DeadLetter.reason': oneOf(deadLetterReasons, 'Why it was given up.'),
  'DeadLetter.status': { minimum: 100, maximum: 599 },
  'DeadLetter.event': {
    anyOf: [ref('CaliperEvent'), { type: 'null' }],
    description: 'The Caliper event, or null when it was too large to store.',
  },
  'QuarantinedRecord.id': listId,
  'QuarantinedRecord.received': { ...instant, description: 'When it came for the first time.' },
  'QuarantinedRecord.unopened': oneOf(unopenedCodes, 'Why it cannot be opened.'),
  'QuarantineGroup.oldest': { ...instant, description: 'When the first came.' },
  'QuarantineGroup.newest': { ...instant, description: 'When the last came.' },
  'ReplayProblem.id': listId,
  'LineFault.line': { minimum: 1 },
  'TranslatedRecord.line': { minimum: 1 },
  'CaliperFault.path': { pattern: '^\\$' },
  'StatementProblem.path': { pattern: '^\\$' },
};

/** The schemas of the document. */
export function componentSchemas(): Record<string, Schema> {
  const file = join(import.meta.dirname, 'components.ts');
  const schemas = typesToSchemas(file, compilerOptions(), overrides);
  return { ...schemas, ...narrowed(schemas) };
}

/** Codes that are text in the types, since tables and rules add none: those of a failure, and those of a rejection. */
function narrowed(schemas: Record<string, Schema>): Record<string, Schema> {
  // A dry run takes statements, too.
  const rejected = [...rejectionCodes, ...(schemas['StatementProblem']?.properties?.['code']?.enum ?? []).map(String)];
  const withCodes = (name: 'RecordProblem' | 'TranslatedRecord'): Schema => ({
    ...schemas[name],
    anyOf: (schemas[name]?.anyOf ?? []).map((branch) => {
      const { outcome, code } = branch.properties ?? {};
      if (code?.type !== 'string') return branch;
      const outcomes = outcome?.enum ?? [outcome?.const];
      const codes = outcomes.flatMap((one) => (one === 'failed' ? failureCodes : rejected));
      return { ...branch, properties: { ...branch.properties, code: oneOf([...new Set(codes)].sort()) } };
    }),
  });
  return { RecordProblem: withCodes('RecordProblem'), TranslatedRecord: withCodes('TranslatedRecord') };
}

function quarantineSummary(): Schema {
  const number: Schema = { type: 'integer', minimum: 0 };
  return {
    type: 'object',
    description: 'Records that are kept for later.',
    properties: {
      records: number,
      bytes: number,
      oldest: { type: ['string', 'null'], format: 'date-time', description: 'When the oldest came.' },
      evicted: {
        ...number,
        description: 'Records that were deleted before their time for want of room: it should be 0.',
      },
    },
    required: ['records', 'bytes', 'oldest', 'evicted'],
    additionalProperties: false,
  };
}

function compilerOptions(): ts.CompilerOptions {
  const path = join(import.meta.dirname, '../../tsconfig.worker.json');
  const read = ts.getParsedCommandLineOfConfigFile(path, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
    },
  });
  return { ...read?.options, noEmit: true };
}
