import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/cli/mapping-project.ts';

/** A fenced block of a page. */
export interface Block {
  /** `sh`: the test runs it. `bash`: it needs what is not here, so only its syntax is looked at. '' without one. */
  language: string;
  text: string;
}

/** The text of a page of docs/. */
export function readPage(name: string): string {
  return readFileSync(join(projectRoot, 'docs', name), 'utf8');
}

/** The fenced blocks of a page, in its order; those of a list without its indentation. */
export function blocksOf(page: string): Block[] {
  return Array.from(page.matchAll(/^( *)```(\w*)\n(.*?)^\1```$/gms), ([, indent = '', language = '', text = '']) => ({
    language,
    text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
}

/** Where links of a page lead: paths from docs/, with `#` and the heading where one is named. */
export function linksOf(page: string): string[] {
  const prose = page.replaceAll(/```.*?```/gs, '');
  return Array.from(prose.matchAll(/\]\(([^)\s]+)\)/g), ([, to = '']) => to).filter((to) => !/^\w+:/.test(to));
}

/** The anchors of a page, as GitHub makes them of its headings. */
export function anchorsOf(page: string): string[] {
  return Array.from(page.replaceAll(/```.*?```/gs, '').matchAll(/^#+ (.+)$/gm), ([, text = '']) =>
    text
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
}
