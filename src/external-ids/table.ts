import { canonicalUserId, canonicalUserName } from '../ingest/tracking-log/identifiers.ts';
import { createPseudonyms } from '../privacy/pseudonym.ts';
import { splitFields, type Line } from './lines.ts';

/** An external id and the pseudonyms that it stands for. The user id and the user name are not in it. */
export interface ExternalIdRow {
  /** Number of its line, from 1. */
  line: number;
  /** Of the user id: one for each secret of the pseudonyms. */
  users: string[];
  /** Of the user name, if the table has it: one for each secret. */
  names: string[];
  /** A UUID in lower case. */
  external: string;
}

/** What is wrong with a line. Never holds a value of it. */
export interface LineFault {
  line: number;
  code: 'LINE_TOO_LONG' | 'WRONG_QUOTES' | 'FIELD_COUNT' | 'WRONG_USER_ID' | 'WRONG_EXTERNAL_ID' | 'TAKEN';
  message: string;
}

export type ReadLine = (line: Line) => { ok: true; row: ExternalIdRow } | { ok: false; fault: LineFault } | undefined;

/** Pseudonyms to remember of each secret: most stand in the table once. */
const REMEMBERED = 1000;

const needed = ['user_id', 'external_user_id'];

/**
 * Reads the header of the table: the names of the columns, in any order. Other columns are not looked at.
 *
 * @param secrets of the pseudonyms: the first, and those that follow it
 * @returns what reads the lines below it, giving `undefined` for empty ones; or `undefined` where it is no such header
 */
export function readHeader(text: string, secrets: readonly Uint8Array[]): ReadLine | undefined {
  const columns = splitFields(text)?.map((name) => name.toLowerCase());
  if (columns === undefined || !needed.every((name) => columns.includes(name))) return undefined;
  const [userAt, externalAt, nameAt] = [...needed, 'username'].map((name) => columns.indexOf(name));
  const pseudonyms = secrets.map((secret) => createPseudonyms(secret, REMEMBERED));

  return ({ number: line, text: given }) => {
    const fault = (code: LineFault['code'], message: string): { ok: false; fault: LineFault } => ({
      ok: false,
      fault: { line, code, message: `line ${line}: ${message}` },
    });
    if (given === undefined) return fault('LINE_TOO_LONG', 'has more than 4096 characters');
    if (given.trim() === '') return undefined;
    const fields = splitFields(given);
    if (fields === undefined) return fault('WRONG_QUOTES', 'has a quote where none can stand (RFC 4180)');
    if (fields.length !== columns.length) {
      return fault('FIELD_COUNT', `has ${fields.length} fields, the header has ${columns.length}`);
    }
    const user = canonicalUserId(fields[userAt ?? 0]);
    if (user === undefined || !/^[1-9]\d{0,17}$/.test(user)) {
      return fault('WRONG_USER_ID', 'user_id must be the number of a user');
    }
    const external = uuidIn(fields[externalAt ?? 1] ?? '');
    if (external === undefined) return fault('WRONG_EXTERNAL_ID', 'external_user_id must be a UUID');
    const name = nameAt === undefined || nameAt < 0 ? undefined : canonicalUserName(fields[nameAt]);
    const users = pseudonyms.map((pseudonym) => pseudonym('learner', user));
    const names = name === undefined ? [] : pseudonyms.map((pseudonym) => pseudonym('username', name));
    return { ok: true, row: { line, users, names, external } };
  };
}

/** MySQL keeps the UUIDs of Django as 32 hexadecimal digits. That of zeros only names nobody (RFC 9562, 5.9). */
function uuidIn(text: string): string | undefined {
  const digits = text.toLowerCase().replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/.test(digits) || /^0+$/.test(digits)) return undefined;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
