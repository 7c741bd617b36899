import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unwrap } from '../../src/ingest/unwrap.ts';

const event = { event_type: 'pause_video', event: '{"id":"0b9e"}', context: { user_id: 3 }, host: 'lms', agent: 'x' };
const line = JSON.stringify(event);
const tutor = `2023-05-23 13:53:13,461 INFO 20 [tracking] [user 6] [ip 172.18.0.1] logger.py:41 - ${line}`;

const values = (value: unknown): unknown[] =>
  unwrap(value).map((entry) => (entry.ok ? entry.value : entry.rejection.code));

describe('an event is taken out of its wrapper', () => {
  test.each<[string, unknown]>([
    ['Vector', { time: '2023-05-23T13:53:13Z', message: line }],
    ['Vector, from a container', { message: tutor, source_type: 'docker_logs', host: 'h', timestamp: 't', label: {} }],
    ['Fluent Bit', { date: 1.7e9, log: tutor }],
    ['Fluent Bit with a parser', { date: 1.7e9, event: line }],
    ['Logstash', { '@timestamp': 't', event: { original: line }, host: { name: 'h' }, agent: { type: 'filebeat' } }],
    ['Logstash with both', { message: line, event: { original: line }, log: { file: { path: '/x' } } }],
    ['flattened ECS', { '@timestamp': 't', 'event.original': line }],
    ['journald', { MESSAGE: tutor, PRIORITY: '6' }],
    ['bunyan and its like', { msg: line, level: 30 }],
    ['Docker', { log: `${tutor}\n`, stream: 'stdout', time: 't' }],
    ['Docker in Vector', { message: JSON.stringify({ log: tutor, stream: 'stdout' }), source_type: 'file' }],
    ['a shipper that has parsed the line', { message: event, source_type: 'file' }],
    ['JSON text in an array', tutor],
  ])('%s', (_, value) => {
    expect(values(value)).toEqual([event]);
  });

  test('an event in the form in which it was emitted', () => {
    const emitted = { name: 'edx.x', timestamp: '2020-01-01T00:00:00Z', data: {}, context: {} };
    expect(values({ message: JSON.stringify(emitted) })).toEqual([emitted]);
  });

  test('an xAPI statement', () => {
    const statement = { verb: { id: 'https://w3id.org/xapi/video/verbs/played' } };
    expect(values({ event_id: '1', emission_time: 't', event: JSON.stringify(statement) })).toEqual([statement]);
  });

  test('several events in one message', () => {
    expect(values({ message: `${tutor}\n${tutor}` })).toEqual([event, event]);
  });
});

describe('a record is left alone', () => {
  test.each<[string, unknown]>([
    ['an event whose payload is text', event],
    ['an event whose payload has a name', { event_type: 'book', event: '{"name":"textbook.pdf.page.loaded"}' }],
    ['a named event with a context', { name: 'edx.x', context: {}, message: line }],
    ['a payload with a name and nothing else', { event: '{"name":"textbook.pdf.page.loaded","type":"gotopage"}' }],
    ['a message without JSON', { message: 'Started server' }],
    ['a message with other JSON', { message: 'took {"ms": 3}' }],
    ['a number', 7],
    ['null', null],
  ])('%s', (_, value) => {
    expect(values(value)).toEqual([value]);
  });

  test('a record in more wrappers than anybody has', () => {
    let value: unknown = event;
    for (let layer = 0; layer < 5; layer += 1) value = { message: JSON.stringify(value) };
    expect(values(value)).toEqual([value]);
  });
});

test('whatever JSON comes, something comes out', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => unwrap(value).length > 0));
  fc.assert(fc.property(fc.string(), (message) => unwrap({ message: `{${message}` }).length > 0));
});
