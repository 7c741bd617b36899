/**
 * Names that the documentation of Open edX lists, or that the established routers of its events handle
 * (openedx/event-routing-backends, ucsd-ets/openedx-caliper-tracking).
 */
const documented = `
  add-forum-admin add-forum-community-TA add-forum-mod book complete_video dump-answer-dist-csv
  dump-graded-assignments-config dump-grades dump-grades-csv dump-grades-csv-raw dump-grades-raw
  edx.bi.course.upgrade.sidebarupsell.displayed edx.bi.email.sent edx.bi.schedule.suppressed
  edx.bi.user.account.authenticated edx.bi.user.account.linked edx.bi.user.account.registered
  edx.bi.user.certificate.generate edx.bi.user.org_email.opted_in edx.bi.user.org_email.opted_out
  edx.bi.verify.submitted edx.bookmark.accessed edx.bookmark.added edx.bookmark.listed edx.bookmark.removed
  edx.certificate.created edx.certificate.evidence_visited edx.certificate.generation.disabled
  edx.certificate.generation.enabled edx.certificate.revoked edx.certificate.shared edx.cohort.created
  edx.cohort.creation_requested edx.cohort.user_add_requested edx.cohort.user_added edx.cohort.user_removed
  edx.completion.block_completion.changed edx.course.enrollment.activated edx.course.enrollment.deactivated
  edx.course.enrollment.mode_changed edx.course.enrollment.upgrade.clicked edx.course.enrollment.upgrade.succeeded
  edx.course.goal.added edx.course.goal.updated edx.course.grade.now_failed edx.course.grade.now_passed
  edx.course.grade.passed.first_time edx.course.home.resume_course.clicked edx.course.student_notes.added
  edx.course.student_notes.deleted edx.course.student_notes.edited edx.course.student_notes.notes_page_viewed
  edx.course.student_notes.searched edx.course.student_notes.used_unit_link edx.course.student_notes.viewed
  edx.course.tool.accessed edx.course_discovery.search.initiated edx.course_discovery.search.results_displayed
  edx.done.toggled edx.drag_and_drop_v2.feedback.closed edx.drag_and_drop_v2.feedback.opened
  edx.drag_and_drop_v2.item.dropped edx.drag_and_drop_v2.item.picked_up edx.drag_and_drop_v2.loaded
  edx.forum.comment.created edx.forum.comment.deleted edx.forum.comment.edited edx.forum.comment.reported
  edx.forum.comment.unreported edx.forum.response.created edx.forum.response.deleted edx.forum.response.edited
  edx.forum.response.reported edx.forum.response.unreported edx.forum.response.voted edx.forum.searched
  edx.forum.thread.created edx.forum.thread.deleted edx.forum.thread.edited edx.forum.thread.locked
  edx.forum.thread.reported edx.forum.thread.unlocked edx.forum.thread.unreported edx.forum.thread.viewed
  edx.forum.thread.voted edx.googlecomponent.calendar.displayed edx.googlecomponent.document.displayed
  edx.grades.course.grade_calculated edx.grades.grading_policy_changed edx.grades.problem.rescored
  edx.grades.problem.score_overridden edx.grades.problem.state_deleted edx.grades.problem.submitted
  edx.grades.subsection.grade_calculated edx.instructor.report.downloaded edx.instructor.report.requested
  edx.librarycontentblock.content.assigned edx.librarycontentblock.content.removed edx.problem.completed
  edx.problem.hint.demandhint_displayed edx.problem.hint.feedback_displayed
  edx.special_exam.practice.allowance.created edx.special_exam.practice.allowance.deleted
  edx.special_exam.practice.attempt.created edx.special_exam.practice.attempt.deleted
  edx.special_exam.practice.attempt.download_software_clicked edx.special_exam.practice.attempt.error
  edx.special_exam.practice.attempt.ready_to_start edx.special_exam.practice.attempt.ready_to_submit
  edx.special_exam.practice.attempt.started edx.special_exam.practice.attempt.submitted
  edx.special_exam.practice.created edx.special_exam.practice.updated edx.special_exam.proctored.allowance.created
  edx.special_exam.proctored.allowance.deleted edx.special_exam.proctored.attempt.created
  edx.special_exam.proctored.attempt.declined edx.special_exam.proctored.attempt.deleted
  edx.special_exam.proctored.attempt.download_software_clicked edx.special_exam.proctored.attempt.error
  edx.special_exam.proctored.attempt.ready_to_start edx.special_exam.proctored.attempt.ready_to_submit
  edx.special_exam.proctored.attempt.rejected edx.special_exam.proctored.attempt.review_received
  edx.special_exam.proctored.attempt.started edx.special_exam.proctored.attempt.submitted
  edx.special_exam.proctored.attempt.verified edx.special_exam.proctored.created
  edx.special_exam.proctored.option-presented edx.special_exam.proctored.updated
  edx.special_exam.timed.allowance.created edx.special_exam.timed.allowance.deleted
  edx.special_exam.timed.attempt.created edx.special_exam.timed.attempt.deleted
  edx.special_exam.timed.attempt.ready_to_submit edx.special_exam.timed.attempt.started
  edx.special_exam.timed.attempt.submitted edx.special_exam.timed.created edx.special_exam.timed.updated
  edx.team.activity_updated edx.team.changed edx.team.created edx.team.deleted edx.team.learner_added
  edx.team.learner_removed edx.team.page_viewed edx.team.searched edx.ui.lms.link_clicked
  edx.ui.lms.outline.selected edx.ui.lms.sequence.next_selected edx.ui.lms.sequence.outline.selected
  edx.ui.lms.sequence.previous_selected edx.ui.lms.sequence.tab_selected edx.user.login edx.user.logout
  edx.user.settings.changed edx.user.settings.viewed edx.video.bumper.dismissed edx.video.bumper.loaded
  edx.video.bumper.played edx.video.bumper.skipped edx.video.bumper.stopped edx.video.bumper.transcript.hidden
  edx.video.bumper.transcript.menu.hidden edx.video.bumper.transcript.menu.shown edx.video.bumper.transcript.shown
  edx.video.closed_captions.hidden edx.video.closed_captions.shown edx.video.completed
  edx.video.language_menu.hidden edx.video.language_menu.shown edx.video.loaded edx.video.paused edx.video.played
  edx.video.position.changed edx.video.stopped edx.video.transcript.hidden edx.video.transcript.shown
  hide_transcript list-beta-testers list-forum-admins list-forum-community-TAs list-forum-mods list-instructors
  list-staff list-students load_video openassessment.student_training_assess_example openassessment.upload_file
  openassessment.upload_file_error openassessmentblock.create_submission openassessmentblock.get_peer_submission
  openassessmentblock.get_submission_for_staff_grading openassessmentblock.peer_assess
  openassessmentblock.save_files_descriptions openassessmentblock.save_submission openassessmentblock.self_assess
  openassessmentblock.staff_assess openassessmentblock.submit_feedback_on_assessments oppia.exploration.completed
  oppia.exploration.loaded oppia.exploration.state.changed page_close pause_video play_video problem_check
  problem_check_fail problem_graded problem_rescore problem_rescore_fail problem_reset problem_save problem_show
  remove-forum-admin remove-forum-community-TA remove-forum-mod reset_problem reset_problem_fail save_problem_fail
  save_problem_success seek_video seq_goto seq_next seq_prev show_transcript showanswer speed_change_video
  stop_video textbook.pdf.chapter.navigated textbook.pdf.display.scaled textbook.pdf.outline.toggled
  textbook.pdf.page.navigated textbook.pdf.page.scrolled textbook.pdf.search.executed
  textbook.pdf.search.highlight.toggled textbook.pdf.search.navigatednext textbook.pdf.searchcasesensitivity.toggled
  textbook.pdf.thumbnail.navigated textbook.pdf.thumbnails.toggled textbook.pdf.zoom.buttons.changed
  textbook.pdf.zoom.menu.changed ubc.peer_instruction.accessed ubc.peer_instruction.original_submitted
  ubc.peer_instruction.revised_submitted video_hide_cc_menu video_show_cc_menu xblock.poll.submitted
  xblock.poll.view_results xblock.split_test.child_render xblock.survey.submitted xblock.survey.view_results
  xmodule.partitions.assigned_user_to_partition
`;

