/** One row of the tables of the certification guide (Caliper 1.2 Certification Guide, "Sensor certification"). */
export interface CertificationRow {
  profile: string;
  event: string;
  action: string;
  /** Types that, or a subtype of which, stand in the slots. */
  actor: string;
  object: string;
  /** `undefined` where the row names none. */
  generated: string | undefined;
  /** `one-of`: at least one of these of the profile. */
  level: 'required' | 'one-of' | 'optional';
}

/** In the guide, the row of Viewed in the GradingProfile has its columns shifted; here they stand where they belong. */
const rows = `
  Annotation AnnotationEvent Bookmarked Person DigitalResource BookmarkAnnotation required
  Annotation AnnotationEvent Highlighted Person DigitalResource HighlightAnnotation optional
  Annotation AnnotationEvent Shared Person DigitalResource SharedAnnotation optional
  Annotation AnnotationEvent Tagged Person DigitalResource TagAnnotation optional
  Assessment AssessmentEvent Paused Person Assessment Attempt optional
  Assessment AssessmentEvent Reset Person Assessment Attempt optional
  Assessment AssessmentEvent Restarted Person Assessment Attempt optional
  Assessment AssessmentEvent Resumed Person Assessment Attempt optional
  Assessment AssessmentEvent Started Person Assessment Attempt optional
  Assessment AssessmentEvent Submitted Person Assessment Attempt required
  Assessment AssessmentItemEvent Completed Person AssessmentItem Response optional
  Assessment AssessmentItemEvent Skipped Person AssessmentItem - optional
  Assessment AssessmentItemEvent Started Person AssessmentItem Attempt optional
  Assessment NavigationEvent NavigatedTo Person DigitalResource - optional
  Assessment ViewEvent Viewed Person DigitalResource - optional
  Assignable AssignableEvent Activated Person AssignableDigitalResource - optional
  Assignable AssignableEvent Completed Person AssignableDigitalResource Attempt optional
  Assignable AssignableEvent Deactivated Person AssignableDigitalResource - optional
  Assignable AssignableEvent Reviewed Person AssignableDigitalResource Attempt optional
  Assignable AssignableEvent Started Person AssignableDigitalResource Attempt optional
  Assignable AssignableEvent Submitted Person AssignableDigitalResource Attempt required
  Assignable NavigationEvent NavigatedTo Person DigitalResource - optional
  Assignable ViewEvent Viewed Person DigitalResource - optional
  Feedback FeedbackEvent Commented Person Entity - one-of
  Feedback FeedbackEvent Ranked Person Entity - one-of
  Forum ForumEvent Subscribed Person Forum - optional
  Forum ForumEvent Unsubscribed Person Forum - optional
  Forum MessageEvent MarkedAsRead Person Message - optional
  Forum MessageEvent MarkedAsUnread Person Message - optional
  Forum MessageEvent Posted Person Message - required
  Forum ThreadEvent MarkedAsRead Person Thread - optional
  Forum ThreadEvent MarkedAsUnread Person Thread - optional
  Forum NavigationEvent NavigatedTo Person DigitalResource - optional
  Forum ViewEvent Viewed Person DigitalResource - optional
  Grading GradeEvent Graded Agent Attempt Score required
  Grading ViewEvent Viewed Agent Result - optional
  Media MediaEvent ChangedResolution Person MediaObject - optional
  Media MediaEvent ChangedSize Person MediaObject - optional
  Media MediaEvent ChangedSpeed Person MediaObject - optional
  Media MediaEvent ChangedVolume Person MediaObject - optional
  Media MediaEvent ClosedPopout Person MediaObject - optional
  Media MediaEvent DisabledClosedCaptioning Person MediaObject - optional
  Media MediaEvent EnabledClosedCaptioning Person MediaObject - optional
  Media MediaEvent Ended Person MediaObject - required
  Media MediaEvent EnteredFullScreen Person MediaObject - optional
  Media MediaEvent ExitedFullScreen Person MediaObject - optional
  Media MediaEvent ForwardedTo Person MediaObject - optional
  Media MediaEvent JumpedTo Person MediaObject - optional
  Media MediaEvent Muted Person MediaObject - optional
  Media MediaEvent OpenedPopout Person MediaObject - optional
  Media MediaEvent Paused Person MediaObject - optional
  Media MediaEvent Restarted Person MediaObject - optional
  Media MediaEvent Resumed Person MediaObject - optional
  Media MediaEvent Started Person MediaObject - required
  Media MediaEvent Unmuted Person MediaObject - optional
  Media NavigationEvent NavigatedTo Person DigitalResource - optional
  Media ViewEvent Viewed Person DigitalResource - optional
  Reading NavigationEvent NavigatedTo Person DigitalResource - required
  Reading ViewEvent Viewed Person DigitalResource - required
  ResourceManagement ResourceManagementEvent Archived Person DigitalResource - optional
  ResourceManagement ResourceManagementEvent Copied Person DigitalResource DigitalResource optional
  ResourceManagement ResourceManagementEvent Created Person DigitalResource DigitalResource required
  ResourceManagement ResourceManagementEvent Deleted Person DigitalResource - optional
  ResourceManagement ResourceManagementEvent Described Person DigitalResource - optional
  ResourceManagement ResourceManagementEvent Downloaded Person DigitalResource - optional
  ResourceManagement ResourceManagementEvent Modified Person DigitalResource - optional
  ResourceManagement ResourceManagementEvent Printed Person DigitalResource - optional
  ResourceManagement ResourceManagementEvent Published Person DigitalResource - optional
  ResourceManagement ResourceManagementEvent Restored Person DigitalResource - optional
  ResourceManagement ResourceManagementEvent Retrieved Person DigitalResource - optional
  ResourceManagement ResourceManagementEvent Saved Person DigitalResource - optional
  ResourceManagement ResourceManagementEvent Unpublished Person DigitalResource - optional
  ResourceManagement ResourceManagementEvent Uploaded Person DigitalResource - optional
  Search SearchEvent Searched Person DigitalResource - required
  Session SessionEvent LoggedIn Person SoftwareApplication - required
  Session SessionEvent LoggedOut Person SoftwareApplication - optional
  Session SessionEvent TimedOut SoftwareApplication Session - optional
  Survey SurveyInvitationEvent Accepted Person SurveyInvitation - optional
  Survey SurveyInvitationEvent Declined Person SurveyInvitation - optional
  Survey SurveyInvitationEvent Sent Person SurveyInvitation - optional
  Survey SurveyEvent OptedIn Person Survey - optional
  Survey SurveyEvent OptedOut Person Survey - optional
  Survey QuestionnaireEvent Started Person Questionnaire Attempt optional
  Survey QuestionnaireEvent Submitted Person Questionnaire Attempt required
  Survey QuestionnaireItemEvent Completed Person QuestionnaireItem Response optional
  Survey QuestionnaireItemEvent Skipped Person QuestionnaireItem Attempt optional
  Survey QuestionnaireItemEvent Started Person QuestionnaireItem Attempt optional
  Survey NavigationEvent NavigatedTo Person Questionnaire - optional
  Survey ViewEvent Viewed Person Questionnaire - optional
  ToolLaunch ToolLaunchEvent Launched Person SoftwareApplication - required
  ToolLaunch ToolLaunchEvent Returned Person SoftwareApplication - optional
  ToolUse ToolUseEvent Used Person SoftwareApplication - required
`;

