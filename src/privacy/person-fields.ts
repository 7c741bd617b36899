import type { ClosedField, ClosedFields } from '../mapping/closed-fields.ts';
import type { SourceKind } from '../mapping/table.ts';

/** A closed field, and whether its value names the person, so that the last guard looks for it in what goes out. */
export interface PersonField extends ClosedField {
  guarded: boolean;
}

type Group = Omit<PersonField, 'path'>;

const group = (closed: Group, paths: readonly string[]): PersonField[] => paths.map((path) => ({ path, ...closed }));

/** Each name in the payload, in the context, and wherever else it may stand. */
const anywhere = (names: readonly string[]): string[] =>
  names.flatMap((name) => [`event.${name}`, `context.${name}`, `**.${name}`]);

const inEvent = (names: readonly string[]): string[] => names.map((name) => `event.${name}`);

const names = (what: string): Group => ({ what, opens: ['pseudonym'], guarded: true });
const unreadable = (what: string, guarded = false): Group => ({ what, opens: [], guarded });
const address: Group = { what: 'an address on the web', opens: ['url'], guarded: false };
const writing = (what: string): Group => ({ what, opens: ['writing'], guarded: false });

/** Personal details, whatever the source. */
const direct: readonly PersonField[] = [
  ...group(unreadable('an e-mail address', true), anywhere(['email', 'email_address'])),
  ...group(
    unreadable('a name', true),
    anywhere(['first_name', 'last_name', 'full_name', 'fullname', 'given_name', 'family_name', 'middle_name']),
  ),
  ...group(
    unreadable('a telephone number', true),
    anywhere(['phone', 'phone_number']).filter((path) => path.startsWith('**')),
  ),
  ...group(unreadable('an address', true), ['**.mailing_address', '**.address', '**.postal_code']),
  ...group(unreadable('a personal detail'), [
    '**.gender',
    '**.year_of_birth',
    '**.date_of_birth',
    '**.level_of_education',
    '**.password',
  ]),
];

/**
 * The fields of tracking events that identify a person: the documentation of Open edX, the samples of its event routers, and the
 * obfuscation job of edx-analytics-pipeline (edx/analytics/tasks/export/events_obfuscation.py).
 */
