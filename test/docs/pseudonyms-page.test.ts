import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/read.ts';
import { importExternalIds } from '../../src/external-ids/import.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/18-pseudonyms.md'), 'utf8');

/** The fenced blocks of a language, without their indentation. */
function blocks(language: string): string[] {
  const found = [...page.matchAll(/^( *)```(\w*)\n([^]*?)^ *```$/gm)].filter(([, , of]) => of === language);
  return found.map(([, indent = '', , text = '']) => text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''));
}

/** A table of a list of the settings, as TOML: `[[vars.NAME]]` and `key = value`. */
function table(text: string): Record<string, unknown[]> {
  const name = /^\[\[vars\.(\w+)\]\]$/m.exec(text)?.[1] ?? '';
  const entries = [...text.matchAll(/^([\w-]+) = (.+)$/gm)].map(([, key = '', value = '']): [string, unknown] => [
    key,
    JSON.parse(value.replaceAll(/(\w+) = /g, '"$1": ')),
  ]);
  return { [name]: [Object.fromEntries(entries)] };
}

describe('docs/18-pseudonyms.md', () => {
  test('shows settings that are taken', () => {
    const shown = blocks('toml').map(table);
    expect(shown.map((each) => Object.keys(each))).toEqual([['DESTINATIONS'], ['PSEUDONYM_ROTATION']]);
    const read = readConfig({
      SENSOR_ID: 'urn:sensor',
      SOURCES: [{ name: 'lms', lms: 'https://lms.example.edu', key: 'SOURCE_LMS_KEY' }],
      SOURCE_LMS_KEY: 'the-key-of-the-lms',
      UDP_TOKEN: 'udp-token',
      ADMIN_TOKEN: 'sixteen-or-longer',
      PSEUDONYM_SECRET: 'a text that has thirty-two bytes or more',
      PSEUDONYM_SECRET_2027: 'another text of thirty-two bytes or more',
      ...shown[0],
      ...shown[1],
    });
    // Nothing is signed for want of a key, which the page does not speak of.
    expect(read.ok ? [] : read.faults.map(({ setting }) => setting)).toEqual(['SIGNING_KEYS']);
  });

  test('shows a table that can be imported, and the answer to it', async () => {
    const csv = blocks('').find((text) => text.startsWith('user_id')) ?? '';
    const answer = JSON.parse(blocks('json')[0] ?? '') as unknown;
    async function* body(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(new TextEncoder().encode(csv));
    }
    const put = async (rows: unknown[]) => Promise.resolve({ added: rows.length, changed: 0, unchanged: 0, taken: [] });
    const report = await importExternalIds(body(), [new Uint8Array(32)], put, 100);
    expect({ source: 'lms', ...report, externalIds: 2 }).toEqual(answer);
  });

  test('explains every code that the import knows', () => {
    const source = ['table.ts', 'routes.ts'].map((name) => readFileSync(join(root, 'src/external-ids', name), 'utf8'));
    const codes = new Set(
      source
        .join('\n')
        .match(/'[A-Z]+(?:_[A-Z]+)+'|'TAKEN'/g)
        ?.map((code) => code.slice(1, -1)),
    );
    expect([...codes].filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
    expect(codes.size).toBeGreaterThan(8);
  });
});
