import type { Config } from '../config/config.ts';
import type { DeadLetterGroup } from '../outbox/messages.ts';
import type { ListedLetter } from '../status/dead-letters.ts';
import { filterQuery, isOpen } from './filter.ts';
import type { Filter } from './filter.ts';
import { count, counted, instant } from './formats.ts';
import { each, html } from './html.ts';
import type { Markup } from './html.ts';
import { jsonView } from './json-view.ts';
import { cell, facts, filterForm, kinds, listForm, moveOne, stack, tick, tickAll } from './list-view.ts';
import { explain } from './reasons.ts';

const path = '/console/dead-letters';

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
  const choices = [
    { name: 'destination', label: 'Destination', known: destinations },
    { name: 'reason', label: 'Reason', known: groups.map(({ reason }) => reason) },
    { name: 'rule', label: 'Rule', known: groups.map(({ rule }) => rule) },
  ];
  const columns = [tickAll(), 'Event', 'Reason', 'Rule', 'Destination', 'Given up'];
  const rows = each(letters, (letter) => letterRow(letter, now));
  return html`${intro} ${filterForm(path, filter, choices, 'Given up')}
    <section class="card" aria-labelledby="groups">
      <h2 id="groups">${counted(found, 'letter')}${isOpen(filter) ? '' : ' of this filter'}, by kind</h2>
      ${found === 0 ? html`<p class="hint">Nothing fits. <a href="${path}">Show all</a></p>` : groupTable(view)}
    </section>
    ${letters.length > 0 && listForm({ ...view, path, found, title: 'Letters' }, csrf, stack(columns, rows))}`;
}

/** One dead letter, with its event. */
export function letterPage(letter: ListedLetter, now: number, csrf: Markup): Markup {
  return html`<p class="up"><a href="${path}">All dead letters</a></p>
    <h1>Dead letter ${letter.id}</h1>
    <p class="state bad"><code>${letter.reason}</code> ${explain(letter.reason)}</p>
    ${moveOne(path, letter.id, letter.event !== null, csrf)}
    ${facts([
      ['Destination', letter.destination],
      ['Rule', html`<code>${letter.rule}</code>`],
      ['Event', html`<code>${letter.eventId}</code>`],
      ['Given up', instant(letter.at, now)],
      ['Requests', count(letter.attempts)],
      ['HTTP status', letter.status ?? 'none'],
    ])}
    <section class="card" aria-labelledby="answer">
      <h2 id="answer">What the endpoint answered</h2>
      ${
        letter.response === ''
          ? html`<p class="hint">Nothing, or an empty answer.</p>`
          : html`<pre tabindex="0" role="region" aria-label="Answer"><code>${letter.response}</code></pre>`
      }
    </section>
    <section class="card" aria-labelledby="event">
      <h2 id="event">The event</h2>
      ${
        letter.event === null
          ? html`<p class="hint">It was too large to be kept.</p>`
          : jsonView(letter.event, 'The Caliper event')
      }
    </section>`;
}

function groupTable({ filter, groups, now }: LetterView): Markup {
  const rows = each(groups, ({ destination, reason, rule, status, count: letters, first, last }) => {
    const link = `${path}${filterQuery(filter, { destination, reason, rule })}`;
    return html`<tr>
      <th scope="row"><a href="${link}">${reason}</a></th>
      ${cell('Rule', html`<code>${rule}</code>`)} ${cell('Destination', destination)}
      ${cell('HTTP', status ?? '–', 'number')} ${cell('Letters', count(letters), 'number')}
      ${cell('First', instant(first, now))} ${cell('Last', instant(last, now))}
    </tr>`;
  });
  return kinds(['Reason', 'Rule', 'Destination', 'HTTP', 'Letters', 'First', 'Last'], rows);
}

function letterRow({ id, event, reason, status, rule, destination, at }: ListedLetter, now: number): Markup {
  const { type, action } = (event ?? {}) as { type?: unknown; action?: unknown };
  const title = typeof type === 'string' && typeof action === 'string' ? `${type} ${action}` : 'Event';
  return html`<tr>
    ${tick(id)}
    <th scope="row"><a href="${path}/${id}">${title}</a> <span class="hint">${id}</span></th>
    ${cell('Reason', html`<code>${reason}</code>${status !== null && html` ${status}`}`)}
    ${cell('Rule', html`<code>${rule}</code>`)} ${cell('Destination', destination)}
    ${cell('Given up', instant(at, now))}
  </tr>`;
}
