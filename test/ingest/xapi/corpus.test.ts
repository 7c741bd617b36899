import { describe, expect, it } from 'vitest';
import type { XapiRepair } from '../../../src/config/config.ts';
import { readStatement } from '../../../src/ingest/xapi/statement.ts';
import { corpusFiles, corpusPresent } from '../../corpus.ts';

/**
 * Statements of other projects that are refused, each with where and why: broken on purpose, fragments of statements, or by their
 * producer's mistake. All others are accepted.
 */
const REFUSED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'adl-lrs': {
    'ADL_LRS_lrs_tests_old_test_AttachmentAndSigned.py.003.json': '$.attachments[0].sha2 NOT_A_HASH',
    'ADL_LRS_lrs_tests_old_test_AttachmentAndSigned.py.006.json': '$.attachments[0].sha2 NOT_A_HASH',
    'ADL_LRS_lrs_tests_old_test_AttachmentAndSigned.py.009.json': '$.attachments[0].bad UNKNOWN_PROPERTY',
    'ADL_LRS_lrs_tests_old_test_AttachmentAndSigned.py.011.json': '$.attachments[0].sha2 NOT_A_HASH',
    'ADL_LRS_lrs_tests_old_test_AttachmentAndSigned.py.013.json': '$.attachments[1].fileUrl NOT_AN_IRI',
    'ADL_LRS_lrs_tests_old_test_AttachmentAndSigned.py.015.json': '$.attachments[0].sha2 NOT_A_HASH',
    'ADL_LRS_lrs_tests_old_test_Auth.py.021.json': '$.actor MISSING_PROPERTY',
    'ADL_LRS_lrs_tests_old_test_Auth.py.022.json': '$.actor.mbox WRONG_IDENTIFIER',
    'ADL_LRS_lrs_tests_old_test_Statement.py.005.json': '$.object.bad UNKNOWN_PROPERTY',
    'ADL_LRS_lrs_tests_old_test_Statement.py.009.json': '$.context.language NOT_A_LANGUAGE_TAG',
    'ADL_LRS_lrs_tests_old_test_Statement.py.012.json': '$.object.definition.type NOT_AN_IRI',
    'ADL_LRS_lrs_tests_old_test_Statement.py.017.json': '$.object.id NOT_AN_IRI',
    'ADL_LRS_lrs_tests_old_test_StatementFilter.py.016.json': '$.objectType UNKNOWN_PROPERTY',
    'ADL_LRS_lrs_tests_old_test_StatementFilter.py.017.json': '$.objectType UNKNOWN_PROPERTY',
    'ADL_LRS_lrs_tests_old_test_StatementFilter.py.039.json': '$.attachments[0].sha2 NOT_A_HASH',
    'ADL_LRS_lrs_tests_old_test_StatementFilter.py.040.json': '$.attachments[0].sha2 NOT_A_HASH',
    'ADL_LRS_lrs_tests_old_test_StatementFilter.py.041.json': '$.attachments[0].sha2 NOT_A_HASH',
    'ADL_LRS_lrs_tests_old_test_StatementFilter.py.042.json': '$.attachments[0].sha2 NOT_A_HASH',
    'ADL_LRS_lrs_tests_old_test_StatementManager.py.003.json': '$.actor MISSING_PROPERTY',
  },
  'adl-xapi-spec': {
    'xAPI-Spec_xAPI-Data.md.008.json': '$.objectType UNKNOWN_PROPERTY',
  },
  'adl-xapiwrapper': {
    'xAPIWrapper_test_tests_test.util.js.001.json': '$.actor SEVERAL_IDENTIFIERS',
    'xAPIWrapper_test_tests_test.util.js.004.json': '$.actor.member[0] NOT_AN_OBJECT',
  },
  'berrycloud-xapi-java': {
    'pi-java_xapi-model_src_test_resources_sub_statement_sub_statement_with_object_of_type_statement_reference.json.001.json':
      '$.objectType UNKNOWN_PROPERTY',
    'xapi-java_xapi-model_src_test_java_dev_learning_xapi_model_StatementTests.java.007.json':
      '$.timestamp NOT_A_TIMESTAMP',
    'xapi-java_xapi-model_src_test_java_dev_learning_xapi_model_StatementTests.java.008.json':
      '$.timestamp NOT_A_TIMESTAMP',
    'xapi-java_xapi-model_src_test_java_dev_learning_xapi_model_StatementTests.java.012.json':
      '$.context.language NOT_A_LANGUAGE_TAG',
    'xapi-java_xapi-model_src_test_java_dev_learning_xapi_model_StatementTests.java.013.json': '$.context NULL_VALUE',
    'xapi-java_xapi-model_src_test_java_dev_learning_xapi_model_StatementTests.java.015.json':
      '$.object.objectType WRONG_OBJECT_TYPE',
    'xapi-java_xapi-model_src_test_resources_statement_statement.json.001.json': '$.actor NO_IDENTIFIER',
    'xapi-java_xapi-model_src_test_resources_statement_statement_with_en_locale.json.001.json': '$.actor NO_IDENTIFIER',
    'xapi-java_xapi-model_src_test_resources_sub_statement_sub_statement.json.001.json':
      '$.objectType UNKNOWN_PROPERTY',
    'xapi-java_xapi-model_src_test_resources_sub_statement_sub_statement_with_object_of_type_activity.json.001.json':
      '$.objectType UNKNOWN_PROPERTY',
    'xapi-java_xapi-model_src_test_resources_sub_statement_sub_statement_with_object_of_type_agent.json.001.json':
      '$.objectType UNKNOWN_PROPERTY',
    'xapi-java_xapi-model_src_test_resources_sub_statement_sub_statement_with_object_of_type_group.json.001.json':
      '$.objectType UNKNOWN_PROPERTY',
  },
  h5p: {
    'contentauthor-multichoice-interacted-mbox-false.json': '$.actor.mbox WRONG_IDENTIFIER',
    'curriki-column-submitted.json': '$.actor.account.homePage NOT_AN_IRI',
    'moodle-h5pactivity-interactivevideo-answered-compound.json':
      '$.object.definition.interactionType WRONG_INTERACTION',
  },
  'openedx-erb-expected': {
    '_event_routing_backends_processors_xapi_tests_fixtures_expected_edx.special_exam.practice.attempt.created.json.001.json':
      '$.context.contextActivities.grouping[0].id NOT_AN_IRI',
    '_event_routing_backends_processors_xapi_tests_fixtures_expected_problem_check_browser_.required.only.data.json.001.json':
      '$.object.id MISSING_PROPERTY',
    'ackends_event_routing_backends_processors_xapi_tests_fixtures_expected_problem_check_server_.list_answers.json.001.json':
      '$.object.objectType WRONG_OBJECT_TYPE',
    'ackends_event_routing_backends_processors_xapi_tests_fixtures_expected_problem_check_server_.list_answers.json.004.json':
      '$.context.contextActivities.parent[0].objectType WRONG_OBJECT_TYPE',
    'backends_event_routing_backends_processors_xapi_tests_fixtures_expected_problem_check_server_.max_grade_0.json.001.json':
      '$.result.score.min OUT_OF_RANGE',
    'backends_processors_xapi_tests_fixtures_expected_problem_check_server_multiple_questions_partial_correct_.json.002.json':
      '$.context.contextActivities.parent[0].objectType WRONG_OBJECT_TYPE',
    'backends_processors_xapi_tests_fixtures_expected_problem_check_server_multiple_questions_partial_correct_.json.004.json':
      '$.context.contextActivities.parent[0].objectType WRONG_OBJECT_TYPE',
    'routing_backends_processors_xapi_tests_fixtures_expected_problem_check_server_multiple_questions_correct_.json.003.json':
      '$.context.contextActivities.parent[0].objectType WRONG_OBJECT_TYPE',
    'uting_backends_processors_xapi_tests_fixtures_expected_problem_check_server_multiple_questions_incorrect_.json.001.json':
      '$.object.objectType WRONG_OBJECT_TYPE',
    'uting_backends_processors_xapi_tests_fixtures_expected_problem_check_server_multiple_questions_incorrect_.json.002.json':
      '$.context.contextActivities.parent[0].objectType WRONG_OBJECT_TYPE',
  },
  tincanpython: {
    'TinCanPython_test_statement_test.py.001.json': '$.actor NO_IDENTIFIER',
    'TinCanPython_test_substatement_test.py.001.json': '$.object_type UNKNOWN_PROPERTY',
  },
  'yet-lrsql': {
    'lrsql_doc_reactions_spec.md.001.json': '$.actor.mbox WRONG_IDENTIFIER',
  },
  'yet-xapi-schema': {
    'xapi-schema_dev-resources_data_objects_sub-statement.json.001.json': '$.objectType UNKNOWN_PROPERTY',
  },
};

