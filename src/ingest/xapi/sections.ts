/** The editions of the standard by which statements are judged: ADL's 1.0.3, and 2.0 (IEEE 9274.1.1-2023). */
export type Edition = '1.0.3' | '2.0.0';

/**
 * Where each group of rules stands. For 1.0.3 part and section of ADL's specification; for 2.0 the clause of IEEE 9274.1.1,
 * where it has one of its own; a bar between the two.
 */
const SECTIONS = {
  format: 'Data 2.2|4.2',
  voiding: 'Data 2.3.2|4.2.5',
  statement: 'Data 2.4|4.2.2',
  id: 'Data 2.4.1|4.2.4.2',
  actor: 'Data 2.4.2|4.2.2.1',
  agent: 'Data 2.4.2.1|4.2.2.1',
  group: 'Data 2.4.2.2|4.2.2.1',
  identifier: 'Data 2.4.2.3|4.2.2.1',
  account: 'Data 2.4.2.4|4.2.2.1',
  verb: 'Data 2.4.3|4.2.2.2',
  object: 'Data 2.4.4|4.2.2.3',
  activity: 'Data 2.4.4.1|4.2.2.3',
  agentObject: 'Data 2.4.4.2|4.2.2.3',
  statementObject: 'Data 2.4.4.3|4.2.2.3',
  result: 'Data 2.4.5|4.2.2.4',
  score: 'Data 2.4.5.1|4.2.2.4',
  context: 'Data 2.4.6|4.2.2.5',
  contextActivities: 'Data 2.4.6.2|4.2.2.5',
  timestamp: 'Data 2.4.7|4.2.4.2',
  stored: 'Data 2.4.8|4.2.4.2',
  authority: 'Data 2.4.9|4.2.4.2',
  version: 'Data 2.4.10|4.2.4.3',
  attachments: 'Data 2.4.11|4.2.2.6',
  signature: 'Data 2.6|4.2',
  extensions: 'Data 4.1|4.2.7',
  languageMap: 'Data 4.2|4.2.7',
  iri: 'Data 4.3|4.2.7',
  uuid: 'Data 4.4|4.2.7',
  timestampFormat: 'Data 4.5|4.2.7',
  duration: 'Data 4.6|4.2.7',
  multipart: 'Communication 1.5.2|4.1.3',
  statementResource: 'Communication 2.1|4.1.6.1',
  /** A limit of this adapter, in no standard. */
  own: '|',
};

export type Rule = keyof typeof SECTIONS;

export function sectionOf(rule: Rule, edition: Edition): string {
  return SECTIONS[rule].split('|')[edition === '1.0.3' ? 0 : 1] ?? '';
}
