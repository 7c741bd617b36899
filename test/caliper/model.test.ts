import { describe, expect, test } from 'vitest';
import {
  actions,
  decimalProperties,
  entityTypes,
  eventTypes,
  isSubtype,
  profileObjects,
  profiles,
  propertiesOf,
} from '../../src/caliper/model.ts';
import { corpusFiles, corpusPresent } from '../corpus.ts';

describe('the tables of Caliper 1.2', () => {
  test('have 22 event types, 70 entity types with two that are none, 80 actions and 15 profiles', () => {
    expect(Object.keys(eventTypes)).toHaveLength(22);
    expect(Object.keys(entityTypes)).toHaveLength(72);
    expect(actions).toHaveLength(80);
    expect(Object.keys(profiles)).toHaveLength(15);
  });

  test('name only actions, types and events that exist', () => {
    for (const event of Object.values(eventTypes)) {
      for (const action of event.actions) expect(actions).toContain(action);
      for (const type of Object.values(event.slots).flat()) expect(Object.keys(entityTypes)).toContain(type);
    }
    for (const type of Object.values(entityTypes)) {
      const named = Object.values(type.properties).flatMap((property) => property.types ?? []);
      for (const other of [...type.supertypes, ...named]) expect(Object.keys(entityTypes)).toContain(other);
    }
    for (const event of Object.values(profiles).flat()) expect(Object.keys(eventTypes)).toContain(event);
    for (const [profile, objects] of Object.entries(profileObjects)) {
      for (const event of Object.keys(objects)) expect(profiles[profile]).toContain(event);
    }
  });

  test('give every event type the slots of Event, its own where it narrows them', () => {
    expect(eventTypes['MediaEvent']?.slots).toEqual({
      actor: ['Person'],
      object: ['MediaObject'],
      target: ['MediaLocation'],
      generated: ['Entity'],
      referrer: ['Entity'],
      edApp: ['SoftwareApplication'],
      group: ['Organization'],
      membership: ['Membership'],
      session: ['Session'],
      federatedSession: ['LtiSession'],
    });
  });

  test('know ten decimal properties', () => {
    expect([...decimalProperties].sort()).toEqual([
      'maxMetricValue',
      'maxResultScore',
      'maxScore',
      'maxValue',
      'metricValue',
      'minValue',
      'resultScore',
      'scoreGiven',
      'step',
      'weight',
    ]);
  });

  test('tell subtypes from other types, through both parents of an Assessment', () => {
    expect(isSubtype('Assessment', 'AssignableDigitalResource')).toBe(true);
    expect(isSubtype('Assessment', 'Collection')).toBe(true);
    expect(isSubtype('Person', 'Person')).toBe(true);
    expect(isSubtype('CourseOffering', 'DigitalResource')).toBe(false);
    expect(isSubtype('Nothing', 'Entity')).toBe(false);
    expect(isSubtype('SystemIdentifier', 'Entity')).toBe(false);
  });

  test('let a subtype narrow what it inherits', () => {
    expect(propertiesOf('Collection').get('items')).toEqual({ kind: 'entities', required: false, types: ['Entity'] });
    expect(propertiesOf('Assessment').get('items')).toEqual({
      kind: 'entities',
      required: false,
      types: ['AssessmentItem'],
    });
    expect(propertiesOf('Assessment').get('maxScore')).toEqual({ kind: 'decimal', required: false });
    expect(propertiesOf('Assessment').get('id')).toEqual({ kind: 'iri', required: true });
    expect(propertiesOf('constructor').size).toBe(0);
  });
});

interface Rules {
  actions: string[];
  profiles: Record<string, string[]>;
  events: Record<string, { actions: string[]; slots: Record<string, string[]> }>;
  entities: Record<string, { sup: string[]; props: Record<string, { req: boolean; types?: string[] }> }>;
}

describe.skipIf(!corpusPresent)('the tables against those extracted from the specification', () => {
  const rules = JSON.parse(corpusFiles('caliper/rules')[0]?.text ?? '{}') as Partial<Rules>;

  test('have the same actions and profiles', () => {
    expect([...actions].sort()).toEqual([...(rules.actions ?? [])].sort());
    const sorted = (table: Readonly<Record<string, readonly string[]>>) =>
      Object.fromEntries(Object.entries(table).map(([name, list]) => [name, [...list].sort()]));
    expect(sorted(profiles)).toEqual(sorted(rules.profiles ?? {}));
  });

  test.each(Object.entries(rules.events ?? {}))('have the same row for %s', (name, rule) => {
    if (name !== 'Event') expect(eventTypes[name]?.actions).toEqual(rule.actions);
    expect(eventTypes[name]?.slots).toMatchObject(rule.slots);
  });

  test.each(Object.entries(rules.entities ?? {}))('have the same properties for %s', (name, rule) => {
    const own = Object.keys(entityTypes[name]?.properties ?? {}).filter(
      (key) => name !== 'Entity' || !/^(id|type)$/.test(key),
    );
    expect(entityTypes[name]?.supertypes).toEqual(rule.sup);
    expect(own.sort()).toEqual(Object.keys(rule.props).sort());
    for (const [key, property] of Object.entries(rule.props)) {
      expect(entityTypes[name]?.properties[key]?.required).toBe(property.req);
      if (property.types) expect(entityTypes[name]?.properties[key]?.types).toEqual(property.types);
    }
  });
});
