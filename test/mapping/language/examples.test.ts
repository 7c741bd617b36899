import { describe, expect, it } from 'vitest';
import { compareEvent } from '../../../src/mapping/language/compare-event.ts';
import { mergeGiven } from '../../../src/mapping/language/read-examples.ts';
import { renderTableModule } from '../../../src/mapping/language/table-module.ts';
import { readTable } from '../../../src/mapping/read-table.ts';

describe('an event against what an example says of it', () => {
  const event = { action: 'Paused', object: { keywords: ['a', 'b'], size: 1 } };
  it.each([
    [{ action: 'Paused' }, []],
    [{ object: { keywords: ['a'] } }, []],
    [{ object: { name: { exists: false }, size: { exists: true } } }, []],
    [{ action: 'Ended' }, [{ path: '.action', message: 'is "Paused", expected "Ended"' }]],
    [{ object: { size: '1' } }, [{ path: '.object.size', message: 'is 1, expected "1"' }]],
    [{ object: { keywords: ['a', 'c'] } }, [{ path: '.object.keywords[1]', message: 'is "b", expected "c"' }]],
    [{ object: { keywords: ['a', 'b', 'c'] } }, [{ path: '.object.keywords[2]', message: 'is missing, expected "c"' }]],
    [{ object: { size: { exists: false } } }, [{ path: '.object.size', message: 'is 1, expected none' }]],
    [{ target: { id: 'x' } }, [{ path: '.target', message: 'is missing, expected {"id":"x"}' }]],
    [{ object: { name: { exists: true } } }, [{ path: '.object.name', message: 'is missing' }]],
  ])('%j', (expected, differences) => {
    expect(compareEvent(expected, event)).toEqual(differences);
  });
});

describe('the record of an example', () => {
  it('takes maps key by key, and everything else as a whole', () => {
    const base = { time: 't', context: { course_id: 'c', user_id: 3 }, event: { list: [1, 2] } };
    const own = { context: { user_id: null }, event: { list: [3] }, name: 'n' };
    expect(mergeGiven(base, own)).toEqual({
      name: 'n',
      time: 't',
      context: { course_id: 'c', user_id: null },
      event: { list: [3] },
    });
  });
});

describe('the module that the Worker imports', () => {
  it('holds the whole table', () => {
    const skip = { reason: 'it\'s \\ a "test"\n\u2028', when: [] };
    const table = { version: 1, sources: [{ source: 'openedx', lets: [], skipWhen: [skip], rules: [] }] } as const;
    const [, literal = ''] = /readTable\('(.*)'\)/.exec(renderTableModule(structuredClone(table) as never)) ?? [];
    expect(readTable(literal)).toEqual(table);
  });
});
