import { flatText } from '../mapping/flat-text.ts';

/** Texts that share a place in the table; one more takes the place of one of them. */
const WAYS = 4;

/** Places of a table that has not grown. */
const FIRST = 256;

/** Characters at the end of a text by which its place is found. */
const TOLD_BY = 40;

/**
 * Values by a text; one that is set may take the place of another. A `Map` makes one object of each text that it is asked for (0.2 µs),
 * and is slow to grow.
 */
export class TextMemory<T> {
  #texts: (string | undefined)[] = places(FIRST);
  #values: (T | undefined)[] = places(FIRST);
  #size = 0;
  #turn = 0;

  /** How many texts it holds. */
  get size(): number {
    return this.#size;
  }

  get(text: string): T | undefined {
    const first = placeOf(text, this.#texts.length);
    for (let at = first; at < first + WAYS; at++) if (this.#texts[at] === text) return this.#values[at];
    return undefined;
  }

  /** Remembers a value for a text that has none. */
  set(text: string, value: T): void {
    // With few of the places taken, a text is found at the first look, and seldom takes the place of another.
    if (4 * this.#size >= this.#texts.length) this.#grow();
    // A text that was cut out of a longer one holds that in memory.
    this.#put(flatText(text), value);
  }

  #put(text: string, value: T): void {
    const first = placeOf(text, this.#texts.length);
    let at = first;
    while (at < first + WAYS && this.#texts[at] !== undefined) at++;
    if (at < first + WAYS) this.#size += 1;
    else at = first + (this.#turn++ % WAYS);
    this.#texts[at] = text;
    this.#values[at] = value;
  }

  #grow(): void {
    const texts = this.#texts;
    const values = this.#values;
    this.#texts = places(2 * texts.length);
    this.#values = places(2 * texts.length);
    this.#size = 0;
    for (const [at, text] of texts.entries()) if (text !== undefined) this.#put(text, values[at] as T); // the value of that text
  }
}

function places<T>(count: number): (T | undefined)[] {
  return new Array<T | undefined>(count).fill(undefined);
}

/** The first of the places where a text may stand, of so many: a power of two. */
function placeOf(text: string, places: number): number {
  const { length } = text;
  let hash = length;
  for (let i = length > TOLD_BY ? length - TOLD_BY : 0; i < length; i++)
    hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  // Ids are often numbers in a row: without the product they would share places.
  hash = Math.imul(hash, 0x9e3779b1);
  return (hash ^ (hash >>> 15)) & (places - WAYS);
}
