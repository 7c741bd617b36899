// What makes the pages of the console quicker to use; each of them does its work without.

// What a form has done is said once: not again when the page is loaded anew.
if (document.querySelector('.notice') !== null && location.pathname !== '/console/login') {
  const url = new URL(location.href);
  for (const name of ['sent', 'resumed', 'done']) url.searchParams.delete(name);
  history.replaceState(null, '', url);
}

const live = document.getElementById('live');
if (live !== null) keepFresh(live);

for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', () => {
    const text = document.getElementById(button.dataset['copy'] ?? '')?.textContent ?? '';
    void navigator.clipboard.writeText(text).then(() => (button.textContent = 'Copied'));
  });
}

for (const all of document.querySelectorAll<HTMLInputElement>('input[data-all]')) {
  const boxes = document.querySelectorAll<HTMLInputElement>(`input[name="${all.dataset['all'] ?? ''}"]`);
  all.hidden = false;
  all.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked;
  });
}

/** Fetches a part of the page anew every few seconds, unless it is paused or nobody looks. */
function keepFresh(part: HTMLElement): void {
  const pause = document.getElementById('pause');
  const updated = document.getElementById('updated');
  const spoken = document.getElementById('spoken');
  let paused = false;
  document.getElementById('updates')?.removeAttribute('hidden');
  pause?.addEventListener('click', () => {
    paused = !paused;
    pause.setAttribute('aria-pressed', String(paused));
    if (updated !== null) updated.textContent = paused ? 'Updates are paused' : 'Updates by itself';
  });

  const refresh = async (): Promise<void> => {
    if (paused || document.hidden) return;
    const response = await fetch(part.dataset['source'] ?? '', { headers: { Accept: 'text/html' } });
    // The session is over.
    if (response.redirected) location.reload();
    if (!response.ok) throw new Error(String(response.status));
    replace(part, await response.text());
    // A screen reader is told only what has changed in the whole, not each number.
    const state = part.querySelector('#state')?.textContent ?? '';
    if (spoken !== null && spoken.textContent !== state) spoken.textContent = state;
    // What to do first is of no use once something came.
    document.getElementById('start')?.toggleAttribute('hidden', part.querySelector('#tiles[data-empty]') === null);
    if (updated !== null) updated.textContent = 'Updates by itself';
  };

  const again = (): void => {
    const seconds = Number(part.dataset['seconds'] ?? 5);
    setTimeout(() => {
      refresh()
        .catch(() => {
          if (updated !== null) updated.textContent = 'No connection; trying again';
        })
        .finally(again);
    }, seconds * 1000);
  };
  again();
}

/** Puts new content in place; what was unfolded, scrolled and focused stays so. */
function replace(part: HTMLElement, text: string): void {
  const open = [...part.querySelectorAll('details[open]')].map(({ id }) => id);
  const scrolled = [...part.querySelectorAll('.scroll')].map(({ scrollTop }) => scrollTop);
  const { activeElement } = document;
  const focused = activeElement !== null && part.contains(activeElement) ? path(part, activeElement) : undefined;
  part.innerHTML = text;
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  part.querySelectorAll('.scroll').forEach((box, index) => (box.scrollTop = scrolled[index] ?? 0));
  if (focused !== undefined) find(part, focused)?.focus({ preventScroll: true });
}

/** Where an element stands: its id, or else the positions of its ancestors. */
function path(part: Element, element: Element): string | number[] {
  if (element.id !== '') return element.id;
  const steps: number[] = [];
  for (let at = element; at !== part && at.parentElement !== null; at = at.parentElement) {
    steps.unshift([...at.parentElement.children].indexOf(at));
  }
  return steps;
}

function find(part: Element, at: string | number[]): HTMLElement | null {
  if (typeof at === 'string') return document.getElementById(at);
  let found: Element | undefined = part;
  for (const step of at) found = found?.children[step];
  return found instanceof HTMLElement ? found : null;
}
