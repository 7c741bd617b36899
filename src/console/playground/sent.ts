import { envelope } from '../../caliper/envelope.ts';
import { serialise } from '../../caliper/serialise.ts';
import { toV1p1 } from '../../caliper/versions.ts';
import type { Config, DestinationConfig, SourceConfig } from '../../config/config.ts';
import type { StaticAuth } from '../../delivery/authorization.ts';
import { signedPost } from '../../delivery/signed-request.ts';
import type { CaliperObject } from '../../mapping/outcome.ts';
import { forDestination } from '../../outbox/destination-text.ts';
import { wants } from '../../outbox/match.ts';
import type { WrittenOutcome } from '../../pipeline/outcome.ts';
import type { Sent } from './run.ts';

const HIDDEN = '…';

/**
 * The events as they would go to a destination: its ids, its version of Caliper, in one envelope, signed. It is not sent, and no token is
 * fetched for it. Full detail is shown also where the destination gets thin events.
 *
 * @param now milliseconds since 1970
 * @param id of the attempt
 */
export async function sentTo(
  config: Config,
  destination: DestinationConfig,
  source: SourceConfig,
  outcome: Extract<WrittenOutcome, { kind: 'emitted' }>,
  now: number,
  id: string,
): Promise<Sent> {
  const { period, rule } = outcome;
  const wanted = outcome.events.filter(({ text }) =>
    wants(destination, { text, rule: rule.rule, source: source.name }),
  );
  if (wanted.length === 0) return { ok: false, reason: 'its sources or its match leave these events out' };
  const texts: string[] = [];
  let reason = '';
  for (const event of wanted) {
    const named = { ...event, bytes: 0, ...(period !== undefined && { period }) };
    const { text } = forDestination(config, destination, named);
    if (destination.caliper === 'v1p2') texts.push(text);
    else {
      const converted = toV1p1(JSON.parse(text) as CaliperObject); // serialised by us
      if (converted.ok) texts.push(serialise(converted.event));
      else reason = converted.reason;
    }
  }
  if (texts.length === 0) return { ok: false, reason };
  const body = envelope(config.sensorId, new Date(now).toISOString(), destination.caliper, texts);
  const signer = { key: config.signingKeys[0], issuer: config.sensorId };
  const ready = { ...destination, auth: shownAuth(destination) };
  const request = await signedPost(ready, signer, new TextEncoder().encode(body), now, id);
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => {
    const holdsSecret = name === 'Authorization' || request.secrets.some((secret) => value.includes(secret));
    return [name, holdsSecret ? HIDDEN : value];
  });
  return {
    ok: true,
    url: destination.url,
    headers: Object.fromEntries(headers),
    body: new TextDecoder().decode(request.body),
  };
}

/** Credentials that have to be fetched are not: nobody sees them anyway. */
function shownAuth({ auth }: DestinationConfig): StaticAuth {
  const fetched = auth.scheme === 'oauth2' || auth.scheme === 'profile-service';
  return fetched ? { scheme: 'bearer', token: HIDDEN } : auth;
}
