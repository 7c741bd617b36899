import type { Diagnostic } from '../../../mapping/diagnostic.ts';
import { renderDiagnostic } from '../../../mapping/diagnostics.ts';
import { button, element } from './dom.ts';

/** What is wrong with a text, as a list whose items lead to their places. */
export function faultList(
  diagnostics: readonly Diagnostic[],
  text: string,
  own: string,
  jump: (place: Diagnostic) => void,
): HTMLElement {
  return element(
    'ol',
    { class: 'faults' },
    ...diagnostics.map((fault) => {
      const { file, line, column, code, message, hint } = fault;
      const isOwn = file === own;
      const title = isOwn ? `Line ${line}, column ${column}` : `${file}:${line}:${column}`;
      const item = element('li');
      if (isOwn) item.append(button(title, () => jump(fault), { class: 'place' }));
      else item.append(element('strong', {}, title));
      item.append(' ', element('code', { class: 'fault-code' }, code), element('p', {}, message));
      if (isOwn) {
        const frame = renderDiagnostic({ file, line, column, length: fault.length, code, message }, text);
        item.append(element('pre', { class: 'frame', 'aria-hidden': 'true' }, frame.split('\n').slice(1).join('\n')));
      }
      if (hint !== undefined) item.append(element('p', { class: 'hint' }, `Hint: ${hint}`));
      return item;
    }),
  );
}
