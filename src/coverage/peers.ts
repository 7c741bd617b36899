/** Routers of Open edX events that other projects have. */
export type Peer = 'event-routing-backends' | 'openedx-caliper-tracking';

/** One form of the events that a peer makes of a name. */
export interface PeerEvent {
  /** Event type and action with `/`. */
  event: string;
  /** Type of the object. */
  object: string;
  /** Which rule of Caliper it breaks, if any. */
  breaks?: string;
}

/** What a peer makes of a name. */
export interface PeerRow {
  events: PeerEvent[];
  /** Why nothing comes out of a name that the peer lists. */
  fails?: string;
  /** True for names that are not in its default list. */
  off: boolean;
}

/**
 * openedx/event-routing-backends 10.0.0, Caliper 1.2: read in `processors/caliper/event_transformers` and in the documents that its tests
 * expect. A form and the names that become it.
 */
const eventRoutingBackends = `
  AssessmentEvent/Submitted Assessment: edx.grades.problem.submitted problem_check
  AssessmentItemEvent/Completed AssessmentItem: edx.problem.completed
  Event/Activated CourseOffering: edx.course.enrollment.activated
  Event/Completed CourseOffering: edx.course.grade.passed.first_time
  Event/Deactivated CourseOffering: edx.course.enrollment.deactivated
  Event/Viewed Annotation: edx.problem.hint.demandhint_displayed showanswer
  GradeEvent/Graded Attempt: problem_check
  MediaEvent/ChangedSpeed VideoObject: speed_change_video
  MediaEvent/DisabledClosedCaptioning VideoObject: edx.video.closed_captions.hidden edx.video.transcript.hidden
    hide_transcript video_hide_cc_menu
  MediaEvent/EnabledClosedCaptioning VideoObject: edx.video.closed_captions.shown edx.video.transcript.shown
    show_transcript video_show_cc_menu
  MediaEvent/Ended VideoObject: complete_video edx.video.completed edx.video.stopped stop_video
  MediaEvent/JumpedTo VideoObject: edx.video.position.changed seek_video
  MediaEvent/Paused VideoObject: edx.video.paused pause_video
  MediaEvent/Resumed VideoObject: edx.video.played play_video
  MediaEvent/Started VideoObject: edx.video.loaded load_video
  NavigationEvent/NavigatedTo DigitalResource: edx.ui.lms.outline.selected
  NavigationEvent/NavigatedTo DigitalResourceCollection: edx.ui.lms.sequence.next_selected
    edx.ui.lms.sequence.previous_selected edx.ui.lms.sequence.tab_selected
  NavigationEvent/NavigatedTo Webpage: edx.ui.lms.link_clicked
`;

/**
 * ucsd-ets/openedx-caliper-tracking 0.14.3, Caliper 1.1: read in the documents that its tests expect. Names that it reaches by their
 * `event_type` stand with the form of that.
 */
