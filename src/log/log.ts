import type { LogLevel } from '../config/config.ts';

/** One line of the log. It names places, counts and codes; never a value of a record, a token, or an error's message. */
export interface LogLine {
  /** `error`: somebody may have to act. */
  level: 'error' | 'info';
  /** When, milliseconds since 1970. */
  at: number;
  what: 'delivery' | 'ingest' | 'fault';
  [field: string]: string | number | boolean | null | undefined;
}

/** Writes a line, or not, as the level has it. */
export type Log = (line: LogLine) => void;

/**
 * The one place that logs: each line is a JSON object, with `time` in ISO 8601 first. What is undefined is left out.
 *
 * @param level what is written: `errors` only lines of level `error`
 * @param write where lines go. Not console.error even for errors: `wrangler dev` puts ornaments around what comes that way
 */
export function createLog(level: LogLevel, write: (text: string) => void = console.log): Log {
  return ({ at, ...line }) => {
    if (level === 'off' || (level === 'errors' && line.level !== 'error')) return;
    write(JSON.stringify({ time: new Date(at).toISOString(), ...line }));
  };
}
