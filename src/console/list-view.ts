import { count } from './formats.ts';
import { filterQuery, isOpen } from './filter.ts';
import type { Filter } from './filter.ts';
import { each, html } from './html.ts';
import type { Markup, Piece } from './html.ts';

/** Kinds that are shown at once; the rest is folded. */
const MOST_KINDS = 8;

/** A field of a filter, with the values that are known. */
export interface Choice {
  name: string;
  label: string;
  known: readonly string[];
}

/** The form above a list: a choice for each text, and two instants. */
export function filterForm(path: string, filter: Filter, choices: readonly Choice[], since: string): Markup {
  const time = (name: 'after' | 'before', label: string): Markup =>
    html`<div>
      <label for="${name}">${label} (UTC)</label>
      <input id="${name}" name="${name}" type="datetime-local" value="${filter[name]}" />
    </div>`;
  return html`<form method="get" action="${path}" class="filter card" role="search" aria-label="Filter">
    ${each(choices, ({ name, label, known }) => {
      const chosen = filter[name] ?? '';
      const values = [...new Set(chosen === '' ? known : [...known, chosen])].sort();
      return html`<div>
        <label for="${name}">${label}</label>
        <select id="${name}" name="${name}">
          <option value="">any</option>
          ${each(values, (value) => html`<option ${value === chosen ? html`selected` : ''}>${value}</option>`)}
        </select>
      </div>`;
    })}
    ${time('after', `${since} after`)} ${time('before', 'Before')}
    <div class="actions">
      <button>Filter</button>
      ${!isOpen(filter) && html`<a class="button quiet" href="${path}">Clear</a>`}
    </div>
  </form>`;
}

/** A table whose rows become blocks on narrow screens. A row is written with {@link cell}. */
export function stack(columns: readonly Piece[], rows: readonly Piece[]): Markup {
  return html`<table class="stack">
    <thead>
      <tr>
        ${each(columns, (column) => html`<th scope="col">${column}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

/** A cell under its column's title. */
export function cell(title: string, content: Piece, kind = ''): Markup {
  return html`<td data-label="${title}" class="${kind}">${content}</td>`;
}

/** Kinds of what is listed: the most frequent in a table, the others folded. */
export function kinds(columns: readonly string[], rows: readonly Piece[]): Markup {
  const more = rows.length - MOST_KINDS;
  return html`${stack(columns, rows.slice(0, MOST_KINDS))}
  ${
    more > 0 &&
    html`<details id="more-kinds">
      <summary>${count(more)} more</summary>
      ${stack(columns, rows.slice(MOST_KINDS))}
    </details>`
  }`;
}

/** What can be done with a list: its form, with the filter kept, buttons, and the way to other pages. */
export function listForm(
  list: { path: string; filter: Filter; found: number; next: string | undefined; isFirst: boolean; title: string },
  csrf: Markup,
  table: Markup,
): Markup {
  const { path, filter, found, next, isFirst, title } = list;
  return html`<form method="post" action="${path}" class="card">
    ${csrf} ${each(Object.entries(filter), ([name, value]) => hidden(name, value))}
    <h2>${title}</h2>
    <p class="actions">
      <button name="do" value="replay selected">Replay selected</button>
      <button name="do" value="drop selected">Drop selected …</button>
      <button name="do" value="replay all">Replay all ${count(found)}</button>
      <button class="danger" name="do" value="drop all">Drop all ${count(found)} …</button>
    </p>
    ${table}
    <p class="actions pages">
      ${!isFirst && html`<a class="button quiet" href="${path}${filterQuery(filter)}">First page</a>`}
      ${
        next !== undefined &&
        html`<a class="button" rel="next" href="${path}${filterQuery(filter, { cursor: next })}">Next page</a>`
      }
    </p>
  </form>`;
}

/** The title of the column with the boxes: a box for all, which a script brings to life. */
export function tickAll(): Markup {
  return html`<input type="checkbox" data-all="id" aria-label="Select all on this page" hidden />`;
}

/** The box of a row. */
export function tick(id: string): Markup {
  return html`<td class="tick"><input type="checkbox" name="id" value="${id}" aria-label="Select ${id}" /></td>`;
}

/** Replay and drop, for one. */
export function moveOne(path: string, id: string, canReplay: boolean, csrf: Markup): Markup {
  return html`<form method="post" action="${path}" class="actions">
    ${csrf} ${hidden('id', id)}
    ${canReplay && html`<button class="primary" name="do" value="replay selected">Replay</button>`}
    <button class="danger" name="do" value="drop selected">Drop …</button>
  </form>`;
}

/** Names and values, side by side. */
export function facts(of: readonly (readonly [name: string, value: Piece])[]): Markup {
  return html`<dl class="facts card">
    ${each(
      of,
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** A field that nobody sees. */
export function hidden(name: string, value: string): Markup {
  return html`<input type="hidden" name="${name}" value="${value}" />`;
}
