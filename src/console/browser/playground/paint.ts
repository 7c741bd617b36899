import { element } from './dom.ts';

/** `$(…)` as it stands in a template, a comment, a key, a quoted text. */
const PARTS = /(\$\((?:[^()]|\([^()]*\))*\))|(#.*$)|([\w.$-]+(?=\s*:(?:\s|$)))|('(?:[^']|'')*'|"(?:[^"\\]|\\.)*")/g;

/** A line of YAML in coloured pieces. Only for the eye: what the text means is the reader's business. */
export function paintYaml(line: string): (Node | string)[] {
  const pieces: (Node | string)[] = [];
  let from = 0;
  for (const match of line.matchAll(PARTS)) {
    const [whole, expression, comment, key] = match;
    // A # within a word begins no comment.
    if (comment !== undefined && match.index > 0 && !/\s/.test(line[match.index - 1] ?? '')) continue;
    const kind =
      expression !== undefined ? 'expression' : comment !== undefined ? 'comment' : key !== undefined ? 'key' : 'text';
    pieces.push(line.slice(from, match.index), element('span', { class: kind }, whole));
    from = match.index + whole.length;
  }
  return [...pieces, line.slice(from)];
}
