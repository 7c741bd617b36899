import type { Peer } from './peers.ts';

/** Why what we make of some names is not what a peer makes of them. */
export interface Reason {
  /** Names, or patterns with `*`. */
  names: readonly string[];
  /** Left out: both. */
  peer?: Peer;
  why: string;
}

/** Differences that do not follow from the forms of the events; the first that fits is taken. */
export const reasons: readonly Reason[] = [
  { names: ['play_video', 'edx.video.played'], why: 'start and resume told apart' },
  { names: ['edx.special_exam.*.attempt.started'], why: 'start and resume told apart' },
  {
    names: ['load_video', 'edx.video.loaded'],
    peer: 'event-routing-backends',
    why: 'loading a page with a video starts nothing',
  },
  {
    names: ['video_show_cc_menu', 'video_hide_cc_menu'],
    peer: 'event-routing-backends',
    why: 'the menu of languages, not the captions',
  },
  {
    names: ['edx.course.enrollment.*'],
    peer: 'event-routing-backends',
    why: 'an enrollment is a Membership, with member, role and status',
  },
  { names: ['edx.ui.lms.outline.selected'], why: 'the address is that of a page' },
  {
    names: ['edx.ui.lms.sequence.*', 'seq_*'],
    why: 'the subsection and the units in it, not the address of the page around them',
  },
  { names: ['problem_check'], why: 'each part with its response, and the grade by the grader' },
  { names: ['edx.grades.problem.submitted'], why: 'a score is a grade, not a submission' },
  {
    names: ['save_problem_success', 'openassessmentblock.save_submission'],
    why: 'a pause there would never end: nobody resumes',
  },
  { names: ['edx.bookmark.added'], why: 'a block is not a Page' },
  { names: ['edx.bookmark.removed'], why: 'taken off the list, as it was put on it' },
  { names: ['edx.bookmark.listed', '*.notes_page_viewed'], why: 'a page was viewed: where from is not told' },
  {
    names: ['edx.bookmark.accessed', 'edx.course.student_notes.used_unit_link'],
    why: 'leads to a block, and says to which',
  },
  { names: ['edx.course.student_notes.added'], why: 'a note is a highlight; it is a tag only where it has tags' },
  { names: ['edx.course.student_notes.viewed'], why: 'notes are Annotations, which a ViewEvent does not take' },
  {
    names: ['edx.course.student_notes.deleted', 'edx.course.student_notes.edited'],
    why: 'a note is a HighlightAnnotation',
  },
  { names: ['edx.special_exam.*.attempt.ready_to_submit'], why: 'the attempt pauses; nobody went anywhere' },
  {
    names: ['edx.special_exam.*.created', 'edx.special_exam.*.updated'],
    why: 'ResourceManagementEvent where a person did it, Event where the platform did',
  },
  {
    names: ['edx.certificate.created'],
    why: 'ResourceManagementEvent where the learner asked for it, Event where the platform made a batch',
  },
  { names: ['edx.certificate.evidence_visited'], why: 'a visit is a view' },
  { names: ['edx.forum.*.voted'], why: 'a vote is a Rating, and can be taken back' },
  { names: ['openassessment*submission*grading', '*get_peer_submission'], why: 'what is viewed is a submission' },
  { names: ['*submit_feedback_on_assessments'], why: 'feedback is a Comment, not a post in a forum' },
  { names: ['openassessment*'], why: 'an open response has no items: an AssignableDigitalResource' },
  { names: ['xblock.poll.submitted', 'xblock.survey.submitted'], why: 'a poll is a Questionnaire, with its items' },
  {
    names: ['oppia.*'],
    why: 'an exploration is an AssignableDigitalResource with states, not an item of an assessment',
  },
  { names: ['ubc.peer_instruction.accessed'], why: 'a problem is an Assessment' },
  { names: ['ubc.peer_instruction.*'], why: 'the item with its response too' },
  { names: ['edx.drag_and_drop_v2.loaded'], why: 'a problem is an Assessment, its parts are items' },
  { names: ['edx.drag_and_drop_v2.feedback.closed'], why: 'hidden, not taken away' },
  { names: ['edx.librarycontentblock.*'], why: 'what was chosen for the learner is a collection, and changed' },
  { names: ['xmodule.partitions.*'], why: 'the learner is added to a group' },
  { names: ['edx.bi.user.account.linked'], why: 'linked to the provider of the identity, not to a session' },
  { names: ['edx.bi.user.org_email.*'], why: 'mail of an organization, not of a course' },
  { names: ['edx.bi.email.sent'], why: 'a mail is sent, not posted' },
  { names: ['edx.course.tool.accessed'], why: 'a tool is a SoftwareApplication' },
  { names: ['edx.done.toggled'], why: 'done and not done told apart' },
  { names: ['edx.googlecomponent.*'], why: 'told by what is embedded: image, document or page' },
  { names: ['textbook.pdf.page.scrolled'], why: 'scrolling views what is there already' },
];
