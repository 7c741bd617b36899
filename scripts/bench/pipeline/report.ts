/** One round, or the best of several. */
export interface Round {
  /** Sent, and done with, in a second; rules skip some of them. */
  records: number;
  /** Settled in a second. */
  events: number;
  /** Of computing, for an event; 0 on other systems than Linux. */
  microseconds: number;
  /** Milliseconds until the answer. */
  p50: number;
  p99: number;
}

/** Rows for a thousand events, alarms that were set included. */
export interface RowsOfBatch {
  records: number;
  written: number;
  read: number;
}

/** Throughput under one value of what grows. */
export interface Step {
  of: number;
  /** A second. */
  events: number;
  microseconds: number;
}

/** What the bench finds out about the way from a request to its settled envelopes. */
export interface PipelineReport {
  /** `ratio` is that of the same bodies: records a second. */
  batches: { records: number; gzip: boolean; adapter: Round; floor: Round; ratio: number }[];
  /** Megabytes that workerd took at most. */
  memory: { adapter: number; floor: number };
  rows: RowsOfBatch[];
  /** `records` a second are stored beside so many events that wait, at so many microseconds of computing; `sent` is events a second. */
  backlog: { waiting: number; records: number; microseconds: number; sent: number }[];
  learners: Step[];
  /** Shards, each in a process of its own, beside as many floors. */
  shards: { of: number; adapter: Round; floor: Round; ratio: number }[];
}

/** The report as lines for a terminal or a page. */
export function pipelineTable({ batches, memory, rows, backlog, learners, shards }: PipelineReport): string[] {
  const number = (value: number, width = 10): string => Math.round(value).toLocaleString('en').padStart(width);
  const decimal = (value: number, width = 8): string => value.toFixed(1).padStart(width);
  const steps = (of: readonly Step[]): string[] =>
    of.map((step) => `${number(step.of, 22)} ${number(step.events)} ${decimal(step.microseconds)}`);
  const header = '  events/s  µs/event   p50 ms   p99 ms records/s   floor/s  µs/event   ratio';
  const beside = (adapter: Round, floor: Round, ratio: number): string =>
    `${number(adapter.events)} ${decimal(adapter.microseconds, 9)} ${decimal(adapter.p50)} ${decimal(adapter.p99)} ${number(adapter.records, 9)} ${number(floor.records, 9)} ${decimal(floor.microseconds, 9)} ${ratio.toFixed(3).padStart(7)}`;
  return [
    'HTTP in, stored, signed, delivered, settled',
    `records a request      ${header}`,
    ...batches.map(
      ({ records, gzip, adapter, floor, ratio }) =>
        `${`${records}${gzip ? ', gzip' : ''}`.padEnd(22)} ${beside(adapter, floor, ratio)}`,
    ),
    `memory of workerd: ${memory.adapter.toFixed(0)} MB, of the floor ${memory.floor.toFixed(0)} MB`,
    '',
    'records a request      rows written and read for a thousand events',
    ...rows.map(({ records, written, read }) => `${String(records).padEnd(22)} ${decimal(written)} ${decimal(read)}`),
    '',
    'events that wait       records/s  µs/record   sent/s',
    ...backlog.map(
      ({ waiting, records, microseconds, sent }) =>
        `${number(waiting, 22)} ${number(records)} ${decimal(microseconds)} ${number(sent)}`,
    ),
    '',
    'learners                 events/s  µs/event',
    ...steps(learners),
    '',
    `shards, a process each ${header}`,
    ...shards.map(({ of, adapter, floor, ratio }) => `${number(of, 22)} ${beside(adapter, floor, ratio)}`),
  ];
}