/** Names that stand in the code of the platform and of its XBlocks, or in the readers of old logs (edx-analytics-pipeline). */
const others = `
  add-instructor add-or-remove-user-group delete-student-module-state edx.badge.assertion.created
  edx.badge.assertion.evidence_visited edx.badge.assertion.shared edx.forum.response.mark edx.forum.response.unmark
  edx.forum.thread.followed edx.forum.thread.unfollowed edx.grades.subsection.score_overridden
  edx.lti.xblock.launch_request edx.ui.lms.jump_nav.selected get-student-progress-page get_client_configuration
  grade oe_hide_question oe_show_question openassessmentblock.create_team_submission
  openassessmentblock.remove_uploaded_file openedx.completion_aggregator.completion.chapter
  openedx.completion_aggregator.completion.course openedx.completion_aggregator.completion.sequential
  openedx.completion_aggregator.completion.vertical openedx.completion_aggregator.progress.chapter
  openedx.completion_aggregator.progress.course openedx.completion_aggregator.progress.sequential
  openedx.completion_aggregator.progress.vertical progress remove-instructor rescore-all-submissions
  rescore-student-submission reset-all-attempts reset-student-attempts rubric_select save_problem_check
  save_problem_check_fail site_search site_search_jump staff_grading_hide_question staff_grading_show_question
  xblock.problem_builder.loaded xblock.problem_builder.submitted
`;

/** Every name of a tracking event that is known of, each once, in the order of their characters. */
export const knownOpenedxNames: readonly string[] = `${documented} ${others}`.trim().split(/\s+/).sort();
