import {
  boolean,
  datetime,
  decimal,
  duration,
  entities,
  entity,
  integer,
  metric,
  required,
  string,
  strings,
} from './properties.ts';
import type { EntityType } from './properties.ts';

/**
 * What comes out of acting: attempts, scores, responses, annotations, feedback, surveys, searches and measures (Caliper 1.2,
 * "Entities").
 */
export const outcomeEntities: Readonly<Record<string, EntityType>> = {
  Attempt: {
    supertypes: ['Entity'],
    properties: {
      assignee: entity('Person'),
      assignable: entity('DigitalResource'),
      count: integer,
      startedAtTime: datetime,
      endedAtTime: datetime,
      duration: duration,
      isPartOf: entity('Attempt'),
    },
  },
  Score: {
    supertypes: ['Entity'],
    properties: {
      attempt: entity('Attempt'),
      maxScore: decimal,
      scoreGiven: decimal,
      scoredBy: entity('Agent'),
      comment: string,
    },
  },
  Result: {
    supertypes: ['Entity'],
    properties: {
      attempt: entity('Attempt'),
      maxResultScore: decimal,
      resultScore: decimal,
      scoredBy: entity('Agent'),
      comment: string,
    },
  },
  Response: {
    supertypes: ['Entity'],
    properties: { attempt: entity('Attempt'), startedAtTime: datetime, endedAtTime: datetime, duration: duration },
  },
  FillinBlankResponse: { supertypes: ['Response'], properties: { values: strings } },
  MultipleChoiceResponse: { supertypes: ['Response'], properties: { value: string } },
  MultipleResponseResponse: { supertypes: ['Response'], properties: { values: strings } },
  SelectTextResponse: { supertypes: ['Response'], properties: { values: strings } },
  TrueFalseResponse: { supertypes: ['Response'], properties: { value: string } },
  OpenEndedResponse: { supertypes: ['Response'], properties: { value: string } },
  DateTimeResponse: { supertypes: ['Response'], properties: { dateTimeSelected: datetime } },
  MultiselectResponse: { supertypes: ['Response'], properties: { selections: strings } },
  RatingScaleResponse: { supertypes: ['Response'], properties: { selections: strings } },
  Question: { supertypes: ['DigitalResource'], properties: { questionPosed: string } },
  DateTimeQuestion: {
    supertypes: ['Question'],
    properties: { minDateTime: datetime, minLabel: string, maxDateTime: datetime, maxLabel: string },
  },
  MultiselectQuestion: {
    supertypes: ['Question'],
    properties: { points: integer, itemLabels: strings, itemValues: strings },
  },
  OpenEndedQuestion: { supertypes: ['Question'], properties: {} },
  RatingScaleQuestion: { supertypes: ['Question'], properties: { scale: entity('Scale') } },
  Questionnaire: {
    supertypes: ['DigitalResourceCollection'],
    properties: { items: required(entities('QuestionnaireItem')) },
  },
  QuestionnaireItem: {
    supertypes: ['DigitalResource'],
    properties: { question: entity('Question'), categories: strings, weight: decimal },
  },
  Survey: { supertypes: ['Collection'], properties: { items: entities('Questionnaire') } },
  SurveyInvitation: {
    supertypes: ['DigitalResource'],
    properties: { rater: entity('Person'), survey: entity('Survey'), sentCount: integer, dateSent: datetime },
  },
  Scale: { supertypes: ['Entity'], properties: {} },
  LikertScale: {
    supertypes: ['Scale'],
    properties: { scalePoints: integer, itemLabels: strings, itemValues: strings },
  },
  MultiselectScale: {
    supertypes: ['Scale'],
    properties: {
      scalePoints: integer,
      itemLabels: strings,
      itemValues: strings,
      isOrderedSelection: boolean,
      minSelections: integer,
      maxSelections: integer,
    },
  },
  NumericScale: {
    supertypes: ['Scale'],
    properties: { minValue: decimal, minLabel: string, maxValue: decimal, maxLabel: string, step: decimal },
  },
  Rating: {
    supertypes: ['Entity'],
    properties: {
      rater: entity('Person'),
      rated: entity('Entity'),
      question: entity('Question'),
      selections: strings,
      ratingComment: entity('Comment'),
      scale: entity('Scale'),
    },
  },
  Comment: {
    supertypes: ['Entity'],
    properties: { commenter: entity('Person'), commentedOn: entity('Entity'), value: string },
  },
  AggregateMeasure: {
    supertypes: ['Entity'],
    properties: {
      maxMetricValue: decimal,
      metric: required(metric),
      startedAtTime: datetime,
      endedAtTime: datetime,
      metricValue: required(decimal),
    },
  },
  AggregateMeasureCollection: { supertypes: ['Collection'], properties: { items: entities('AggregateMeasure') } },
  Query: {
    supertypes: ['Entity'],
    properties: { creator: entity('Person'), searchTarget: entity('Entity'), searchTerms: string },
  },
  SearchResponse: {
    supertypes: ['Entity'],
    properties: {
      searchProvider: entity('SoftwareApplication'),
      searchTarget: entity('Entity'),
      query: entity('Query'),
      searchResultsItemCount: integer,
    },
  },
  Annotation: {
    supertypes: ['Entity'],
    properties: { annotator: entity('Person'), annotated: entity('DigitalResource') },
  },
  BookmarkAnnotation: { supertypes: ['Annotation'], properties: { bookmarkNotes: string } },
  HighlightAnnotation: {
    supertypes: ['Annotation'],
    properties: { selectionText: string, selection: entity('TextPositionSelector') },
  },
  SharedAnnotation: { supertypes: ['Annotation'], properties: { withAgents: entities('Agent') } },
  TagAnnotation: { supertypes: ['Annotation'], properties: { tags: strings } },
};
