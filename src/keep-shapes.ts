/** Objects of one kind: enough for each of their shapes to be among them. */
const MOST = 250;

const kept = new Map<string, readonly unknown[]>();

/**
 * Keeps some objects of a request until the next one, for their shapes. When the last object of a shape is collected, V8 throws away the
 * code that it optimized for it and compiles that anew, which was a twelfth of all computing under load.
 *
 * @param kind what they are; those of the last call are let go
 * @param objects in which nobody is named: they outlive their request
 */
export function keepShapes(kind: string, objects: readonly unknown[]): void {
  kept.set(kind, objects.slice(0, MOST));
}
