import { describe, expect, it } from 'vitest';
import { appendRequest } from '../../src/ingest/append-request.ts';
import type { Judged } from '../../src/ingest/judged.ts';
import type { CaliperObject } from '../../src/mapping/outcome.ts';

const learner = 'https://lms.example.edu/user/p';
const grader = { id: 'https://lms.example.edu/grader', type: 'SoftwareApplication' };

function shardKey(event: CaliperObject): string | undefined {
  const rule = { rule: 'r', file: 'mappings/openedx/a.yaml', line: 1 };
  const events = [{ id: 'urn:uuid:1', type: 'Event', value: event, text: '{}' }];
  const judged: Judged = { index: 0, kind: 'translated', name: 'a', outcome: { kind: 'emitted', rule, events } };
  return appendRequest([judged], 'lms').records[0]?.shardKey;
}

describe('the events of a learner stay in one shard', () => {
  it('when the learner acted', () => expect(shardKey({ actor: { id: learner, type: 'Person' } })).toBe(learner));

  it('when a grader acted on an attempt of the learner', () => {
    expect(shardKey({ actor: grader, object: { id: 'urn:a', type: 'Attempt', assignee: learner } })).toBe(learner);
    expect(
      shardKey({ actor: grader, object: { id: 'urn:a', type: 'Attempt', assignee: { id: learner, type: 'Person' } } }),
    ).toBe(learner);
  });

  it('and the site has one of its own where no learner is named', () => {
    expect(shardKey({ actor: grader, object: { id: 'urn:c', type: 'CourseOffering' } })).toBe(
      'https://lms.example.edu/grader',
    );
    expect(shardKey({})).toBe(undefined);
  });
});
