import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usageKey } from '../../src/mapping/functions/openedx.ts';

describe('the usage key in a path', () => {
  it.each([
    ['block-v1:edX+DemoX+Demo+type@html+block@h1', 'block-v1:edX+DemoX+Demo+type@html+block@h1'],
    ['/xblock/block-v1:edX+DemoX+Demo+type@html+block@h1?show=1#x', 'block-v1:edX+DemoX+Demo+type@html+block@h1'],
    ['/xblock/block-v1%3AedX%2BDemoX%2BDemo%2Btype%40html%2Bblock%40h1', 'block-v1:edX+DemoX+Demo+type@html+block@h1'],
    ['/x/ccx-block-v1:e+D+R+ccx@1+type@html+block@h1/y', 'ccx-block-v1:e+D+R+ccx@1+type@html+block@h1'],
    ['/x/lb:edX:Lib:problem:p1/y', 'lb:edX:Lib:problem:p1'],
    ['/jump_to/i4x://edX/DemoX/html/h1/extra', 'i4x://edX/DemoX/html/h1'],
    ['/xblock/i4x:;_;_edX;_Demo;;X;_html;_h1/handler/x', 'i4x://edX/Demo;X/html/h1'],
  ])('%s', (path, key) => {
    expect(usageKey(path)).toBe(key);
  });

  it.each(['/courses/course-v1:edX+DemoX+Demo/about', '/event', 'i4x://edX/DemoX', 'i4x:;_;_edX;_DemoX', '', '%', 7])(
    'is missing in %s',
    (path) => {
      expect(usageKey(path)).toBeUndefined();
    },
  );

  it('holds neither a query nor white space, whatever the text', () => {
    const part = fc.constantFrom(
      'i4x:',
      '//',
      ';_',
      ';;',
      'block-v1:',
      'lb:',
      '/',
      '?',
      '#',
      ' ',
      'a',
      '%2B',
      '%3',
      '+',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        expect(usageKey(parts.join('')) ?? '').not.toMatch(/[?#\s]/);
      }),
    );
  });
});
