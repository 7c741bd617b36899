/**
 * Whether an answer is not provoked over the network: test/openapi/faults.test.ts does it with the same routes, where a store does not
 * answer, a body breaks off, the built-in endpoint is off, or the settings are wrong.
 */
export function provokedElsewhere(line: string): boolean {
  const unreachable = /503 (INTERNAL_FAULT|CONFIGURATION|OUTBOX_UNREACHABLE|EXTERNAL_IDS_UNREACHABLE)$/.test(line);
  const cut = /^(POST|PUT) \/(v1|xapi|xAPI)\/(?!external-ids).* 400 BODY_CUT$/.test(line);
  const full = line === 'POST /v1/quarantine/replay 503 OUTBOX_FULL';
  const off = / \/inbox\S* 404 NOT_FOUND$/.test(line);
  const wrongSettings = line === 'HEAD /v1/tracking-logs 503';
  return unreachable || cut || full || off || wrongSettings;
}
