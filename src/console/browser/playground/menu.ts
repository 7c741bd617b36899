import type { ShippedExample, SourceAsset } from '../../playground/front/source-asset.ts';
import { element } from './dom.ts';

/** The choice of a rule, and of one of its examples. */
export interface Menu {
  readonly fields: HTMLElement[];
  /** Offers the rules of a source. */
  offer(asset: SourceAsset): void;
  /** Shows a choice that was made elsewhere; an unknown rule is no choice. */
  show(rule: string, example?: string): void;
  rule(): string;
}

/** What stands for no rule of the menu. */
const OWN = '';

/** @param picked is told the rule, and the example, when somebody chooses one */
export function createMenu(picked: (rule: string, example: ShippedExample | undefined) => void): Menu {
  const rules = element('select', { id: 'rules' });
  const examples = element('select', { id: 'examples' });
  let asset: SourceAsset | undefined;

  const examplesOf = (rule: string): ShippedExample[] => asset?.examples.filter((each) => each.rule === rule) ?? [];
  const fill = (rule: string): void => {
    const found = examplesOf(rule);
    examples.replaceChildren(...found.map(({ name }) => element('option', {}, name)));
    if (found.length === 0) examples.append(element('option', {}, rule === OWN ? 'your own record' : 'none'));
    examples.disabled = found.length === 0;
  };
  const chosen = (): ShippedExample | undefined => examplesOf(rules.value)[examples.selectedIndex];
  rules.addEventListener('change', () => {
    fill(rules.value);
    picked(rules.value, chosen());
  });
  examples.addEventListener('change', () => picked(rules.value, chosen()));

  const field = (select: HTMLSelectElement, label: string): HTMLElement =>
    element('div', {}, element('label', { for: select.id }, label), select);
  return {
    fields: [field(rules, 'Rule'), field(examples, 'Example')],
    offer(of) {
      asset = of;
      const groups = Map.groupBy(of.rules, ({ file }) => file);
      rules.replaceChildren(
        element('option', { value: OWN }, 'a rule of your own'),
        ...[...groups].map(([file, all]) =>
          element(
            'optgroup',
            { label: file.replace(/^mappings\/\w+\/|\.ya?ml$/g, '') },
            ...all.map(({ rule }) => element('option', {}, rule)),
          ),
        ),
      );
    },
    show(rule, example) {
      rules.value = rule;
      if (rules.selectedIndex < 0) rules.value = OWN;
      fill(rules.value);
      if (example !== undefined) examples.value = example;
    },
    rule: () => rules.value,
  };
}
