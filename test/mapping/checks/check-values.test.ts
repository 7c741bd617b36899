import { describe, expect, it } from 'vitest';
import type { LetNode, ValueNode } from '../../../src/mapping/table.ts';
import { check, paused, property } from './conformance-faults.ts';
import { call, constant, entity, field, first, letNode, list, lms, map, moment, named, pausing } from './tables.ts';

describe('the conformance check', () => {
  describe('of values', () => {
    it.each<[string, string, ValueNode, ValueNode, string]>([
      [
        'decimal',
        'Score.scoreGiven',
        call(field('event.grade'), 'number'),
        field('event.grade'),
        'a number, not a raw value of the record; read it through | number',
      ],
      [
        'integer',
        'Attempt.count',
        call(field('event.attempts'), 'integer'),
        field('event.attempts'),
        'a whole number, zero or more, not a raw value of the record; read it through | integer',
      ],
      [
        'integer from a number',
        'Frame.index',
        call(field('event.p'), 'percent', field('event.q')),
        call(field('event.p'), 'number'),
        'a whole number, zero or more, not a number that may have a fraction; read it through | integer',
      ],
      [
        'datetime',
        'Attempt.startedAtTime',
        moment,
        field('time'),
        'a time such as 2020-07-15T06:52:55.057Z, not a raw value of the record; read it through | isoInstant',
      ],
      [
        'duration',
        'VideoObject.duration',
        call(field('event.duration'), 'isoDuration'),
        call(field('event.duration'), 'number'),
        'an ISO 8601 duration such as PT3M15S, not a number that may have a fraction; read it through | isoDuration',
      ],
      ['text', 'WebPage.name', field('event.title'), list(constant('a')), 'text, not a list'],
      [
        'id',
        'WebPage.id',
        lms,
        field('event.id'),
        'an absolute IRI, not a raw value of the record; read it through | iri',
      ],
    ])('knows the kind %s', (_, place, good, bad, message) => {
      const [type = '', name = ''] = place.split('.');
      expect(property(type, name, good)).toEqual([]);
      expect(property(type, name, bad)).toEqual([`WRONG_KIND ${place} takes ${message}`]);
    });

    it.each<[string, string | number | boolean, string | number | boolean, string]>([
      [
        'Attempt.startedAtTime',
        '2020-07-15T06:52:55.057Z',
        '2020-07-15T06:52:55Z',
        'a time such as 2020-07-15T06:52:55.057Z',
      ],
      ['VideoObject.duration', 'PT3M15S', '195', 'an ISO 8601 duration such as PT3M15S'],
      ['Attempt.count', 1, 1.5, 'a whole number, zero or more'],
      ['Score.maxScore', 1.5, '1', 'a number'],
      ['WebPage.id', 'https://example.org/', 'page', 'an absolute IRI'],
    ])('checks constants of %s', (place, good, bad, takes) => {
      const [type = '', name = ''] = place.split('.');
      expect(property(type, name, constant(good))).toEqual([]);
      expect(property(type, name, constant(bad))).toEqual([
        `WRONG_VALUE ${place} takes ${takes}, not ${JSON.stringify(bad)}`,
      ]);
    });

    it('follows lets, alternatives and defaults', () => {
      const count = (value: ValueNode, lets: LetNode[]): string[] =>
        check(
          pausing(
            { profile: undefined, action: constant('Modified'), object: entity('Attempt', { count: value }) },
            { event: 'Event' },
          ),
          lets,
        );
      const given = [letNode(0, call(field('event.attempts'), 'integer'))];
      expect(count(first(named(0), constant(1)), given)).toEqual([]);
      expect(count(first(named(0), field('event.count')), given)).toHaveLength(1);
      expect(count(first(named(0), constant(-1)), given)).toEqual([
        'WRONG_VALUE Attempt.count takes a whole number, zero or more, not -1',
      ]);
    });

    it('knows the words of fixed lists', () => {
      expect(property('Membership', 'status', constant('Active'))).toEqual([]);
      expect(property('Membership', 'status', constant('active'))).toEqual([
        'WRONG_VALUE Membership.status takes a status, not "active"; did you mean Active?',
      ]);
      expect(property('Membership', 'status', field('event.status'))).toEqual([
        'NOT_CONSTANT Membership.status takes a status of a fixed list: a value of the record may be none of them; write the words out, with $case where it depends on the record',
      ]);
      expect(property('Membership', 'roles', list(constant('Learner')))).toEqual([]);
      expect(property('Membership', 'roles', constant(['Learner', 'Lerner']))).toEqual([
        'WRONG_VALUE Membership.roles takes roles of Caliper, not "Lerner"; did you mean Learner?',
      ]);
      expect(property('Membership', 'roles', constant('Learner'))).toEqual([
        'WRONG_KIND Membership.roles takes a list of roles, not text; write a list: [ … ]',
      ]);
    });

    it('accepts texts of the record in lists of texts, which the engine makes lists', () => {
      expect(property('TagAnnotation', 'tags', field('event.x'))).toEqual([]);
      expect(property('TagAnnotation', 'tags', list(constant('a'), field('event.x')))).toEqual([]);
      expect(property('TagAnnotation', 'tags', constant('a'))).toHaveLength(1);
      expect(property('TagAnnotation', 'tags', list(constant(1)))).toHaveLength(1);
    });

    it('demands a time that Caliper can read', () => {
      expect(paused({ eventTime: field('time') })).toEqual([
        'WRONG_KIND MediaEvent.eventTime takes a time such as 2020-07-15T06:52:55.057Z, not a raw value of the record; read it through | isoInstant',
      ]);
    });
  });

  describe('of extensions', () => {
    it('demands keys that are namespaced, in events and entities', () => {
      expect(
        paused({ extensions: map({ 'edu.example.x': field('event.x'), 'https://example.org/y': constant(1) }) }),
      ).toEqual([]);
      expect(paused({ extensions: map({ speed: field('event.x') }) })).toEqual([
        'NOT_NAMESPACED MediaEvent.extensions has the key speed, which another sender may use for something else; put a domain of yours before it, e.g. edu.example.speed',
      ]);
      expect(property('WebPage', 'extensions', constant({ x: 1 }))).toHaveLength(1);
    });

    it('demands a map', () => {
      expect(paused({ extensions: field('event.x') })).toEqual([
        'WRONG_KIND MediaEvent.extensions takes a map, not a raw value of the record; write each of its keys',
      ]);
    });
  });
});
