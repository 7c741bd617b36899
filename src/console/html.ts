import { html as escaping } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** Text of HTML whose every value was escaped. Only {@link html} makes it. */
export type Markup = HtmlEscapedString;

/** What may stand in `${…}`: text is escaped, nothing is written for `false`, null and undefined. */
export type Piece = string | number | false | null | undefined | Markup | readonly Piece[];

/**
 * HTML with values, escaped both as content and inside double quotes. An attribute must have its quotes, and no value may stand in a
 * `<script>` or `<style>`: the console has none.
 */
export function html(strings: TemplateStringsArray, ...pieces: Piece[]): Markup {
  // Hono gives a promise only where one stands among the values.
  return escaping(strings, ...pieces) as Markup;
}

/** Writes a piece for each item. */
export function each<Item>(items: Iterable<Item>, write: (item: Item, index: number) => Piece): Piece[] {
  return Array.from(items, write);
}
