import { describe, expect, it } from 'vitest';
import { readRecords } from '../../src/ingest/read-records.ts';
import type { Json, JsonObject } from '../../src/mapping/table.ts';
import { createTranslators } from '../../src/pipeline/translator.ts';
import { createPseudonyms } from '../../src/privacy/pseudonym.ts';
import { loadShipped } from './shipped.ts';

const { table } = loadShipped();
const secret = new TextEncoder().encode('a secret that is only for this test');
const learner = createPseudonyms(secret)('learner', '42');
const discussion = 'https://lms.example.edu/course/course-v1:DemoU+CE101+2026/discussion';

/** The first event of a record: its object, and what it generates. */
function translate(name: string, event: JsonObject, freeText = false): { object: Json; generated: Json | undefined } {
  const record = {
    name,
    event_source: 'server',
    time: '2026-03-02T09:30:15.123456+00:00',
    username: 'ada_example',
    context: { course_id: 'course-v1:DemoU+CE101+2026', user_id: 42 },
    event: { commentable_id: 'week-1', ...event },
  };
  const translator = createTranslators(table, { secret, freeText })('https://lms.example.edu');
  const [entry] = readRecords(JSON.stringify(record), 10);
  if (entry?.ok !== true) throw new Error('the record is not read');
  const outcome = translator.translate(entry.record);
  const text = outcome.kind === 'emitted' ? outcome.events[0]?.text : undefined;
  if (text === undefined) throw new Error(outcome.kind);
  // The text is an event that the translator has just written.
  return JSON.parse(text) as { object: Json; generated: Json | undefined };
}

describe('the ids of a discussion', () => {
  const forum = {
    id: `${discussion}/forum/week-1`,
    type: 'Forum',
    isPartOf: { id: 'https://lms.example.edu/course/course-v1:DemoU+CE101+2026', type: 'CourseOffering' },
  };
  const thread = { id: `${discussion}/threads/5f1e`, type: 'Thread', isPartOf: forum };
  const creators = [`https://lms.example.edu/user/${learner}`];

  it('lead from a comment to its response, and from there to the first message of the thread', () => {
    const first = translate('edx.forum.thread.created', { id: '5f1e', title: 'my title', body: 'my words' });
    const response = translate('edx.forum.response.created', { id: '64b7', discussion: { id: '5f1e' } });
    const comment = translate('edx.forum.comment.created', {
      id: '64d2',
      discussion: { id: '5f1e' },
      response: { id: '64b7' },
    });
    expect([first.object, response.object, comment.object]).toEqual([
      { id: `${discussion}/threads/5f1e/messages/first`, type: 'Message', isPartOf: thread, creators },
      {
        id: `${discussion}/messages/64b7`,
        type: 'Message',
        isPartOf: thread,
        creators,
        replyTo: { id: `${discussion}/threads/5f1e/messages/first`, type: 'Message' },
      },
      {
        id: `${discussion}/messages/64d2`,
        type: 'Message',
        isPartOf: thread,
        creators,
        replyTo: { id: `${discussion}/messages/64b7`, type: 'Message' },
      },
    ]);
  });

  it('stay when what was posted is edited, reported, voted on or deleted', () => {
    const names = ['edited', 'reported', 'unreported', 'voted', 'mark', 'unmark', 'deleted'];
    expect(names.map((name) => translate(`edx.forum.response.${name}`, { id: '64b7' }).object)).toEqual(
      names.map(() => ({ id: `${discussion}/messages/64b7`, type: 'Message', isPartOf: forum })),
    );
  });

  it('name the same rating when a vote is taken back', () => {
    const rated = `${discussion}/threads/5f1e`;
    const rating = { id: `${rated}/users/${learner}/vote`, type: 'Rating', rater: creators[0] };
    const given = translate('edx.forum.thread.voted', { id: '5f1e', vote_value: 'up', undo_vote: false });
    const taken = translate('edx.forum.thread.voted', { id: '5f1e', vote_value: 'up', undo_vote: true });
    expect([given.object, given.generated]).toEqual([thread, { ...rating, rated, selections: ['up'] }]);
    expect([taken.object, taken.generated]).toEqual([{ ...rating, rated: thread }, undefined]);
  });
});

describe('what people write in a discussion', () => {
  const event = { id: '5f1e', title: 'my title', body: 'my words' };

  it('stays in the adapter', () => {
    const text = JSON.stringify(translate('edx.forum.thread.created', event));
    expect([text.includes('my title'), text.includes('my words')]).toEqual([false, false]);
  });

  it('goes out where the operator lets it', () => {
    expect(translate('edx.forum.thread.created', event, true).object).toMatchObject({
      body: 'my words',
      isPartOf: { name: 'my title' },
    });
  });
});
