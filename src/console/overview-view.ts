import type { DestinationSummary, StatusSummary } from '../status/summary.ts';
import { hourChart } from './chart.ts';
import { count, counted, duration, instant, size } from './formats.ts';
import { each, html } from './html.ts';
import type { Markup, Piece } from './html.ts';
import type { Overview } from './overview.ts';
import { card, code, head, row, stack } from './list-view.ts';
import { explain } from './reasons.ts';

/** Names without a rule that are shown. */
const MOST_NAMES = 10;

/** Outcomes of records, in the order of the answer of the ingest routes. */
const outcomes = ['emitted', 'skipped', 'unmapped', 'failed', 'rejected', 'duplicates'] as const;

/** The part of the overview that changes: totals, the last hour, destinations, outcomes, unmapped names. */
export function liveState({ now, status, minutes }: Overview, csrf: Markup): Markup {
  const { destinations, counts, unmapped } = status;
  const sum = (pick: (destination: DestinationSummary) => number): number =>
    destinations.reduce((total, destination) => total + pick(destination), 0);
  const dead = sum(({ deadLetters }) => deadLetters);
  return html`<p class="state ${health(status)}" id="state">${stateSentence(status)}</p>
    <dl class="tiles" id="tiles" ${isEmpty(status) ? html`data-empty` : ''}>
      ${tile('Events accepted', counts['events'] ?? 0)}
      ${tile(
        'Delivered',
        sum(({ delivered }) => delivered),
      )}
      ${tile(
        'Waiting',
        sum(({ backlog }) => backlog),
      )}
      ${tile('Dead letters', dead, dead > 0 ? 'bad' : '', '/console/dead-letters')}
      ${tile('In quarantine', status.quarantine.records, '', '/console/quarantine')}
      ${tile('Records failed', counts['failed'] ?? 0, (counts['failed'] ?? 0) > 0 ? 'warn' : '')}
    </dl>
    ${card('hour', 'The last hour', hourChart(minutes))}
    ${card('destinations', 'Destinations', destinationTable(destinations, now, csrf))}
    <div class="two">
      ${card('outcomes', 'What became of the records', outcomeList(counts))}
      ${card('unmapped', 'Names without a rule', unmappedList(unmapped))}
    </div>`;
}

/** How things stand, in a sentence: what a screen reader says when it changes. */
export function stateSentence({ full, destinations }: StatusSummary): string {
  if (full) return 'The outbox is full: sources are told to wait until a destination takes events again.';
  const named = (state: DestinationSummary['state']): string[] =>
    destinations.filter((destination) => destination.state === state).map(({ name }) => name);
  const paused = named('paused');
  if (paused.length > 0) return `Paused, and needs you: ${paused.join(', ')}. Its events are kept.`;
  const backing = named('backing-off');
  if (backing.length > 0) return `Backs off, and is tried again by itself: ${backing.join(', ')}.`;
  return 'All is well: every destination is open.';
}

/** True before any record has come. */
export function isEmpty({ counts }: StatusSummary): boolean {
  return Object.keys(counts).length === 0;
}

function health({ full, destinations }: StatusSummary): 'good' | 'warn' | 'bad' {
  if (full || destinations.some(({ state }) => state === 'paused')) return 'bad';
  return destinations.some(({ state }) => state === 'backing-off') ? 'warn' : 'good';
}

export function tile(name: string, value: number, kind = '', path?: string): Markup {
  const text = path === undefined ? count(value) : html`<a href="${path}">${count(value)}</a>`;
  return html`<div class="tile ${kind}">
    <dt>${name}</dt>
    <dd>${text}</dd>
  </div>`;
}

const destinationTitles = ['State', 'Waiting', 'Oldest', 'Delivered', 'Last success', 'Next attempt'];

function destinationTable(destinations: readonly DestinationSummary[], now: number, csrf: Markup): Markup {
  return stack(
    ['Destination', ...destinationTitles, html`<span class="visually-hidden">Resume</span>`],
    each(destinations, (destination) => destinationRow(destination, now, csrf)),
  );
}

function destinationRow(destination: DestinationSummary, now: number, csrf: Markup): Markup {
  const { name, state, reason, backlog, backlogBytes, oldestSeconds, delivered, lastSuccess, nextAttempt } =
    destination;
  const time = (at: string | null): Piece => (at === null ? none() : instant(at, now));
  const meaning = explain(reason);
  return row(
    destinationTitles,
    head(name),
    [
      html`<span class="badge ${state}">${state}</span> ${reason !== null && code(reason)}
        ${meaning !== '' && html`<p class="hint">${meaning}</p>`}`,
      html`${count(backlog)} ${backlog > 0 && html`<span class="hint">${size(backlogBytes)}</span>`}`,
      oldestSeconds === null ? none() : duration(oldestSeconds),
      count(delivered),
      time(lastSuccess),
      time(nextAttempt),
    ],
    html`<td class="act">${(state === 'paused' || state === 'backing-off') && resume(name, state, csrf)}</td>`,
  );
}

function resume(name: string, state: DestinationSummary['state'], csrf: Markup): Markup {
  const verb = state === 'paused' ? 'Resume' : 'Try now';
  return html`<form method="post" action="/console/destinations/${encodeURIComponent(name)}/resume">
    ${csrf}<button id="resume-${name}">${verb}<span class="visually-hidden"> ${name}</span></button>
  </form>`;
}

function none(): Markup {
  return html`<span class="none" aria-label="none">–</span>`;
}

function outcomeList(counts: Readonly<Record<string, number>>): Markup {
  const total = outcomes.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0);
  return html`<ul class="shares">
      ${each(outcomes, (outcome) => {
        const value = counts[outcome] ?? 0;
        return html`<li class="${outcome}">
          <span>${outcome}</span>
          ${bar(value / Math.max(total, 1))}
          <span class="number">${count(value)}</span>
        </li>`;
      })}
    </ul>
    <p class="hint">${counted(total, 'record')} so far.</p>`;
}

/** A share as a bar; the number stands beside it. */
function bar(share: number): Markup {
  return html`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
    <rect width="${Math.round(share * 1000) / 10}" height="1" />
  </svg>`;
}

function unmappedList(unmapped: Readonly<Record<string, number>>): Markup {
  const names = Object.entries(unmapped);
  if (names.length === 0) return html`<p class="hint">Every name that came has a rule.</p>`;
  const more = names.length - MOST_NAMES;
  return html`<ol class="names">
      ${each(
        names.slice(0, MOST_NAMES),
        ([name, times]) =>
          html`<li>
            <a href="/console/quarantine?${new URLSearchParams({ name }).toString()}">${code(name)}</a
            ><span class="number">${count(times)}</span>
          </li>`,
      )}
    </ol>
    ${more > 0 && html`<p class="hint">and ${counted(more, 'other name')}.</p>`}
    <p class="hint">They are counted, never guessed. A rule in <code>mappings/</code> takes them in.</p>`;
}
