import {
  boolean,
  datetime,
  decimal,
  duration,
  entities,
  entity,
  identifierType,
  integer,
  ltiMessageType,
  map,
  required,
  roles,
  status,
  string,
  strings,
} from './properties.ts';
import type { EntityType } from './properties.ts';

/**
 * Who acts, what is acted upon, and where: agents, sessions, memberships and digital resources (Caliper 1.2, "Entities"). `id` and `type` are properties of every entity.
 */
export const generalEntities: Readonly<Record<string, EntityType>> = {
  Entity: {
    supertypes: [],
    properties: {
      id: { kind: 'iri', required: true },
      type: { kind: 'type', required: true },
      name: string,
      description: string,
      dateCreated: datetime,
      dateModified: datetime,
      otherIdentifiers: entities('SystemIdentifier'),
      extensions: map,
    },
  },
  Agent: { supertypes: ['Entity'], properties: {} },
  Person: { supertypes: ['Agent'], properties: {} },
  Organization: {
    supertypes: ['Agent'],
    properties: { subOrganizationOf: entity('Organization'), members: entities('Agent') },
  },
  CourseOffering: { supertypes: ['Organization'], properties: { courseNumber: string, academicSession: string } },
  CourseSection: { supertypes: ['CourseOffering'], properties: { category: string } },
  Group: { supertypes: ['Organization'], properties: {} },
  SoftwareApplication: {
    supertypes: ['Agent'],
    properties: { host: string, ipAddress: string, userAgent: string, version: string },
  },
  Membership: {
    supertypes: ['Entity'],
    properties: { organization: entity('Organization'), member: entity('Person'), roles: roles, status: status },
  },
  Session: {
    supertypes: ['Entity'],
    properties: {
      user: entity('Person'),
      client: entity('SoftwareApplication'),
      startedAtTime: datetime,
      endedAtTime: datetime,
      duration: duration,
    },
  },
  LtiSession: { supertypes: ['Session'], properties: { messageParameters: map } },
  LearningObjective: { supertypes: ['Entity'], properties: {} },
  Link: { supertypes: ['Entity'], properties: {} },
  Collection: { supertypes: ['Entity'], properties: { items: entities('Entity') } },
  DigitalResource: {
    supertypes: ['Entity'],
    properties: {
      storageName: string,
      creators: entities('Agent'),
      mediaType: string,
      keywords: strings,
      learningObjectives: entities('LearningObjective'),
      isPartOf: entity('Entity'),
      datePublished: datetime,
      version: string,
    },
  },
  DigitalResourceCollection: {
    supertypes: ['Collection', 'DigitalResource'],
    properties: { items: entities('DigitalResource') },
  },
  Document: { supertypes: ['DigitalResource'], properties: {} },
  Page: { supertypes: ['DigitalResource'], properties: {} },
  Chapter: { supertypes: ['DigitalResource'], properties: {} },
  WebPage: { supertypes: ['DigitalResource'], properties: {} },
  Frame: { supertypes: ['DigitalResource'], properties: { index: integer } },
  LtiLink: { supertypes: ['DigitalResource'], properties: { messageType: ltiMessageType } },
  MediaObject: { supertypes: ['DigitalResource'], properties: { duration: duration } },
  AudioObject: {
    supertypes: ['MediaObject'],
    properties: { volumeLevel: string, volumeMin: string, volumeMax: string, muted: boolean },
  },
  ImageObject: { supertypes: ['MediaObject'], properties: {} },
  VideoObject: { supertypes: ['MediaObject'], properties: {} },
  MediaLocation: { supertypes: ['DigitalResource'], properties: { currentTime: duration } },
  Forum: { supertypes: ['DigitalResourceCollection'], properties: { items: entities('Thread') } },
  Thread: { supertypes: ['DigitalResourceCollection'], properties: { items: entities('Message') } },
  Message: {
    supertypes: ['DigitalResource'],
    properties: { replyTo: entity('Message'), body: string, attachments: entities('DigitalResource') },
  },
  AssignableDigitalResource: {
    supertypes: ['DigitalResource'],
    properties: {
      dateToActivate: datetime,
      dateToShow: datetime,
      dateToStartOn: datetime,
      dateToSubmit: datetime,
      maxAttempts: integer,
      maxSubmits: integer,
      maxScore: decimal,
    },
  },
  Assessment: {
    supertypes: ['AssignableDigitalResource', 'DigitalResourceCollection'],
    properties: { items: entities('AssessmentItem') },
  },
  AssessmentItem: { supertypes: ['AssignableDigitalResource'], properties: { isTimeDependent: boolean } },
  // The last two are no entities: they have no `id`, only a type.
  SystemIdentifier: {
    supertypes: [],
    properties: {
      type: { kind: 'type', required: true },
      identifier: required(string),
      identifierType: required(identifierType),
      source: entity('SoftwareApplication'),
      extensions: map,
    },
  },
  TextPositionSelector: {
    supertypes: [],
    properties: { type: { kind: 'type', required: true }, start: required(integer), end: required(integer) },
  },
};
