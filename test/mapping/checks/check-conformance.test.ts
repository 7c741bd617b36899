import { describe, expect, it } from 'vitest';
import { checkConformance } from '../../../src/mapping/check-conformance.ts';
import type { Location } from '../../../src/mapping/diagnostic.ts';
import type { ValueNode } from '../../../src/mapping/table.ts';
import { nowhere, check, paused, general, property } from './conformance-faults.ts';
import {
  call,
  constant,
  either,
  entity,
  field,
  first,
  iri,
  letNode,
  list,
  lms,
  map,
  named,
  pausing,
  person,
  rule,
  table,
  words,
} from './tables.ts';

describe('the conformance check', () => {
  it('accepts an event that is in order', () => {
    expect(check(pausing())).toEqual([]);
  });

  it('reports at the place of the node', () => {
    const action = constant('Pasued');
    const place = { file: 'mappings/openedx/video.yaml', line: 7, column: 17, length: 6 };
    const source = table([rule([pausing({ action })])]);
    expect(checkConformance(source, new WeakMap([[action, place]]))).toEqual([
      {
        ...place,
        code: 'ACTION_NOT_ALLOWED',
        message: 'MediaEvent has no action Pasued',
        hint: 'did you mean Paused?',
      },
    ]);
  });

  describe('of events', () => {
    it('knows the event types', () => {
      expect(check(pausing({}, { event: 'MedaiEvent' }))).toEqual([
        'UNKNOWN_EVENT Caliper has no event MedaiEvent; did you mean MediaEvent?',
      ]);
    });

    it('knows the slots', () => {
      expect(paused({ targt: entity('MediaLocation') })).toEqual([
        'UNKNOWN_SLOT events have no slot targt; did you mean target?',
      ]);
      expect(paused({ id: constant('urn:x:1') })).toEqual(['UNKNOWN_SLOT id comes by itself; leave it out']);
    });

    it.each(['actor', 'action', 'object', 'eventTime'])('demands %s', (slot) => {
      const faults = paused({ [slot]: undefined });
      expect(faults).toEqual([`MISSING_SLOT MediaEvent must have ${slot}`]);
      expect(paused({ [slot]: constant(null) })).toEqual(faults);
    });

    it('takes an entity without an id for missing', () => {
      expect(paused({ object: map({ id: constant(''), type: constant('VideoObject') }) })).toEqual([
        'MISSING_SLOT MediaEvent must have object',
      ]);
    });
  });

  describe('of actions', () => {
    it('looks at every outcome: branches, alternatives, lets', () => {
      expect(paused({ action: either(constant('Started'), constant('Viewed')) })).toEqual([
        'ACTION_NOT_ALLOWED MediaEvent has no action Viewed; it takes Started, Ended, Paused, Resumed, Restarted, ForwardedTo, JumpedTo, ChangedResolution',
      ]);
      expect(paused({ action: first(constant('Muted'), constant('Unmutd')) })).toEqual([
        'ACTION_NOT_ALLOWED MediaEvent has no action Unmutd; did you mean Unmuted?',
      ]);
      expect(paused({ action: named(0) }, [letNode(0, constant('Used'))])).toHaveLength(1);
      expect(paused({ action: named(0) }, [letNode(0, constant('Ended'))])).toEqual([]);
    });

    it('refuses an action that the record gives', () => {
      expect(paused({ action: field('event.action') })).toEqual([
        "NOT_CONSTANT MediaEvent.action is a value of the record: it may be none of Caliper's actions; write the action out, with $case where it depends on the record",
      ]);
    });

    it('demands what some actions need', () => {
      const launch = (fields: Record<string, ValueNode>): string[] =>
        check(
          pausing(
            {
              profile: constant('ToolLaunchProfile'),
              action: constant('Launched'),
              object: entity('SoftwareApplication'),
              ...fields,
            },
            { event: 'ToolLaunchEvent' },
          ),
        );
      expect(launch({})).toEqual(['MISSING_SLOT ToolLaunchEvent with the action Launched must have federatedSession']);
      expect(launch({ federatedSession: entity('LtiSession') })).toEqual([]);
      expect(launch({ action: constant('Returned') })).toEqual([]);
    });

    it('narrows slots by the action', () => {
      const bookmark = (generated: string): string[] =>
        check(
          pausing(
            {
              profile: constant('AnnotationProfile'),
              action: constant('Bookmarked'),
              object: entity('Page'),
              generated: entity(generated),
            },
            { event: 'AnnotationEvent' },
          ),
        );
      expect(bookmark('BookmarkAnnotation')).toEqual([]);
      expect(bookmark('TagAnnotation')).toEqual([
        'ENTITY_NOT_ALLOWED AnnotationEvent.generated takes BookmarkAnnotation, not TagAnnotation',
      ]);
    });
  });

  describe('of profiles', () => {
    it('accepts those of the event type only', () => {
      expect(paused({ profile: constant('ReadingProfile') })).toEqual([
        'PROFILE_NOT_ALLOWED ReadingProfile has no MediaEvent; MediaEvent belongs to MediaProfile',
      ]);
      expect(paused({ profile: constant('MediaProfil') })).toEqual([
        'UNKNOWN_PROFILE Caliper has no profile MediaProfil; did you mean MediaProfile?',
      ]);
      expect(paused({ profile: field('event.profile') })).toHaveLength(1);
      expect(paused({ profile: undefined })).toEqual([]);
    });

    it('narrows the object', () => {
      const view = (profile: string, object: string): string[] =>
        check(
          pausing(
            { profile: constant(profile), action: constant('Viewed'), object: entity(object) },
            { event: 'ViewEvent' },
          ),
        );
      expect(view('ReadingProfile', 'WebPage')).toEqual([]);
      expect(view('AssessmentProfile', 'Assessment')).toEqual([]);
      expect(view('AssessmentProfile', 'WebPage')).toEqual([
        'ENTITY_NOT_ALLOWED ViewEvent.object takes Assessment or AssessmentItem, not WebPage',
      ]);
      expect(view('GradingProfile', 'Result')).toEqual([]);
      expect(view('ReadingProfile', 'Result')).toHaveLength(1);
    });
  });

  describe('of entities in slots', () => {
    it('accepts a subtype, an IRI and an entity by a let', () => {
      expect(paused({ object: entity('AudioObject') })).toEqual([]);
      expect(paused({ object: iri(lms, constant('/xblock/'), field('event.id')) })).toEqual([]);
      expect(paused({ object: call(field('event.url'), 'url') })).toEqual([]);
      expect(paused({ object: named(0) }, [letNode(0, entity('VideoObject'))])).toEqual([]);
    });

    it('refuses another type, in any branch', () => {
      expect(paused({ object: either(entity('VideoObject'), entity('CourseOffering')) })).toEqual([
        'ENTITY_NOT_ALLOWED MediaEvent.object takes MediaObject, not CourseOffering',
      ]);
      expect(paused({ target: entity('Frame') })).toEqual([
        'ENTITY_NOT_ALLOWED MediaEvent.target takes MediaLocation, not Frame',
      ]);
    });

    it('refuses text that is no IRI, and a raw value of a record of Open edX', () => {
      expect(paused({ object: words(constant('video '), field('event.id')) })).toEqual([
        'WRONG_KIND MediaEvent.object takes an entity or its IRI, not text; read it through | iri',
      ]);
      expect(paused({ object: field('event.id') })).toEqual([
        'WRONG_KIND MediaEvent.object takes an entity or its IRI, not a raw value of the record; read it through | iri',
      ]);
    });

    it('reports a slot that is taken over at the rule', () => {
      const event = pausing(
        {
          profile: constant('AssessmentProfile'),
          action: constant('Started'),
          object: entity('AssessmentItem'),
          referrer: entity('WebPage'),
        },
        { event: 'AssessmentItemEvent', own: ['profile', 'action', 'object'] },
      );
      const shared = { file: 'mappings/openedx/_shared.yaml', line: 3, column: 3, length: 8 };
      const locations = new WeakMap<object, Location>(event.fields.map((pair) => [pair, shared]));
      expect(checkConformance(table([rule([event])]), locations)).toEqual([
        {
          file: 'mappings/openedx/video.yaml',
          line: 4,
          column: 1,
          length: 1,
          code: 'ENTITY_NOT_ALLOWED',
          message: 'AssessmentItemEvent.referrer takes AssessmentItem, not WebPage',
          hint: 'it comes from _shared.yaml: set it here, or take it away with null',
        },
      ]);
    });
  });

  describe('of entities', () => {
    it('demands a known, written type and an id', () => {
      expect(general({ object: map({ id: lms, name: constant('x') }) })).toEqual([
        'MISSING_TYPE Event.object is an entity without a type; write its type, e.g. type: WebPage',
      ]);
      expect(general({ object: entity('Webpage') })).toEqual([
        'UNKNOWN_ENTITY Caliper has no entity Webpage; did you mean WebPage?',
      ]);
      expect(general({ object: map({ id: lms, type: field('event.type') }) })).toEqual([
        "NOT_CONSTANT the type of Event.object is a value of the record: it may be none of Caliper's; write the type out, with $case where it depends on the record",
      ]);
      expect(general({ object: map({ type: constant('WebPage'), name: constant('x') }) })).toEqual([
        'MISSING_PROPERTY WebPage must have id',
      ]);
    });

    it('checks the properties of every possible type', () => {
      const either2 = map({
        id: lms,
        type: either(constant('Frame'), constant('Page')),
        index: call(field('event.new'), 'integer'),
      });
      expect(general({ object: either2 })).toEqual([
        'UNKNOWN_PROPERTY Page has no property index; what Caliper does not define goes into extensions',
      ]);
    });

    it('looks into entities in entities', () => {
      expect(property('Attempt', 'assignable', entity('CourseOffering'))).toEqual([
        'ENTITY_NOT_ALLOWED Attempt.assignable takes DigitalResource, not CourseOffering',
      ]);
      expect(property('Attempt', 'assignee', entity('Person', { nam: constant('x') }))).toEqual([
        'UNKNOWN_PROPERTY Person has no property nam; did you mean name?',
      ]);
      expect(property('Forum', 'items', list(entity('Thread'), entity('Message')))).toEqual([
        'ENTITY_NOT_ALLOWED Forum.items takes Thread, not Message',
      ]);
      expect(property('Forum', 'items', entity('Thread'))).toEqual([
        'WRONG_KIND Forum.items takes a list of entities, not a map; write a list: [ … ]',
      ]);
    });

    it('demands required properties', () => {
      expect(general({ object: entity('Questionnaire') })).toEqual(['MISSING_PROPERTY Questionnaire must have items']);
      expect(property('Questionnaire', 'items', list(entity('QuestionnaireItem')))).toEqual([]);
    });
  });

  it('accepts raw ids of xAPI statements, which are IRIs', () => {
    const event = pausing({ object: map({ id: field('object.id'), type: constant('VideoObject') }), actor: person });
    expect(checkConformance(table([rule([event])], { source: 'xapi' }), nowhere)).toEqual([]);
    expect(checkConformance(table([rule([event])]), nowhere)).toHaveLength(1);
  });

  it('checks the events of loops, whose positions are whole numbers', () => {
    const event = pausing(
      { profile: undefined, action: constant('Modified'), object: entity('Frame', { index: named(3, 'index') }) },
      { event: 'Event', forEach: { name: 'item', slot: 3, over: field('event.items') } },
    );
    expect(check(event)).toEqual([]);
  });
});
