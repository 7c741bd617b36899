/** RFC 3987 leaves out controls, spaces and these delimiters; the scheme is RFC 3986's. */
// eslint-disable-next-line no-control-regex -- controls are among what an IRI must not hold
const iri = /^[A-Za-z][A-Za-z0-9+.-]*:[^\u0000-\u0020<>"{}|\\^`\u007f-\u009f]+$/;
const instant = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)\.\d{3}Z$/;
const duration =
  /^P(?=\d|T\d)(\d+(\.\d+)?Y)?(\d+(\.\d+)?M)?(\d+(\.\d+)?W)?(\d+(\.\d+)?D)?(T(?=\d)(\d+(\.\d+)?H)?(\d+(\.\d+)?M)?(\d+(\.\d+)?S)?)?$/;
/** As this adapter writes it: without regard to case the same test takes three times as long. */
const lowerUuidUrn = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const uuidUrn = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An absolute IRI: a scheme and something after it, without spaces, controls or `<>"{}|\^` and backtick (RFC 3987). */
export function isIri(text: string): boolean {
  return iri.test(text);
}

/** A UTC instant with exactly three decimals, `2020-07-15T06:52:55.057Z` (Caliper 1.2, "Event" and "Envelope"). */
export function isInstant(text: string): boolean {
  return (
    instant.test(text) && (text.charCodeAt(8) !== 51 /* 3 */ && !text.startsWith('02', 5) ? true : isRealDay(text))
  );
}

/** An ISO 8601 duration, `PT3M15S` or `PT0.03S`. */
export function isDuration(text: string): boolean {
  return duration.test(text);
}

/** A UUID of any version as a URN, the form of an event's `id`. */
export function isUuidUrn(text: string): boolean {
  return lowerUuidUrn.test(text) || uuidUrn.test(text);
}

function isRealDay(text: string): boolean {
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  // The calendar repeats after 400 years, and the platform takes years below 100 for those of 1900.
  return Number(text.slice(8, 10)) <= new Date(Date.UTC(year + 400, month, 0)).getUTCDate();
}
