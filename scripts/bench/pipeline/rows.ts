/** What the storage of an outbox did, as Cloudflare bills it: an alarm that is set is a row written. */
export interface Rows {
  written: number;
  read: number;
  alarms: number;
  /** Bytes of the database. */
  size: number;
}
