import { actions } from '../caliper/actions.ts';
import { eventTypes } from '../caliper/events.ts';
import { profiles } from '../caliper/profiles.ts';
import { didYouMean } from '../mapping/language/nearest.ts';
import type { MatchConfig } from './config.ts';
import { readTable } from './read-table.ts';
import type { Settings } from './settings.ts';

interface List {
  example: string;
  /** The words of Caliper 1.2 that may stand in it; absent where any text may. */
  words?: readonly string[];
}

const lists: Readonly<Record<keyof MatchConfig, List>> = {
  profile: { example: '["MediaProfile"]', words: Object.keys(profiles) },
  type: { example: '["GradeEvent"]', words: Object.keys(eventTypes) },
  action: { example: '["Submitted"]', words: actions },
  rule: { example: '["video-paused"]' },
  course: { example: '["course-v1:edX+*"]' },
  organization: { example: '["edX"]' },
};

/** Which events a destination gets; `undefined` for all. */
export function readMatch(settings: Settings, path: string, value: unknown): MatchConfig | undefined {
  if (value === undefined) return undefined;
  const table = readTable(settings, path, value, '{ profile = ["MediaProfile"], course = ["course-v1:edX+*"] }');
  if (table === null) return undefined;
  settings.onlyKeys(path, table, Object.keys(lists));
  const match: MatchConfig = {};
  // The keys of a record are the members of its key type.
  for (const key of Object.keys(lists) as (keyof MatchConfig)[]) {
    if (table[key] !== undefined) match[key] = readList(settings, `${path}.${key}`, table[key], lists[key]);
  }
  if (Object.keys(table).length === 0) settings.fault(path, 'restricts nothing: leave it out for all events');
  return match;
}

function readList(settings: Settings, path: string, value: unknown, { example, words }: List): string[] {
  if (!Array.isArray(value) || value.length === 0) {
    settings.fault(path, `must be a list, e.g. ${example}; leave it out for all`);
    return [];
  }
  return value.flatMap((item: unknown, index) => {
    const setting = `${path}[${index}]`;
    if (typeof item !== 'string' || item === '') {
      settings.fault(setting, `must be text, e.g. ${example}`);
    } else if (words !== undefined && !words.includes(item)) {
      const hint = didYouMean(item, words);
      settings.fault(setting, `is not in Caliper 1.2${hint === undefined ? '' : `; ${hint}`}`);
    } else return [item];
    return [];
  });
}
