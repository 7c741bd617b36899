type Attributes = Readonly<Record<string, string | boolean>>;

/** An element with attributes and content. All content is text: nothing of a record is ever read as HTML. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...content: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'string') made.setAttribute(key, value);
    else made.toggleAttribute(key, value);
  }
  made.append(...content);
  return made;
}

/** A button that does something. */
export function button(text: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, text);
  made.addEventListener('click', act);
  return made;
}

/** The element of the page with an id. */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
  return found;
}

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\b\d[\d.eE+-]*/g;

/** JSON in lines, coloured, in a box that the keyboard can scroll. */
export function jsonBox(value: unknown, label: string): HTMLElement {
  const code = element('code');
  const text = JSON.stringify(value, undefined, 2);
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, string, colon = ''] = match;
    const kind = string === undefined ? 'value' : colon === '' ? 'text' : 'key';
    code.append(text.slice(from, match.index), element('span', { class: kind }, string ?? whole), colon);
    from = match.index + whole.length;
  }
  code.append(text.slice(from));
  return element('pre', { class: 'json', tabindex: '0', role: 'region', 'aria-label': label }, code);
}

/** Copies a text and says so on the button; where the browser does not let us, the text is there to be marked. */
export function copyButton(title: string, text: () => string): HTMLButtonElement {
  const made = button(title, () => {
    navigator.clipboard.writeText(text()).then(
      () => (made.textContent = 'Copied'),
      () => (made.textContent = 'Mark it and copy it'),
    );
    setTimeout(() => (made.textContent = title), 3000);
  });
  return made;
}
