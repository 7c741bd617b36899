/** A text stands at the first free place behind its own, so far away at most; where none is free, it takes the first one. */
const MOST_STEPS = 64;

/** Places of a table that has not grown. */
const FIRST = 256;

/** Characters at the end of a text by which its places are found. */
const TOLD_BY = 40;

/** Characters of a text, and of a value: so many as one character of a page can count. */
const LONGEST = 255;

// A place holds the six highest bits of the hash of its text, the page (10 bits) and where in it the entry begins (15 bits).
const HASH_FROM = 26;
const HASH_AT = 25;
const PAGE_AT = 15;
const MOST_PAGES = 1 << (HASH_AT - PAGE_AT);
const LONGEST_PAGE = 1 << PAGE_AT;

/**
 * Values by a text, up to a few hundred thousand; one that is set may take the place of another. They stand one behind the other in
 * long texts, the pages: a full collection of garbage visits every text of its own, 36 ms for the pseudonyms of 100,000 learners with
 * a session each (2 µs for an event). A `Map` makes one object of each text that it is asked for besides, 0.2 µs, and is slow to grow.
 */
export class TextMemory {
  /** 0 where nothing stands, below 0 what waits for a page. */
  #places = new Int32Array(FIRST + MOST_STEPS);
  #size = 0;
  /** Entries: a character for the length of the text, one for that of the value, and both. The first page is none, so no place is 0. */
  #pages = [''];
  /** The entries of the next page. */
  #waiting: string[] = [];
  #waitingLength = 0;

  /** How many texts it holds. */
  get size(): number {
    return this.#size;
  }

  /** The value holds the page in memory that it is cut out of. */
  get(text: string): string | undefined {
    const places = this.#places;
    const { length } = text;
    const hash = hashOf(text);
    const first = this.#firstOf(hash);
    for (let at = first; at < first + MOST_STEPS; at++) {
      const place = places[at] ?? 0;
      if (place === 0) return undefined;
      if (place > 0 && place >>> HASH_AT !== hash >>> HASH_FROM) continue;
      const page = this.#pageOf(place);
      const begin = beginOf(place);
      const end = begin + 2 + length;
      // Half of what `startsWith` takes.
      if (page.charCodeAt(begin) === length && page.slice(begin + 2, end) === text)
        return page.slice(end, end + page.charCodeAt(begin + 1));
    }
    return undefined;
  }

  /** Remembers a value for a text that has none; not where one of them has more than 255 characters. */
  set(text: string, value: string): void {
    if (text.length > LONGEST || value.length > LONGEST) return;
    // Not with `+`: the text may be cut out of a longer one, which would stay in memory with it.
    const entry = [String.fromCharCode(text.length, value.length), text, value].join('');
    if (this.#waitingLength + entry.length > LONGEST_PAGE) this.#fillPage();
    if (2 * this.#size >= this.#places.length - MOST_STEPS) this.#grow();
    this.#put(hashOf(text), ~this.#waiting.length);
    this.#waiting.push(entry);
    this.#waitingLength += entry.length;
  }

  #put(hash: number, place: number): void {
    const first = this.#firstOf(hash);
    let at = first;
    while (at < first + MOST_STEPS && this.#places[at] !== 0) at += 1;
    if (at < first + MOST_STEPS) this.#size += 1;
    else at = first;
    this.#places[at] = place;
  }

  #firstOf(hash: number): number {
    return hash & (this.#places.length - MOST_STEPS - 1);
  }

  #pageOf(place: number): string {
    return (place < 0 ? this.#waiting[~place] : this.#pages[(place >>> PAGE_AT) & (MOST_PAGES - 1)]) ?? '';
  }

  /** Makes a page of what waits. */
  #fillPage(): void {
    const places = this.#places;
    const page = this.#pages.length << PAGE_AT;
    let begin = 0;
    for (const [index, entry] of this.#waiting.entries()) {
      const hash = hashOf(textOf(entry, 0));
      const first = this.#firstOf(hash);
      for (let at = first; at < first + MOST_STEPS; at++)
        if (places[at] === ~index) places[at] = ((hash >>> HASH_FROM) << HASH_AT) | page | begin;
      begin += entry.length;
    }
    this.#pages.push(this.#waiting.join(''));
    this.#waiting = [];
    this.#waitingLength = 0;
    if (this.#pages.length === MOST_PAGES) this.#forget();
  }

  #grow(): void {
    const full = this.#places;
    this.#places = new Int32Array(2 * full.length - MOST_STEPS);
    this.#size = 0;
    for (const place of full) if (place !== 0) this.#put(hashOf(textOf(this.#pageOf(place), beginOf(place))), place);
  }

  #forget(): void {
    this.#places = new Int32Array(FIRST + MOST_STEPS);
    this.#size = 0;
    this.#pages = [''];
  }
}

/** Where an entry begins in its page; one that waits is a page of its own. */
function beginOf(place: number): number {
  return place < 0 ? 0 : place & (LONGEST_PAGE - 1);
}

function textOf(page: string, begin: number): string {
  return page.slice(begin + 2, begin + 2 + page.charCodeAt(begin));
}

/** The lowest bits tell the places, the six highest are held there. */
function hashOf(text: string): number {
  const { length } = text;
  let hash = length;
  for (let i = length > TOLD_BY ? length - TOLD_BY : 0; i < length; i++)
    hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  // Ids are often numbers in a row: without the product they would share places.
  hash = Math.imul(hash, 0x9e3779b1);
  return hash ^ (hash >>> 15);
}
