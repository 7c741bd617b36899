import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MappingFile } from '../../../src/mapping/language/source-text.ts';

const folder = import.meta.dirname;
const shared = readFileSync(join(folder, '_shared.yaml'), 'utf8');

/** A case: a `*.yaml` beside the file of what must come out. */
export interface Case {
  name: string;
  /** Where the expected outcome stands. */
  expected: string;
  files: MappingFile[];
}

/**
 * The cases of a folder. Each file holds one mapping file, `mappings/openedx/video.yaml`, or several, each after a line
 * `# file: PATH`. The `_shared.yaml` of this folder is added unless the case has its own.
 */
export function readCases(kind: 'valid' | 'invalid', extension: string): Case[] {
  return readdirSync(join(folder, kind))
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => {
      const name = file.replace(/\.yaml$/, '');
      const files = splitFiles(readFileSync(join(folder, kind, file), 'utf8'));
      return { name, expected: join(folder, kind, `${name}.${extension}`), files };
    });
}

function splitFiles(text: string): MappingFile[] {
  const [head = '', ...parts] = text.split(/^# file: (.+)\n/m);
  const files: MappingFile[] = [];
  if (head !== '') files.push({ path: 'mappings/openedx/video.yaml', text: head });
  for (let at = 0; at + 1 < parts.length; at += 2) files.push({ path: parts[at] ?? '', text: parts[at + 1] ?? '' });
  const path = 'mappings/openedx/_shared.yaml';
  return files.some((file) => file.path === path) ? files : [{ path, text: shared }, ...files];
}
