import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { AdapterProcess } from '../../scripts/adapter-process.ts';
import { trackingLines } from './canary-records.ts';
import { startReceiver } from './receiver.ts';
import type { Received, Receiver } from './receiver.ts';
import { adapterWith, ask, destination, post, until } from './world.ts';

const examples = join(import.meta.dirname, '../../examples');

/** With hyphens or without, in any case. */
const uuid = /[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}/gi;

/** Names of content, the same for everybody who sees it: two videos and three problems of the example log. */
const content = [
  '0a11ce00000000000000000000000001',
  '0a11ce00000000000000000000000002',
  '9e0b1e00000000000000000000000001',
  '9e0b1e00000000000000000000000002',
  '9e0b1e00000000000000000000000003',
];

const block = 'https://lms.example.edu/xblock/block-v1:';

/** All that the two may have in common, without places in content: the context, content, pages, and a grader that is no person. */
const sharedIds = [
  'http://purl.imsglobal.org/ctx/caliper/v1p2',
  'https://learn.demo-u.example/course/course-v1:DemoU+CE101+2026',
  'https://learn.demo-u.example/xblock/block-v1:DemoU+CE101+2026+type@video+block@0a11ce00000000000000000000000001',
  'https://lms.example.edu',
  'https://lms.example.edu/course/course-v1:DemoU+CE101+2026',
  'https://lms.example.edu/course/course-v1:edX+DemoX+Demo',
  'https://lms.example.edu/course/course-v1:edX+DemoX+Demo/discussion/forum',
  'https://lms.example.edu/course/course-v1:edX+DemoX+Demo/discussion/forum/course',
  'https://lms.example.edu/courses/course-v1:edX+DemoX+Demo/courseware/a/b/1',
  'https://lms.example.edu/grader',
  'https://lms.example.edu/x',
  `${block}DemoU+CE101+2026+type@problem+block@9e0b1e00000000000000000000000001`,
  `${block}DemoU+CE101+2026+type@problem+block@9e0b1e00000000000000000000000001/hints/0`,
  `${block}DemoU+CE101+2026+type@problem+block@9e0b1e00000000000000000000000002`,
  `${block}DemoU+CE101+2026+type@problem+block@9e0b1e00000000000000000000000003`,
  `${block}DemoU+CE101+2026+type@problem+block@9e0b1e00000000000000000000000003/solution`,
  `${block}DemoU+CE101+2026+type@video+block@0a11ce00000000000000000000000001`,
  `${block}DemoU+CE101+2026+type@video+block@0a11ce00000000000000000000000002`,
  `${block}edX+DemoX+Demo+type@problem+block@9e0b1e`,
  `${block}edX+DemoX+Demo+type@video+block@0b9e`,
  'https://lms.example.edu/xblock/i4x:%2F%2FDemoU%2FCE100%2Fproblem%2F0ld1',
  'https://media.demo-u.example/welcome.webm',
  'https://media.example.edu/videos/arches',
];

type Event = Received['events'][number];

const textOf = (event: Event): string => JSON.stringify(event);

function uuidsOf(text: string): string[] {
  return [...text.matchAll(uuid)].map(([id]) => id.toLowerCase());
}

/** Every id of an entity in an event, at any depth, and every IRI that stands for one. */
function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return /^(?:https?|urn|mailto):/.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(idsIn) : [];
}

/** The id of an entity that is given whole or by its IRI. */
function idOf(entity: unknown): unknown {
  return typeof entity === 'object' && entity !== null && 'id' in entity ? entity.id : entity;
}

