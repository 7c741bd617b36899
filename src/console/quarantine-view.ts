import type { Config } from '../config/config.ts';
import type { ListedGroup, ListedRecord, QUARANTINE_TEXTS } from '../status/quarantine.ts';
import { filterQuery, isOpen } from './filter.ts';
import type { Filter } from './filter.ts';
import { count, counted, instant, size } from './formats.ts';
import { each, html } from './html.ts';
import type { Markup } from './html.ts';
import { cell, facts, filterForm, kinds, listForm, moveOne, stack, tick, tickAll } from './list-view.ts';

const path = '/console/quarantine';

/** What the list shows. */
export interface RecordView {
  filter: Filter<(typeof QUARANTINE_TEXTS)[number]>;
  records: readonly ListedRecord[];
  groups: readonly ListedGroup[];
  /** Cursor of the following page. */
  next: string | undefined;
  isFirst: boolean;
  /** Milliseconds since 1970. */
  now: number;
}

/** The list of kept records, with filters and groups. */
export function recordList(view: RecordView, { quarantine, sources }: Config, csrf: Markup): Markup {
  const { filter, records, groups, now } = view;
  const found = groups.reduce((total, group) => total + group.count, 0);
  const kept =
    quarantine === undefined ? 'Nothing new is kept (QUARANTINE_DAYS is 0).' : `Kept for ${quarantine.days} days.`;
  const intro = html`<h1>Quarantine</h1>
    <p class="lead">
      Records from which nothing came: no rule has their name, or a rule failed. They are sealed; only names are shown.
      Mend the mappings, then replay. ${kept}
    </p>`;
  if (found === 0 && isOpen(filter))
    return html`${intro}
      <p class="card nothing">There are none.</p>`;
  const choices = [
    { name: 'source', label: 'Source', known: sources.map(({ name }) => name) },
    { name: 'kind', label: 'Kind', known: ['unmapped', 'failed', 'invalid'] },
    { name: 'name', label: 'Name', known: groups.map(({ name }) => name) },
    { name: 'code', label: 'Code', known: groups.map(({ code }) => code) },
    { name: 'rule', label: 'Rule', known: records.flatMap(({ rule }) => rule ?? []) },
  ];
  const rows = each(records, (record) => recordRow(record, now));
  return html`${intro} ${filterForm(path, filter, choices, 'Came')}
    <section class="card" aria-labelledby="groups">
      <h2 id="groups">${counted(found, 'record')}${isOpen(filter) ? '' : ' of this filter'}, by name</h2>
      ${found === 0 ? html`<p class="hint">Nothing fits. <a href="${path}">Show all</a></p>` : groupTable(view)}
    </section>
    ${
      records.length > 0 &&
      listForm(
        { ...view, path, found, title: 'Records' },
        csrf,
        stack([tickAll(), 'Name', 'Kind', 'Code', 'Source', 'Came'], rows),
      )
    }`;
}

/** One kept record: why it is kept, and its fields without their values. */
export function recordPage(record: ListedRecord, now: number, csrf: Markup): Markup {
  const { id, name, kind, code, message, rule, source, received, bytes, fields } = record;
  return html`<p class="up"><a href="${path}">All kept records</a></p>
    <h1>Kept record ${id}</h1>
    <p class="state ${kind === 'unmapped' ? 'warn' : 'bad'}"><code>${code}</code> ${message}</p>
    ${moveOne(path, id, fields !== null, csrf)}
    ${facts([
      ['Name', html`<code>${name}</code>`],
      ['Kind', kind],
      ['Rule', rule === undefined ? 'none' : html`<code>${rule}</code>`],
      ['Source', source],
      ['Came', instant(received, now)],
      ['Size', size(bytes)],
    ])}
    <section class="card" aria-labelledby="fields">
      <h2 id="fields">Its fields</h2>
      ${
        fields === null
          ? html`<p class="hint">It cannot be opened: <code>${record.unopened}</code></p>`
          : html`<p class="hint">Names and types only: what stands in them stays sealed.</p>
              ${stack(
                ['Field', 'Type'],
                each(
                  Object.entries(fields),
                  ([field, type]) =>
                    html`<tr>
                      <th scope="row"><code>${field === '' ? '(the whole record)' : field}</code></th>
                      ${cell('Type', type)}
                    </tr>`,
                ),
              )}`
      }
    </section>`;
}

function groupTable({ filter, groups, now }: RecordView): Markup {
  const rows = each(groups, ({ source, name, kind, code, count: records, oldest, newest }) => {
    const link = `${path}${filterQuery(filter, { source, name, kind, code })}`;
    return html`<tr>
      <th scope="row">
        <a href="${link}"><code>${name}</code></a>
      </th>
      ${cell('Kind', badge(kind))} ${cell('Code', html`<code>${code}</code>`)} ${cell('Source', source)}
      ${cell('Records', count(records), 'number')} ${cell('First', instant(oldest, now))}
      ${cell('Last', instant(newest, now))}
    </tr>`;
  });
  return kinds(['Name', 'Kind', 'Code', 'Source', 'Records', 'First', 'Last'], rows);
}

function recordRow({ id, name, kind, code, source, received }: ListedRecord, now: number): Markup {
  return html`<tr>
    ${tick(id)}
    <th scope="row">
      <a href="${path}/${id}"><code>${name}</code></a> <span class="hint">${id}</span>
    </th>
    ${cell('Kind', badge(kind))} ${cell('Code', html`<code>${code}</code>`)} ${cell('Source', source)}
    ${cell('Came', instant(received, now))}
  </tr>`;
}

function badge(kind: string): Markup {
  return html`<span class="badge ${kind === 'unmapped' ? 'backing-off' : 'paused'}">${kind}</span>`;
}
