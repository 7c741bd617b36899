import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { checkFiles, exampleEnvironment, projectRoot } from '../../src/cli/mapping-project.ts';
import { renderDiagnostics } from '../../src/mapping/diagnostics.ts';
import { createEngine } from '../../src/mapping/engine.ts';
import { loadMappings } from '../../src/mapping/language/load.ts';
import { mappingEnvironment } from '../../src/mapping/language/run-examples.ts';
import type { MappingFile } from '../../src/mapping/language/source-text.ts';
import type { CaliperObject } from '../../src/mapping/outcome.ts';
import type { JsonObject, SourceKind } from '../../src/mapping/table.ts';
import { shippedFiles } from '../mappings/shipped.ts';

// Each test loads and checks all tables.
vi.setConfig({ testTimeout: 60_000 });

/** The shipped tables with the file of examples/site copied to where its first line says. */
function copied(source: SourceKind): MappingFile[] {
  const text = readFileSync(join(projectRoot, 'examples/site', source, '_shared.yaml'), 'utf8');
  const path = `mappings/${source}/site/_shared.yaml`;
  expect(text).toContain(`Copy this file to ${path}`);
  return [...shippedFiles(), { path, text }];
}

function faultsOf(files: MappingFile[]): string {
  return renderDiagnostics(checkFiles(files).diagnostics, files);
}

/** What the tables make of a record. */
function translator(source: SourceKind): (name: string, fields: JsonObject) => CaliperObject[] | string {
  const { table } = loadMappings(copied(source));
  const own = table.sources.find((each) => each.source === source);
  if (own === undefined) throw new Error('no table');
  const engine = createEngine(own);
  const environment = { ...mappingEnvironment(exampleEnvironment(table)), pseudonym: named };
  return (name, fields) => {
    const outcome = engine.translate(name, { name, ...fields }, environment);
    return outcome.kind === 'emitted' ? outcome.events : outcome.kind === 'skipped' ? outcome.reason : outcome.kind;
  };
}

/** In the place of a pseudonym: what it is made of. */
const named = (scope: string, value: string): string => `${scope}-${value}`;

const common = {
  time: '2026-03-02T09:30:15.123456+00:00',
  username: 'invented',
  session: '5e55104e5e55104e5e55104e5e55104e',
};
const launched: JsonObject = {
  course_id: 'course-v1:edX+DemoX+Demo',
  user_id: '3',
  campus_user_id: 'c-1',
  lti: { section_id: '2026-7', federated_session_id: 'urn:uuid:0a1b2c3d-0000-4000-8000-000000000001' },
};
const answered: JsonObject = {
  problem_id: 'block-v1:edX+DemoX+Demo+type@problem+block@p1',
  success: 'correct',
  attempts: 1,
  grade: 1,
  max_grade: 1,
  correct_map: { p1_2_1: { correctness: 'correct' } },
  submission: { p1_2_1: { response_type: 'choiceresponse', answer: 'choice_0', correct: true } },
};
const who = { id: 'https://lms.example.edu/user/campus-c-1', type: 'Person' };
const federatedSession = {
  id: 'urn:uuid:0a1b2c3d-0000-4000-8000-000000000001',
  type: 'LtiSession',
  user: 'https://lms.example.edu/user/campus-c-1',
};
const group = { id: 'https://campus.example.edu/sections/2026-7', type: 'CourseOffering' };

describe('examples/site/openedx/_shared.yaml', () => {
  it('loads with the shipped tables, and every example holds', () => {
    expect(faultsOf(copied('openedx'))).toBe('');
  });

  const translate = translator('openedx');

  it('gives media events another actor, another course and the session of the launch', () => {
    const events = translate('pause_video', {
      ...common,
      event_source: 'browser',
      context: launched,
      event: { id: '0b9e', currentTime: 3, duration: 195 },
    });
    expect(events).toMatchObject([{ type: 'MediaEvent', action: 'Paused', actor: who, group, federatedSession }]);
  });

  it('gives all events of a problem the same', () => {
    const events = translate('problem_check', {
      ...common,
      event_source: 'server',
      context: launched,
      event: answered,
    });
    const seen = typeof events === 'string' ? [] : events;
    expect(seen.map(({ type, federatedSession: session, group: course }) => ({ type, session, course }))).toEqual([
      { type: 'AssessmentItemEvent', session: federatedSession, course: group },
      { type: 'AssessmentEvent', session: federatedSession, course: group },
      { type: 'GradeEvent', session: federatedSession, course: group },
    ]);
    expect(seen.slice(0, 2).map(({ actor }) => actor)).toEqual([who, who]);
  });

  it('leaves the session out where nothing was launched, and takes the course key', () => {
    const context = { ...launched, lti: null };
    const [event] = translate('pause_video', { ...common, context, event: { id: '0b9e' } });
    expect(event).toMatchObject({
      actor: who,
      group: { id: 'https://lms.example.edu/course/course-v1:edX+DemoX+Demo', type: 'CourseOffering' },
    });
    expect(event).not.toHaveProperty('federatedSession');
  });

  it('never falls back on the user id or the user name', () => {
    const context = { ...launched, campus_user_id: null };
    const outcome = translate('pause_video', { ...common, context, event: { id: '0b9e' } });
    expect(outcome).toBe('nobody is named, and an actor made up for one event helps no one');
  });
});

describe('examples/site/xapi/_shared.yaml', () => {
  it('loads with the shipped tables, and every example holds', () => {
    expect(faultsOf(copied('xapi'))).toBe('');
  });

  it('takes the name of the account, and the course and the session from extensions', () => {
    const events = translator('xapi')('https://w3id.org/xapi/video/verbs/paused', {
      id: '0a1b2c3d-0000-4000-8000-000000000002',
      timestamp: '2026-03-02T10:30:15Z',
      actor: { objectType: 'Agent', account: { homePage: 'https://campus.example.edu', name: 'c-1' }, ifi: 'other' },
      object: { id: 'https://media.example.edu/videos/7', objectType: 'Activity' },
      context: {
        extensions: {
          'https://campus.example.edu/xapi/section': '2026-7',
          'https://campus.example.edu/xapi/launch-session': '0A1B2C3D-0000-4000-8000-000000000001',
        },
      },
    });
    const actor = { id: 'https://lms.example.edu/user/learner-c-1', type: 'Person' };
    expect(events).toMatchObject([
      { type: 'MediaEvent', actor, group, federatedSession: { ...federatedSession, user: actor.id } },
    ]);
  });
});

describe('the file in docs/04-mapping-language.md', () => {
  const page = readFileSync(join(projectRoot, 'docs/04-mapping-language.md'), 'utf8');
  const text = /^```yaml\n(let:\n {2}uid: .*?)^```$/ms.exec(page)?.[1] ?? '';
  const path = 'mappings/openedx/site/_shared.yaml';

  it('loads once given says what the records of the site have', () => {
    const given = 'given: { context: { campus_user_id: c-1 } }\n';
    expect(faultsOf([...shippedFiles(), { path, text: text + given }])).toBe('');
  });

  it('is refused as long as no record of the examples names anybody', () => {
    expect(faultsOf([...shippedFiles(), { path, text }])).toContain(`${path}:1:1 NO_EVENT_LEFT `);
  });
});
