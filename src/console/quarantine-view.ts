import type { Config } from '../config/config.ts';
import { KINDS } from '../status/quarantine.ts';
import type { ListedGroup, ListedRecord, QUARANTINE_TEXTS } from '../status/quarantine.ts';
import { filterQuery, isOpen } from './filter.ts';
import type { Filter } from './filter.ts';
import { count, instant, size } from './formats.ts';
import { each, html } from './html.ts';
import type { Markup } from './html.ts';
import {
  card,
  code,
  facts,
  filterForm,
  groupsCard,
  head,
  kinds,
  listForm,
  moveOne,
  row,
  stack,
  tick,
  tickAll,
} from './list-view.ts';

const path = '/console/quarantine';

const recordTitles = ['Kind', 'Code', 'Source', 'Came'];

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
  const choices = {
    source: sources.map(({ name }) => name),
    kind: KINDS,
    name: groups.map(({ name }) => name),
    code: groups.map((group) => group.code),
    rule: records.flatMap(({ rule }) => rule ?? []),
  };
  const rows = each(records, (record) => recordRow(record, now));
  return html`${intro} ${filterForm(path, filter, choices, 'Came')}
  ${groupsCard(path, filter, found, 'record', 'name', groupTable(view))}
  ${
    records.length > 0 &&
    listForm({ ...view, path, found, title: 'Records' }, csrf, stack([tickAll(), 'Name', ...recordTitles], rows))
  }`;
}

/** One kept record: why it is kept, and its fields without their values. */
export function recordPage(record: ListedRecord, now: number, csrf: Markup): Markup {
  const { id, name, kind, message, rule, source, received, bytes, fields } = record;
  return html`<p class="up"><a href="${path}">All kept records</a></p>
    <h1>Kept record ${id}</h1>
    <p class="state ${kind === 'unmapped' ? 'warn' : 'bad'}">${code(record.code)} ${message}</p>
    ${moveOne(path, id, fields !== null, csrf)}
    ${facts([
      ['Name', code(name)],
      ['Kind', kind],
      ['Rule', rule === undefined ? 'none' : code(rule)],
      ['Source', source],
      ['Came', instant(received, now)],
      ['Size', size(bytes)],
    ])}
    ${card(
      'fields',
      'Its fields',
      fields === null
        ? html`<p class="hint">It cannot be opened: <code>${record.unopened}</code></p>`
        : html`<p class="hint">Names and types only: what stands in them stays sealed.</p>
            ${stack(
              ['Field', 'Type'],
              each(Object.entries(fields), ([field, type]) =>
                row(['Type'], head(code(field === '' ? '(the whole record)' : field)), [type]),
              ),
            )}`,
    )}`;
}

function groupTable({ filter, groups, now }: RecordView): Markup {
  const titles = ['Kind', 'Code', 'Source', 'Records', 'First', 'Last'];
  const rows = each(groups, ({ source, name, kind, code: why, count: records, oldest, newest }) => {
    const link = `${path}${filterQuery(filter, { source, name, kind, code: why })}`;
    return row(titles, head(html`<a href="${link}">${code(name)}</a>`), [
      ...[badge(kind), code(why), source, count(records)],
      ...[instant(oldest, now), instant(newest, now)],
    ]);
  });
  return kinds(['Name', ...titles], rows);
}

function recordRow({ id, name, kind, code: why, source, received }: ListedRecord, now: number): Markup {
  return row(recordTitles, tick(path, id, code(name)), [badge(kind), code(why), source, instant(received, now)]);
}

function badge(kind: string): Markup {
  return html`<span class="badge ${kind === 'unmapped' ? 'backing-off' : 'paused'}">${kind}</span>`;
}
