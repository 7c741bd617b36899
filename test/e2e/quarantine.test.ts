import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { AdapterProcess } from '../../scripts/adapter-process.ts';
import { useTables } from './own-tables.ts';
import { startReceiver } from './receiver.ts';
import { adapterWith, ask, destination, post, promisedIds, until } from './world.ts';

/** Values of a person that stand in the record below, and nowhere else. */
const person = {
  userName: 'canary.quarantined.k4w',
  userId: '770241903355',
  email: 'canary.quarantined.k4w@example.edu',
  session: 'ba5eba115e55ba5eba115e55ba5eba11',
  ip: '198.51.100.88',
  answer: 'what the canary wrote k4w',
};

function widgetOpened(second: number): string {
  return JSON.stringify({
    name: 'acme.widget.opened',
    event_type: 'acme.widget.opened',
    event_source: 'server',
    time: new Date(Date.UTC(2026, 2, 2, 9, 0, second)).toISOString(),
    username: person.userName,
    session: person.session,
    ip: person.ip,
    context: { course_id: 'course-v1:edX+DemoX+Demo', org_id: 'edX', user_id: Number(person.userId) },
    event: { widget: 'w1', email: person.email, note: person.answer },
  });
}

const xapi = { 'Content-Type': 'application/json', 'X-Experience-API-Version': '1.0.3' };

/** Its mailbox is no mailto IRI. */
const badStatement = JSON.stringify({
  actor: { name: person.answer, mbox: person.email },
  verb: { id: 'https://acme.example/verbs/greeted' },
  object: { id: 'https://acme.example/things/1' },
});

const rule = `about: What learners do with the widgets of Acme.

rules:
  - rule: acme-widget-opened
    when: { name: acme.widget.opened }
    emit:
      - event: NavigationEvent
        profile: ReadingProfile
        action: NavigatedTo
        object: { id: $(lms)/widget/$(event.widget), type: WebPage }
    examples:
      - name: a widget is opened
        given: { name: acme.widget.opened, event: { widget: w1 } }
        expect:
          - object: { id: https://lms.example.edu/widget/w1 }
`;

interface Quarantine {
  records: { id: string; kind: string; name: string; fields: Record<string, string> }[];
}

async function replay(adapter: AdapterProcess, filter: unknown): Promise<Record<string, unknown>> {
  const headers = { Authorization: `Bearer ${adapter.secrets['ADMIN_TOKEN'] ?? ''}` };
  const url = `${adapter.origin}/v1/quarantine/replay`;
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(filter) });
  return response.json();
}

test('an event that was unmapped yesterday arrives after the rule is added, with the id it would have had', async () => {
  const receiver = await startReceiver();
  onTestFinished(() => receiver.close());
  const source = { name: 'lms', lms: 'https://lms.example.edu', key: 'SOURCE_LMS_KEY', 'on-invalid': 'quarantine' };
  const { folder, start } = await adapterWith({ SOURCES: [source], DESTINATIONS: [destination(receiver.url, 100)] });

  const yesterday = await start();
  expect((await post(yesterday, '/xapi/statements', badStatement, xapi)).status).toBe(200);
  const answer = JSON.parse((await post(yesterday, '/v1/tracking-logs', widgetOpened(1))).text) as object;
  expect(answer).toMatchObject({ received: 1, unmapped: 1, emitted: 0 });
  const { records } = await ask<Quarantine>(yesterday, '/v1/quarantine?name=acme.widget.opened');
  expect(records).toMatchObject([{ kind: 'unmapped', name: 'acme.widget.opened' }]);
  expect(records[0]?.fields).toMatchObject({ 'event.widget': 'string', 'event.email': 'string', username: 'string' });
  expect(await replay(yesterday, {})).toMatchObject({ replayed: 2, unmapped: 1, invalid: 1, emitted: 0 });
  const shown = JSON.stringify(await ask(yesterday, '/v1/quarantine')) + yesterday.output();
  await yesterday.kill();

  // On disk it is sealed, and what is shown holds no value.
  const files = await readdir(join(folder, 'state'), { recursive: true, withFileTypes: true });
  const stored = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name))),
  );
  const all = Buffer.concat([...stored, Buffer.from(shown)]);
  expect(all.includes('acme.widget.opened')).toBe(true);
  for (const [what, value] of Object.entries(person)) {
    const forms = [value, encodeURIComponent(value), Buffer.from(value).toString('base64').slice(0, -4)];
    expect([what, forms.some((form) => all.includes(form)) || all.includes(Buffer.from(value, 'utf16le'))]).toEqual([
      what,
      false,
    ]);
  }

  await useTables(folder, { 'mappings/openedx/site/acme.yaml': rule });
  const today = await start();
  expect(await replay(today, { name: 'acme.widget.opened' })).toMatchObject({ replayed: 1, emitted: 1, events: 1 });
  expect((await ask<Quarantine>(today, '/v1/quarantine')).records).toMatchObject([{ kind: 'invalid' }]);
  await until('the event has arrived', () => receiver.accepted().length === 1);
  expect(receiver.accepted()).toEqual(await promisedIds(today, widgetOpened(1)));
  const [event] = receiver.requests.flatMap(({ events }) => events);
  expect(event).toMatchObject({
    type: 'NavigationEvent',
    eventTime: '2026-03-02T09:00:01.000Z',
    object: { id: 'https://lms.example.edu/widget/w1' },
  });

  // Sent once more it is the same event.
  const again = JSON.parse((await post(today, '/v1/tracking-logs', widgetOpened(1))).text) as object;
  expect(again).toMatchObject({ received: 1, duplicates: 1, emitted: 0 });
});
