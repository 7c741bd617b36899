import type { EnvelopeSummary, InboxEnvelope, InboxTotals } from '../inbox/inbox.ts';
import { count, counted, instant, size } from './formats.ts';
import { each, html } from './html.ts';
import type { Markup } from './html.ts';
import { jsonView } from './json-view.ts';
import { tile } from './overview-view.ts';
import { card, code, facts, head, row, stack } from './list-view.ts';

/** Events that a page shows. */
const MOST_EVENTS = 200;

/** The envelopes that came, newest first. */
export function envelopeList(
  totals: InboxTotals,
  envelopes: readonly EnvelopeSummary[],
  more: boolean,
  now: number,
): Markup {
  const tiles = [
    ['Envelopes', totals.envelopes],
    ['Events', totals.events],
    ['Repeats', totals.repeats],
  ] as const;
  return html`<h1>Inbox</h1>
    <p class="lead">
      The built-in Caliper endpoint, for trying out. It takes an envelope only when the token, the signature and every
      event are right.
    </p>
    <dl class="tiles">${each(tiles, ([name, value]) => tile(name, value))}</dl>
    ${envelopes.length === 0 ? html`<p class="card nothing">Nothing has come yet.</p>` : envelopeTable(envelopes, more, now)}`;
}

function envelopeTable(envelopes: readonly EnvelopeSummary[], more: boolean, now: number): Markup {
  const titles = ['Came', 'Events', 'Size', 'Signature'];
  const rows = each(envelopes, ({ id, receivedAt, events, characters, signature }) =>
    row(titles, head(html`<a href="/console/inbox/${id}">Envelope ${id}</a>`), [
      instant(receivedAt, now),
      count(events),
      size(characters),
      verified(signature),
    ]),
  );
  const older =
    more && html`<p class="actions"><a class="button" rel="next" href="?before=${envelopes.at(-1)?.id}">Older</a></p>`;
  return card('envelopes', 'Envelopes', [stack(['Envelope', ...titles], rows), older]);
}

/** An envelope and its events. */
export function envelopePage({ id, receivedAt, signature, body }: InboxEnvelope, now: number): Markup {
  // The inbox checked the envelope before it took it.
  const { sensor, sendTime, dataVersion, data } = JSON.parse(body) as Record<string, string> & { data: unknown[] };
  return html`<p class="up"><a href="/console/inbox">All envelopes</a></p>
    <h1>Envelope ${id}</h1>
    ${facts([
      ['Came', instant(receivedAt, now)],
      ['Signature', verified(signature)],
      ['sensor', code(sensor)],
      ['sendTime', code(sendTime)],
      ['dataVersion', code(dataVersion)],
    ])}
    ${card('events', counted(data.length, 'event'), [
      ...each(data.slice(0, MOST_EVENTS), (event, index) => {
        const { type, action } = event as { type: string; action: string };
        return html`<details class="event">
          <summary>${type} <strong>${action}</strong></summary>
          ${jsonView(event, `Event ${index + 1}: ${type} ${action}`)}
        </details>`;
      }),
      data.length > MOST_EVENTS && html`<p class="hint">and ${count(data.length - MOST_EVENTS)} more.</p>`,
    ])}`;
}

/** Every envelope that is kept passed the check of its signature; the header of the JWS (RFC 7515, section 4) says how. */
function verified(signature: string): Markup {
  return html`<span class="badge open">verified</span> ${code(algorithm(signature))}`;
}

function algorithm(signature: string): string {
  try {
    const header = JSON.parse(Buffer.from(signature.split('.')[0] ?? '', 'base64url').toString()) as { alg?: unknown };
    return typeof header.alg === 'string' ? header.alg : '';
  } catch {
    return '';
  }
}
