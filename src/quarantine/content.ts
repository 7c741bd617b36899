import type { SourceConfig } from '../config/config.ts';
import { isObject } from '../ingest/json.ts';
import type { IngestEntry } from '../ingest/record.ts';
import { normaliseTrackingLog } from '../ingest/tracking-log/normalise.ts';
import type { Edition } from '../ingest/xapi/sections.ts';
import { readStatement } from '../ingest/xapi/statement.ts';

/**
 * What is sealed of a record: the JSON value as it was received, out of its shipper's wrapper, and what of the request decides how it is
 * read. Not the normalised record: tomorrow's normaliser may see more in it, and the events get the ids that they would have if
 * it were sent again.
 */
export type Content =
  | { kind: 'openedx'; value: unknown }
  | {
      kind: 'xapi';
      value: unknown;
      /** The id that the sender was told. */
      id: string;
      /** When it came, ISO 8601: the time of statements that say none. */
      received: string;
      /** The edition by which the request asked to be judged. */
      edition?: Edition;
    };

/** The text that is sealed. */
export function writeContent(content: Content): string {
  return JSON.stringify(content);
}

/**
 * Reads a record again, as its source is configured today. Attachments are not kept, so whether they came is not checked.
 *
 * @param text what {@link writeContent} gave
 */
export function rereadRecord(text: string, source: SourceConfig): IngestEntry {
  // Sealed text is authentic: it is what we wrote.
  const content = JSON.parse(text) as Content;
  switch (content.kind) {
    case 'openedx':
      return normaliseTrackingLog(content.value);
    case 'xapi': {
      const { id, received, edition, value } = content;
      const given = isObject(value) && value['id'] === undefined ? { ...value, id } : value;
      const { name, lms, compat } = source;
      const options = { source: name, lms, compat, received, ...(edition !== undefined && { edition }) };
      const reading = readStatement(given, options);
      if (reading.ok) return { ok: true, record: reading.record };
      return { ok: false, rejection: { code: reading.code, message: reading.message } };
    }
  }
}

/** The value as it was received. */
export function receivedValue(text: string): unknown {
  // As above.
  return (JSON.parse(text) as Content).value;
}
