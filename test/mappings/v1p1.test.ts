import { describe, expect, it } from 'vitest';
import { validateEvent } from '../../src/caliper/validate.ts';
import { toV1p1 } from '../../src/caliper/versions.ts';
import { officialSchemaFaults } from '../caliper/official-schema.ts';
import { exampleEvents } from './shipped-events.ts';

const outcomes = exampleEvents(true).map(({ example, event }) => ({ example, outcome: toV1p1(event.value) }));

// The official schemas are compiled at their first use.
describe('the events of all examples, for a destination of Caliper 1.1', { timeout: 60_000 }, () => {
  it('are accepted by all checkers', () => {
    const faults = outcomes.flatMap(({ example, outcome }) => {
      if (!outcome.ok) return [];
      const own = validateEvent(outcome.event, 'v1p1').map(({ path, code }) => `${path} ${code}`);
      const official = officialSchemaFaults(outcome.event, 'v1p1') ?? [];
      return [...own, ...official].map((fault) => `${example.rule}, ${example.name}: ${fault}`);
    });
    expect(faults).toEqual([]);
  });

  it('have no form there only where 1.1 lacks the action or the entity', () => {
    const lost = outcomes.flatMap(({ example, outcome }) =>
      outcome.ok ? [] : [{ source: example.source, rule: example.rule, reason: outcome.reason }],
    );
    const fromLogs = lost.filter(({ source }) => source === 'openedx').map(({ rule, reason }) => `${rule}: ${reason}`);
    expect([...new Set(fromLogs)]).toEqual([
      'exam-attempt-changed: Caliper 1.1 has no counterpart of Event with action Accepted',
      'exam-attempt-changed: Caliper 1.1 has no counterpart of Event with action Declined',
      'exam-declined: Caliper 1.1 has no counterpart of Event with action Declined',
      // A vote that is taken back: 1.1 has no Rating.
      'forum-voted: Caliper 1.1 has no entity type for the object',
    ]);
    expect(lost.length / outcomes.length).toBeLessThan(0.02);
  });
});
