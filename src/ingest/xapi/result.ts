import { isObject } from '../json.ts';
import { at, flaw, type Check, type Flaw } from './fault.ts';
import { checkExtensions, checkKeys, notAnObject, optional, optionalType } from './properties.ts';
import { isDuration } from './values.ts';

const RESULT = new Set(['score', 'success', 'completion', 'response', 'duration', 'extensions']);
const SCORE = new Set(['scaled', 'raw', 'min', 'max']);

/** A result (Data 2.4.5). */
export const checkResult: Check = (value, edition) => {
  if (!isObject(value)) return notAnObject(value, 'result');
  return (
    checkKeys(value, RESULT, 'result') ??
    at('score', optional(value['score'], checkScore, edition)) ??
    at('success', optionalType(value['success'], 'boolean', 'result')) ??
    at('completion', optionalType(value['completion'], 'boolean', 'result')) ??
    at('response', optionalType(value['response'], 'string', 'result')) ??
    at('duration', optional(value['duration'], checkDuration, edition)) ??
    at('extensions', optional(value['extensions'], checkExtensions, edition))
  );
};

const checkDuration: Check = (value) => {
  if (isDuration(value)) return undefined;
  if (typeof value !== 'string') return flaw('WRONG_TYPE', 'must be a string.', 'result');
  return flaw('NOT_A_DURATION', 'must be a duration of ISO 8601, e.g. PT4H35M59.14S.', 'duration');
};

/** Data 2.4.5.1: `scaled` from -1 to 1, `min` below `max`, `raw` within them. */
const checkScore: Check = (value) => {
  if (!isObject(value)) return notAnObject(value, 'score');
  const { scaled, raw, min, max } = value;
  const found =
    checkKeys(value, SCORE, 'score') ??
    at('scaled', optionalType(scaled, 'number', 'score')) ??
    at('raw', optionalType(raw, 'number', 'score')) ??
    at('min', optionalType(min, 'number', 'score')) ??
    at('max', optionalType(max, 'number', 'score'));
  if (found !== undefined) return found;
  if (typeof scaled === 'number' && !(scaled >= -1 && scaled <= 1))
    return outOfRange('scaled', 'must be from -1 to 1.');
  if (typeof min === 'number' && typeof max === 'number' && min >= max) return outOfRange('min', 'must be below max.');
  if (typeof raw !== 'number') return undefined;
  if (typeof min === 'number' && raw < min) return outOfRange('raw', 'must not be below min.');
  if (typeof max === 'number' && raw > max) return outOfRange('raw', 'must not be above max.');
  return undefined;
};

function outOfRange(key: string, problem: string): Flaw | undefined {
  return at(key, flaw('OUT_OF_RANGE', problem, 'score'));
}
