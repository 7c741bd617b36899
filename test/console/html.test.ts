import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { each, html } from '../../src/console/html.ts';

describe('HTML with values', () => {
  test('has text escaped, in content and inside of quotes', () => {
    const text = `<b title="x">'&'</b>`;
    expect(html`<p title="${text}">${text}</p>`.toString()).toBe(
      '<p title="&lt;b title=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/b&gt;">&lt;b title=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/b&gt;</p>',
    );
  });

  test('has HTML that was made by it as it stands, alone and in lists', () => {
    const item = html`<i>${'&'}</i>`;
    expect(html`${item}${[item, [item]]}`.toString()).toBe('<i>&amp;</i><i>&amp;</i><i>&amp;</i>');
  });

  test('has the texts of a list escaped, without commas', () => {
    expect(html`<p>${['<', 1, '>']}</p>`.toString()).toBe('<p>&lt;1&gt;</p>');
  });

  test('has numbers, also 0, and nothing for false, null and undefined', () => {
    expect(html`<p>${0}${1.5}${false}${null}${undefined}${''}</p>`.toString()).toBe('<p>01.5</p>');
  });

  test('has the characters that escapes in the template mean', () => {
    expect(html(Object.assign(['–'], { raw: ['\\u2013'] })).toString()).toBe('–');
  });

  test('writes a piece for each item, with its position', () => {
    expect(html`${each(new Set(['a', '<']), (item, index) => html`<i>${index}${item}</i>`)}`.toString()).toBe(
      '<i>0a</i><i>1&lt;</i>',
    );
  });

  test('is read back by a browser as the text that went in', () => {
    const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const written = html`${text}`.toString();
        expect(written).not.toMatch(/[<>"']/);
        expect(written.replaceAll(/&(\w+|#39);/g, (_, name: string) => entities[name] ?? '?')).toBe(text);
      }),
    );
  });
});
