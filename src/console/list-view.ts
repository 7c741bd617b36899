import { count, counted } from './formats.ts';
import { filterQuery, isOpen } from './filter.ts';
import type { Filter } from './filter.ts';
import { each, html } from './html.ts';
import type { Markup, Piece } from './html.ts';

/** Titles of columns of numbers. */
const numbers = ['Waiting', 'Delivered', 'HTTP', 'Letters', 'Records', 'Events', 'Size'];

/** Kinds that are shown at once; the rest is folded. */
const MOST_KINDS = 8;

/**
 * The form above a list: a choice for each text, and two instants.
 *
 * @param choices the names of the texts, with the values that are known
 */
export function filterForm(
  path: string,
  filter: Filter,
  choices: Readonly<Record<string, readonly string[]>>,
  since: string,
): Markup {
  const time = (name: 'after' | 'before', label: string): Markup =>
    html`<div>
      <label for="${name}">${label} (UTC)</label>
      <input id="${name}" name="${name}" type="datetime-local" value="${filter[name]}" />
    </div>`;
  return html`<form method="get" action="${path}" class="filter card" role="search" aria-label="Filter">
    ${each(Object.entries(choices), ([name, known]) => {
      const chosen = filter[name] ?? '';
      const values = [...new Set(chosen === '' ? known : [...known, chosen])].sort();
      return html`<div>
        <label for="${name}">${name.charAt(0).toUpperCase() + name.slice(1)}</label>
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

/** Something of a page, under its title. */
export function card(id: string, title: Piece, content: Piece): Markup {
  return html`<section class="card" aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${content}
  </section>`;
}

/** A name or a value as machines write it. */
export function code(text: Piece): Markup {
  return html`<code>${text}</code>`;
}

/** A table whose rows become blocks on narrow screens. Rows are written with {@link row}. */
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

/** The cell that names a row. */
export function head(content: Piece): Markup {
  return html`<th scope="row">${content}</th>`;
}

/** A row: what stands before the columns with these titles, their cells, and what stands behind them. */
export function row(
  titles: readonly string[],
  before: Piece,
  cells: readonly Piece[],
  behind?: Piece,
  attributes?: Markup,
): Markup {
  return html`<tr ${attributes}>
    ${before}
    ${each(titles, (title, index) => html`<td data-label="${title}" class="${numbers.includes(title) ? 'number' : ''}">${cells[index]}</td>`)}
    ${behind}
  </tr>`;
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

/** How much a filter finds, by kind or name. */
export function groupsCard(
  path: string,
  filter: Filter,
  found: number,
  noun: string,
  by: string,
  table: Markup,
): Markup {
  return card(
    'groups',
    `${counted(found, noun)}${isOpen(filter) ? '' : ' of this filter'}, by ${by}`,
    found === 0 ? html`<p class="hint">Nothing fits. <a href="${path}">Show all</a></p>` : table,
  );
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

/** The box of a row, and the link to what it is about. */
export function tick(path: string, id: string, title: Piece): Markup {
  return html`<td class="tick"><input type="checkbox" name="id" value="${id}" aria-label="Select ${id}" /></td>
    ${head(html`<a href="${path}/${id}">${title}</a> <span class="hint">${id}</span>`)}`;
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
