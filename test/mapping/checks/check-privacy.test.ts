import { describe, expect, it } from 'vitest';
import { checkPrivacy } from '../../../src/mapping/check-privacy.ts';
import type { Location } from '../../../src/mapping/diagnostic.ts';
import type { LetNode, RuleNode, SourceTable, ValueNode } from '../../../src/mapping/table.ts';
import { closedFields } from '../../../src/privacy/person-fields.ts';
import {
  call,
  constant,
  either,
  field,
  first,
  iri,
  letNode,
  list,
  lms,
  map,
  named,
  pausing,
  rule,
  table,
} from './tables.ts';

const nowhere = new WeakMap<object, Location>();

function faultsOf(value: ValueNode, lets: LetNode[] = [], more: Partial<RuleNode> = {}): string[] {
  const event = pausing({ extensions: map({ 'org.example': value }) });
  return check(table([rule([event], { lets, ...more })]));
}

function check(source: SourceTable): string[] {
  return checkPrivacy(source, closedFields[source.source], nowhere).map(
    ({ code, message, hint }) => `${code} ${message}; ${hint ?? ''}`,
  );
}

const userName =
  "PRIVATE_FIELD username is a user name: it cannot leave the adapter as it is; read it through | pseudonym('learner')";

describe('the privacy check', () => {
  it('accepts an event that holds pseudonyms, scrubbed addresses and content only', () => {
    expect(check(table([rule([pausing()])]))).toEqual([]);
  });

  it('reports the place, code, sentence and hint of a closed field', () => {
    const read = field('username');
    const source = table([rule([pausing({ extensions: map({ 'org.example': read }) })])]);
    const place = { file: 'mappings/openedx/video.yaml', line: 12, column: 20, length: 8 };
    expect(checkPrivacy(source, closedFields.openedx, new WeakMap([[read, place]]))).toEqual([
      {
        ...place,
        code: 'PRIVATE_FIELD',
        message: 'username is a user name: it cannot leave the adapter as it is',
        hint: "read it through | pseudonym('learner')",
      },
    ]);
  });

  it('reports at the rule what has no place', () => {
    const source = table([rule([pausing({ extensions: map({ 'org.example': field('username') }) })])]);
    expect(checkPrivacy(source, closedFields.openedx, nowhere)).toMatchObject([
      { file: 'mappings/openedx/video.yaml', line: 4, column: 1, length: 1 },
    ]);
  });

  it.each<[string, ValueNode]>([
    ['alone', field('username')],
    ['inside text', iri(lms, constant('/x/'), field('username'))],
    ['as an alternative', first(field('event.id'), field('username'))],
    ['in a branch', either(constant('a'), field('username'))],
    ['in a list', list(constant('a'), field('username'))],
    ['in a map', map({ who: field('username') })],
    ['with !', { k: 'demand', of: field('username'), label: 'username' }],
    ['through a function that opens nothing', call(field('username'), 'lower')],
    ['as the argument of a function', call(field('event.id'), 'plus', field('username'))],
  ])('refuses a user name %s', (_, value) => {
    const [fault = ''] = faultsOf(value);
    expect(fault.startsWith(userName)).toBe(true);
  });

  it('accepts a closed field through the function that opens it, also after ?? and in a let', () => {
    const pseudonym = (value: ValueNode): ValueNode => call(value, 'pseudonym', 'learner');
    expect(faultsOf(pseudonym(first(field('event.user_id'), field('username'))))).toEqual([]);
    expect(faultsOf(named(0), [letNode(0, pseudonym(field('username')))])).toEqual([]);
    expect(faultsOf(pseudonym(named(0)), [letNode(0, field('username'))])).toEqual([]);
    expect(faultsOf(pseudonym(named(0, 'user_id')), [letNode(0, field('event'))])).toEqual([]);
    expect(faultsOf(call(field('page'), 'url'))).toEqual([]);
    expect(faultsOf(call(field('event.answer'), 'freeText'))).toEqual([]);
  });

  it('refuses the function that opens another kind of field, and one that comes second', () => {
    expect(faultsOf(call(field('username'), 'url'))).toEqual([`${userName}, before any other function or text`]);
    expect(faultsOf(call(call(field('username'), 'lower'), 'pseudonym', 'learner'))).toEqual([
      `${userName}, before any other function or text`,
    ]);
    expect(faultsOf(call(iri(lms, field('username')), 'pseudonym', 'learner'))).toEqual([
      `${userName}, before any other function or text`,
    ]);
  });

  it('names the scope, and the function, that fit the field', () => {
    expect(faultsOf(field('session'))).toEqual([
      "PRIVATE_FIELD session is a session key: it cannot leave the adapter as it is; read it through | pseudonym('session')",
    ]);
    expect(faultsOf(field('referer'))).toEqual([
      'PRIVATE_FIELD referer is an address on the web: it cannot leave the adapter as it is; read it through | url',
    ]);
    expect(faultsOf(field('event.body'))).toEqual([
      'PRIVATE_FIELD event.body is what a learner wrote: it cannot leave the adapter as it is; read it through | choice(…) if it is a choice, else | freeText',
    ]);
    expect(faultsOf(call(field('event.email'), 'pseudonym', 'learner'))).toEqual([
      'PRIVATE_FIELD event.email is an e-mail address: it cannot leave the adapter; leave it out; conditions in when and if may test it',
    ]);
  });

  it('closes fields at any depth, and what lies below them', () => {
    expect(faultsOf(field('event.a.b.email'))).toHaveLength(1);
    expect(faultsOf(field('event.tags.0'))).toHaveLength(1);
    expect(faultsOf(field('context.client.os.name'))).toHaveLength(1);
    expect(faultsOf(field('event.tag_count'))).toEqual([]);
  });

  it('follows a path into a let', () => {
    const lets = [letNode(0, field('context')), letNode(1, map({ who: field('username'), what: field('event.id') }))];
    expect(faultsOf(named(0, 'username'), lets)).toEqual([
      "PRIVATE_FIELD context.username is a user name: it cannot leave the adapter as it is; read it through | pseudonym('learner')",
    ]);
    expect(faultsOf(named(0, 'course_id'), lets)).toEqual([]);
    expect(faultsOf(named(1, 'who'), lets)).toEqual([userName]);
    expect(faultsOf(named(1, 'what'), lets)).toEqual([]);
  });

  it('accepts a let that no event uses', () => {
    expect(faultsOf(constant('x'), [letNode(0, field('username'))])).toEqual([]);
  });

  it('accepts conditions on anything', () => {
    const condition = { label: 'username', value: field('username'), test: { t: 'exists', v: true } } as const;
    const event = pausing({}, { if: [condition] });
    expect(check(table([rule([event], { when: [condition] })]))).toEqual([]);
  });

  it('follows the variable of a for-each', () => {
    const looped = (value: ValueNode): string[] => {
      const event = pausing(
        { extensions: map({ 'org.example': value }) },
        { forEach: { name: 'part', slot: 5, over: field('event.submission') } },
      );
      return check(table([rule([event])]));
    };
    expect(looped(named(5, 'value.answer'))).toEqual([
      'PRIVATE_FIELD event.submission.*.answer is what a learner answered: it cannot leave the adapter as it is; read it through | choice(…) if it is a choice, else | freeText',
    ]);
    expect(looped(call(named(5, 'value.answer'), 'choice', named(5, 'value.response_type')))).toEqual([]);
    expect(looped(named(5, 'value.response_type'))).toEqual([]);
    expect(looped(named(5, 'key'))).toEqual([]);
    expect(looped(named(5, 'index'))).toEqual([]);
    expect(looped(named(5, 'value'))).toEqual([
      'PRIVATE_CONTAINER event.submission.* holds closed fields, such as event.submission.*.answer (what a learner answered): it cannot leave the adapter as a whole; read the field that you need',
    ]);
  });

  it.each(['event', 'context', 'event.submission', 'event.correct_map'])(
    'refuses the container %s as a whole',
    (path) => {
      expect(faultsOf(field(path)).map((fault) => fault.split(' ')[0])).toEqual(['PRIVATE_CONTAINER']);
    },
  );

  it('follows get with a known key, and takes an unknown one for any', () => {
    expect(faultsOf(call(field('event'), 'get', 'username'))).toHaveLength(1);
    expect(faultsOf(call(call(field('event'), 'get', 'user_id'), 'pseudonym', 'learner'))).toEqual([]);
    expect(faultsOf(call(field('event'), 'get', 'course_id'))).toEqual([]);
    expect(faultsOf(call(field('event'), 'get', field('event.key'))).map((fault) => fault.split(' ')[0])).toEqual([
      'PRIVATE_CONTAINER',
    ]);
    expect(faultsOf(call(call(field('event.correct_map'), 'get', field('event.part')), 'get', 'correctness'))).toEqual(
      [],
    );
    expect(faultsOf(call(call(field('event.correct_map'), 'get', field('event.part')), 'get', 'msg'))).toHaveLength(1);
  });

  it('accepts the number of closed things', () => {
    expect(faultsOf(call(field('event.tags'), 'count'))).toEqual([]);
    expect(faultsOf(call(field('event.submission'), 'count'))).toEqual([]);
  });

  it('closes old and new where they are values of a profile, and leaves them open elsewhere', () => {
    expect(faultsOf(field('event.new'), [], { names: ['edx.user.settings.changed'] })).toEqual([
      'PRIVATE_FIELD event.new is a value of a profile: it cannot leave the adapter; leave it out; conditions in when and if may test it',
    ]);
    expect(faultsOf(field('event.new'), [], { names: [], globs: ['edx.user.*'] })).toHaveLength(1);
    expect(faultsOf(field('event.new'), [], { names: ['seq_goto'] })).toEqual([]);
  });

  it('reports what many rules share once', () => {
    const shared = pausing({ extensions: map({ 'org.example': field('username') }) });
    expect(check(table([rule([shared]), rule([shared])]))).toHaveLength(1);
  });

  describe('of xAPI statements', () => {
    const xapi = (value: ValueNode): string[] =>
      check(
        table([rule([pausing({ actor: undefined, extensions: map({ 'org.example': value }) })])], { source: 'xapi' }),
      );
    const extension = (iriOfKey: string): ValueNode => ({ k: 'field', path: ['context', 'extensions', iriOfKey] });

    it('opens agents through pseudonym only', () => {
      expect(xapi(call(field('actor.account.name'), 'pseudonym', 'learner'))).toEqual([]);
      expect(xapi(call(field('actor.mbox'), 'pseudonym', 'learner'))).toEqual([]);
      expect(xapi(field('actor.account.name'))).toHaveLength(1);
      expect(xapi(call(field('actor.name'), 'pseudonym', 'learner'))).toHaveLength(1);
      expect(xapi(field('context.instructor.objectType'))).toHaveLength(1);
    });

    it('leaves the activity open', () => {
      expect(xapi(call(field('object.definition.name'), 'language', 'en'))).toEqual([]);
      expect(xapi(field('object.id'))).toEqual([]);
      expect(xapi(field('name'))).toEqual([]);
    });

    it('closes session ids in extensions, and extensions as a whole', () => {
      const session = extension('https://w3id.org/xapi/openedx/extensions/session-id');
      expect(xapi(session)).toEqual([
        "PRIVATE_FIELD context.extensions.'https://w3id.org/xapi/openedx/extensions/session-id' is a session id: it cannot leave the adapter as it is; read it through | pseudonym('session')",
      ]);
      expect(xapi(call(session, 'pseudonym', 'session'))).toEqual([]);
      expect(xapi(extension('https://w3id.org/xapi/video/extensions/length'))).toEqual([]);
      expect(xapi(field('context.extensions')).map((fault) => fault.split(' ')[0])).toEqual(['PRIVATE_CONTAINER']);
    });

    it.each(['actor', 'object', 'context', 'result'])('refuses %s as a whole', (path) => {
      expect(xapi(field(path))).toHaveLength(1);
    });
  });
});