/** All records of the examples, and those that were made to hold every kind of id; on another day they are other records. */
async function send(adapter: AdapterProcess, day: '02' | '03'): Promise<void> {
  const other = (text: string): string =>
    text
      .replaceAll('2026-03-02', `2026-03-${day}`)
      .replaceAll('2013-06-18', `2013-06-${day}`)
      // The ids of the statements.
      .replaceAll('c0ffee00-0000-', `c0ffee00-00${day}-`);
  const log = other(`${await readFile(join(examples, 'tracking.log'), 'utf8')}\n${trackingLines.join('\n')}`);
  expect((await post(adapter, '/v1/tracking-logs', log)).status).toBe(200);
  const statements = other(await readFile(join(examples, 'statements.json'), 'utf8'));
  const headers = { 'Content-Type': 'application/json', 'X-Experience-API-Version': '1.0.3' };
  expect((await post(adapter, '/xapi/statements', statements, headers)).status).toBe(200);
}

interface Status {
  destinations: { backlog: number; delivered: number }[];
}

/** What has come so far, once nothing waits. */
async function arrived(adapter: AdapterProcess, receivers: readonly Receiver[]): Promise<Event[][]> {
  await until('nothing waits', async () =>
    (await ask<Status>(adapter, '/v1/status')).destinations.every(({ backlog }) => backlog === 0),
  );
  return receivers.map(({ requests }) => requests.flatMap(({ events }) => events));
}

test('two destinations with pseudonyms of their own share no id of a person, session, attempt or event, and each keeps its own', async () => {
  const receivers = [await startReceiver(), await startReceiver()];
  onTestFinished(async () => {
    for (const receiver of receivers) await receiver.close();
  });
  const { start } = await adapterWith({
    DESTINATIONS: receivers.map(({ url }, position) => ({
      ...destination(url, 100),
      name: ['udp', 'lake'][position],
      pseudonyms: 'destination',
    })),
  });

  const first = await start();
  await send(first, '02');
  const [udp = [], lake = []] = await arrived(first, receivers);
  expect(udp.length).toBeGreaterThan(50);

  // One event after the other they say the same, in other ids.
  const withoutIds = (events: readonly Event[]): string[] => events.map((event) => textOf(event).replace(uuid, '#'));
  expect(withoutIds(lake)).toEqual(withoutIds(udp));
  const own = new Set(udp.flatMap((event) => uuidsOf(textOf(event))));
  const shared = new Set(lake.flatMap((event) => uuidsOf(textOf(event))).filter((id) => own.has(id)));
  expect([...shared].sort()).toEqual(content);
  const ids = new Set(udp.flatMap((event) => idsIn(event)));
  const both = lake.flatMap((event) => idsIn(event)).filter((id) => ids.has(id));
  expect([...new Set(both.map((id) => id.replace(/#.*/, '')))].sort()).toEqual(sharedIds);
  // What is one in the ids of one is one in those of the other, so that each sees the same people and acts.
  const others = new Map<string, string>();
  const back = new Map<string, string>();
  const lakeUuids = lake.flatMap((event) => uuidsOf(textOf(event)));
  for (const [position, id] of udp.flatMap((event) => uuidsOf(textOf(event))).entries()) {
    const other = lakeUuids[position] ?? '';
    expect([id, others.get(id) ?? other, back.get(other) ?? id]).toEqual([id, other, id]);
    others.set(id, other);
    back.set(other, id);
  }
  expect(first.output()).not.toContain('"level":"error"');
  await first.kill();

  // Other records of the same people, after a restart.
  const second = await start();
  await send(second, '03');
  const later = await arrived(second, receivers);
  for (const [position, earlier] of [udp, lake].entries()) {
    const again = later[position]?.slice(earlier.length) ?? [];
    expect(again).toHaveLength(earlier.length);
    expect(again.map(({ actor }) => idOf(actor))).toEqual(earlier.map(({ actor }) => idOf(actor)));
    expect(again.map(({ session }) => idOf(session))).toEqual(earlier.map(({ session }) => idOf(session)));
    const attempts = (event: Event): string[] => idsIn(event).filter((id) => /\/attempts\/\d+$/.test(id));
    expect(again.map(attempts)).toEqual(earlier.map(attempts));
    expect(earlier.flatMap(attempts).length).toBeGreaterThan(10);
    const ids = new Set(earlier.map(({ id }) => id));
    expect(again.filter(({ id }) => ids.has(id))).toEqual([]);
  }
});
