/** A text made a mapping file, and the way back. */
export interface Unwrapped {
  text: string;
  /** A place in the file as one in the text that was given. */
  place<Place extends { line: number; column: number }>(place: Place): Place;
}

/**
 * A mapping file of what people paste: a whole file (`rules:` and what else it has), a list of rules (`- rule: …`), or one rule
 * (`rule: …`).
 */
export function unwrapped(text: string): Unwrapped {
  const first = text.split('\n').find((line) => line.trim() !== '' && !/^\s*#|^---/.test(line)) ?? '';
  if (/^\s*-(\s|$)/.test(first)) return moved(`rules:\n${text}`, 1, 0);
  const isRule = /^\s*(rule|when|emit|skip|rows|replaces|examples)\s*:/.test(first);
  if (!isRule && /^(rules|fragments)\s*:/m.test(text)) return moved(text, 0, 0);
  // A rule may begin with `about`, as a file may.
  if (!isRule && !/^rule\s*:/m.test(text)) return moved(text, 0, 0);
  const indented = text.replaceAll(/^(?=.)/gm, ' ');
  return moved(`rules:\n-\n${indented}`, 2, 1);
}

function moved(text: string, lines: number, columns: number): Unwrapped {
  return {
    text,
    place: (place) => ({
      ...place,
      line: Math.max(1, place.line - lines),
      column: Math.max(1, place.column - columns),
    }),
  };
}
