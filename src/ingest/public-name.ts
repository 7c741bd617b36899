import type { SourceRecord } from './record.ts';

/**
 * The name of a record as it may stand in answers, counters and logs. Names of implicit events are URL paths, in which user
 * names stand (`/u/<name>`), and a name is in the end whatever the sender writes: only what looks like the name of an
 * Open edX event or the id of an xAPI verb is shown.
 */
export function publicName(record: SourceRecord): string {
  const { name } = record;
  switch (record.source) {
    case 'openedx':
      if (name.startsWith('/')) return '(a URL path)';
      return /^[A-Za-z][\w.:-]{0,127}$/.test(name) ? name : '(an unusual name)';
    case 'xapi':
      return /^(?:https?:\/\/|urn:)[\w.:/#~%+-]{1,250}$/.test(name) ? name : '(an unusual verb)';
  }
}
