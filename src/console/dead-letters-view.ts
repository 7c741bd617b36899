import type { Config } from '../config/config.ts';
import type { DeadLetterGroup } from '../outbox/messages.ts';
import type { ListedLetter } from '../status/dead-letters.ts';
import { filterQuery, isOpen } from './filter.ts';
import type { Filter } from './filter.ts';
import { count, instant } from './formats.ts';
import { each, html } from './html.ts';
import type { Markup } from './html.ts';
import { jsonView } from './json-view.ts';
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
import { explain } from './reasons.ts';

const path = '/console/dead-letters';

const letterTitles = ['Reason', 'Rule', 'Destination', 'Given up'];

/** What the list shows. */
export interface LetterView {
  filter: Filter<'destination' | 'reason' | 'rule'>;
  letters: readonly ListedLetter[];
  groups: readonly DeadLetterGroup[];
  /** Cursor of the following page. */
  next: string | undefined;
  isFirst: boolean;
  /** Milliseconds since 1970. */
  now: number;
}

/** The list of dead letters, with filters and groups. */
export function letterList(view: LetterView, config: Config, csrf: Markup): Markup {
  const { filter, letters, groups, now } = view;
  const found = groups.reduce((total, group) => total + group.count, 0);
  const intro = html`<h1>Dead letters</h1>
    <p class="lead">Events that are not sent again by themselves. They stay until you replay or drop them.</p>`;
  if (found === 0 && isOpen(filter)) {
    return html`${intro}
      <p class="card nothing">There are none: every event was delivered, or still waits.</p>`;
  }
  const destinations = [...config.destinations.map(({ name }) => name), ...groups.map((group) => group.destination)];
  const choices = {
    destination: destinations,
    reason: groups.map(({ reason }) => reason),
    rule: groups.map(({ rule }) => rule),
  };
  const columns = [tickAll(), 'Event', ...letterTitles];
  const rows = each(letters, (letter) => letterRow(letter, now));
  return html`${intro} ${filterForm(path, filter, choices, 'Given up')}
  ${groupsCard(path, filter, found, 'letter', 'kind', groupTable(view))}
  ${letters.length > 0 && listForm({ ...view, path, found, title: 'Letters' }, csrf, stack(columns, rows))}`;
}

/** One dead letter, with its event. */
export function letterPage(letter: ListedLetter, now: number, csrf: Markup): Markup {
  return html`<p class="up"><a href="${path}">All dead letters</a></p>
    <h1>Dead letter ${letter.id}</h1>
    <p class="state bad">${code(letter.reason)} ${explain(letter.reason)}</p>
    ${moveOne(path, letter.id, letter.event !== null, csrf)}
    ${facts([
      ['Destination', letter.destination],
      ['Rule', code(letter.rule)],
      ['Event', code(letter.eventId)],
      ['Given up', instant(letter.at, now)],
      ['Requests', count(letter.attempts)],
      ['HTTP status', letter.status ?? 'none'],
    ])}
    ${card(
      'answer',
      'What the endpoint answered',
      letter.response === ''
        ? html`<p class="hint">Nothing, or an empty answer.</p>`
        : html`<pre tabindex="0" role="region" aria-label="Answer">${code(letter.response)}</pre>`,
    )}
    ${card(
      'event',
      'The event',
      letter.event === null
        ? html`<p class="hint">It was too large to be kept.</p>`
        : jsonView(letter.event, 'The Caliper event'),
    )}`;
}

function groupTable({ filter, groups, now }: LetterView): Markup {
  const titles = ['Rule', 'Destination', 'HTTP', 'Letters', 'First', 'Last'];
  const rows = each(groups, ({ destination, reason, rule, status, count: letters, first, last }) => {
    const link = `${path}${filterQuery(filter, { destination, reason, rule })}`;
    return row(titles, head(html`<a href="${link}">${reason}</a>`), [
      ...[code(rule), destination, status ?? '–', count(letters)],
      ...[instant(first, now), instant(last, now)],
    ]);
  });
  return kinds(['Reason', ...titles], rows);
}

function letterRow({ id, event, reason, status, rule, destination, at }: ListedLetter, now: number): Markup {
  const { type, action } = (event ?? {}) as { type?: unknown; action?: unknown };
  const title = typeof type === 'string' && typeof action === 'string' ? `${type} ${action}` : 'Event';
  return row(letterTitles, tick(path, id, title), [
    html`${code(reason)}${status !== null && html` ${status}`}`,
    ...[code(rule), destination, instant(at, now)],
  ]);
}
