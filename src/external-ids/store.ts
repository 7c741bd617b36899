import { DurableObject } from 'cloudflare:workers';
import type { ExternalIdRow } from './table.ts';

/** What became of rows. */
export interface Imported {
  /** Users who had no external id. */
  added: number;
  /** Users who had another one, or got one more name for theirs. */
  changed: number;
  unchanged: number;
  /** The lines whose external id is that of another user. */
  taken: number[];
}

const TABLES = [
  `CREATE TABLE IF NOT EXISTS external_id (
    pseudonym BLOB PRIMARY KEY,
    external BLOB NOT NULL,
    is_user INTEGER NOT NULL
  ) WITHOUT ROWID`,
  `CREATE INDEX IF NOT EXISTS external_id_external ON external_id (external)`,
];

/** Pseudonyms in one statement; the text of the list stays below the 2 MB that a bound value may have. */
const AT_ONCE = 20_000;

/** The external ids of the users of one Open edX site, by the pseudonyms of the adapter. */
export class ExternalIds<Env = unknown> extends DurableObject<Env> {
  readonly #sql: SqlStorage;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    for (const statement of TABLES) this.#sql.exec(statement);
  }

  /** Stores rows in one transaction. The same rows again change nothing. An external id never becomes that of two users. */
  put(rows: readonly ExternalIdRow[]): Imported {
    return this.ctx.storage.transactionSync(() => {
      const imported: Imported = { added: 0, changed: 0, unchanged: 0, taken: [] };
      for (const row of rows) {
        const outcome = this.#putOne(row);
        if (outcome === 'taken') imported.taken.push(row.line);
        else imported[outcome]++;
      }
      return imported;
    });
  }

  #putOne({ users, names, external }: ExternalIdRow): 'added' | 'changed' | 'unchanged' | 'taken' {
    const digits = toDigits(external);
    const holders = this.#sql
      .exec<{ digits: string }>(
        'SELECT hex(pseudonym) AS digits FROM external_id WHERE external = unhex(?) AND is_user = 1',
        digits,
      )
      .toArray();
    const own = new Set(users.map(toDigits));
    // Of one user there may be pseudonyms of secrets that are gone.
    if (holders.length > 0 && !holders.some((holder) => own.has(holder.digits.toLowerCase()))) return 'taken';
    const before = this.#find(users);
    let written = 0;
    // Names that the table no longer has stay those of the user.
    for (const old of new Set(before.values())) {
      if (old === external) continue;
      written += this.#sql.exec(
        'UPDATE external_id SET external = unhex(?) WHERE external = unhex(?)',
        digits,
        toDigits(old),
      ).rowsWritten;
    }
    for (const [pseudonyms, isUser] of [
      [users, 1],
      [names, 0],
    ] as const) {
      for (const pseudonym of pseudonyms) {
        written += this.#sql.exec(
          `INSERT INTO external_id (pseudonym, external, is_user) VALUES (unhex(?), unhex(?), ?)
            ON CONFLICT (pseudonym) DO UPDATE SET external = excluded.external, is_user = excluded.is_user
            WHERE external <> excluded.external OR is_user <> excluded.is_user`,
          toDigits(pseudonym),
          digits,
          isUser,
        ).rowsWritten;
      }
    }
    if (before.size === 0) return 'added';
    return written > 0 ? 'changed' : 'unchanged';
  }

  /** The external id of each pseudonym, in the order asked; null where there is none. */
  lookup(pseudonyms: readonly string[]): (string | null)[] {
    const found = this.#find(pseudonyms);
    return pseudonyms.map((_, position) => found.get(position) ?? null);
  }

  /** By position in the list. */
  #find(pseudonyms: readonly string[]): Map<number, string> {
    const found = new Map<number, string>();
    for (let from = 0; from < pseudonyms.length; from += AT_ONCE) {
      const part = pseudonyms.slice(from, from + AT_ONCE).map(toDigits);
      // CROSS JOIN keeps SQLite to this order (www.sqlite.org/optoverview.html, 8.2).
      const rows = this.#sql.exec<{ position: number; digits: string }>(
        `SELECT j.key AS position, lower(hex(e.external)) AS digits
          FROM json_each(?) j CROSS JOIN external_id e ON e.pseudonym = unhex(j.value)`,
        JSON.stringify(part),
      );
      for (const { position, digits } of rows) found.set(from + position, toUuid(digits));
    }
    return found;
  }

  /** Users who have an external id. */
  count(): number {
    const counted = this.#sql.exec<{ users: number }>(
      'SELECT count(DISTINCT external) AS users FROM external_id WHERE is_user = 1',
    );
    return counted.one().users;
  }

  /** Deletes all of them; gives how many there were. */
  clear(): number {
    const users = this.count();
    this.ctx.storage.transactionSync(() => {
      this.#sql.exec('DROP TABLE external_id');
      for (const statement of TABLES) this.#sql.exec(statement);
    });
    return users;
  }
}

function toDigits(uuid: string): string {
  return uuid.replaceAll('-', '');
}

function toUuid(digits: string): string {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
