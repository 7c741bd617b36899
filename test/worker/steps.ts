import { runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { vi } from 'vitest';
import type { OutboxRecord } from '../../src/outbox/messages.ts';
import type { TestOutbox } from './entry.ts';

/** The clock of the tests stands far ahead, so that no alarm rings by itself. */
export const START = Date.parse('2030-01-07T08:00:00.000Z');

let time = START;

/** Freezes the clock at the start. */
export function freeze(): void {
  time = START;
  vi.spyOn(Date, 'now').mockImplementation(() => time);
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
}

/** Lets time pass. */
export function pass(milliseconds: number): void {
  time += milliseconds;
}

/** An outbox of its own for a test. */
export function outbox(name: string): DurableObjectStub<TestOutbox> {
  return env.OUTBOX.get(env.OUTBOX.idFromName(name));
}

/** Rings the alarm after some time; false when none was set. */
export async function ring(stub: DurableObjectStub<TestOutbox>, after = 1000): Promise<boolean> {
  pass(after);
  return runDurableObjectAlarm(stub);
}

export function eventId(number: number): string {
  return `urn:uuid:00000000-0000-5000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** Records of one event each. */
export function records(
  from: number,
  count: number,
  more: { source?: string; rule?: string; filler?: string } = {},
): OutboxRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    index,
    rule: more.rule ?? 'video-paused',
    source: more.source ?? 'lms',
    events: [{ id: eventId(from + index), text: eventText(from + index, more.filler) }],
  }));
}

export function eventText(number: number, filler = ''): string {
  return JSON.stringify({
    '@context': 'http://purl.imsglobal.org/ctx/caliper/v1p2',
    id: eventId(number),
    type: 'NavigationEvent',
    profile: 'ReadingProfile',
    actor: { id: 'https://lms.example.edu/user/8c9f2f5a-0000-8000-8000-000000000001', type: 'Person' },
    action: 'NavigatedTo',
    object: { id: `https://lms.example.edu/page/${number}${filler}`, type: 'WebPage' },
    eventTime: '2030-01-07T07:00:00.000Z',
    edApp: { id: 'https://lms.example.edu', type: 'SoftwareApplication' },
  });
}

export function request(list: OutboxRecord[]): {
  records: OutboxRecord[];
  counts: Record<string, number>;
  unmapped: Record<string, number>;
} {
  return { records: list, counts: {}, unmapped: {} };
}
