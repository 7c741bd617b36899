const kept: Map<string, unknown>[] = [];

/** Characters of one event, and events, of an object that is kept. */
const MOST_CHARACTERS = 16 * 1024;
const MOST_EVENTS = 8;

/**
 * Keeps the last object of each kind, for its shape. When the last object of a shape is collected, V8 throws away the code that it
 * optimized for it and compiles that anew, which was a twelfth of all computing under load. What is kept must be fit to leave the
 * adapter; a made-up object serves as well if the same code makes it.
 *
 * @returns what keeps an object unless its `events` are long; `kind` is one of few, and objects of one kind have the same properties
 */
export function createShapes(): (kind: string, object: object, events?: readonly { text: string }[]) => void {
  const shapes = new Map<string, object>();
  kept.push(shapes);
  return (kind, object, events = []) => {
    if (events.length > MOST_EVENTS) return;
    for (const { text } of events) if (text.length > MOST_CHARACTERS) return;
    shapes.set(kind, object);
  };
}
