import { describe, expect, it } from 'vitest';
import { coverageOf } from '../../src/coverage/coverage.ts';
import { formsOf } from '../../src/coverage/emitted-events.ts';
import { loadMappings } from '../../src/mapping/language/load.ts';

const shared = `
source: openedx
let: { person: "$(context.user_id | pseudonym('learner'))", moment: $(time | isoInstant) }
event: { actor: { id: $(lms)/user/$(person), type: Person }, eventTime: $(moment) }
`;

/** The coverage of a table that has these rules. */
function coverage(rules: string, known: readonly string[] = []) {
  const files = [
    { path: 'mappings/openedx/_shared.yaml', text: shared },
    { path: 'mappings/openedx/some.yaml', text: `about: Rules of a test.\nrules:\n${rules}` },
  ];
  const { table } = loadMappings(files);
  return coverageOf(table, { openedx: known });
}

const viewed = (rule: string, when: string, object = 'WebPage') => `
  - rule: ${rule}
    about: Viewing.
    when: ${when}
    emit:
      - { event: ViewEvent, profile: ReadingProfile, action: Viewed, object: { id: $(lms)/x, type: ${object} } }
    examples: [{ name: one, given: { name: a }, skipped: '' }]
`;
const skipped = (rule: string, when: string, reason: string) => `
  - rule: ${rule}
    about: Skipping.
    when: ${when}
    skip: ${reason}
    examples: [{ name: one, given: { name: a }, skipped: '' }]
`;
const viewEvent = { type: 'ViewEvent', action: 'Viewed', object: 'WebPage', profile: 'ReadingProfile' };

describe('the coverage', () => {
  it('says of each name what comes out, or why nothing does, or that no rule takes it', () => {
    const rules = viewed('seen', '{ name: b.seen }') + skipped('left', '{ name: a.left }', 'nobody acted');
    expect(coverage(rules, ['c.unknown', 'a.left'])).toEqual({
      openedx: [
        {
          name: 'a.left',
          status: 'skipped',
          events: [],
          reason: 'nobody acted',
          rule: 'left',
          file: 'mappings/openedx/some.yaml',
          line: 11,
        },
        {
          name: 'b.seen',
          status: 'mapped',
          events: [viewEvent],
          reason: null,
          rule: 'seen',
          file: 'mappings/openedx/some.yaml',
          line: 4,
        },
        { name: 'c.unknown', status: 'unmapped', events: [], reason: null, rule: null, file: null, line: null },
      ],
      xapi: [],
    });
  });

  it('joins the rules of a name: one that emits makes it mapped, and the reasons of the others stay', () => {
    const rules =
      skipped('refused', '{ name: a, event.ok: false }', 'refused') +
      viewed('seen', '{ name: a, event.page: { exists: true } }') +
      viewed('seen-frame', '{ name: a, event.frame: { exists: true } }', 'Frame') +
      skipped('rest', '{ name: a }', 'nothing was seen') +
      viewed('never', '{ name: a }', 'Document');
    const [row] = coverage(rules).openedx;
    expect(row).toMatchObject({
      status: 'mapped',
      events: [viewEvent, { ...viewEvent, object: 'Frame' }],
      reason: 'refused; nothing was seen',
      rule: 'seen',
    });
  });

  it('gives a pattern a row of its own, and names that it takes theirs', () => {
    const rules = skipped('glob', '{ name: { like: "a.*", not: a.b } }', 'by pattern');
    const rows = coverage(rules, ['a.a', 'a.b']).openedx.map(({ name, status, reason }) => [name, status, reason]);
    expect(rows).toEqual([
      ['a.*', 'skipped', 'by pattern'],
      ['a.a', 'skipped', 'by pattern'],
      ['a.b', 'unmapped', null],
    ]);
  });

  it('follows $case, let and rows, and does not mix the branches of one case', () => {
    const rules = `
  - rule: cases
    about: Cases.
    rows: [{ name: a, action: Started }, { name: b, action: Ended }]
    let:
      kind: { $case: [{ when: { event.kind: audio }, then: AudioObject }, { else: VideoObject }] }
      object: { id: $(lms)/x, type: $(kind) }
    emit:
      - event: MediaEvent
        action: { $case: [{ when: { event.kind: audio }, then: Muted }, { else: $(row.action) }] }
        object: $(object)
      - { event: MediaEvent, profile: MediaProfile, action: Ended, object: $(lms)/video }
    examples: [{ name: one, given: { name: a }, skipped: '' }]
`;
    const media = { type: 'MediaEvent', profile: null };
    const whole = { type: 'MediaEvent', profile: 'MediaProfile', action: 'Ended', object: 'Entity' };
    expect(coverage(rules).openedx.map(({ events }) => events)).toEqual([
      [
        { ...media, action: 'Muted', object: 'AudioObject' },
        { ...media, action: 'Started', object: 'VideoObject' },
        whole,
      ],
      [
        { ...media, action: 'Muted', object: 'AudioObject' },
        { ...media, action: 'Ended', object: 'VideoObject' },
        whole,
      ],
    ]);
  });
});

it('events that differ in their object alone are one form', () => {
  expect(formsOf([viewEvent, { ...viewEvent, profile: null }, { ...viewEvent, object: 'Frame' }])).toEqual([
    { event: 'ViewEvent/Viewed', objects: ['WebPage', 'Frame'], profile: 'ReadingProfile' },
    { event: 'ViewEvent/Viewed', objects: ['WebPage'], profile: null },
  ]);
});
