import { readStatement } from '../../../src/ingest/xapi/statement.ts';

export const options = { source: 'lms', lms: 'https://lms.example.edu', received: '2026-05-04T12:00:09.000Z' };

export const ada = { account: { homePage: 'https://lms.example.edu', name: '31' } };
export const video = {
  id: 'https://media.example.edu/videos/7',
  definition: { type: 'https://w3id.org/xapi/video/activity-type/video' },
};
export const played = { id: 'https://w3id.org/xapi/video/verbs/played' };
export const withoutId = { actor: ada, verb: played, object: video, timestamp: '2026-05-04T12:00:00.000Z' };
export const statement = { id: '0A1B2C3D-0000-4000-8000-000000000001', ...withoutId };

/** The fault of the statement with these properties in place of its own. */
export function faultOf(properties: Record<string, unknown>): unknown {
  const reading = readStatement({ ...withoutId, ...properties }, options);
  return reading.ok ? 'accepted' : { code: reading.code, message: reading.message };
}