/** Profile (without the word), event type, action, actor, object, generated (`-`: none) and level. */
export const certificationRows: readonly CertificationRow[] = rows
  .trim()
  .split('\n')
  .map((line) => {
    const [profile = '', event = '', action = '', actor = '', object = '', generated = '', level = ''] = line
      .trim()
      .split(' ');
    if (level !== 'required' && level !== 'one-of' && level !== 'optional') throw new Error(`no level in: ${line}`);
    const named = generated === '-' ? undefined : generated;
    return { profile: `${profile}Profile`, event, action, actor, object, generated: named, level };
  });

/**
 * The rows that no shipped rule reaches with the tracking logs of Open edX, and why: profile (without the word), event type and action. What Open edX records is in
 * src/coverage/known-openedx-names.ts.
 */
export const unreached: Readonly<Record<string, string>> = {
  'Assessment AssessmentEvent Restarted':
    'what is reset or taken up again has its own record; none says that an attempt began anew',
  'Assessment AssessmentItemEvent Skipped': 'a question that is left out has no record',
  'Assessment NavigationEvent NavigatedTo': 'steps through a unit name the sequence or the page, never the problem',
  'Assignable AssignableEvent Activated': 'dates of release are settings of the course, and leave no record',
  'Assignable AssignableEvent Deactivated': 'dates of release are settings of the course, and leave no record',
  'Assignable ViewEvent Viewed':
    'what is shown of open responses is the work of others: a Document, in the ReadingProfile',
  'Forum ForumEvent Subscribed': 'learners follow threads, not forums: Event/Subscribed of a Thread',
  'Forum ForumEvent Unsubscribed': 'learners follow threads, not forums: Event/Unsubscribed of a Thread',
  'Forum MessageEvent MarkedAsRead': 'marks of what was read have no record',
  'Forum MessageEvent MarkedAsUnread': 'marks of what was read have no record',
  'Forum NavigationEvent NavigatedTo':
    'pages of the forum are requests of its interface; a thread that is opened is viewed',
  'Forum ThreadEvent MarkedAsRead': 'marks of what was read have no record',
  'Forum ThreadEvent MarkedAsUnread': 'marks of what was read have no record',
  'Grading ViewEvent Viewed':
    'the page of grades has no record but the request of the page: a WebPage, in the ReadingProfile',
  'Media MediaEvent ClosedPopout': 'the players have no separate window',
  'Media MediaEvent ForwardedTo': 'a record of a jump has both positions: JumpedTo says more',
  'Media MediaEvent OpenedPopout': 'the players have no separate window',
  'Media MediaEvent Restarted': 'that a video was played before is not in the record that it plays from the beginning',
  'Media MediaEvent Unmuted': 'the volume after it is in the record: ChangedVolume says more',
  'Media NavigationEvent NavigatedTo': 'who opens a unit goes to its page; the video in it only loads',
  'ResourceManagement ResourceManagementEvent Archived': 'authors work in Studio, which writes no such record',
  'ResourceManagement ResourceManagementEvent Copied': 'authors work in Studio, which writes no such record',
  'ResourceManagement ResourceManagementEvent Printed': 'printing is left to the browser',
  'ResourceManagement ResourceManagementEvent Published': 'authors work in Studio, which writes no such record',
  'ResourceManagement ResourceManagementEvent Restored': 'authors work in Studio, which writes no such record',
  'ResourceManagement ResourceManagementEvent Saved':
    'what learners save are attempts, not resources: Event/Saved of an Attempt',
  'ResourceManagement ResourceManagementEvent Unpublished': 'authors work in Studio, which writes no such record',
  'Session SessionEvent TimedOut': 'sessions end in silence',
  'Survey NavigationEvent NavigatedTo': 'a poll stands in the page of its unit, and has no page to go to',
  'Survey QuestionnaireEvent Started': 'a poll is seen and sent: between the two there is no record',
  'Survey QuestionnaireItemEvent Skipped': 'a question that is left out has no record',
  'Survey QuestionnaireItemEvent Started': 'a poll is seen and sent: between the two there is no record',
  'Survey SurveyEvent OptedIn': 'nobody is invited to a poll',
  'Survey SurveyEvent OptedOut': 'nobody is invited to a poll',
  'Survey SurveyInvitationEvent Accepted': 'nobody is invited to a poll',
  'Survey SurveyInvitationEvent Declined': 'nobody is invited to a poll',
  'Survey SurveyInvitationEvent Sent': 'nobody is invited to a poll',
  'Survey ViewEvent Viewed':
    'that a poll was shown has no record; its results are a page of their own, in the ReadingProfile',
  'ToolLaunch ToolLaunchEvent Returned': 'the way back from a tool is a link of the page, without a record',
};
