/** The event types of each profile of Caliper 1.2 ("Profile Terms"). A `profile` outside this table is an error. */
export const profiles: Readonly<Record<string, readonly string[]>> = {
  AnnotationProfile: ['AnnotationEvent'],
  AssessmentProfile: ['AssessmentEvent', 'AssessmentItemEvent', 'NavigationEvent', 'ViewEvent'],
  AssignableProfile: ['AssignableEvent', 'NavigationEvent', 'ViewEvent'],
  FeedbackProfile: ['FeedbackEvent'],
  ForumProfile: ['ForumEvent', 'MessageEvent', 'NavigationEvent', 'ThreadEvent', 'ViewEvent'],
  GeneralProfile: ['Event'],
  GradingProfile: ['GradeEvent', 'ViewEvent'],
  MediaProfile: ['MediaEvent', 'NavigationEvent', 'ViewEvent'],
  ReadingProfile: ['NavigationEvent', 'ViewEvent'],
  ResourceManagementProfile: ['ResourceManagementEvent'],
  SearchProfile: ['SearchEvent'],
  SessionProfile: ['SessionEvent'],
  SurveyProfile: [
    'NavigationEvent',
    'QuestionnaireEvent',
    'QuestionnaireItemEvent',
    'SurveyEvent',
    'SurveyInvitationEvent',
    'ViewEvent',
  ],
  ToolLaunchProfile: ['ToolLaunchEvent'],
  ToolUseProfile: ['ToolUseEvent'],
};

/**
 * The objects that a profile describes for an event type that has others as well: profile → event type → types expected
 * as `object` (Caliper 1.2, "Profiles"). Advice: an official NavigationEvent of the MediaProfile has a collection there,
 * so the validator holds only to this: a Result, which is no DigitalResource, is viewed in the GradingProfile alone.
 */
export const profileObjects: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  AssessmentProfile: {
    NavigationEvent: ['Assessment', 'AssessmentItem'],
    ViewEvent: ['Assessment', 'AssessmentItem'],
  },
  AssignableProfile: {
    NavigationEvent: ['AssignableDigitalResource'],
    ViewEvent: ['AssignableDigitalResource'],
  },
  ForumProfile: {
    NavigationEvent: ['Forum', 'Thread', 'Message'],
    ViewEvent: ['Forum', 'Thread', 'Message'],
  },
  GradingProfile: { ViewEvent: ['Result'] },
  MediaProfile: { NavigationEvent: ['MediaObject'], ViewEvent: ['MediaObject'] },
  SearchProfile: { SearchEvent: ['DigitalResource', 'SoftwareApplication'] },
  SurveyProfile: {
    NavigationEvent: ['Questionnaire', 'QuestionnaireItem'],
    ViewEvent: ['Questionnaire', 'QuestionnaireItem'],
  },
};
