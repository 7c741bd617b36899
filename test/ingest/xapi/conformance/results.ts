import { failing, passing, type Rule } from './rule.ts';

const e = 'https://example.edu/ext/e';

export const results: readonly Rule[] = [
  {
    section: 'Data 2.4.5',
    section2: '4.2.2.4',
    rule: 'a result has six properties, of their types',
    passes: {
      nothing: { result: {} },
      all: {
        result: { score: {}, success: true, completion: false, response: '', duration: 'PT1S', extensions: {} },
      },
    },
    fails: {
      'a text': [{ result: 'passed' }, 'result', 'NOT_AN_OBJECT'],
      'a list': [{ result: [] }, 'result', 'NOT_AN_OBJECT'],
      'an unknown property': [{ 'result.passed': true }, 'result.passed', 'UNKNOWN_PROPERTY'],
      'Success in upper case': [{ 'result.Success': true }, 'result.Success', 'UNKNOWN_PROPERTY'],
      'success as text': [{ 'result.success': 'true' }, 'result.success', 'WRONG_TYPE'],
      'success as number': [{ 'result.success': 1 }, 'result.success', 'WRONG_TYPE'],
      'completion as text': [{ 'result.completion': 'false' }, 'result.completion', 'WRONG_TYPE'],
      'a response that is a number': [{ 'result.response': 4 }, 'result.response', 'WRONG_TYPE'],
      'a response that is a list': [{ 'result.response': ['a'] }, 'result.response', 'WRONG_TYPE'],
      'a duration that is a number': [{ 'result.duration': 4 }, 'result.duration', 'WRONG_TYPE'],
    },
  },
  {
    section: 'Data 2.4.5.1',
    section2: '4.2.2.4',
    rule: 'a score has four numbers',
    passes: passing('result.score', [
      {},
      { raw: 0 },
      { scaled: 0.5, raw: 5, min: 0, max: 10 },
      { min: -5 },
      { max: 1e3 },
    ]),
    fails: {
      'a number': [{ 'result.score': 5 }, 'result.score', 'NOT_AN_OBJECT'],
      'a text as raw': [{ 'result.score.raw': '5' }, 'result.score.raw', 'WRONG_TYPE'],
      'a text as scaled': [{ 'result.score.scaled': '0.5' }, 'result.score.scaled', 'WRONG_TYPE'],
      'a text as min': [{ 'result.score.min': '0' }, 'result.score.min', 'WRONG_TYPE'],
      'a boolean as max': [{ 'result.score.max': true }, 'result.score.max', 'WRONG_TYPE'],
      'an unknown property': [{ 'result.score.percent': 50 }, 'result.score.percent', 'UNKNOWN_PROPERTY'],
    },
  },
  {
    section: 'Data 2.4.5.1',
    section2: '4.2.2.4',
    rule: 'scaled is from -1 to 1',
    passes: passing('result.score.scaled', [-1, -0.5, 0, 1]),
    fails: failing('result.score.scaled', 'OUT_OF_RANGE', [1.0001, -1.01, 80]),
  },
  {
    section: 'Data 2.4.5.1',
    section2: '4.2.2.4',
    rule: 'min is below max, and raw within them',
    passes: passing('result.score', [
      { min: 0, max: 1 },
      { raw: 1, min: 0, max: 1 },
      { raw: 0, min: 0 },
      { raw: -3, max: 1 },
    ]),
    fails: {
      'min above max': [{ 'result.score': { min: 2, max: 1 } }, 'result.score.min', 'OUT_OF_RANGE'],
      'min equal to max': [{ 'result.score': { min: 0, max: 0 } }, 'result.score.min', 'OUT_OF_RANGE'],
      'raw above max': [{ 'result.score': { raw: 11, max: 10 } }, 'result.score.raw', 'OUT_OF_RANGE'],
      'raw below min': [{ 'result.score': { raw: -1, min: 0 } }, 'result.score.raw', 'OUT_OF_RANGE'],
      'raw above both': [{ 'result.score': { raw: 2, min: 0, max: 1 } }, 'result.score.raw', 'OUT_OF_RANGE'],
    },
  },
  {
    section: 'Data 4.6',
    section2: '4.2.7',
    rule: 'a duration is one of ISO 8601, 4.4.3.2',
    passes: passing('result.duration', [
      ...['PT4H35M59.14S', 'PT16559.14S', 'P3Y1M29DT4H35M59.14S', 'P3Y', 'P4W', 'PT0S', 'P1D', 'PT1M', 'P1M', 'PT0.5H'],
      ...['P0.5Y', 'PT1,5S', 'P1DT12H36M0.12567S', 'P0DT0H1M30S'],
    ]),
    fails: failing('result.duration', 'NOT_A_DURATION', [
      ...['', 'P', 'PT', 'P1DT', '1S', 'PT1', 'PA1H0M0S', 'P4W1D', 'P1Y2W', 'pt1s', 'PT1H1H', 'PT1S1M', 'P1S', '-PT1S'],
      ...['P0003-06-04T12:30:05', 'PT1.5M3S', 'PT.5S', 'PT1.S', '00:01:30', 'PT1S '],
    ]),
  },
  {
    section: 'Data 4.1',
    section2: '4.2.7',
    rule: 'extensions are a map with IRIs as keys and anything as values',
    passes: {
      empty: { 'result.extensions': {} },
      anything: { 'result.extensions': { [e]: { a: [1, 'x', null, {}] } } },
      null: { 'result.extensions': { [e]: null } },
      'an empty text': { 'context.extensions': { [e]: '' } },
      'of a definition': { 'object.definition': { extensions: { 'urn:x:y': 1 } } },
    },
    fails: {
      'a list': [{ 'result.extensions': [] }, 'result.extensions', 'NOT_AN_OBJECT'],
      'a text': [{ 'context.extensions': 'x' }, 'context.extensions', 'NOT_AN_OBJECT'],
      'a word as key': [{ 'result.extensions': { time: 7 } }, 'result.extensions.time', 'NOT_AN_IRI'],
      'a key without scheme': [
        { 'context.extensions': { 'example.edu/e': 7 } },
        "context.extensions['…']",
        'NOT_AN_IRI',
      ],
      'an empty key': [
        { 'object.definition': { extensions: { '': 7 } } },
        "object.definition.extensions['…']",
        'NOT_AN_IRI',
      ],
    },
  },
];
