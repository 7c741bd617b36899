import { flatText } from '../flat-text.ts';

/** Path segments behind which a name, an id or a token of one person stands. */
const NAMES_FOLLOW = new Set([
  'u',
  'user',
  'users',
  'profile',
  'profiles',
  'accounts',
  'account',
  'preferences',
  'certificate',
  'certificates',
  'activate',
  'password_reset_confirm',
  'password_reset',
  'unsubscribe',
  'confirm',
  'verify',
  'members',
  'learners',
  'learner',
  'students',
  'student',
  'enrollments',
  'enrollment',
  'progress',
  'submission_history',
  'bookmarks',
  'team_membership',
  'profile_images',
]);

/** Segments that may follow one of {@link NAMES_FOLLOW} and are part of the site, not a name. */
const PLAIN = new Set(['', 'login', 'login_ajax', 'logout', 'register', 'settings', 'v0', 'v1', 'v2', 'api', 'user']);

/** Behind these everything is a token, however many segments it takes. */
const TOKENS_FOLLOW = new Set([
  'password_reset_confirm',
  'activate',
  'activate_secondary_email',
  'email_confirm',
  'confirm',
  'optout',
  'unsubscribe',
]);

/** Between a segment of {@link NAMES_FOLLOW} and the name may stand the course, or behind images the version of the interface. */
const COURSE = /^(?:course|ccx)-v1(?::|%3a)./;
const VERSION = /^v\d+$/;

/** Absolute addresses and what is left of them: many events are of one page, and taking an address apart takes 2 µs. */
const remembered = new Map<string, string>();
const MOST = 500;
const LONGEST = 300;

/**
 * A web address without what can name a person: user info, query and fragment are dropped; user names, e-mail addresses,
 * certificate ids and tokens in paths that Open edX uses become `-`.
 *
 * @param address absolute http(s) URL, or a path when there is a `root`
 * @returns `undefined` for what is no web address
 */
export function scrubUrl(address: string | undefined, root?: string): string | undefined {
  if (address === undefined) return undefined;
  const known = remembered.get(address);
  if (known !== undefined) return known;
  const text = address.trim();
  const absolute = /^https?:\/\//i.test(text);
  const scrubbed = scrub(text, absolute, root);
  if (absolute && scrubbed !== undefined && address.length <= LONGEST) {
    if (remembered.size === MOST) remembered.clear();
    // A text that was cut out of a longer one holds that in memory.
    remembered.set(flatText(address), flatText(scrubbed));
  }
  return scrubbed;
}

function scrub(text: string, absolute: boolean, root: string | undefined): string | undefined {
  if (!absolute && !(root !== undefined && /^\/(?!\/)/.test(text))) return undefined;
  let url: URL;
  try {
    url = new URL(absolute ? text : `${root ?? ''}${text}`);
  } catch {
    return undefined;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  return `${url.protocol}//${url.host}${scrubPath(url.pathname)}`;
}

function scrubPath(path: string): string {
  let before = '';
  let tokens = false;
  const scrubbed = path.split('/').map((segment) => {
    if (segment === '') return segment;
    const word = segment.toLowerCase();
    const isBetween = COURSE.test(word) || (before === 'profile_images' && VERSION.test(word));
    const named = NAMES_FOLLOW.has(before) && !PLAIN.has(word) && !isBetween;
    const shown = tokens || named || isEMail(segment) ? '-' : segment;
    if (TOKENS_FOLLOW.has(word)) tokens = true;
    if (!isBetween) before = word;
    return shown;
  });
  return scrubbed.join('/');
}

/** `jane@example.edu`, also with its `@` encoded. Keys of blocks have more than one `@`, and no point behind a single one. */
function isEMail(segment: string): boolean {
  const [local = '', domain = '', ...more] = segment.replaceAll('%40', '@').split('@');
  return local !== '' && more.length === 0 && domain.slice(1, -1).includes('.');
}
