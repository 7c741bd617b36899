import type { SourceKind } from '../../../mapping/table.ts';
import { compileRules, ownFile } from '../../playground/front/compile.ts';
import type { Compiled } from '../../playground/front/compile.ts';
import { makeExample } from '../../playground/front/example.ts';
import { readFragment } from '../../playground/front/permalink.ts';
import type { ShippedExample, SourceAsset } from '../../playground/front/source-asset.ts';
import { newRecord, newRule } from '../../playground/front/template.ts';
import type { Run, RunAnswer } from '../../playground/run.ts';
import { ask } from './ask.ts';
import { sourceAsset } from './asset.ts';
import { button, byId, copyButton, element } from './dom.ts';
import { createEditor } from './editor.ts';
import { examplePanel } from './example-panel.ts';
import { faultList } from './faults.ts';
import { copyLink } from './link.ts';
import { createMenu } from './menu.ts';
import { nameIn, recordName } from './record-name.ts';
import { reasonsAgainst, reasonsCard, showAnswer, state } from './results.ts';

// The playground: examples, the rule with its faults, and what comes out of it after each pause. The page works as a form without this.

/** Milliseconds without a key being pressed. */
const PAUSE = 300;

const form = byId('try', HTMLFormElement);
const kind = byId('kind', HTMLSelectElement);
const record = byId('record', HTMLTextAreaElement);
const source = byId('source', HTMLSelectElement);
const destination = byId('destination', HTMLSelectElement);
const results = byId('results', HTMLElement);
const token = form.querySelector<HTMLInputElement>('input[name="csrf"]')?.value ?? '';

const spoken = element('p', { class: 'visually-hidden', role: 'status', id: 'spoken' });
const verdict = element('div', { id: 'verdict', class: 'verdict' });
const example = element('section', { class: 'card', id: 'example', 'aria-label': 'Example to paste', hidden: true });
const out = element('div', { class: 'outcome' });
const editor = createEditor('rule', () => schedule());
const menu = createMenu((rule, chosen) => void pick(rule, chosen));

let asset: SourceAsset | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let running: AbortController | undefined;
let last: { compiled: Compiled; answer: RunAnswer } | undefined;

build();
void begin();

function build(): void {
  const link = button('Copy link', () => void offerLink(link), { class: 'quiet' });
  const panel = element(
    'section',
    { class: 'card rule', 'aria-labelledby': 'rule-title' },
    element('h2', { id: 'rule-title' }, element('label', { for: 'rule' }, 'Rule, as YAML')),
    editor.box,
    element(
      'p',
      { class: 'actions' },
      button('Copy as example', offerExample),
      copyButton('Copy the rule', () => editor.text()),
      button('New rule for this record', () => startRule()),
      link,
    ),
    example,
  );
  byId('choices', HTMLElement).append(...menu.fields);
  form.after(panel);
  for (const submit of form.querySelectorAll('button')) submit.parentElement?.remove();
  results.replaceChildren(spoken, verdict, out);
  document.getElementById('playground')?.classList.add('live');
  form.addEventListener('submit', (event) => event.preventDefault());
  record.addEventListener('input', () => schedule());
  for (const select of [source, destination]) select.addEventListener('change', () => void run());
  kind.addEventListener('change', () => void changeKind());
  addEventListener('hashchange', () => void begin());
}

/** Shows what the address asks for: a link that keeps everything, a name from the coverage page, or else the first example. */
async function begin(): Promise<void> {
  const kept = await readFragment(location.hash);
  const asked = new URLSearchParams(location.hash.slice(1));
  const pasted = kept?.record ?? (record.value.trim() === '' ? undefined : record.value);
  kind.value = kept?.kind ?? (asked.get('kind') === 'xapi' ? 'xapi' : asked.has('kind') ? 'openedx' : kind.value);
  const loaded = await load();
  if (loaded === undefined) return;
  if (kept !== undefined) {
    editor.set(kept.rule);
    record.value = kept.record;
    menu.show('');
    return run();
  }
  const name = asked.get('name');
  if (name !== null) return showName(loaded, name, asked.get('rule') ?? '');
  if (pasted !== undefined) {
    menu.show('');
    return run();
  }
  const first = loaded.rules.find(({ rule }) => rule === 'video-played') ?? loaded.rules[0];
  if (first !== undefined) return pickFirst(loaded, first.rule);
}

async function load(): Promise<SourceAsset | undefined> {
  try {
    asset = await sourceAsset(kindOf());
    menu.offer(asset);
    return asset;
  } catch {
    say('bad', 'The examples could not be loaded: look whether you are online, and load the page anew.');
    return undefined;
  }
}

async function changeKind(): Promise<void> {
  const loaded = await load();
  const first = loaded?.rules[0];
  if (loaded !== undefined && first !== undefined) await pickFirst(loaded, first.rule);
}

async function pickFirst(of: SourceAsset, rule: string): Promise<void> {
  menu.show(rule);
  await pick(
    rule,
    of.examples.find((each) => each.rule === rule),
  );
}

