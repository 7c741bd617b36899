import type { Shape } from '../../quarantine/shape.ts';
import type { StatusSummary } from '../../status/summary.ts';
import { count, counted } from '../formats.ts';
import { each, html } from '../html.ts';
import type { Markup, Piece } from '../html.ts';
import { card, code, kinds, row, stack } from '../list-view.ts';
import type { NameRow, NameRows } from './rows.ts';

/** Records of one kind that are kept, with the fields of one of them. */
export interface KeptGroup {
  name: string;
  kind: string;
  code: string;
  count: number;
  fields: Shape;
}

const sources = [
  ['openedx', 'Open edX tracking events'],
  ['xapi', 'xAPI statements, by verb'],
] as const;

/** The page: what came to this site first, then every known name. */
export function coverageView(rows: NameRows, { counts, unmapped }: StatusSummary, kept: readonly KeptGroup[]): Markup {
  const sent = new Map<string, Record<string, number>>();
  for (const [key, value] of Object.entries(counts)) {
    const [, rule, outcome] = /^rule\.(.+)\.([^.]+)$/.exec(key) ?? [];
    if (rule !== undefined && outcome !== undefined) sent.set(rule, { ...sent.get(rule), [outcome]: value });
  }
  return html`<h1>Coverage</h1>
    <p class="lead">
      What the tables do with every known event and verb, and what this site has sent: names, numbers and the names of
      fields, never a value.
    </p>
    ${cameHere(sent, unmapped, kept)}
    <form class="card fields" id="filter" role="search" hidden>
      <div><label for="text">Find a name, an event or a rule</label><input id="text" type="search" /></div>
      <div>
        <label for="status">Status</label>
        <select id="status">
          <option value="">any</option>
          <option>mapped</option>
          <option>skipped</option>
          <option>unmapped</option>
          <option value="here">sent here</option>
        </select>
      </div>
      <p class="hint" id="found" role="status"></p>
    </form>
    ${each(sources, ([kind, title]) => allNames(kind, title, rows[kind], sent))}`;
}

function cameHere(
  sent: ReadonlyMap<string, Readonly<Record<string, number>>>,
  unmapped: Readonly<Record<string, number>>,
  kept: readonly KeptGroup[],
): Piece {
  const total = (of: Readonly<Record<string, number>>): number => Object.values(of).reduce((sum, n) => sum + n, 0);
  const byRule = [...sent].sort(([, a], [, b]) => total(b) - total(a));
  const names = Object.entries(unmapped);
  if (byRule.length + names.length + kept.length === 0)
    return html`<p class="card nothing">Nothing has come to this site yet.</p>`;
  return html`<div class="two">
      ${card(
        'by-rule',
        'Sent here, by rule',
        byRule.length === 0
          ? html`<p class="hint">No rule has taken a record yet.</p>`
          : kinds(
              ['Rule', 'What became of it'],
              each(byRule, ([rule, outcomes]) => row(['Rule', 'Became'], '', [rule, tally(outcomes)])),
            ),
      )}
      ${card(
        'unmapped',
        'Sent here, and no rule has the name',
        names.length === 0
          ? html`<p class="hint">There are none.</p>`
          : kinds(
              ['Name', 'Records', ''],
              each(names, ([name, number]) =>
                row(
                  ['Name', 'Records'],
                  '',
                  [code(name), count(number)],
                  tryIt(/^https?:/.test(name) ? 'xapi' : 'openedx', name, ''),
                ),
              ),
            ),
      )}
    </div>
    ${
      kept.length > 0 &&
      card(
        'kept',
        'Fields of records that are kept',
        each(
          kept,
          ({ name, kind, code: why, count: number, fields }) =>
            html`<details class="event">
              <summary>${code(name)} · ${kind}, ${why} · ${counted(number, 'record')}</summary>
              <ul class="shape">
                ${each(Object.entries(fields), ([path, type]) => html`<li>${code(path)} ${type}</li>`)}
              </ul>
              <a href="/console/quarantine?name=${encodeURIComponent(name)}">In the quarantine</a>
            </details>`,
        ),
      )
    }`;
}

function allNames(
  kind: string,
  title: string,
  rows: readonly NameRow[],
  sent: ReadonlyMap<string, Readonly<Record<string, number>>>,
): Markup {
  const having = (status: string): string => count(rows.filter((row) => row.status === status).length);
  return card(
    `names-${kind}`,
    title,
    html`<p class="hint">${having('mapped')} mapped, ${having('skipped')} skipped, ${having('unmapped')} unmapped</p>
      ${stack(
        ['Name', 'Becomes', 'Rule', ''],
        each(rows, (of) => nameRow(kind, of, of.rule === null ? undefined : sent.get(of.rule))),
      )}`,
  );
}

function nameRow(kind: string, of: NameRow, sent: Readonly<Record<string, number>> | undefined): Markup {
  const { name, status, events, reason, rule, place } = of;
  const becomes = html`<div>
    ${status !== 'mapped' && html`<span class="badge ${status}">${status}</span> `}
    ${each(events, ([event, objects]) => html`<p>${code(event)} <span class="hint">${objects}</span></p>`)}
    ${reason !== null && html`<p class="hint">${status === 'mapped' ? 'or skipped: ' : ''}${reason}</p>`}
  </div>`;
  const by =
    rule !== null &&
    html`<div>
      <span title="${place ?? ''}">${rule}</span>
      ${sent !== undefined && html`<p class="hint">sent here: ${tally(sent)}</p>`}
    </div>`;
  return row(
    ['Name', 'Becomes', 'Rule'],
    '',
    [code(name), becomes, by],
    tryIt(kind, name, rule ?? ''),
    html`data-status="${status}" ${sent !== undefined && html`data-here`}`,
  );
}

function tally(outcomes: Readonly<Record<string, number>>): string {
  return Object.entries(outcomes)
    .sort(([, a], [, b]) => b - a)
    .map(([outcome, number]) => `${count(number)} ${outcome}`)
    .join(', ');
}

function tryIt(kind: string, name: string, rule: string): Markup {
  const at = new URLSearchParams({ kind, name, rule }).toString();
  return html`<td class="act"><a href="/console/playground#${at}" aria-label="Try it: ${name}">Try it</a></td>`;
}
