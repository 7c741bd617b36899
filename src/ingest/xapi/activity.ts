import { isObject } from '../json.ts';
import { at, flaw, type Check } from './fault.ts';
import { checkInteraction, INTERACTION_PROPERTIES } from './interaction.ts';
import { checkLanguageMap } from './language.ts';
import { checkExtensions, checkKeys, notAnObject, optional } from './properties.ts';
import { optionalIri, requireIri } from './values.ts';

const ACTIVITY = new Set(['objectType', 'id', 'definition']);
const DEFINITION = new Set<string>([
  'name',
  'description',
  'type',
  'moreInfo',
  'extensions',
  ...INTERACTION_PROPERTIES,
]);

/** An Activity (Data 2.4.4.1). */
export const checkActivity: Check = (value, edition) => {
  if (!isObject(value)) return notAnObject(value, 'activity');
  const type = value['objectType'];
  if (type !== undefined && type !== 'Activity') {
    return at('objectType', flaw('WRONG_OBJECT_TYPE', 'must be Activity.', 'activity'));
  }
  return (
    checkKeys(value, ACTIVITY, 'activity') ??
    at('id', requireIri(value['id'], 'activity')) ??
    at('definition', optional(value['definition'], checkDefinition, edition))
  );
};

const checkDefinition: Check = (value, edition) => {
  if (!isObject(value)) return notAnObject(value, 'activity');
  return (
    checkKeys(value, DEFINITION, 'activity') ??
    at('name', optional(value['name'], checkLanguageMap, edition)) ??
    at('description', optional(value['description'], checkLanguageMap, edition)) ??
    at('type', optionalIri(value['type'], 'activity')) ??
    at('moreInfo', optionalIri(value['moreInfo'], 'activity')) ??
    at('extensions', optional(value['extensions'], checkExtensions, edition)) ??
    checkInteraction(value, edition)
  );
};
