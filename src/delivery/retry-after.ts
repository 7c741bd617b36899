/** IMF-fixdate, the obsolete RFC 850 form and asctime (RFC 9110, section 5.6.7): all three begin with the day's name. */
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /;

/**
 * Reads `Retry-After` (RFC 9110, section 10.2.3).
 *
 * @param value seconds, or an HTTP date in one of its three forms
 * @param now milliseconds since 1970
 * @returns milliseconds to wait, never negative; undefined when absent or unreadable
 */
export function retryAfterMilliseconds(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  const text = value.trim();
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000;
  if (!HTTP_DATE.test(text)) return undefined;
  // asctime carries no zone and means GMT; a leap second is not a time to Date.
  const instant = Date.parse((text.endsWith(' GMT') ? text : `${text} GMT`).replace(/:60(?= )/, ':59'));
  return Number.isNaN(instant) ? undefined : Math.max(0, instant - now);
}
