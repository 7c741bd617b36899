import { describe, expect, it } from 'vitest';
import { parsePattern, relate } from '../../src/mapping/checks/field-pattern.ts';
import type { SourceKind } from '../../src/mapping/table.ts';
import { closedFields } from '../../src/privacy/person-fields.ts';

function opens(source: SourceKind, path: string): readonly string[] | undefined {
  const segments = parsePattern(path);
  return closedFields[source].find(
    (field) => field.names === undefined && relate(parsePattern(field.path), segments) === 'is',
  )?.opens;
}

describe('the closed fields of tracking events', () => {
  it.each([
    'username',
    'context.username',
    'event.username',
    'event.user',
    'event.student',
    'event.instructor',
    'event.target_username',
    'context.user_id',
    'event.user_id',
    'event.attempt_user_id',
    'event.allowance_user_id',
    'event.instructor_id',
    'event.requesting_student_id',
    'event.requesting_staff_id',
    'event.scorer_id',
    'event.student_item_key',
    'event.bookmark_id',
    'session',
    'context.session',
    'context.client_id',
    'event.certificate_id',
    'event.assertion_id',
    'event.assertion_image_url',
    'event.assertion_json_url',
    'event.attempt_code',
    'event.review_attempt_code',
    'event.submission_uuid',
    'event.submission_returned_uuid',
  ])('%s is read through pseudonym', (path) => {
    expect(opens('openedx', path)).toEqual(['pseudonym']);
  });

  it.each([
    'page',
    'referer',
    'context.page',
    'context.referer',
    'context.path',
    'event.url',
    'event.current_url',
    'event.target_url',
    'event.redirect_url',
    'event.source_url',
    'event.certificate_url',
    'context.open_in_browser_url',
    'name',
  ])('%s is read through url', (path) => {
    expect(opens('openedx', path)).toEqual(['url']);
  });

  it.each([
    'event.answer',
    'event.answers.p_2_1',
    'event.answer_text',
    'event.student_answer',
    'event.submission.p_2_1.answer',
    'event.state.student_answers.p_2_1',
    'event.old_state',
    'event.new_state',
    'event.correct_map.p_2_1.msg',
    'event.rationale',
    'event.saved_response',
    'event.parts.0.feedback',
    'event.feedback',
    'event.feedback_text',
    'event.body',
    'event.title',
    'event.note_text',
    'event.old_note_text',
    'event.tags.0',
    'event.old_tags',
    'event.choice',
    'event.choices.q1',
    'event.input',
    'event.query',
    'event.search_text',
    'event.search_term',
    'event.search_string',
    'event.corrected_text',
  ])('%s is read as what a learner wrote', (path) => {
    expect(opens('openedx', path)).toEqual(['writing']);
  });

  it.each([
    'event.email',
    'event.a.email',
    'event.first_name',
    'event.full_name',
    'ip',
    'context.ip',
    'context.client.ip',
    'agent',
    'context.agent',
    'accept_language',
    'context.accept_language',
    'context.client.device.id',
    'event.review_video_url',
    'event.file_upload_key',
    'event.answer.file_upload_key',
    'event.fileName',
    'event.report_url',
    'event.allowance_key',
    'event.allowance_value',
    'event.GET.next',
    'event.POST.email',
  ])('%s is not read at all', (path) => {
    expect(opens('openedx', path)?.filter((how) => how === 'pseudonym' || how === 'url')).toEqual([]);
  });

  it.each([
    'time',
    'event_source',
    'host',
    'context.course_id',
    'context.org_id',
    'context.module.display_name',
    'context.module.usage_key',
    'context.course_user_tags.group',
    'event.id',
    'event.problem_id',
    'event.currentTime',
    'event.grade',
    'event.success',
    'event.correct_map.p_2_1.correctness',
    'event.submission.p_2_1.response_type',
    'event.submission.p_2_1.question',
    'event.old',
    'event.new',
    'event.mode',
    'event.cohort_name',
    'event.team_id',
    'event.hint_text',
    'event.page',
    'event.note_id',
  ])('%s is open', (path) => {
    expect(opens('openedx', path)).toBeUndefined();
  });
});

describe('the closed fields of xAPI statements', () => {
  it.each<[string, readonly string[]]>([
    ['actor.account.name', ['pseudonym']],
    ['actor.mbox', ['pseudonym']],
    ['actor.mbox_sha1sum', ['pseudonym']],
    ['actor.openid', ['pseudonym']],
    ['actor.account.homePage', ['url']],
    ['actor.name', []],
    ['actor.member.0.account.name', ['pseudonym']],
    ['actor.member.0.name', []],
    ['object.mbox', ['pseudonym']],
    ['object.name', []],
    ['object.object.name', []],
    ['object.actor.account.name', ['pseudonym']],
    ['context.instructor.name', []],
    ['context.team.member.0.mbox', ['pseudonym']],
    ['context.contextAgents.0.agent.account.name', ['pseudonym']],
    ['authority.account.name', ['pseudonym']],
    ['context.registration', ['pseudonym']],
    ["context.extensions.'https://w3id.org/xapi/cmi5/context/extensions/sessionid'", ['pseudonym']],
    ["context.extensions.'http://lrs.learninglocker.net/define/extensions/info'", []],
    ["context.extensions.'http://lrs.learninglocker.net/define/extensions/info'.x", []],
    ["context.extensions.'https://example.org/who'.mbox", ['pseudonym']],
    ['result.response', ['writing']],
    ['attachments.0.fileUrl', []],
  ])('%s is opened by %j', (path, how) => {
    expect(opens('xapi', path)).toEqual(how);
  });

  it.each([
    'name',
    'verb.id',
    'object.id',
    'object.definition.name',
    'object.definition.description',
    'object.definition.type',
    'result.score.scaled',
    'result.completion',
    'timestamp',
    'context.platform',
    'context.contextActivities.parent.0.id',
    "result.extensions.'https://w3id.org/xapi/video/extensions/time'",
  ])('%s is open', (path) => {
    expect(opens('xapi', path)).toBeUndefined();
  });
});
