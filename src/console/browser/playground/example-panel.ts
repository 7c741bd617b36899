import type { SourceKind } from '../../../mapping/table.ts';
import type { MadeExample } from '../../playground/front/example.ts';
import { copyButton, element } from './dom.ts';

/**
 * An example to be pasted, with what one should know before.
 *
 * @param made undefined where nothing came out of which there could be one
 */
export function examplePanel(made: MadeExample | undefined, kind: SourceKind): Node[] {
  const title = element('h2', {}, 'Example to paste');
  const hint = (text: string): HTMLElement => element('p', { class: 'hint' }, text);
  if (made === undefined) {
    return [title, hint('There is nothing to make an example of: mend the rule or the record first.')];
  }
  if (!made.ok) return [title, hint(`There is no example: ${made.reason}.`)];
  const { rule, yaml, replaced } = made;
  const warning = `The record names a person. Neutral values stand here instead of: ${replaced.join(', ')}. Look whether something else in it does, before you share it.`;
  const place = `Paste it below examples: of the rule ${rule}, in a file of mappings/${kind}/site, and say in its name what it shows.`;
  return [
    title,
    ...(replaced.length > 0 ? [element('p', { class: 'notice warn' }, warning)] : []),
    hint(place),
    element('pre', { tabindex: '0', role: 'region', 'aria-label': 'YAML of the example' }, yaml),
    element(
      'p',
      { class: 'actions' },
      copyButton('Copy', () => yaml),
    ),
  ];
}
