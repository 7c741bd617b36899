import { own } from './collections.ts';
import type { MappingFunction } from './function.ts';
import { toText } from './text.ts';

const OPAQUE = /^(course|ccx|library)-v1:(.+)$/;
/** A key has at most 255 characters (opaque-keys); without that bound a hostile text costs the square of its length. */
const COURSE_IN_TEXT = /(?:course|ccx)-v1(?::|%3A)[^/?#\s+%]{1,255}(?:\+|%2B)[^/?#\s+%]{1,255}(?:\+|%2B)[^/?#\s&]+/i;
const BLOCK = /^(?:ccx-)?(?:block-v1):(.+?)\+type@/;
const SLASH_COURSE = /\/courses\/([^/?#\s]+\/[^/?#\s]+\/[^/?#\s]+)/;
const KEY = /^[\w~.%-]+$/;

/**
 * The usage key of a block of a course (opaque-keys). A bare id is put together with the course; a usage key stays as it is,
 * whichever its form (`block-v1:`, `ccx-block-v1:`, `lib-block-v1:`, `lb:`, `i4x://`); the form that old pages used in HTML
 * (`i4x-Org-Course-video-id`) is turned back. Old courses (`Org/Course/Run`) have `i4x://` keys.
 */
export function blockKey(course: unknown, type: unknown, id: unknown): string | undefined {
  const blockId = toText(id)?.trim();
  const blockType = toText(type);
  if (blockId === undefined || blockId === '' || blockType === undefined) return undefined;
  if (/^(?:(?:ccx-|lib-)?block-v1:|lb:|i4x:\/\/|c4x:\/\/)/.test(blockId)) return blockId;
  const courseKey = toText(course)?.trim();
  if (courseKey === undefined) return undefined;
  const opaque = OPAQUE.exec(courseKey);
  if (opaque !== null) {
    const prefix = { course: 'block-v1', ccx: 'ccx-block-v1', library: 'lib-block-v1' }[opaque[1] ?? ''] ?? 'block-v1';
    const { type: htmlType, id: htmlId } = fromHtml(blockId, blockType);
    return `${prefix}:${opaque[2] ?? ''}+type@${htmlType}+block@${htmlId}`;
  }
  const [org, name, run, more] = courseKey.split('/');
  if (org === undefined || name === undefined || run === undefined || more !== undefined) return undefined;
  const { type: htmlType, id: htmlId } = fromHtml(blockId, blockType, `i4x-${htmlName(org)}-${htmlName(name)}-`);
  return `i4x://${org}/${name}/${htmlType}/${htmlId}`;
}

/** What old pages made of a part of a key: all but letters, digits, `_` and `-` became `_` (BlockUsageLocator.html_id). */
function htmlName(part: string): string {
  return part.replace(/[^\w-]/g, '_');
}

/**
 * Type and id in `i4x-Org-Course-type-id`; any other id stays as it is. The type in it wins over the wanted one: the videos of
 * 2013 are `videoalpha`.
 */
function fromHtml(blockId: string, blockType: string, prefix?: string): { type: string; id: string } {
  const whole = { type: blockType, id: blockId };
  if (!blockId.startsWith('i4x-')) return whole;
  const known = prefix !== undefined && blockId.startsWith(prefix) ? blockId.slice(prefix.length) : undefined;
  const at = blockId.indexOf(`-${blockType}-`);
  const [type, ...id] = (known ?? (at < 0 ? blockId.split('-').slice(3).join('-') : blockId.slice(at + 1))).split('-');
  return type === undefined || type === '' || id.length === 0 ? whole : { type, id: id.join('-') };
}

/** The course key that stands in a URL, a path, a usage key, or is the text itself; `undefined` if there is none. */
export function courseKey(value: unknown): string | undefined {
  const text = toText(value)?.trim();
  if (text === undefined) return undefined;
  const block = BLOCK.exec(text);
  if (block !== null) return `${text.startsWith('ccx-') ? 'ccx' : 'course'}-v1:${block[1] ?? ''}`;
  const opaque = COURSE_IN_TEXT.exec(text);
  if (opaque !== null) return opaque[0].replace(/%2B/gi, '+').replace(/%3A/gi, ':');
  const slash = SLASH_COURSE.exec(text)?.[1] ?? text;
  const parts = slash.split('/');
  return parts.length === 3 && parts.every((part) => KEY.test(part)) ? slash : undefined;
}

const BLOCK_IN_PATH = /(?:(?:ccx-|lib-)?block-v1:|lb:)[^/?#\s]+/;
const OLD_BLOCK_IN_PATH = /i4x:(?:\/\/|;_;_)[^/?#\s]+(?:\/[^/?#\s]+){0,3}/;

/**
 * The usage key that stands in a path or a URL, or is the text itself; `undefined` if there is none. Paths of handlers write
 * the `/` of old keys as `;_` and `;` as `;;` (quote_slashes of edx-platform).
 */
export function usageKey(value: unknown): string | undefined {
  const text = toText(value)?.replace(/%(?:2B|3A|40)/gi, (code) => decodeURIComponent(code));
  if (text === undefined) return undefined;
  const block = BLOCK_IN_PATH.exec(text);
  if (block !== null) return block[0];
  const old = OLD_BLOCK_IN_PATH.exec(text)?.[0];
  if (old === undefined) return undefined;
  const key = old.includes(';_')
    ? (old.split('/')[0] ?? '').replace(/;[_;]/g, (each) => (each === ';_' ? '/' : ';'))
    : old;
  return /^i4x:\/\/[^/]+\/[^/]+\/[^/]+\/[^/]+$/.test(key) ? key : undefined;
}

/**
 * Types of response (`response_type` of Open edX problems, `interactionType` of xAPI) in which a learner picks among texts of
 * the course's author, and so writes nothing of his own.
 */
const CHOICES = new Set([
  'choiceresponse',
  'multiplechoiceresponse',
  'optionresponse',
  'truefalseresponse',
  'choice',
  'true-false',
  'likert',
  'matching',
  'sequencing',
]);

function isChoiceId(value: unknown): boolean {
  return typeof value === 'string' && /^choice_[A-Za-z0-9_]{1,20}$/.test(value);
}

export const openedxFunctions: readonly MappingFunction[] = [
  {
    name: 'blockKey',
    input: 'any',
    parameters: [
      { name: 'type', kind: 'text' },
      { name: 'id', kind: 'any' },
    ],
    returns: 'text',
    apply: (input, [type, id]) => blockKey(input, type, id),
  },
  {
    name: 'courseKey',
    input: 'any',
    parameters: [],
    returns: 'text',
    opens: 'url',
    apply: courseKey,
  },
  {
    name: 'usageKey',
    input: 'any',
    parameters: [],
    returns: 'text',
    opens: 'url',
    apply: usageKey,
  },
  {
    name: 'choice',
    input: 'any',
    parameters: [
      { name: 'type', kind: 'any' },
      { name: 'part', kind: 'any', optional: true },
    ],
    returns: 'any',
    opens: 'writing',
    apply: (input, [type, part]) => {
      if (typeof type !== 'string' || !CHOICES.has(type)) return undefined;
      const name = toText(part);
      return name === undefined ? input : own(input, name);
    },
  },
  {
    name: 'choiceIds',
    input: 'any',
    parameters: [],
    returns: 'any',
    opens: 'writing',
    apply: (input) => {
      if (!Array.isArray(input)) return isChoiceId(input) ? input : undefined;
      const ids = input.filter(isChoiceId);
      return ids.length > 0 ? ids : undefined;
    },
  },
];
