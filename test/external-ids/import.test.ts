import { describe, expect, it } from 'vitest';
import { importExternalIds, type ImportReport } from '../../src/external-ids/import.ts';
import type { Imported } from '../../src/external-ids/store.ts';
import type { ExternalIdRow } from '../../src/external-ids/table.ts';
import { createPseudonyms } from '../../src/privacy/pseudonym.ts';

const secret = Uint8Array.from({ length: 32 }, (_, index) => index);
const second = Uint8Array.from({ length: 32 }, (_, index) => index + 32);
const external = 'eeeeeeee-0000-4000-8000-00000000000e';

async function* body(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode(text));
}

async function imported(
  text: string,
  options: { secrets?: Uint8Array[]; most?: number; put?: (rows: ExternalIdRow[]) => Imported } = {},
): Promise<{ report: ImportReport | undefined; rows: ExternalIdRow[]; calls: number[] }> {
  const rows: ExternalIdRow[] = [];
  const calls: number[] = [];
  const put = async (given: ExternalIdRow[]): Promise<Imported> => {
    rows.push(...given);
    calls.push(given.length);
    return Promise.resolve(options.put?.(given) ?? { added: given.length, changed: 0, unchanged: 0, taken: [] });
  };
  const report = await importExternalIds(body(text), options.secrets ?? [secret], put, options.most ?? 100);
  return { report, rows, calls };
}

describe('a table of external ids', () => {
  it('gives the pseudonyms of user ids and user names, and nothing else of them', async () => {
    const { rows } = await imported(`user_id,external_user_id,username\n31,${external},jane_doe\n`);
    const learner = createPseudonyms(secret)('learner', '31');
    const name = createPseudonyms(secret)('username', 'jane_doe');
    expect(rows).toEqual([{ line: 2, users: [learner], names: [name], external }]);
  });

  it('gives a pseudonym for each secret that is in turn', async () => {
    const { rows } = await imported(`user_id,external_user_id\n31,${external}\n`, { secrets: [secret, second] });
    const users = [secret, second].map((of) => createPseudonyms(of)('learner', '31'));
    expect(rows).toEqual([{ line: 2, users, names: [], external }]);
  });

  it('has its columns in any order, others beside them, quotes and digits as MySQL writes them', async () => {
    const text = `"id","External_User_Id","email","USER_ID"\r\n7,EEEEEEEE00004000800000000000000E,"jane@example.org",31\r\n`;
    const { rows, report } = await imported(text);
    expect(rows.map(({ users, external: id }) => [users, id])).toEqual([
      [[createPseudonyms(secret)('learner', '31')], external],
    ]);
    expect(report).toMatchObject({ read: 1, added: 1, faulty: 0 });
  });

  it('knows an id however tracking logs write it', async () => {
    const { rows } = await imported(`user_id,external_user_id\n 0031 ,${external}\n31.0,${external}\n`);
    expect(new Set(rows.flatMap(({ users }) => users)).size).toBe(1);
  });

  it.each(['', 'user_id', `31,${external}`, 'user,external', '{"user_id":31}', '"user_id'])(
    'that begins with %j is none',
    async (first) => {
      expect((await imported(`${first}\n31,${external}\n`)).report).toBeUndefined();
    },
  );

  it('is taken without its faulty lines, each of which is told, and no value of it', async () => {
    const lines = [
      'user_id,external_user_id,username',
      `31,${external},jane_doe`,
      `jane_doe,${external},jane_doe`,
      '32,not a uuid,jane_doe',
      '',
      `33,${external}`,
      `"34"x,${external},`,
      `35,${external},${'x'.repeat(5000)}`,
      '36,00000000-0000-0000-0000-000000000000,',
      `0,${external},`,
      `37,${external},`,
    ];
    const { report, rows } = await imported(lines.join('\n'));
    expect(rows.map(({ line }) => line)).toEqual([2, 11]);
    expect(report).toEqual({
      ...{ read: 9, added: 2, changed: 0, unchanged: 0, faulty: 7 },
      problems: [
        { line: 3, code: 'WRONG_USER_ID', message: 'line 3: user_id must be the number of a user' },
        { line: 4, code: 'WRONG_EXTERNAL_ID', message: 'line 4: external_user_id must be a UUID' },
        { line: 6, code: 'FIELD_COUNT', message: 'line 6: has 2 fields, the header has 3' },
        { line: 7, code: 'WRONG_QUOTES', message: 'line 7: has a quote where none can stand (RFC 4180)' },
        { line: 8, code: 'LINE_TOO_LONG', message: 'line 8: has more than 4096 characters' },
        { line: 9, code: 'WRONG_EXTERNAL_ID', message: 'line 9: external_user_id must be a UUID' },
        { line: 10, code: 'WRONG_USER_ID', message: 'line 10: user_id must be the number of a user' },
      ],
    });
  });

  it('is stored a thousand lines at a time, and the counts are summed up', async () => {
    const lines = Array.from({ length: 2500 }, (_, index) => `${index + 1},${external}`);
    const put = (rows: ExternalIdRow[]): Imported => ({
      added: 1,
      changed: 2,
      unchanged: rows.length - 4,
      taken: [rows[0]?.line ?? 0],
    });
    const { report, calls } = await imported(`user_id,external_user_id\n${lines.join('\n')}`, { put, most: 1 });
    expect(calls).toEqual([1000, 1000, 500]);
    expect(report).toEqual({
      ...{ read: 2500, added: 3, changed: 6, unchanged: 2488, faulty: 3 },
      problems: [
        {
          line: 2,
          code: 'TAKEN',
          message:
            'line 2: the external id is that of another user; if the table is right, delete what is there, and import it again',
        },
      ],
      problemsOmitted: 2,
    });
  });
});