const openedx: readonly PersonField[] = [
  ...group(names('a user name'), [
    'username',
    ...anywhere(['username', 'target_username']),
    ...inEvent(['user', 'student', 'instructor']),
  ]),
  ...group(
    names('a user id'),
    anywhere(['user_id', 'attempt_user_id', 'allowance_user_id', 'instructor_id', 'lms_user_id']),
  ),
  ...group(
    names('an id of a learner within a course'),
    anywhere([
      'anonymous_user_id',
      'requesting_student_id',
      'requesting_staff_id',
      'scorer_id',
      'student_item_key',
    ]).filter((path) => !path.startsWith('context')),
  ),
  ...group({ ...names('an id that begins with a user name'), scope: 'bookmark' }, [
    'event.bookmark_id',
    '**.bookmark_id',
  ]),
  ...group({ ...names('a session key'), scope: 'session' }, ['session', 'event.session', 'context.session']),
  ...group({ ...names('the id of a browser'), scope: 'client' }, ['context.client_id', '**.client_id']),
  ...group({ ...names('the id of a certificate of one person'), scope: 'certificate' }, [
    ...inEvent(['certificate_id', 'assertion_id', 'assertion_image_url', 'assertion_json_url']),
    '**.certificate_id',
    '**.assertion_id',
  ]),
  ...group({ ...names('the code of an exam attempt of one person'), scope: 'attempt' }, [
    ...inEvent(['attempt_code', 'review_attempt_code']),
    '**.attempt_code',
    '**.review_attempt_code',
  ]),
  ...group({ ...names('the id of a submission of one person'), scope: 'submission' }, [
    ...inEvent(['submission_uuid', 'submission_returned_uuid']),
    '**.submission_uuid',
    '**.submission_returned_uuid',
  ]),
  ...direct,
  ...group(unreadable('an IP address', true), [
    'ip',
    'event.ip',
    'context.ip',
    'context.client.ip',
    '**.ip',
    '**.ip_address',
  ]),
  ...group(unreadable('the id of a device', true), ['context.client.device.id']),
  ...group(unreadable('a fact about the device'), ['context.client']),
  ...group(unreadable('a fingerprint of the browser'), [
    'agent',
    'context.agent',
    '**.user_agent',
    'accept_language',
    'context.accept_language',
  ]),
  ...group(unreadable('a recording or a file of one person', true), [
    ...inEvent(['review_video_url', 'file_upload_key', 'report_url']),
    '**.review_video_url',
    '**.file_upload_key',
    '**.report_url',
  ]),
  ...group(unreadable('the name of a file of one person'), ['event.fileName', '**.fileName']),
  ...group(unreadable('an accommodation'), inEvent(['allowance_key', 'allowance_value'])),
  ...group(
    { ...unreadable('a value of a profile', true), names: ['edx.user.settings.changed', 'edx.team.changed'] },
    inEvent(['old', 'new']),
  ),
  ...group(unreadable('a name', true), ['event.POST.name']),
  ...group(unreadable('a form'), inEvent(['GET', 'POST'])),
  ...group(address, [
    'page',
    'referer',
    ...['page', 'referer', 'path', 'open_in_browser_url'].map((name) => `context.${name}`),
    ...inEvent(['url', 'current_url', 'target_url', 'redirect_url', 'source_url', 'certificate_url', 'launch_url']),
    ...['url', 'referer', 'current_url', 'target_url', 'redirect_url'].map((name) => `**.${name}`),
    ...['source_url', 'certificate_url', 'launch_url', 'open_in_browser_url'].map((name) => `**.${name}`),
  ]),
  ...group({ ...address, what: 'the name of the event, which may be the path of a request' }, ['name']),
  ...group(writing('what a learner answered'), [
    ...inEvent(['answer', 'answers', 'answer_text', 'student_answer', 'student_answers', 'choice', 'choices', 'input']),
    'event.submission.*.answer',
    ...['answer', 'answers', 'answer_text', 'student_answer', 'student_answers'].map((name) => `**.${name}`),
  ]),
  ...group(writing('what learners answered'), ['**.submitted_answer', '**.other_student_responses']),
  ...group(writing('the state of a problem, with answers'), inEvent(['state', 'old_state', 'new_state'])),
  ...group(writing('a message about an answer'), ['event.correct_map.*.msg']),
  ...group(writing('what a learner wrote'), [
    ...inEvent(['rationale', 'saved_response', 'feedback', 'feedback_text', 'body', 'title']),
    ...inEvent(['note_text', 'old_note_text', 'tags', 'old_tags']),
    'event.parts.*.feedback',
    ...['rationale', 'saved_response', 'feedback', 'feedback_text', 'body', 'note_text'].map((name) => `**.${name}`),
  ]),
  ...group(writing('what a learner searched for'), [
    ...inEvent(['query', 'search_text', 'search_term', 'search_string', 'corrected_text']),
  ]),
];

const extension = (iri: string): string[] => ['context', 'result', '**'].map((place) => `${place}.extensions.'${iri}'`);
/**
 * Where a statement names the attempt that it belongs to. In the definition of its object the same extension is no person's: there
 * event-routing-backends writes how often the problem was tried, and rules read it as a whole number.
 */
const attemptIds = ['context', 'result', 'context.**', 'object.context.**', 'object.result', 'object.object.**'].map(
  (place) => `${place}.extensions.'http://id.tincanapi.com/extension/attempt-id'`,
);
/** Where a statement holds an agent or a group that is more than its author. */
const agents = ['context.instructor', 'context.team', 'context.contextAgents', 'context.contextGroups', 'authority'];

/**
 * The fields of xAPI statements that identify a person: agents and groups wherever they stand (xAPI 1.0.3, part two, 2.4.2; 2.0
 * adds contextAgents and contextGroups), what learners write, and the extensions that are known to be personal. Ids, names and
 * descriptions of activities are content, and open.
 */
