import type { SourceTable } from '../../../mapping/table.ts';
import { whyNot } from '../../playground/front/why-not.ts';
import type { RunAnswer, Sent } from '../../playground/run.ts';
import { copyButton, element, jsonBox } from './dom.ts';

/** What became of a record, for the eye and, in one sentence, for the ear. */
export interface Shown {
  sentence: string;
  nodes: Node[];
}

type Translated = Extract<RunAnswer, { kind: 'translated' }>;

/**
 * @param place makes of a rule's place a way to it
 */
export function showAnswer(
  answer: RunAnswer,
  place: (rule: { rule: string; file: string; line: number }) => Node,
): Shown {
  if (answer.kind === 'rejected') {
    const sentence = `Rejected, ${answer.code}: ${answer.message}`;
    return { sentence, nodes: [state('bad', sentence)] };
  }
  const { outcome } = answer;
  const by =
    outcome.kind !== 'unmapped' && outcome.rule !== undefined ? [fired(outcome.rule.rule, place(outcome.rule))] : [];
  switch (outcome.kind) {
    case 'emitted': {
      const types = outcome.events.map(({ value }) => titleOf(value)).join(', ');
      const number = outcome.events.length;
      const sentence = `${number} event${number === 1 ? '' : 's'}: ${types}`;
      return { sentence, nodes: [state('good', sentence), ...by, ...events(answer)] };
    }
    case 'skipped': {
      const sentence = `Skipped: ${outcome.reason}`;
      return { sentence, nodes: [state('', sentence), ...by] };
    }
    case 'unmapped': {
      const sentence = `Unmapped: no rule takes ${answer.name}`;
      return { sentence, nodes: [state('warn', sentence)] };
    }
    case 'failed': {
      const sentence = `Failed, ${outcome.code}: ${outcome.message}`;
      return { sentence, nodes: [state('bad', sentence), ...by] };
    }
  }
}

/** Why none of one's own rules took the record; empty where one did. */
export function reasonsAgainst(table: SourceTable, answer: RunAnswer): string[] {
  if (answer.kind === 'rejected') return [];
  const { outcome, name, fields } = answer;
  const fired = outcome.kind === 'unmapped' ? undefined : outcome.rule?.rule;
  return table.rules.some(({ rule }) => rule === fired) ? [] : whyNot(table, name, fields);
}

/** Those reasons, to be read. */
export function reasonsCard(reasons: readonly string[]): HTMLElement {
  const title = element('h2', {}, 'Why your rule did not take it');
  return element('section', { class: 'card' }, title, ...reasons.map((text) => element('p', {}, text)));
}

/** How things stand, in a bar. */
export function state(kind: 'good' | 'warn' | 'bad' | '', text: string): HTMLElement {
  return element('p', { class: `state ${kind}` }, element('span', {}, text));
}

function fired(rule: string, way: Node): HTMLElement {
  return element('p', { class: 'fired' }, 'By rule ', element('strong', {}, rule), ' · ', way);
}

function titleOf(event: Readonly<Record<string, unknown>>): string {
  return [event['type'], event['action']].filter((part) => typeof part === 'string').join(' ');
}

function events({ outcome, findings, sent }: Translated): Node[] {
  if (outcome.kind !== 'emitted') return [];
  const faults = findings.flatMap((of, index) => of.map((finding) => ({ finding, index })));
  const many = outcome.events.length > 1;
  const made = outcome.events.map(({ value }, index) => {
    const title = `${many ? `${index + 1}. ` : ''}${titleOf(value)}`;
    const box = element('details', { class: 'event', open: index < 3 }, element('summary', {}, title));
    box.append(jsonBox(value, `Event ${index + 1}: ${titleOf(value)}`));
    return box;
  });
  const valid = faults.length === 0;
  const verdict = valid
    ? element('p', { class: 'valid' }, 'The validator has nothing against it.')
    : jsonBox(faults, 'What the validator finds');
  const out = element(
    'section',
    { class: 'card', 'aria-label': 'What comes out' },
    element('h2', {}, 'What comes out'),
    verdict,
    ...made,
  );
  return sent === undefined ? [out] : [out, request(sent)];
}

function request(sent: Sent): HTMLElement {
  const section = element(
    'section',
    { class: 'card request', 'aria-label': 'As it would be sent' },
    element('h2', {}, 'As it would be sent'),
  );
  if (!sent.ok) {
    section.append(element('p', { class: 'hint' }, `This destination would not get it: ${sent.reason}.`));
    return section;
  }
  const { url, headers, body } = sent;
  const lines = [`POST ${url}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  const region = (text: string, label: string): HTMLElement =>
    element('pre', { class: 'wire', tabindex: '0', role: 'region', 'aria-label': label }, text);
  section.append(
    element('p', { class: 'hint' }, 'Signed with the real key, and not sent. Credentials are not shown.'),
    region(lines.join('\n'), 'Headers'),
    region(body, 'Body'),
    element(
      'p',
      { class: 'actions' },
      copyButton('Copy the body', () => body),
    ),
  );
  return section;
}
