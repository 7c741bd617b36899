import { actions } from './actions.ts';

/** The places of an event that hold an entity or its IRI. */
export type SlotName =
  | 'actor'
  | 'object'
  | 'target'
  | 'generated'
  | 'referrer'
  | 'edApp'
  | 'group'
  | 'membership'
  | 'session'
  | 'federatedSession';

export interface EventType {
  /** The actions that this type of event may report. */
  readonly actions: readonly string[];
  /** Every slot with the entity types allowed in it, inherited ones included. A subtype serves as its supertype. */
  readonly slots: Readonly<Record<SlotName, readonly string[]>>;
}

const common: EventType['slots'] = {
  actor: ['Agent'],
  object: ['Entity'],
  target: ['Entity'],
  generated: ['Entity'],
  referrer: ['Entity'],
  edApp: ['SoftwareApplication'],
  group: ['Organization'],
  membership: ['Membership'],
  session: ['Session'],
  federatedSession: ['LtiSession'],
};

/** Event types with their actions and slots (Caliper 1.2, "Events"). */
export const eventTypes: Readonly<Record<string, EventType>> = {
  Event: { actions, slots: common },
  AnnotationEvent: {
    actions: ['Bookmarked', 'Highlighted', 'Shared', 'Tagged'],
    slots: { ...common, actor: ['Person'], object: ['DigitalResource'], target: ['Frame'], generated: ['Annotation'] },
  },
  AssessmentEvent: {
    actions: ['Started', 'Paused', 'Resumed', 'Restarted', 'Reset', 'Submitted'],
    slots: { ...common, actor: ['Person'], object: ['Assessment'], generated: ['Attempt'] },
  },
  AssessmentItemEvent: {
    actions: ['Started', 'Skipped', 'Completed'],
    slots: {
      ...common,
      actor: ['Person'],
      object: ['AssessmentItem'],
      generated: ['Response', 'Attempt'],
      referrer: ['AssessmentItem'],
    },
  },
  AssignableEvent: {
    actions: ['Activated', 'Deactivated', 'Started', 'Completed', 'Submitted', 'Reviewed'],
    slots: {
      ...common,
      actor: ['Person'],
      object: ['AssignableDigitalResource'],
      target: ['Frame'],
      generated: ['Attempt'],
    },
  },
  FeedbackEvent: {
    actions: ['Commented', 'Ranked'],
    slots: { ...common, actor: ['Person'], target: ['Frame'], generated: ['Rating', 'Comment'] },
  },
  ForumEvent: { actions: ['Subscribed', 'Unsubscribed'], slots: { ...common, actor: ['Person'], object: ['Forum'] } },
  GradeEvent: { actions: ['Graded'], slots: { ...common, object: ['Attempt'], generated: ['Score'] } },
  MediaEvent: {
    actions: [
      'Started',
      'Ended',
      'Paused',
      'Resumed',
      'Restarted',
      'ForwardedTo',
      'JumpedTo',
      'ChangedResolution',
      'ChangedSize',
      'ChangedSpeed',
      'ChangedVolume',
      'EnabledClosedCaptioning',
      'DisabledClosedCaptioning',
      'EnteredFullScreen',
      'ExitedFullScreen',
      'Muted',
      'Unmuted',
      'OpenedPopout',
      'ClosedPopout',
    ],
    slots: { ...common, actor: ['Person'], object: ['MediaObject'], target: ['MediaLocation'] },
  },
  MessageEvent: {
    actions: ['MarkedAsRead', 'MarkedAsUnread', 'Posted'],
    slots: { ...common, actor: ['Person'], object: ['Message'] },
  },
  NavigationEvent: {
    actions: ['NavigatedTo'],
    slots: {
      ...common,
      actor: ['Person'],
      object: ['DigitalResource', 'SoftwareApplication'],
      target: ['DigitalResource'],
      referrer: ['DigitalResource', 'SoftwareApplication'],
    },
  },
  QuestionnaireEvent: {
    actions: ['Started', 'Submitted'],
    slots: { ...common, actor: ['Person'], object: ['Questionnaire'], generated: ['Attempt'] },
  },
  QuestionnaireItemEvent: {
    actions: ['Started', 'Skipped', 'Completed'],
    slots: { ...common, actor: ['Person'], object: ['QuestionnaireItem'], generated: ['Response', 'Attempt'] },
  },
  ResourceManagementEvent: {
    actions: [
      'Archived',
      'Copied',
      'Created',
      'Deleted',
      'Described',
      'Downloaded',
      'Modified',
      'Printed',
      'Published',
      'Restored',
      'Retrieved',
      'Saved',
      'Unpublished',
      'Uploaded',
    ],
    slots: { ...common, actor: ['Person'], object: ['DigitalResource'], generated: ['DigitalResource'] },
  },
  SearchEvent: { actions: ['Searched'], slots: { ...common, actor: ['Person'], generated: ['SearchResponse'] } },
  SessionEvent: {
    actions: ['LoggedIn', 'LoggedOut', 'TimedOut'],
    slots: {
      ...common,
      actor: ['Person', 'SoftwareApplication'],
      object: ['Session', 'SoftwareApplication'],
      target: ['DigitalResource'],
      referrer: ['DigitalResource', 'SoftwareApplication'],
    },
  },
  SurveyEvent: { actions: ['OptedIn', 'OptedOut'], slots: { ...common, actor: ['Person'], object: ['Survey'] } },
  SurveyInvitationEvent: {
    actions: ['Accepted', 'Declined', 'Sent'],
    slots: { ...common, actor: ['Person'], object: ['SurveyInvitation'] },
  },
  ThreadEvent: {
    actions: ['MarkedAsRead', 'MarkedAsUnread'],
    slots: { ...common, actor: ['Person'], object: ['Thread'] },
  },
  ToolLaunchEvent: {
    actions: ['Launched', 'Returned'],
    slots: {
      ...common,
      actor: ['Person'],
      object: ['SoftwareApplication'],
      target: ['Link', 'LtiLink'],
      generated: ['DigitalResource'],
    },
  },
  ToolUseEvent: {
    actions: ['Used'],
    slots: {
      ...common,
      actor: ['Person'],
      object: ['SoftwareApplication'],
      target: ['SoftwareApplication'],
      generated: ['AggregateMeasureCollection'],
    },
  },
  ViewEvent: { actions: ['Viewed'], slots: { ...common, actor: ['Person'], object: ['DigitalResource'] } },
};