async function showName(of: SourceAsset, name: string, rule: string): Promise<void> {
  const ofName = of.examples.filter((each) => nameIn(each.record) === name);
  const found =
    ofName.find((each) => each.rule === rule) ?? ofName[0] ?? of.examples.find((each) => each.rule === rule);
  if (found === undefined) {
    menu.show(rule);
    record.value = newRecord(kindOf(), name);
    return pick(rule, undefined);
  }
  menu.show(found.rule, found.name);
  await pick(found.rule, found);
}

async function pick(rule: string, chosen: ShippedExample | undefined): Promise<void> {
  if (rule === '') {
    startRule();
    return;
  }
  const shipped = asset?.rules.find((each) => each.rule === rule);
  if (shipped !== undefined) editor.set(shipped.text);
  if (chosen !== undefined) record.value = JSON.stringify(chosen.record, undefined, 2);
  await run();
}

function startRule(): void {
  menu.show('');
  // A record that came with its shipper's wrapper has the name that the adapter read.
  const lastName = last?.answer.kind === 'translated' ? last.answer.name : undefined;
  editor.set(newRule(kindOf(), recordName(record.value) ?? lastName ?? 'edx.new.thing'));
  void run();
}

function schedule(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void run(), PAUSE);
}

async function run(): Promise<void> {
  clearTimeout(timer);
  running?.abort();
  example.hidden = true;
  if (asset === undefined) return;
  const names = asset.rules.map(({ rule }) => rule);
  const compiled = compileRules(editor.text(), kindOf(), asset.shared, names);
  const isEmpty = editor.text().trim() === '';
  if (!showFaults(compiled, isEmpty)) return;
  const abort = (running = new AbortController());
  const own = isEmpty ? {} : { rules: compiled.table.rules, replaced: compiled.replaced };
  const body: Run = {
    kind: kindOf(),
    source: source.value,
    record: record.value,
    destination: destination.value,
    ...own,
  };
  const asked = await ask(body, token, abort.signal);
  if (asked === undefined) return;
  if (asked.ok) show(compiled, asked.answer);
  else say('bad', asked.text);
}

/** What came of the rules before stays there, and says so. */
function showStale(): void {
  if (out.classList.contains('stale') || out.childElementCount === 0) return;
  out.classList.add('stale');
  out.prepend(state('warn', 'This came out before the fault'));
}

/** Gives whether the rules may be run. */
function showFaults({ diagnostics, notes }: Compiled, isEmpty: boolean): boolean {
  const own = ownFile(kindOf());
  const faults = isEmpty ? [] : diagnostics;
  editor.mark(new Set(faults.filter(({ file }) => file === own).map(({ line }) => line)));
  if (faults.length === 0) {
    const more = notes.length === 0 || isEmpty ? '' : ' It has no examples yet: the build wants at least one.';
    const text = isEmpty ? 'No rule here: the deployed ones are tried.' : `Nothing is wrong with the rule.${more}`;
    verdict.replaceChildren(element('p', { class: 'valid' }, text));
    return true;
  }
  const list = faultList(faults, editor.text(), own, ({ line, column, length }) => editor.jump(line, column, length));
  const number = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
  verdict.replaceChildren(element('p', { class: 'invalid' }, `${number} in the rule`), list);
  showStale();
  const [first] = faults;
  spoken.textContent = `${number} in the rule. Line ${first?.line ?? 0}: ${first?.message ?? ''}`;
  return false;
}

function show(compiled: Compiled, answer: RunAnswer): void {
  last = { compiled, answer };
  const { sentence, nodes } = showAnswer(answer, ({ rule, file, line }) => {
    if (file === ownFile(kindOf()))
      return button(`line ${line} of your rule`, () => editor.jump(line, 1, 0), { class: 'place' });
    const open = button('open it', () => void pickFirstOf(rule), { class: 'place' });
    return element('span', {}, element('code', {}, `${file}:${line}`), ' ', open);
  });
  out.classList.remove('stale');
  out.replaceChildren(...nodes);
  const reasons = editor.text().trim() === '' ? [] : reasonsAgainst(compiled.table, answer);
  if (reasons.length > 0) out.children[0]?.after(reasonsCard(reasons));
  spoken.textContent = [sentence, ...reasons].join('. ');
}

async function pickFirstOf(rule: string): Promise<void> {
  menu.show(rule);
  // The record stays as it is.
  await pick(rule, undefined);
}

function say(how: 'bad' | 'good', text: string): void {
  out.classList.remove('stale');
  out.replaceChildren(state(how, text));
  spoken.textContent = text;
}

function offerExample(): void {
  const lms = source.selectedOptions[0]?.dataset['lms'] ?? '';
  const made =
    last?.answer.kind !== 'translated' || out.classList.contains('stale')
      ? undefined
      : makeExample(last.compiled.table, last.answer.fields, last.compiled.given, lms, 'what it shows');
  example.replaceChildren(...examplePanel(made, kindOf()));
  example.hidden = false;
  example.scrollIntoView({ block: 'nearest' });
  spoken.textContent = example.querySelector('.notice, .hint')?.textContent ?? '';
}

async function offerLink(link: HTMLButtonElement): Promise<void> {
  const said = await copyLink({ kind: kindOf(), record: record.value, rule: editor.text() });
  link.textContent = said;
  spoken.textContent = said;
  setTimeout(() => (link.textContent = 'Copy link'), 4000);
}

function kindOf(): SourceKind {
  return kind.value === 'xapi' ? 'xapi' : 'openedx';
}
