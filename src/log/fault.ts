import type { LogLine } from './log.ts';

/**
 * The line of a fault of the adapter's own. Of what was thrown only the name is told, since its message may quote what was sent.
 *
 * @param code e.g. `OUTBOX_RUN_FAILED`
 * @param at milliseconds since 1970
 */
export function faultLine(code: string, error: unknown, at: number): LogLine {
  return { level: 'error', at, what: 'fault', code, error: error instanceof Error ? error.name : 'unknown' };
}

/** The line of a setting that is wrong; the message never holds a secret's value. */
export function settingLine(setting: string, message: string, at: number): LogLine {
  return { level: 'error', at, what: 'fault', code: 'CONFIGURATION', setting, message };
}
