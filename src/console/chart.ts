import type { Minute } from '../outbox/messages.ts';
import { clock, count } from './formats.ts';
import { each, html } from './html.ts';
import type { Markup } from './html.ts';

/** Units of a drawing: ten for each minute across, so many up. The page stretches it; lines keep their width. */
const SLOT = 10;
const RATES = 100;
const BACKLOG = 50;

/**
 * The chart of the last hour: events accepted and delivered and what failed in each minute, and below what waited. Drawn as SVG, with a
 * sentence and a table that say the same.
 *
 * @param minutes oldest first, without gaps
 */
export function hourChart(minutes: readonly Minute[]): Markup {
  const top = niceTop(
    Math.max(...minutes.flatMap(({ accepted, delivered, failed, dead }) => [accepted, delivered, failed + dead])),
  );
  const deepest = niceTop(Math.max(...minutes.map(({ backlog }) => backlog)));
  return html`<figure class="chart">
    <ul class="legend" aria-hidden="true">
      <li class="title">Events in each minute</li>
      <li class="accepted">accepted</li>
      <li class="delivered">delivered</li>
      <li class="failed">failed or dead</li>
    </ul>
    ${panel('rates', top, RATES, sentence(minutes), html`${bars(minutes, top)}${line(minutes, top)}${hits(minutes, RATES)}`)}
    <ul class="legend low" aria-hidden="true">
      <li class="title">Events that wait</li>
    </ul>
    ${panel('waiting', deepest, BACKLOG, 'What waited in each minute; the numbers stand in the table.', html`${area(minutes, deepest)}${hits(minutes, BACKLOG)}`)}
    <div class="hours" aria-hidden="true">
      ${each([0, 15, 30, 45, minutes.length - 1], (index) => html`<span>${clock(minutes[index]?.at ?? 0)}</span>`)}
    </div>
    <details id="hour-table">
      <summary>The last hour as a table</summary>
      <div class="scroll" tabindex="0" role="region" aria-label="The last hour as a table">${table(minutes)}</div>
    </details>
  </figure>`;
}

/** What the chart shows, in a sentence. */
export function sentence(minutes: readonly Minute[]): string {
  const total = (pick: (minute: Minute) => number): string =>
    count(minutes.reduce((sum, minute) => sum + pick(minute), 0));
  const deepest = Math.max(...minutes.map(({ backlog }) => backlog));
  const happened = `${total((minute) => minute.accepted)} events accepted, ${total((minute) => minute.delivered)} delivered, ${total((minute) => minute.failed + minute.dead)} failed or dead`;
  return `The last hour: ${happened}; ${count(minutes.at(-1)?.backlog ?? 0)} wait now, at most ${count(deepest)} waited.`;
}

/** The least of 4, 6, 10, 20, 30, 40, 60, 100, … that is not below. */
export function niceTop(value: number): number {
  for (let step = 1; ; step *= 10) for (const top of [4, 6, 10, 20, 30]) if (value <= top * step) return top * step;
}

function panel(kind: string, top: number, height: number, label: string, drawing: Markup): Markup {
  return html`<div class="panel ${kind}">
    <div class="scale" aria-hidden="true"><span>${count(top)}</span><span>0</span></div>
    <svg viewBox="0 0 600 ${height}" preserveAspectRatio="none" role="img" aria-label="${label}">
      <path class="grid" d="M0 0H600M0 ${height / 2}H600M0 ${height}H600" />
      ${drawing}
    </svg>
  </div>`;
}

function bars(minutes: readonly Minute[], top: number): Markup {
  const bar = (kind: string, index: number, value: number, from: number, width: number): Markup | false =>
    value > 0 &&
    html`<rect
      class="${kind}"
      x="${index * SLOT + from}"
      y="${y(value, top, RATES)}"
      width="${width}"
      height="${round((value / top) * RATES)}"
    />`;
  return html`${each(minutes, ({ accepted, failed, dead }, index) => [
    bar('accepted', index, accepted, 1, 8),
    bar('failed', index, failed + dead, 3.5, 3),
  ])}`;
}

function line(minutes: readonly Minute[], top: number): Markup {
  const steps = minutes.map(({ delivered }, index) => `V${y(delivered, top, RATES)}H${(index + 1) * SLOT}`);
  return html`<path class="delivered" d="M0 ${RATES}${steps.join('')}" />`;
}

function area(minutes: readonly Minute[], top: number): Markup {
  const steps = minutes.map(({ backlog }, index) => `V${y(backlog, top, BACKLOG)}H${(index + 1) * SLOT}`);
  return html`<path class="backlog" d="M0 ${BACKLOG}${steps.join('')}V${BACKLOG}Z" />`;
}

/** Says on hover what a minute holds. */
function hits(minutes: readonly Minute[], height: number): Markup {
  return html`${each(minutes, (minute, index) => {
    const { at, accepted, delivered, failed, dead, backlog } = minute;
    const silent = accepted + delivered + failed + dead + backlog === 0;
    const text = `${clock(at)}: ${accepted} accepted, ${delivered} delivered, ${failed + dead} failed or dead, ${backlog} waiting`;
    return (
      !silent &&
      html`<rect class="hit" x="${index * SLOT}" y="0" width="${SLOT}" height="${height}"><title>${text}</title></rect>`
    );
  })}`;
}

function table(minutes: readonly Minute[]): Markup {
  return html`<table class="numbers">
    <thead>
      <tr>
        ${each(['Minute (UTC)', 'Accepted', 'Delivered', 'Failed', 'Dead', 'Waiting'], (title) => html`<th scope="col">${title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${each(
        minutes.toReversed(),
        ({ at, accepted, delivered, failed, dead, backlog }) =>
          html`<tr>
            <th scope="row">${clock(at)}</th>
            ${each([accepted, delivered, failed, dead, backlog], (value) => html`<td>${count(value)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function y(value: number, top: number, height: number): number {
  return round(height - (value / top) * height);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
