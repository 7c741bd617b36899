import { hash, type Rule } from './rule.ts';

const signature = 'http://adlnet.gov/expapi/attachments/signature';
const attachment = {
  usageType: 'https://example.edu/attachments/essay',
  display: { en: 'Essay' },
  contentType: 'text/plain',
  length: 3,
  sha2: hash,
};
const one = (properties: Record<string, unknown>): Record<string, unknown> => ({
  attachments: [{ ...attachment, ...properties }],
});
const without = (key: keyof typeof attachment): Record<string, unknown> => ({
  attachments: [Object.fromEntries(Object.entries(attachment).filter(([name]) => name !== key))],
});

export const attachments: readonly Rule[] = [
  {
    section: 'Data 2.4.11',
    section2: '4.2.2.6',
    rule: 'attachments are a list of maps that say what they are',
    passes: {
      none: { attachments: [] },
      one: { attachments: [attachment] },
      'all properties': one({ description: { en: 'x' }, fileUrl: 'https://files.example.edu/7' }),
    },
    fails: {
      'no list': [{ attachments: attachment }, 'attachments', 'NOT_AN_ARRAY'],
      'a text': [{ attachments: ['essay'] }, 'attachments[0]', 'NOT_AN_OBJECT'],
      'an unknown property': [one({ name: 'x' }), 'attachments[0].name', 'UNKNOWN_PROPERTY'],
      'fileURL in upper case': [one({ fileURL: 'https://x' }), 'attachments[0].fileURL', 'UNKNOWN_PROPERTY'],
      'no usageType': [without('usageType'), 'attachments[0].usageType', 'MISSING_PROPERTY'],
      'no display': [without('display'), 'attachments[0].display', 'MISSING_PROPERTY'],
      'no contentType': [without('contentType'), 'attachments[0].contentType', 'MISSING_PROPERTY'],
      'no length': [without('length'), 'attachments[0].length', 'MISSING_PROPERTY'],
      'no sha2': [without('sha2'), 'attachments[0].sha2', 'MISSING_PROPERTY'],
    },
  },
  {
    section: 'Data 4.3',
    section2: '4.2.7',
    rule: 'usageType and fileUrl are IRIs',
    passes: { both: one({ usageType: 'urn:x:y', fileUrl: 'https://files.example.edu/7' }) },
    fails: {
      'a word': [one({ usageType: 'essay' }), 'attachments[0].usageType', 'NOT_AN_IRI'],
      'a path': [one({ fileUrl: '/files/7' }), 'attachments[0].fileUrl', 'NOT_AN_IRI'],
      'an empty fileUrl': [one({ fileUrl: '' }), 'attachments[0].fileUrl', 'NOT_AN_IRI'],
    },
  },
  {
    section: 'Data 4.2',
    section2: '4.2.7',
    rule: 'display and description of an attachment are language maps',
    passes: { 'es-MX': one({ description: { 'es-MX': 'Ensayo' } }) },
    fails: {
      'a text': [one({ display: 'Essay' }), 'attachments[0].display', 'NOT_AN_OBJECT'],
      'no tag': [one({ display: { something: 'x' } }), 'attachments[0].display.something', 'NOT_A_LANGUAGE_TAG'],
      'no text': [one({ description: { en: 1 } }), 'attachments[0].description.en', 'WRONG_TYPE'],
    },
  },
  {
    section: 'Data 2.4.11',
    section2: '4.2.2.6',
    rule: 'contentType is a media type, length a whole number, sha2 a hash',
    passes: {
      'a parameter': one({ contentType: 'text/plain; charset=ascii' }),
      'a quoted parameter': one({ contentType: 'text/plain;charset="utf-8"' }),
      'an odd subtype': one({ contentType: 'application/vnd.ms-excel.sheet+xml' }),
      'no bytes': one({ length: 0 }),
      'SHA-512': one({ sha2: hash + hash }),
      'SHA-384': one({ sha2: hash + hash.slice(0, 32) }),
      'in upper case': one({ sha2: hash.toUpperCase() }),
    },
    fails: {
      'a word': [one({ contentType: 'text' }), 'attachments[0].contentType', 'NOT_A_MEDIA_TYPE'],
      'a number': [one({ contentType: 999 }), 'attachments[0].contentType', 'NOT_A_MEDIA_TYPE'],
      'two slashes': [one({ contentType: 'a/b/c' }), 'attachments[0].contentType', 'NOT_A_MEDIA_TYPE'],
      'a text as length': [one({ length: '3' }), 'attachments[0].length', 'WRONG_TYPE'],
      'a fraction': [one({ length: 3.5 }), 'attachments[0].length', 'WRONG_TYPE'],
      'less than nothing': [one({ length: -1 }), 'attachments[0].length', 'WRONG_TYPE'],
      'a hash of another length': [one({ sha2: hash.slice(1) }), 'attachments[0].sha2', 'NOT_A_HASH'],
      'a hash that is none': [one({ sha2: 'none' }), 'attachments[0].sha2', 'NOT_A_HASH'],
      'a hash that is a number': [one({ sha2: 1 }), 'attachments[0].sha2', 'NOT_A_HASH'],
    },
  },
  {
    section: 'Data 2.6',
    section2: '4.2',
    rule: 'a signature is application/octet-stream',
    passes: { 'so it is': one({ usageType: signature, contentType: 'application/octet-stream' }) },
    fails: { text: [one({ usageType: signature }), 'attachments[0].contentType', 'WRONG_SIGNATURE'] },
  },
];
