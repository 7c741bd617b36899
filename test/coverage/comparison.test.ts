import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareWith } from '../../src/coverage/comparison.ts';
import { comparedRows, comparisonPage } from '../../src/coverage/comparison-page.ts';
import { coverageOf } from '../../src/coverage/coverage.ts';
import type { CoverageRow } from '../../src/coverage/coverage.ts';
import { knownOpenedxNames } from '../../src/coverage/known-openedx-names.ts';
import { namesOfPeer } from '../../src/coverage/peers.ts';
import { reasons } from '../../src/coverage/reasons.ts';
import { compileGlob } from '../../src/mapping/compile-conditions.ts';
import { loadShipped } from '../mappings/shipped.ts';

const coverage = coverageOf(loadShipped().table, { openedx: knownOpenedxNames });
const rows = comparedRows(coverage);

it('docs/13-comparison.md is what the tables say: else run npm run docs', () => {
  expect(readFileSync(join(import.meta.dirname, '../../docs/13-comparison.md'), 'utf8')).toBe(comparisonPage(coverage));
});

it('every difference has an explanation', () => {
  const unexplained = rows.filter(({ compared }) => compared.some(({ difference }) => difference === 'unexplained'));
  expect(unexplained.map(({ ours }) => ours.name)).toEqual([]);
});

it('every explanation that is written by hand explains a difference', () => {
  const differing = rows.flatMap(({ ours, compared }) =>
    compared.flatMap(({ why }) => why.map((each) => [ours.name, each])),
  );
  const unused = reasons.filter(
    ({ names, why }) =>
      !names.every((pattern) => differing.some(([name = '', each]) => each === why && compileGlob(pattern)(name))),
  );
  expect(unused).toEqual([]);
});

it('all names that the others map are known, and as many as they say', () => {
  const known = new Set(knownOpenedxNames);
  const [erb, ucsd] = [namesOfPeer('event-routing-backends'), namesOfPeer('openedx-caliper-tracking')];
  expect([...erb, ...ucsd].filter((name) => !known.has(name))).toEqual([]);
  expect([erb.length, ucsd.length]).toEqual([34, 165]);
});

describe('a name', () => {
  const row = (name: string, part: Partial<CoverageRow> = {}): CoverageRow => {
    return { name, status: 'mapped', events: [], reason: null, rule: null, file: null, line: null, ...part };
  };
  const event = (type: string, action: string, object: string): CoverageRow['events'][number] => {
    return { type, action, object, profile: null };
  };
  const erb = (ours: CoverageRow): unknown[] => {
    const { difference, why } = compareWith('event-routing-backends', ours);
    return [difference, why];
  };

  it('is the same where type, action and object are', () => {
    expect(erb(row('pause_video', { events: [event('MediaEvent', 'Paused', 'VideoObject')] }))).toEqual(['same', []]);
  });

  it('is not mapped there, or by neither', () => {
    expect(erb(row('book', { events: [event('ViewEvent', 'Viewed', 'Document')] }))).toEqual([
      'not mapped there',
      ['not mapped there'],
    ]);
    expect(erb(row('book', { status: 'skipped', reason: 'old' }))).toEqual(['mapped by neither', []]);
  });

  it('fails there', () => {
    const name = 'edx.course.grade.now_passed';
    expect(erb(row(name, { events: [event('Event', 'Modified', 'Result')] }))).toEqual([
      'fails there',
      ['in its list, without a transformer'],
    ]);
  });

  it('breaks Caliper there', () => {
    const events = [event('NavigationEvent', 'NavigatedTo', 'WebPage')];
    expect(erb(row('edx.ui.lms.link_clicked', { events }))).toEqual([
      'breaks Caliper',
      ['breaks Caliper: Webpage is no type of Caliper'],
    ]);
  });

  it('counts twice there, or is skipped here for another reason', () => {
    expect(erb(row('showanswer', { status: 'skipped', reason: 'twin of x' }))).toEqual([
      'counts twice there',
      ['counts twice there: twin of x'],
    ]);
    expect(erb(row('showanswer', { status: 'skipped', reason: 'x' }))).toEqual(['skipped here', ['skipped here: x']]);
  });

  it('is a generic Event there', () => {
    expect(erb(row('showanswer', { events: [event('ViewEvent', 'Viewed', 'Frame')] }))).toEqual([
      'generic Event there',
      ['the generic Event there, ViewEvent here'],
    ]);
  });

  it('is understood otherwise, with the reason written by hand', () => {
    const events = [event('MediaEvent', 'Started', 'VideoObject'), event('MediaEvent', 'Resumed', 'VideoObject')];
    expect(erb(row('play_video', { events }))).toEqual(['understood otherwise', ['start and resume told apart']]);
  });

  it('is unexplained otherwise', () => {
    expect(erb(row('pause_video', { events: [event('MediaEvent', 'Ended', 'VideoObject')] }))).toEqual([
      'unexplained',
      ['unexplained'],
    ]);
    expect(erb(row('pause_video', { status: 'unmapped' }))).toEqual(['unexplained', ['unmapped here']]);
  });
});
