import { caliperContext } from '../caliper/model.ts';
import type { CaliperVersion } from '../caliper/model.ts';
import { validateEvent } from '../caliper/validate.ts';

/** What a body holds, or why a Caliper endpoint refuses it (Caliper 1.2, "HTTP response status codes"). */
export type EnvelopeCheck =
  | { ok: true; events: { id: string; type: string; action: string }[] }
  | { ok: false; status: 400 | 422; code: string; message: string };

const PROPERTIES = ['sensor', 'sendTime', 'dataVersion', 'data'];
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * Checks an envelope: exactly the four properties, a known `dataVersion`, every event valid.
 *
 * @param body the text of the request
 */
export function checkEnvelope(body: string): EnvelopeCheck {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return refuse(400, 'NOT_JSON', 'the body is not JSON');
  }
  if (!isObject(value)) return refuse(400, 'NOT_AN_ENVELOPE', 'the body is not a JSON object');
  const { sensor, sendTime, dataVersion, data } = value;
  const names = Object.keys(value);
  if (names.length !== PROPERTIES.length || !PROPERTIES.every((name) => names.includes(name))) {
    return refuse(400, 'NOT_AN_ENVELOPE', `an envelope has the properties ${PROPERTIES.join(', ')} and no other`);
  }
  if (typeof sensor !== 'string' || !URL.canParse(sensor)) return refuse(400, 'SENSOR', 'sensor is not an IRI');
  if (typeof sendTime !== 'string' || !INSTANT.test(sendTime)) {
    return refuse(400, 'SEND_TIME', 'sendTime is not of the form YYYY-MM-DDTHH:mm:ss.SSSZ');
  }
  const version = versionOf(dataVersion);
  if (version === undefined) return refuse(422, 'DATA_VERSION', 'dataVersion is neither Caliper 1.1 nor 1.2');
  if (!Array.isArray(data) || data.length === 0) return refuse(400, 'DATA', 'data is not an array of events');
  return checkEvents(data, version);
}

function checkEvents(data: readonly unknown[], version: CaliperVersion): EnvelopeCheck {
  const events: { id: string; type: string; action: string }[] = [];
  for (const [position, event] of data.entries()) {
    const [fault] = validateEvent(event, version);
    if (fault !== undefined) {
      return refuse(400, 'EVENT', `data[${position}]${fault.path.replace(/^\$/, '')}: ${fault.code}: ${fault.message}`);
    }
    // validateEvent saw to it that all three are strings.
    const { id, type, action } = event as { id: string; type: string; action: string };
    events.push({ id, type, action });
  }
  return { ok: true, events };
}

function versionOf(dataVersion: unknown): CaliperVersion | undefined {
  // Object.entries widens the keys; caliperContext has a version as each.
  const entries = Object.entries(caliperContext) as [CaliperVersion, string][];
  return entries.find(([, context]) => context === dataVersion)?.[0];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(status: 400 | 422, code: string, message: string): EnvelopeCheck {
  return { ok: false, status, code, message };
}
