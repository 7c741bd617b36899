import type { SlotName } from './events.ts';

/** What Caliper 1.2 added: a 1.1 document must not have it (its JSON-LD context does not resolve these terms). */
export const newInV1p2: Readonly<Record<'events' | 'entities' | 'actions' | 'properties', ReadonlySet<string>>> = {
  events: new Set([
    'FeedbackEvent',
    'QuestionnaireEvent',
    'QuestionnaireItemEvent',
    'ResourceManagementEvent',
    'SearchEvent',
    'SurveyEvent',
    'SurveyInvitationEvent',
    'ToolLaunchEvent',
  ]),
  entities: new Set([
    'AggregateMeasure',
    'AggregateMeasureCollection',
    'Collection',
    'Comment',
    'DateTimeQuestion',
    'DateTimeResponse',
    'LikertScale',
    'Link',
    'LtiLink',
    'MultiselectQuestion',
    'MultiselectResponse',
    'MultiselectScale',
    'NumericScale',
    'OpenEndedQuestion',
    'OpenEndedResponse',
    'Query',
    'Question',
    'Questionnaire',
    'QuestionnaireItem',
    'Rating',
    'RatingScaleQuestion',
    'RatingScaleResponse',
    'Scale',
    'SearchResponse',
    'Survey',
    'SurveyInvitation',
    'SystemIdentifier',
  ]),
  actions: new Set([
    'Accepted',
    'Archived',
    'Copied',
    'Declined',
    'Downloaded',
    'Launched',
    'OptedIn',
    'OptedOut',
    'Printed',
    'Published',
    'Restored',
    'Returned',
    'Saved',
    'Sent',
    'Unpublished',
    'Uploaded',
  ]),
  /** New on entities that 1.1 has. */
  properties: new Set(['client', 'host', 'ipAddress', 'otherIdentifiers', 'storageName', 'userAgent']),
};

/** The slots in which 1.1 takes other types than 1.2 (Caliper 1.1, appendix B). */
export const v1p1Slots: Readonly<Record<string, Readonly<Partial<Record<SlotName, readonly string[]>>>>> = {
  AssessmentItemEvent: { generated: ['Response'] },
  NavigationEvent: { target: ['Frame'] },
  ToolUseEvent: { generated: ['Entity'] },
  ViewEvent: { target: ['Frame'] },
};

/** Contexts below this one add the terms of a 1.2 profile to a 1.1 document. */
export const v1p1ExtensionRoot = 'http://purl.imsglobal.org/ctx/caliper/v1p1/';
