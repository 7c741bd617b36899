const OUTSIDE_IRI = /[^A-Za-z0-9\-._~!$&'()*+,;=:@]+/g;

/** A part inside an IRI: all but unreserved characters, sub-delims, `:` and `@` is percent-encoded (RFC 3986, 3.3). */
export function encodePart(text: string): string {
  return text.replace(OUTSIDE_IRI, (run) => encodeURIComponent(run.toWellFormed()));
}
