// The filter of the coverage page; without it all rows are shown.

const form = document.getElementById('filter');
const text = document.getElementById('text');
const status = document.getElementById('status');
const found = document.getElementById('found');
const rows = Array.from(document.querySelectorAll<HTMLTableRowElement>('tr[data-status]'), (row) => ({
  row,
  words: row.textContent.toLowerCase(),
}));

if (text instanceof HTMLInputElement && status instanceof HTMLSelectElement && form !== null) {
  const filter = (): void => {
    const words = text.value.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const { row, words: own } of rows) {
      const fits = status.value === 'here' ? 'here' in row.dataset : ['', row.dataset['status']].includes(status.value);
      row.hidden = !fits || !words.every((word) => own.includes(word));
      if (!row.hidden) shown += 1;
    }
    for (const section of document.querySelectorAll<HTMLElement>('section:has(tr[data-status])')) {
      section.hidden = section.querySelector('tr[data-status]:not([hidden])') === null;
    }
    const isOpen = text.value === '' && status.value === '';
    if (found !== null) found.textContent = isOpen ? `${rows.length} names` : `${shown} of ${rows.length} names`;
  };
  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  text.addEventListener('input', filter);
  status.addEventListener('change', filter);
  // Browsers fill in what stood there before.
  filter();
}

export {};
