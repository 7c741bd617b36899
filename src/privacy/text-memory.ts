import { flatText } from '../mapping/flat-text.ts';

/** Texts share a place in the table, four of them with their values; one more takes the place of one of them. */
const WAYS = 8;

/** Length of a table that has not grown. */
const FIRST = 512;

/** Characters at the end of a text by which its place is found. */
const TOLD_BY = 40;

/**
 * Values by a text; one that is set may take the place of another. A `Map` makes one object of each text that it is asked for (0.2 µs),
 * and is slow to grow.
 */
export class TextMemory {
  /** Each text with its value behind it, so that both are fetched together. */
  #table: (string | undefined)[] = table(FIRST);
  #size = 0;
  #turn = 0;

  /** How many texts it holds. */
  get size(): number {
    return this.#size;
  }

  get(text: string): string | undefined {
    const first = placeOf(text, this.#table.length);
    for (let at = first; at < first + WAYS; at += 2) {
      if (this.#table[at] === text) return this.#table[at + 1];
    }
    return undefined;
  }

  /** Remembers a value for a text that has none. */
  set(text: string, value: string): void {
    // With few of the places taken, a text is found at the first look, and seldom takes the place of another.
    if (8 * this.#size >= this.#table.length) this.#grow();
    // A text that was cut out of a longer one holds that in memory.
    this.#put(flatText(text), value);
  }

  #put(text: string, value: string | undefined): void {
    const first = placeOf(text, this.#table.length);
    let at = first;
    while (at < first + WAYS && this.#table[at] !== undefined) at += 2;
    if (at < first + WAYS) this.#size += 1;
    else at = first + ((this.#turn += 2) % WAYS);
    this.#table[at] = text;
    this.#table[at + 1] = value;
  }

  #grow(): void {
    const full = this.#table;
    this.#table = table(2 * full.length);
    this.#size = 0;
    for (let at = 0; at < full.length; at += 2) {
      const text = full[at];
      if (text !== undefined) this.#put(text, full[at + 1]);
    }
  }
}

function table(length: number): (string | undefined)[] {
  return new Array<string | undefined>(length).fill(undefined);
}

/** Where the places begin in which a text may stand, in a table of that length: a power of two. */
function placeOf(text: string, most: number): number {
  const { length } = text;
  let hash = length;
  for (let i = length > TOLD_BY ? length - TOLD_BY : 0; i < length; i++)
    hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  // Ids are often numbers in a row: without the product they would share places.
  hash = Math.imul(hash, 0x9e3779b1);
  return (hash ^ (hash >>> 15)) & (most - WAYS);
}
