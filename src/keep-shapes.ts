/** Objects of one kind: enough for each of their shapes to be among them. */
const MOST = 250;

/** Characters of the events in them: some hundred events of the usual length. */
const MOST_CHARACTERS = 256 * 1024;

const kept = new Map<string, readonly unknown[]>();

/**
 * Keeps some objects of a request until the next one, for their shapes. When the last object of a shape is collected, V8 throws away the
 * code that it optimized for it and compiles that anew, which was a twelfth of all computing under load. (Made-up objects with the same
 * properties do not help: V8 gives them shapes of their own.)
 *
 * @param kind what they are; those of the last call are let go
 * @param eventsOf the events in an object, which may be long; undefined for one that must not outlive its request, since it names somebody
 */
export function keepShapes<T>(
  kind: string,
  objects: readonly T[],
  eventsOf: (object: T) => readonly { text: string }[] | undefined,
): void {
  const some: T[] = [];
  let characters = 0;
  for (const object of objects) {
    const events = eventsOf(object);
    if (events === undefined) continue;
    for (const { text } of events) characters += text.length;
    if (characters > MOST_CHARACTERS || some.length === MOST) break;
    some.push(object);
  }
  kept.set(kind, some);
}
