const kept: Map<string, unknown>[] = [];

/**
 * Keeps the last object of each kind, for its shape. When the last object of a shape is collected, V8 throws away the code that it
 * optimized for it and compiles that anew, which was a twelfth of all computing under load. What is kept must name nobody; a made-up
 * object serves as well if the same code makes it.
 *
 * @returns what keeps an object; `kind` is one of few, and objects of one kind have the same properties
 */
export function createShapes(): (kind: string, object: object) => void {
  const shapes = new Map<string, object>();
  kept.push(shapes);
  return (kind, object) => {
    shapes.set(kind, object);
  };
}
