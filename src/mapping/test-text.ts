import type { TestNode } from './table.ts';

/** A test as an operator would say it, e.g. `is "browser" or is "mobile"`. */
export function testText(test: TestNode): string {
  switch (test.t) {
    case 'is':
      return `is ${JSON.stringify(test.v)}`;
    case 'any':
      return test.of.map(testText).join(' or ');
    case 'all':
      return test.of.map(testText).join(' and ');
    case 'not':
      return test.test.t === 'is' ? `is not ${JSON.stringify(test.test.v)}` : `not (${testText(test.test)})`;
    case 'exists':
      return test.v ? 'is there' : 'is missing';
    case 'below':
      return `is below ${test.v}`;
    case 'above':
      return `is above ${test.v}`;
    case 'like':
      return `is like ${test.glob}`;
  }
}
