/** How every pseudonym, event id and most other ids are written (RFC 9562, 4). */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What may stand between two `/` of an IRI (RFC 3986, 3.3: pchar). */
const SEGMENT_CHARACTER = /[\w.~%!$&'()*+,;=:@-]/;

/** From this length on an id is looked for wherever it stands alone; a shorter one only as a segment of an IRI's path. */
const UNMISTAKABLE = 16;

/** Puts other ids in the place of some, all at once, so that what was put in is not renamed again. */
export function renameIds(text: string, names: ReadonlyMap<string, string>): string {
  const places: { at: number; id: string; name: string }[] = [];
  for (const [id, name] of names) for (const at of placesOf(text, id)) places.push({ at, id, name });
  places.sort((a, b) => a.at - b.at);
  let renamed = '';
  let done = 0;
  for (const { at, id, name } of places) {
    if (at < done) continue;
    renamed += text.slice(done, at) + name;
    done = at + id.length;
  }
  return renamed + text.slice(done);
}

/** Which of the ids stand in a text, so that {@link renameIds} would rename them. */
export function standingIds(text: string, ids: Iterable<string>): string[] {
  return [...ids].filter((id) => placesOf(text, id).length > 0);
}

/**
 * Where an id stands. A UUID is found whatever is around it: percent-encoding leaves its characters alone. Any other id must be all
 * that stands there, and a short one the segment of a path: the note 51 is not the 51 of `PT51S`.
 */
function placesOf(text: string, id: string): number[] {
  const places: number[] = [];
  let anywhere: boolean | undefined;
  for (let at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
    anywhere ??= UUID.test(id);
    if (anywhere || standsAlone(text, id, at)) places.push(at);
  }
  return places;
}

function standsAlone(text: string, id: string, at: number): boolean {
  const [before = '', after = ''] = [text[at - 1], text[at + id.length]];
  if (SEGMENT_CHARACTER.test(before) || SEGMENT_CHARACTER.test(after)) return false;
  return id.length >= UNMISTAKABLE || before === '/';
}

/** Whether the first or the last part of a pseudonym stands alone in a text, where nothing can rename it. */
export function holdsCutPseudonym(text: string, pseudonyms: Iterable<string>): boolean {
  for (const pseudonym of pseudonyms) {
    if (holdsPart(text, pseudonym, 0, 8) || holdsPart(text, pseudonym, 24, 36)) return true;
  }
  return false;
}

function holdsPart(text: string, pseudonym: string, from: number, to: number): boolean {
  const part = pseudonym.slice(from, to);
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const hexAround = /[0-9a-f]/.test(`${text[at - 1] ?? ''}${text[at + part.length] ?? ''}`);
    if (!hexAround && !text.startsWith(pseudonym, at - from)) return true;
  }
  return false;
}
