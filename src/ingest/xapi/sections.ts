/** The editions of the standard by which statements are judged: ADL's 1.0.3, and 2.0 (IEEE 9274.1.1-2023). */
export type Edition = '1.0.3' | '2.0.0';

/**
 * Where each group of rules stands. For 1.0.3 part and section of ADL's specification; for 2.0 the clause of IEEE 9274.1.1,
 * where it has one of its own.
 */
const SECTIONS = {
  format: { '1.0.3': 'Data 2.2', '2.0.0': '4.2' },
  voiding: { '1.0.3': 'Data 2.3.2', '2.0.0': '4.2.5' },
  statement: { '1.0.3': 'Data 2.4', '2.0.0': '4.2.2' },
  id: { '1.0.3': 'Data 2.4.1', '2.0.0': '4.2.4.2' },
  actor: { '1.0.3': 'Data 2.4.2', '2.0.0': '4.2.2.1' },
  agent: { '1.0.3': 'Data 2.4.2.1', '2.0.0': '4.2.2.1' },
  group: { '1.0.3': 'Data 2.4.2.2', '2.0.0': '4.2.2.1' },
  identifier: { '1.0.3': 'Data 2.4.2.3', '2.0.0': '4.2.2.1' },
  account: { '1.0.3': 'Data 2.4.2.4', '2.0.0': '4.2.2.1' },
  verb: { '1.0.3': 'Data 2.4.3', '2.0.0': '4.2.2.2' },
  object: { '1.0.3': 'Data 2.4.4', '2.0.0': '4.2.2.3' },
  activity: { '1.0.3': 'Data 2.4.4.1', '2.0.0': '4.2.2.3' },
  agentObject: { '1.0.3': 'Data 2.4.4.2', '2.0.0': '4.2.2.3' },
  statementObject: { '1.0.3': 'Data 2.4.4.3', '2.0.0': '4.2.2.3' },
  result: { '1.0.3': 'Data 2.4.5', '2.0.0': '4.2.2.4' },
  score: { '1.0.3': 'Data 2.4.5.1', '2.0.0': '4.2.2.4' },
  context: { '1.0.3': 'Data 2.4.6', '2.0.0': '4.2.2.5' },
  contextActivities: { '1.0.3': 'Data 2.4.6.2', '2.0.0': '4.2.2.5' },
  timestamp: { '1.0.3': 'Data 2.4.7', '2.0.0': '4.2.4.2' },
  stored: { '1.0.3': 'Data 2.4.8', '2.0.0': '4.2.4.2' },
  authority: { '1.0.3': 'Data 2.4.9', '2.0.0': '4.2.4.2' },
  version: { '1.0.3': 'Data 2.4.10', '2.0.0': '4.2.4.3' },
  attachments: { '1.0.3': 'Data 2.4.11', '2.0.0': '4.2.2.6' },
  signature: { '1.0.3': 'Data 2.6', '2.0.0': '4.2' },
  extensions: { '1.0.3': 'Data 4.1', '2.0.0': '4.2.7' },
  languageMap: { '1.0.3': 'Data 4.2', '2.0.0': '4.2.7' },
  iri: { '1.0.3': 'Data 4.3', '2.0.0': '4.2.7' },
  uuid: { '1.0.3': 'Data 4.4', '2.0.0': '4.2.7' },
  timestampFormat: { '1.0.3': 'Data 4.5', '2.0.0': '4.2.7' },
  duration: { '1.0.3': 'Data 4.6', '2.0.0': '4.2.7' },
  multipart: { '1.0.3': 'Communication 1.5.2', '2.0.0': '4.1.3' },
  statementResource: { '1.0.3': 'Communication 2.1', '2.0.0': '4.1.6.1' },
  /** A limit of this adapter, in no standard. */
  own: { '1.0.3': '', '2.0.0': '' },
} as const satisfies Record<string, Record<Edition, string>>;

export type Rule = keyof typeof SECTIONS;

export function sectionOf(rule: Rule, edition: Edition): string {
  return SECTIONS[rule][edition];
}
