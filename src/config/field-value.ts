/** Whether a text can stand in a header: RFC 9110, section 5.5, without what is not ASCII. */
export function isFieldValue(text: string): boolean {
  return /^[\x20-\x7e]+$/.test(text);
}
