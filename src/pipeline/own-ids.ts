import type { SourceRecord } from '../ingest/record.ts';
import { encodePart } from '../mapping/functions/encode-part.ts';
import type { Json, SourceKind } from '../mapping/table.ts';

/**
 * The fields whose value names one act, or one thing that somebody made, and that the tables may write as they are. Two receivers
 * that see one of them know that they see the same person. What the tables write only as a pseudonym is not here.
 */
const ownFields: Readonly<Record<SourceKind, readonly (readonly string[])[]>> = {
  openedx: [
    // Of one change of a score, and of one task of staff for a learner.
    ['event', 'event_transaction_id'],
    ['event', 'task_id'],
    // Of an exam whose attempts have no code.
    ['event', 'attempt_id'],
    ['event', 'note_id'],
    ['event', 'notes', '*', 'note_id'],
    // Of a mail, and the thread that it is about.
    ['event', 'uuid'],
    ['event', 'thread_id'],
  ],
  xapi: [['id']],
};

/** Who may read the forum finds there the author of a message, so its id names somebody. */
const forumFields: readonly (readonly string[])[] = [
  ['event', 'id'],
  ['event', 'discussion', 'id'],
  ['event', 'response', 'id'],
];

/**
 * The ids in a record that name one act or one thing of somebody: of xAPI statements, notes, exam attempts, messages in forums. In
 * the form in which they stand in an IRI.
 */
export function ownIds({ source, name, fields }: SourceRecord): string[] {
  const forum = source === 'openedx' && name.startsWith('edx.forum.');
  const paths = forum ? [...ownFields.openedx, ...forumFields] : ownFields[source];
  const values = paths.flatMap((path) => valuesAt(fields, path));
  if (source === 'xapi') values.push(...idsInObject(fields['object']));
  return values.flatMap((value) =>
    (typeof value === 'string' && value !== '') || typeof value === 'number' ? [encodePart(String(value))] : [],
  );
}

/** Of another statement, and of a message in a forum: the tables take the last part of its address. */
function idsInObject(object: Json | undefined): Json[] {
  const [id] = valuesAt(object, ['id']);
  if (typeof id !== 'string') return [];
  if (valuesAt(object, ['objectType'])[0] === 'StatementRef') return [id.toLowerCase()];
  const [type] = valuesAt(object, ['definition', 'type']);
  return type === 'http://id.tincanapi.com/activitytype/discussion' ? [id.slice(id.lastIndexOf('/') + 1)] : [];
}

/** The values at a path; `*` stands for each item of a list. */
function valuesAt(value: Json | undefined, [key, ...rest]: readonly string[]): Json[] {
  if (value === undefined) return [];
  if (key === undefined) return [value];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return key === '*' ? value.flatMap((item) => valuesAt(item, rest)) : [];
  return Object.hasOwn(value, key) ? valuesAt(value[key], rest) : [];
}