const openedxCaliperTracking = `
  AnnotationEvent/Bookmarked Page: edx.bookmark.added
  AnnotationEvent/Tagged DigitalResource: edx.course.student_notes.added
  AssessmentEvent/Paused Assessment: openassessmentblock.save_submission problem_save save_problem_success
  AssessmentEvent/Reset Assessment: edx.grades.problem.state_deleted problem_reset reset_problem reset_problem_fail
  AssessmentEvent/Started Assessment: edx.special_exam.timed.attempt.started
  AssessmentEvent/Submitted Assessment: edx.grades.problem.submitted edx.special_exam.timed.attempt.submitted
    openassessment.student_training_assess_example openassessmentblock.create_submission problem_check
    problem_check_fail ubc.peer_instruction.original_submitted ubc.peer_instruction.revised_submitted
    xblock.poll.submitted xblock.survey.submitted
  AssessmentItemEvent/Completed AssessmentItem: edx.drag_and_drop_v2.item.dropped
  AssessmentItemEvent/Started AssessmentItem: edx.drag_and_drop_v2.item.picked_up
  Event/Abandoned AssessmentItem: save_problem_fail
  Event/Activated Membership: edx.course.enrollment.activated
  Event/Added LearningObjective: edx.course.goal.added
  Event/Added Membership: edx.cohort.user_add_requested edx.cohort.user_added edx.team.learner_added
  Event/ChangedSize Document: textbook.pdf.display.scaled textbook.pdf.zoom.buttons.changed
    textbook.pdf.zoom.menu.changed
  Event/Completed AssessmentItem: oppia.exploration.completed
  Event/Created Assessment: edx.special_exam.practice.created edx.special_exam.proctored.created
    edx.special_exam.timed.created
  Event/Created Attempt: edx.special_exam.practice.attempt.created edx.special_exam.timed.attempt.created
  Event/Created Document: edx.bi.user.certificate.generate edx.certificate.created
  Event/Created Group: edx.cohort.created edx.cohort.creation_requested edx.team.created
  Event/Created Person: edx.bi.user.account.registered
  Event/Deactivated Membership: edx.course.enrollment.deactivated
  Event/Deleted AssessmentItem: edx.librarycontentblock.content.removed
  Event/Deleted Attempt: edx.special_exam.timed.attempt.deleted
  Event/Deleted BookmarkAnnotation: edx.bookmark.removed
  Event/Deleted Document: edx.course.student_notes.deleted
  Event/Deleted Group: edx.team.deleted
  Event/Described Document: openassessmentblock.save_files_descriptions
  Event/Hid Frame: edx.video.language_menu.hidden video_hide_cc_menu
  Event/Liked Message: edx.forum.response.voted
  Event/Liked Thread: edx.forum.thread.voted
  Event/Linked Assessment: edx.librarycontentblock.content.assigned
  Event/Linked Membership: xmodule.partitions.assigned_user_to_partition
  Event/Linked Session: edx.bi.user.account.linked
  Event/Modified Assessment: edx.special_exam.practice.updated edx.special_exam.proctored.updated
    edx.special_exam.timed.updated
  Event/Modified AssessmentItem: oppia.exploration.state.changed
  Event/Modified CourseOffering: edx.grades.grading_policy_changed
  Event/Modified Document: edx.course.student_notes.edited
  Event/Modified Forum: edx.team.activity_updated
  Event/Modified Group: edx.team.changed
  Event/Modified LearningObjective: edx.course.goal.updated
  Event/Modified Membership: edx.course.enrollment.mode_changed edx.course.enrollment.upgrade.succeeded
  Event/Modified Person: edx.user.settings.changed
  Event/Posted Message: edx.bi.email.sent
  Event/Removed Frame: edx.drag_and_drop_v2.feedback.closed
  Event/Removed Membership: edx.cohort.user_removed edx.team.learner_removed
  Event/Removed WebPage: page_close
  Event/Retrieved VideoObject: edx.video.loaded load_video
  Event/Searched Document: edx.course.student_notes.searched textbook.pdf.search.executed
  Event/Searched Forum: edx.forum.searched
  Event/Searched Group: edx.team.searched
  Event/Searched WebPage: edx.course_discovery.search.initiated
  Event/Shared Document: edx.certificate.shared
  Event/Showed Document: edx.certificate.evidence_visited
  Event/Showed Frame: edx.video.language_menu.shown video_show_cc_menu
  Event/Skipped Message: edx.bi.schedule.suppressed
  Event/Started AssessmentItem: oppia.exploration.loaded
  Event/Submitted ImageObject: edx.bi.verify.submitted
  Event/Subscribed CourseOffering: edx.bi.user.org_email.opted_in
  Event/Unsubscribed CourseOffering: edx.bi.user.org_email.opted_out
  Event/Viewed Result: xblock.poll.view_results xblock.survey.view_results
  GradeEvent/Graded Attempt: edx.grades.problem.rescored edx.grades.problem.score_overridden
    openassessmentblock.peer_assess openassessmentblock.self_assess openassessmentblock.staff_assess problem_graded
    problem_rescore
  MediaEvent/ChangedSpeed VideoObject: speed_change_video
  MediaEvent/DisabledClosedCaptioning VideoObject: edx.video.closed_captions.hidden edx.video.transcript.hidden
    hide_transcript
  MediaEvent/EnabledClosedCaptioning VideoObject: edx.video.closed_captions.shown edx.video.transcript.shown
    show_transcript
  MediaEvent/Ended VideoObject: edx.video.stopped stop_video
  MediaEvent/JumpedTo VideoObject: edx.video.position.changed seek_video
  MediaEvent/Paused VideoObject: edx.video.paused pause_video
  MediaEvent/Started VideoObject: edx.video.played play_video
  MessageEvent/Posted Message: edx.forum.comment.created edx.forum.response.created edx.forum.thread.created
    openassessmentblock.submit_feedback_on_assessments
  NavigationEvent/NavigatedTo CourseSection: edx.course.home.resume_course.clicked
  NavigationEvent/NavigatedTo Document: book textbook.pdf.chapter.navigated textbook.pdf.page.navigated
    textbook.pdf.page.scrolled textbook.pdf.search.navigatednext textbook.pdf.thumbnail.navigated
  NavigationEvent/NavigatedTo Page: edx.ui.lms.sequence.tab_selected seq_goto
  NavigationEvent/NavigatedTo WebPage: edx.bookmark.accessed edx.bookmark.listed edx.course.enrollment.upgrade.clicked
    edx.course.student_notes.notes_page_viewed edx.course.student_notes.used_unit_link edx.course.tool.accessed
    edx.special_exam.timed.attempt.ready_to_submit edx.ui.lms.link_clicked edx.ui.lms.sequence.next_selected
    edx.ui.lms.sequence.previous_selected seq_next seq_prev
  SessionEvent/LoggedIn Session: edx.bi.user.account.authenticated
  SessionEvent/LoggedIn SoftwareApplication: edx.user.login
  SessionEvent/LoggedOut SoftwareApplication: edx.user.logout
  ToolUseEvent/Used SoftwareApplication: edx.done.toggled textbook.pdf.outline.toggled
    textbook.pdf.search.highlight.toggled textbook.pdf.searchcasesensitivity.toggled textbook.pdf.thumbnails.toggled
  ViewEvent/Viewed Assessment: openassessmentblock.get_peer_submission
    openassessmentblock.get_submission_for_staff_grading
  ViewEvent/Viewed AssessmentItem: edx.drag_and_drop_v2.loaded
  ViewEvent/Viewed AssignableDigitalResource: ubc.peer_instruction.accessed
  ViewEvent/Viewed DigitalResource: problem_show xblock.split_test.child_render
  ViewEvent/Viewed Document: edx.course.student_notes.viewed edx.googlecomponent.document.displayed
  ViewEvent/Viewed Frame: edx.bi.course.upgrade.sidebarupsell.displayed edx.drag_and_drop_v2.feedback.opened
    edx.googlecomponent.calendar.displayed edx.problem.hint.demandhint_displayed edx.problem.hint.feedback_displayed
    showanswer
  ViewEvent/Viewed Thread: edx.forum.thread.viewed
  ViewEvent/Viewed WebPage: edx.course_discovery.search.results_displayed edx.team.page_viewed edx.user.settings.viewed
`;

