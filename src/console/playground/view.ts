import type { ConsoleAccess } from '../access.ts';
import { each, html } from '../html.ts';
import type { Markup, Piece } from '../html.ts';
import { jsonView } from '../json-view.ts';
import { csrfField } from '../layout.ts';
import type { Session } from '../session.ts';
import type { RunAnswer } from './run.ts';

const kinds = [
  ['openedx', 'Open edX tracking event'],
  ['xapi', 'xAPI statement'],
] as const;

/**
 * The page. Its form works as it stands; the script puts the examples, the rule and the answer around it (src/console/browser/playground).
 *
 * @param given the fields of the form that was sent
 */
export function playground(
  { config }: ConsoleAccess,
  session: Session,
  given: Readonly<Record<string, unknown>> = {},
  answer?: RunAnswer,
): Markup {
  const select = (
    name: string,
    label: string,
    options: readonly (readonly [value: string, text: string, lms?: string])[],
  ): Markup =>
    html`<div>
      <label for="${name}">${label}</label>
      <select id="${name}" name="${name}">
        ${each(
          options,
          ([value, text, lms = '']) =>
            html`<option value="${value}" data-lms="${lms}" ${value === given[name] ? html`selected` : ''}>
              ${text}
            </option>`,
        )}
      </select>
    </div>`;
  const record = given['record'];
  return html`<h1>Playground</h1>
    <p class="lead">
      Try a record, and a rule for it: what comes out, and what is wrong. Nothing is stored, and nothing is sent.
    </p>
    <div id="playground" class="playground">
      <form id="try" method="post" action="/console/playground" class="card">
        ${csrfField(session)}
        <div class="fields" id="choices">
          ${select('kind', 'Kind of record', kinds)}
          ${select(
            'source',
            'As it comes from',
            config.sources.map(({ name, lms }) => [name, name, lms]),
          )}
        </div>
        <div>
          <label for="record">Record, as JSON</label>
          <textarea id="record" name="record" rows="12" class="code" spellcheck="false" required>
${typeof record === 'string' ? record : ''}</textarea>
        </div>
        ${select(
          'destination',
          'Show the request to',
          config.destinations.map(({ name }) => [name, name]),
        )}
        <p class="actions"><button class="primary">Translate</button></p>
      </form>
      <div id="results">${answer !== undefined && result(answer)}</div>
    </div>`;
}

function result(answer: RunAnswer): Piece {
  if (answer.kind === 'rejected') return told('bad', `Rejected, ${answer.code}: ${answer.message}`);
  const { outcome, findings, sent } = answer;
  const rule = outcome.kind !== 'unmapped' && outcome.rule;
  const by = rule ? ` by rule ${rule.rule} (${rule.file}:${rule.line})` : '';
  switch (outcome.kind) {
    case 'emitted':
      return html`${told('good', `Mapped${by}`)}
      ${outcome.events.map(({ value, type }, index) => [jsonView(value, type), findings[index]?.length ? jsonView(findings[index], 'Findings') : ''])}
      ${
        sent !== undefined &&
        html`<h2>As it would be sent</h2>
          ${jsonView(sent, 'Request')}`
      }`;
    case 'skipped':
      return told('', `Skipped${by}: ${outcome.reason}`);
    case 'unmapped':
      return told('warn', 'Unmapped: no rule takes this record.');
    case 'failed':
      return told('bad', `Failed${by}, ${outcome.code}: ${outcome.message}`);
  }
}

function told(kind: string, text: string): Markup {
  return html`<p class="state ${kind}" role="status">${text}</p>`;
}