/** What event-routing-backends gets wrong that no repair mends: a statement without the id of its object. */
const UNREPAIRED =
  '_event_routing_backends_processors_xapi_tests_fixtures_expected_problem_check_browser_.required.only.data.json.001.json';

const files = corpusFiles('xapi').filter(({ name }) => name.endsWith('.json'));

function faultsOf(text: string, compat: readonly XapiRepair[]): string[] {
  const value: unknown = JSON.parse(text);
  const options = { source: 'corpus', lms: 'https://lms.example.edu', received: '2026-05-04T12:00:09.000Z', compat };
  const readings = Array.isArray(value)
    ? value.map((one, index) => readStatement(one, options, `$[${index}]`))
    : [readStatement(value, options)];
  return readings.flatMap((reading) => (reading.ok ? [] : [`${reading.path} ${reading.code}`]));
}

describe.skipIf(!corpusPresent)('the corpus', () => {
  it.each(files)('$name is judged by the standard', ({ name, text }) => {
    const [, folder = '', file = ''] = name.split('/');
    expect(faultsOf(text, []).join(', ')).toBe(REFUSED[folder]?.[file] ?? '');
  });

  it('of event-routing-backends is accepted after its repairs, but for what has no object', () => {
    const refused = files.flatMap(({ name, text }) => {
      const ours = name.includes('/openedx-erb-expected/') && faultsOf(text, ['openedx-erb']).length > 0;
      return ours ? [name.split('/')[2]] : [];
    });
    expect(refused).toEqual([UNREPAIRED]);
  });

  it('holds all that is listed here', () => {
    const names = new Set(files.map(({ name }) => name));
    const listed = Object.entries(REFUSED).flatMap(([folder, list]) =>
      Object.keys(list).map((file) => `xapi/${folder}/${file}`),
    );
    expect(listed.filter((name) => !names.has(name))).toEqual([]);
  });
});
