import { html } from './html.ts';
import type { Markup, Piece } from './html.ts';

/** A string (a key, when a colon follows), or another value. */
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\b\d[\d.eE+-]*/g;

/**
 * JSON in lines, coloured, in a box that the keyboard can scroll.
 *
 * @param value what JSON.parse gives
 * @param label what the box is called
 */
export function jsonView(value: unknown, label: string): Markup {
  const text = JSON.stringify(value, undefined, 2);
  return html`<pre class="json" tabindex="0" role="region" aria-label="${label}"><code>${coloured(text)}</code></pre>`;
}

function coloured(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, string, colon] = match;
    pieces.push(text.slice(from, match.index));
    const kind = string === undefined ? 'value' : colon === undefined ? 'text' : 'key';
    pieces.push(html`<span class="${kind}">${string ?? whole}</span>`, colon);
    from = match.index + whole.length;
  }
  return [...pieces, text.slice(from)];
}
