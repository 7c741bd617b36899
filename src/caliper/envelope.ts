import { caliperContext } from './model.ts';
import type { CaliperVersion } from './model.ts';

/**
 * The body of one request: the four properties of an Envelope and nothing else (Caliper 1.2, section "Envelope").
 *
 * @param sensor IRI of the sensor.
 * @param sendTime Instant of this attempt, `YYYY-MM-DDTHH:mm:ss.SSSZ`.
 * @param eventTexts Events as JSON texts that {@link serialise} wrote; at least one.
 */
export function envelope(
  sensor: string,
  sendTime: string,
  version: CaliperVersion,
  eventTexts: readonly string[],
): string {
  return `{"sensor":${JSON.stringify(sensor)},"sendTime":${JSON.stringify(sendTime)},"dataVersion":"${caliperContext[version]}","data":[${eventTexts.join(',')}]}`;
}