/**
 * Forms that break a rule of Caliper, and the rule. All media events of event-routing-backends have the target `_:MediaLocation`, which
 * every place of every video shares: that is told once, in docs/12-migrating-from-event-routing-backends.md.
 */
const breaks: Readonly<Record<Peer, Readonly<Record<string, string>>>> = {
  'event-routing-backends': {
    'NavigationEvent/NavigatedTo Webpage': 'Webpage is no type of Caliper',
    'GradeEvent/Graded Attempt': 'the grader must be a SoftwareApplication, and the Score hides in a map',
  },
  'openedx-caliper-tracking': {
    'AssessmentItemEvent/Completed AssessmentItem': 'the referrer must be an AssessmentItem, and is a WebPage',
    'AssessmentItemEvent/Started AssessmentItem': 'the referrer must be an AssessmentItem, and is a WebPage',
    'Event/Hid Frame': 'a Frame has no duration',
    'Event/Showed Frame': 'a Frame has no duration',
    'NavigationEvent/NavigatedTo CourseSection': 'a NavigationEvent takes no CourseSection',
    'SessionEvent/LoggedIn Session': 'one logs in to a SoftwareApplication, not to a Session',
  },
};

/** Names that a peer lists and nothing comes out of. */
const fails: Readonly<Record<Peer, Readonly<Record<string, string>>>> = {
  'event-routing-backends': {
    'edx.ui.lms.sequence.outline.selected': 'always fails there, looking for a field that the record does not have',
    'edx.course.grade.now_failed': 'in its list, without a transformer',
    'edx.course.grade.now_passed': 'in its list, without a transformer',
  },
  'openedx-caliper-tracking': {},
};

const offByDefault: Readonly<Record<Peer, ReadonlySet<string>>> = {
  'event-routing-backends': new Set([
    'edx.grades.problem.submitted',
    'edx.problem.completed',
    'edx.video.closed_captions.hidden',
    'edx.video.closed_captions.shown',
    'edx.video.transcript.hidden',
    'edx.video.transcript.shown',
    'hide_transcript',
    'show_transcript',
    'speed_change_video',
    'video_hide_cc_menu',
    'video_show_cc_menu',
  ]),
  'openedx-caliper-tracking': new Set(),
};

const tables: Readonly<Record<Peer, ReadonlyMap<string, PeerEvent[]>>> = {
  'event-routing-backends': eventsByName('event-routing-backends', eventRoutingBackends),
  'openedx-caliper-tracking': eventsByName('openedx-caliper-tracking', openedxCaliperTracking),
};

/** The names that a peer maps. */
export function namesOfPeer(peer: Peer): string[] {
  return [...tables[peer].keys()].sort();
}

/** What a peer makes of a name; no events when it does not know the name. */
export function rowOfPeer(peer: Peer, name: string): PeerRow {
  const reason = fails[peer][name];
  const row = { events: tables[peer].get(name) ?? [], off: offByDefault[peer].has(name) };
  return reason === undefined ? row : { ...row, fails: reason };
}

/** Reads `Type/Action ObjectType: name name …`, over as many lines as it takes. */
function eventsByName(peer: Peer, text: string): Map<string, PeerEvent[]> {
  const found = new Map<string, PeerEvent[]>();
  let form: PeerEvent = { event: '', object: '' };
  for (const word of text.trim().split(/\s+/)) {
    if (word.includes('/')) form = { event: word, object: '' };
    else if (word.endsWith(':')) form = withBreak(peer, { ...form, object: word.slice(0, -1) });
    else found.set(word, [...(found.get(word) ?? []), form]);
  }
  return found;
}

function withBreak(peer: Peer, form: PeerEvent): PeerEvent {
  const rule = breaks[peer][`${form.event} ${form.object}`];
  return rule === undefined ? form : { ...form, breaks: rule };
}