const xapi: readonly PersonField[] = [
  // Made by src/ingest/xapi/normalise.ts of the fields below, which the guard looks for already.
  ...group({ ...names('the identifier of an agent'), guarded: false }, ['actor.ifi', 'object.ifi', '**.ifi']),
  ...group(names('the name of an account'), ['actor.account.name', 'object.account.name', '**.account.name']),
  ...group(names('an e-mail address'), ['actor.mbox', 'object.mbox', '**.mbox']),
  ...group(names('the hash of an e-mail address'), ['actor.mbox_sha1sum', 'object.mbox_sha1sum', '**.mbox_sha1sum']),
  ...group(names('an OpenID'), ['actor.openid', 'object.openid', '**.openid']),
  ...group({ ...address, what: 'the home page of an account' }, ['actor.account.homePage', '**.account.homePage']),
  ...group(unreadable('the name of a person', true), [
    'actor.name',
    'object.name',
    'object.actor.name',
    'object.object.name',
    '**.member.*.name',
    '**.instructor.name',
    '**.team.name',
    '**.authority.name',
    '**.agent.name',
  ]),
  ...group(unreadable('a person or a group'), [
    'actor',
    'object.actor',
    'object.member',
    '**.member',
    ...agents,
    ...agents.map((path) => `object.${path}`),
  ]),
  ...group({ ...names('the registration of one person'), scope: 'attempt' }, [
    'context.registration',
    'object.context.registration',
    ...attemptIds,
  ]),
  ...group({ ...names('a session id'), scope: 'session' }, [
    ...extension('https://w3id.org/xapi/openedx/extensions/session-id'),
    ...extension('https://w3id.org/xapi/openedx/extension/session-id'),
    ...extension('https://w3id.org/xapi/video/extensions/session-id'),
    ...extension('https://w3id.org/xapi/cmi5/context/extensions/sessionid'),
  ]),
  ...group(names('a user id'), [...extension('https://moodle.org/xapi/extensions/user_id')]),
  ...direct.filter(({ path }) => path.startsWith('**')),
  ...group(unreadable('an IP address', true), [...extension('http://id.tincanapi.com/extension/ip-address')]),
  ...group(unreadable('a place where the learner was'), [
    ...extension('http://id.tincanapi.com/extension/geojson'),
    ...extension('http://id.tincanapi.com/extension/latitude'),
    ...extension('http://id.tincanapi.com/extension/longitude'),
  ]),
  ...group(unreadable('a fingerprint of the browser'), [
    ...extension('http://id.tincanapi.com/extension/browser-info'),
    ...extension('https://w3id.org/xapi/video/extensions/user-agent'),
  ]),
  ...group(unreadable('a record of the system that sent the statement'), [
    ...extension('http://lrs.learninglocker.net/define/extensions/info'),
    ...extension('https://w3id.org/xapi/cmi5/context/extensions/launchparameters'),
  ]),
  ...group(unreadable('a person'), [
    ...extension('http://id.tincanapi.com/extension/invitee'),
    ...extension('http://id.tincanapi.com/extension/observer'),
  ]),
  ...group(unreadable('a file of one person'), ['attachments', 'object.attachments']),
  ...group(address, [...extension('https://w3id.org/xapi/cmi5/context/extensions/launchurl')]),
  ...group(writing('what a learner answered'), ['result.response', '**.result.response']),
  ...group(writing('what a learner wrote'), [
    ...extension('http://id.tincanapi.com/extension/feedback'),
    ...extension('http://id.tincanapi.com/extension/reflection'),
    ...extension('http://id.tincanapi.com/extension/tweet'),
  ]),
];

/** The closed fields of each source, with what the guard at run time needs to know. */
export const personFields: Readonly<Record<SourceKind, readonly PersonField[]>> = { openedx, xapi };

/** The fields that mapping tables cannot simply read: the data of the build-time check (src/mapping/check-privacy.ts). */
export const closedFields: ClosedFields = personFields;
