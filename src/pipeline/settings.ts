import type { Config } from '../config/config.ts';
import type { TranslatorSettings } from './translator.ts';

/** What of the configuration the translators need; ids are noted only where some destination or import asks for them. */
export function translatorSettings(config: Config): TranslatorSettings {
  const noting = {
    ids: config.destinations.some(({ pseudonyms }) => pseudonyms !== undefined),
    learners: config.externalIds === true,
  };
  return {
    secret: config.pseudonymSecret,
    ...(config.pseudonymRotation && { rotation: config.pseudonymRotation }),
    freeText: config.freeText,
    ...((noting.ids || noting.learners) && { noting }),
  };
}
