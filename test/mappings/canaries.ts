import { isObject } from '../../src/ingest/json.ts';
import type { SourceRecord } from '../../src/ingest/record.ts';
import { parsePattern, relate } from '../../src/mapping/checks/field-pattern.ts';
import type { Json, JsonObject } from '../../src/mapping/table.ts';
import { personFields } from '../../src/privacy/person-fields.ts';

/** Values that nobody has, in the forms in which people are named. */
export const canaries: readonly (string | number)[] = [
  'Qxzjwcanary',
  999_999_999_999,
  'qxz.canary@qxzleak.org',
  '99999999-aaaa-4bbb-8ccc-9999999999ab',
  'Žqxçañary Ünïq',
  'qxz%63anary%20jw',
];

/** Where the addresses of Open edX name somebody: in the user of a URL, in its query and fragment, and in these paths. */
export const personalPaths: readonly ((name: string) => string)[] = [
  (name) => `/u/${name}`,
  (name) => `/u/${name}/`,
  (name) => `/profile/${name}`,
  (name) => `/api/user/v1/accounts/${name}`,
  (name) => `/api/user/v1/preferences/${name}/dark-lang`,
  (name) => `/api/mobile/v1/users/${name}/course_enrollments/`,
  (name) => `/api/profile_images/v1/${name}/upload`,
  (name) => `/api/enrollment/v1/enrollment/${name},course-v1:DemoU+CE101+2026`,
  (name) => `/api/bookmarks/v1/bookmarks/${name},block-v1:DemoU+CE101+2026+type@html+block@h1/`,
  (name) => `/api/team/v0/team_membership/blue-team,${name}`,
  (name) => `/certificates/user/${name}/course/course-v1:DemoU+CE101+2026`,
  (name) => `/certificates/${name}`,
  (name) => `/courses/course-v1:DemoU+CE101+2026/progress/${name}/`,
  (name) => `/courses/DemoU/CE101/2014/progress/${name}`,
  (name) => `/courses/course-v1:DemoU+CE101+2026/discussion/forum/users/${name}`,
  (name) => `/courses/course-v1:DemoU+CE101+2026/discussion/forum/users/${name}/followed`,
  (name) =>
    `/courses/course-v1:DemoU+CE101+2026/submission_history/${name}/block-v1:DemoU+CE101+2026+type@problem+block@p1`,
  (name) => `/api/course_home/progress/course-v1:DemoU+CE101+2026/${name}/`,
  (name) => `/discussions/course-v1:DemoU+CE101+2026/learners/${name}/posts`,
  (name) => `/support/enrollment/${name}`,
  (name) => `/password_reset_confirm/3-${name}/`,
  (name) => `/email_confirm/${name}`,
  (name) => `/activate_secondary_email/${name}`,
  (name) => `/bulk_email/email/optout/${name}/course-v1:DemoU+CE101+2026`,
  (name) => `/notification_prefs/unsubscribe/${name}/`,
  (name) => `/activate/${name}`,
];

/** Stands where learners write; never a value of a person, since choices of the author come out. */
export const words = 'my own words, Qxzwords';

type Kind = 'person' | 'address' | 'writing';

/**
 * A copy of the record in which every value that its source's table of closed fields covers is the canary, or `words` where
 * learners write.
 */
export function planted(record: SourceRecord, canary: string | number, personalPath = personalPaths[0]): SourceRecord {
  const fields = personFields[record.source]
    .filter(({ names }) => names === undefined || names.includes(record.name))
    .map(({ path, opens }) => ({ pattern: parsePattern(path), kind: kindOfField(opens) }));

  const plant = (value: Json, path: string[], kind?: Kind): Json => {
    if (Array.isArray(value)) return value.map((item) => plant(item, [...path, '*'], kind));
    if (isObject(value)) {
      const entries = Object.entries(value).map(([key, item]): [string, Json] => {
        const within = kind ?? kindOf([...path, key]);
        return [key, key === 'objectType' ? item : plant(item, [...path, key], within)];
      });
      return Object.fromEntries(entries);
    }
    if (kind === undefined || (typeof value !== 'string' && typeof value !== 'number')) return value;
    if (kind === 'writing') return words;
    return kind === 'person' ? canary : withCanary(String(value), canary, personalPath);
  };

  const kindOf = (path: string[]): Kind | undefined => {
    const kinds = fields.filter(({ pattern }) => relate(pattern, path) === 'is').map(({ kind }) => kind);
    return kinds.includes('person') ? 'person' : kinds[0];
  };

  // The name is how the rule is found; JSON in, JSON out.
  const fieldsNow = plant(record.fields, []) as JsonObject;
  return { ...record, fields: { ...fieldsNow, name: record.fields['name'] ?? record.name } };
}

function kindOfField(opens: readonly string[]): Kind {
  if (opens.includes('writing')) return 'writing';
  return opens.includes('url') ? 'address' : 'person';
}

/** An address that names somebody in its user, path, query and fragment; what is no address becomes one of the site. */
function withCanary(value: string, canary: string | number, personalPath = personalPaths[0]): string {
  const name = encodeURIComponent(String(canary));
  const site = /^https?:\/\/[^/]+/.exec(value)?.[0] ?? (value.startsWith('/') ? '' : 'https://lms.example.edu');
  const host = site.replace('://', `://${name}:${name}@`);
  const path = personalPath?.(name) ?? '';
  return `${host}${path}?user=${name}&next=/u/${name}&token=${canary}#${name}`;
}

/** How a canary may be written in what goes out, in lower case. */
export function formsOf(canary: string | number): string[] {
  const text = String(canary);
  const encoded = encodeURIComponent(text);
  const composed = [text, text.normalize('NFC'), text.normalize('NFD')];
  const forms = [...composed, encoded, encodeURIComponent(encoded), decodeURIComponent(text)];
  return [...new Set(forms.flatMap((form) => [form, JSON.stringify(form).slice(1, -1)]))].map((form) =>
    form.toLowerCase(),
  );
}
