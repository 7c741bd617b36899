import type { Config } from '../config/config.ts';
import type { KeptRecord } from '../outbox/quarantine-messages.ts';
import type { Seal } from '../privacy/seal.ts';
import { receivedValue, rereadRecord } from './content.ts';
import { openRecord } from './open.ts';
import { shapeOf } from './shape.ts';
import type { Shape } from './shape.ts';

/** The fields of a kept record, or why it cannot be opened. */
export type Looks = { fields: Shape } | { fields: null; unopened: string };

/** Opens a record to see its fields: those that rules see, or, where it cannot be read, those that came. */
export function lookAt(record: KeptRecord, config: Config, seal: Seal): Looks {
  const opened = openRecord(record, config, seal);
  if (!opened.ok) return { fields: null, unopened: opened.code };
  const entry = rereadRecord(opened.text, opened.source);
  if (entry.ok) return { fields: shapeOf(entry.record) };
  return { fields: shapeOf({ source: 'xapi', name: '', fields: receivedValue(opened.text) }) };
}
