import { describe, expect, test } from 'vitest';
import { rulesOf, sourceAsset } from '../../scripts/playground-assets.ts';
import { checkFiles, projectRoot, readMappingFiles } from '../../src/cli/mapping-project.ts';
import { compileRules } from '../../src/console/playground/front/compile.ts';
import type { Compiled } from '../../src/console/playground/front/compile.ts';
import { givenOf, makeExample } from '../../src/console/playground/front/example.ts';
import { neutralRecord } from '../../src/console/playground/front/neutral.ts';
import { normaliseTrackingLog } from '../../src/ingest/tracking-log/normalise.ts';
import { statementEntries } from '../../src/ingest/xapi/entry.ts';
import { loadMappings } from '../../src/mapping/language/load.ts';
import type { JsonObject, SourceKind } from '../../src/mapping/table.ts';

const lms = 'https://lms.example.edu';
const files = (await readMappingFiles(projectRoot)).filter(({ path }) => !path.includes('/site/'));
const { table, examples } = loadMappings(files);

function fieldsOf(source: SourceKind, record: JsonObject): JsonObject {
  const statement = statementEntries(() => new Date('2026-03-02T09:00:00Z'))({ name: 'lms', lms });
  const entry = source === 'openedx' ? normaliseTrackingLog(record) : statement(record);
  if (!entry.ok) throw new Error(entry.rejection.message);
  return entry.record.fields;
}

describe('an example that was made of a record', () => {
  test('holds for the check, for every record of the menu', { timeout: 120_000 }, () => {
    const made = new Map<string, string[]>();
    for (const source of ['openedx', 'xapi'] as const) {
      const asset = sourceAsset(source, files, table, examples);
      const names = asset.rules.map(({ rule }) => rule);
      for (const { rule, text } of asset.rules) {
        const compiled: Compiled = compileRules(text, source, asset.shared, names);
        for (const { name, record } of asset.examples.filter((each) => each.rule === rule)) {
          const fields = fieldsOf(source, record);
          const example = makeExample(compiled.table, fields, compiled.given, lms, `copied: ${name}`);
          if (example.ok) made.set(`${source} ${rule}`, [...(made.get(`${source} ${rule}`) ?? []), example.yaml]);
        }
      }
    }
    expect([...made.values()].flat().length).toBeGreaterThan(600);
    const extended = files.map(({ path, text }) => {
      const source = path.split('/')[1] ?? '';
      const lines = text.split('\n');
      // From the last rule on, so that the numbers of the lines before stay.
      for (const { rule, line } of rulesOf({ path, text }).reverse()) {
        const next = lines.findIndex((each, at) => at >= line && /^ {2}- rule: /.test(each));
        let end = next < 0 ? lines.length : next;
        while (/^\s*(#.*)?$/.test(lines[end - 1] ?? 'x')) end -= 1;
        const own = made.get(`${source} ${rule}`) ?? [];
        lines.splice(
          end,
          0,
          ...own
            .join('')
            .trimEnd()
            .split('\n')
            .filter((each) => each !== ''),
        );
      }
      return { path, text: lines.join('\n') };
    });
    const { diagnostics, examples: all } = checkFiles(extended);
    expect(diagnostics).toEqual([]);
    expect(all.length).toBeGreaterThan(examples.length + 600);
  });

  test('says only what is not given anyway', () => {
    const given = {
      time: '2026-03-02T09:30:15.123456+00:00',
      session: 'ab',
      context: { course_id: 'c', user_id: 3, org_id: 'o' },
    };
    const fields = {
      name: 'x',
      time: '2026-03-02T09:30:15.123456Z',
      context: { course_id: 'c', user_id: '3', path: '/' },
    };
    expect(givenOf(given, fields)).toEqual({ name: 'x', context: { path: '/', org_id: null }, session: null });
    expect(givenOf(given, { ...given })).toEqual({});
    expect(givenOf({ context: { a: 1 } }, { context: [1] })).toEqual({ context: [1] });
  });
});

describe('a record without its people', () => {
  test('has neutral values in their place, the same for the same, and none of them elsewhere', () => {
    const fields: JsonObject = {
      name: 'edx.course.enrollment.activated',
      username: 'grace.hopper',
      session: 'abcdef0123456789abcdef0123456789',
      ip: '203.0.113.9',
      agent: 'Mozilla/5.0 (X11; Linux x86_64)',
      page: 'https://lms.acme.edu/u/grace.hopper?token=s3cret',
      context: { course_id: 'course-v1:Acme+One+2026', user_id: '4711', path: '/u/grace.hopper' },
      event: {
        user_id: '4711',
        other_user: 'grace.hopper',
        email: 'grace@acme.edu',
        course_id: 'course-v1:Acme+One+2026',
      },
    };
    expect(neutralRecord('openedx', fields, {}, 'https://lms.acme.edu')).toEqual({
      fields: {
        name: 'edx.course.enrollment.activated',
        username: 'ada_example',
        session: '5e55104e5e55104e5e55104e5e551002',
        ip: '192.0.2.3',
        page: 'https://lms.example.edu/u/ada_example',
        context: { course_id: 'course-v1:Acme+One+2026', user_id: '303', path: '/u/ada_example' },
        event: {
          user_id: '303',
          other_user: 'ada_example',
          email: 'person_05@example.edu',
          course_id: 'course-v1:Acme+One+2026',
        },
      },
      replaced: [
        'a fingerprint of the browser (agent)',
        'a session key (session)',
        'a user id (context.user_id)',
        'a user id (event.user_id)',
        'a user name (username)',
        'an IP address (ip)',
        'an e-mail address (event.email)',
      ],
    });
  });

  test('is the same when it names only those of all examples', () => {
    const given = { session: 'ab', context: { user_id: 3 } };
    const fields: JsonObject = { name: 'x', session: 'ab', username: 'ada_example', context: { user_id: '3' } };
    expect(neutralRecord('openedx', fields, given, lms)).toEqual({ fields, replaced: [] });
  });

  test('keeps the form of identifiers of agents', () => {
    const fields = fieldsOf('xapi', {
      id: '0a1b2c3d-0000-4000-8000-000000000001',
      actor: { mbox: 'mailto:grace@acme.edu', name: 'Grace' },
      verb: { id: 'https://example.edu/verbs/did' },
      object: { objectType: 'Agent', account: { homePage: lms, name: '4711' } },
      timestamp: '2026-03-02T09:00:00Z',
    });
    const { fields: neutral } = neutralRecord('xapi', fields, {}, lms);
    expect([neutral['actor'], neutral['object']]).toEqual([
      {
        objectType: 'Agent',
        name: 'bob_example',
        mbox: 'mailto:ada_example@example.edu',
        ifi: 'mbox:mailto:ada_example@example.edu',
      },
      { objectType: 'Agent', account: { homePage: lms, name: '302' }, ifi: '302' },
    ]);
  });
});
