import type { Location } from '../diagnostic.ts';

/** A mapping file as it was read. */
export interface MappingFile {
  /** Path below the project, with `/`. */
  path: string;
  text: string;
}

/** Whether something stands in a file below `site/`, which is the operator's own. */
export function inSite({ file }: Pick<Location, 'file'>): boolean {
  return /(?:^|\/)site\/[^/]+$/.test(file);
}

/** The text of one file, able to say where an offset stands. */
export class SourceText {
  readonly path: string;
  readonly text: string;
  readonly #lineStarts: number[] = [0];

  constructor(file: MappingFile) {
    this.path = file.path;
    this.text = file.text;
    for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) this.#lineStarts.push(at + 1);
  }

  /** Offsets in UTF-16 units. What goes on over the end of its first line is cut there. */
  locate(start: number, end: number): Location {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= start) low = middle;
      else high = middle - 1;
    }
    const lineStart = this.#lineStarts[low] ?? 0;
    const nextLine = this.#lineStarts[low + 1] ?? this.text.length + 1;
    const line = this.text.slice(lineStart, nextLine - 1).trimEnd();
    const length = Math.min(end, lineStart + line.length) - start;
    return { file: this.path, line: low + 1, column: start - lineStart + 1, length: Math.max(1, length) };
  }
}
