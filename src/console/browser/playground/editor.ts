import { element } from './dom.ts';
import { paintYaml } from './paint.ts';

/** A text area with numbered lines and colours. */
export interface Editor {
  readonly box: HTMLElement;
  readonly area: HTMLTextAreaElement;
  text(): string;
  /** Puts another text there; nobody is told. */
  set(text: string): void;
  /** Marks lines, numbered from 1. */
  mark(lines: ReadonlySet<number>): void;
  /** Goes to a place, and selects so many characters there. */
  jump(line: number, column: number, length: number): void;
}

/** @param changed is called after each change that somebody makes */
export function createEditor(id: string, changed: () => void): Editor {
  const area = element('textarea', {
    id,
    class: 'code',
    spellcheck: 'false',
    wrap: 'off',
    autocapitalize: 'off',
    autocomplete: 'off',
    'aria-describedby': 'verdict',
  });
  const paint = element('pre', { class: 'paint', 'aria-hidden': 'true' });
  const numbers = element('pre', { class: 'numbers-of-lines', 'aria-hidden': 'true' });
  const box = element(
    'div',
    { class: 'editor' },
    element('div', { class: 'gutter' }, numbers),
    element('div', { class: 'sheet' }, paint, area),
  );
  let marked: ReadonlySet<number> = new Set();

  const follow = (): void => {
    paint.style.transform = `translate(${-area.scrollLeft}px, ${-area.scrollTop}px)`;
    numbers.style.transform = `translateY(${-area.scrollTop}px)`;
  };
  const draw = (): void => {
    const lines = area.value.split('\n');
    area.rows = Math.min(Math.max(lines.length, 10), 30);
    numbers.replaceChildren(
      ...lines.map((_, index) => {
        const kind = marked.has(index + 1) ? 'faulty' : '';
        return element('span', { class: kind }, `${index + 1}\n`);
      }),
    );
    paint.replaceChildren(
      ...lines.map((line, index) => {
        const kind = marked.has(index + 1) ? 'line faulty' : 'line';
        return element('span', { class: kind }, ...paintYaml(line), '\n');
      }),
    );
    follow();
  };
  area.addEventListener('scroll', follow);
  area.addEventListener('input', () => {
    draw();
    changed();
  });
  return {
    box,
    area,
    text: () => area.value,
    set(text) {
      area.value = text;
      marked = new Set();
      area.scrollTop = 0;
      draw();
    },
    mark(lines) {
      marked = lines;
      area.setAttribute('aria-invalid', String(lines.size > 0));
      draw();
    },
    jump(line, column, length) {
      const before = area.value.split('\n').slice(0, line - 1);
      const start = before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
      area.focus();
      area.setSelectionRange(start, start + length);
      const height = area.scrollHeight / Math.max(1, area.value.split('\n').length);
      area.scrollTop = Math.max(0, (line - 6) * height);
      area.scrollIntoView({ block: 'nearest' });
    },
  };
}
