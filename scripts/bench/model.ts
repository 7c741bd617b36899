/** What Cloudflare asks for, in dollars, beyond what the Workers Paid plan includes; docs/27-scale.md names the pages. */
const PRICES = {
  workerRequest: 0.3 / 1e6,
  workerMillisecond: 0.02 / 1e6,
  objectRequest: 0.15 / 1e6,
  gigabyteSecond: 12.5 / 1e6,
  rowWritten: 1 / 1e6,
  rowRead: 0.001 / 1e6,
  gigabyteMonth: 0.2,
};

/** Memory that is billed for a Durable Object, however little it uses. */
const OBJECT_GIGABYTES = 0.128;

/** Bytes of ids that a shard may hold beside its events; the outbox refuses more than 9.5 GB in all. */
const ID_BYTES_OF_SHARD = 8e9;

/** Share of an object's time, and calls a second of the 1,000 that it takes, that are planned with. */
const LOAD = { time: 0.5, calls: 500 };

/** Used in a month for the price of the plan. */
const INCLUDED = {
  month: 5,
  workerRequests: 10e6,
  workerMilliseconds: 30e6,
  objectRequests: 1e6,
  gigabyteSeconds: 400_000,
  rowsWritten: 50e6,
  gigabytes: 5,
};

/** Seconds of a month, and what the mean of day and night is of the rate at the busy hour. */
const MONTH = 30 * 86_400;
const MEAN = 0.4;

/** Rows that storing writes once for all calls that are stored together: the tally, ids. */
const ROWS_OF_COMMIT = 2;

/** Ids that a row takes, if they are of the same ten seconds; each row is deleted once. */
const IDS = { row: 512, seconds: 10 };

/** Milliseconds that calls are gathered for where several come at once. */
const GATHERED = 10;

/** Rows of a chunk: it is written once and deleted once. */
const ROWS_OF_CHUNK = 2;

/** Rows that settling an envelope writes: where its destination stands. */
const ROWS_OF_ENVELOPE = 1;

/** Rows of a run of the alarm: it is set once. */
const ROWS_OF_RUN = 1;

/** Rows of a minute: it begins and ends, is told what calls and what envelopes did in it, and is deleted. */
const ROWS_OF_MINUTE = 5;

/** Milliseconds for which a run of the alarm sends what comes. */
const RUN = 20_000;

/** What one machine computed, in microseconds: from docs/21-speed.md and `npm run bench`. */
export interface Measured {
  /** Of the Worker: reading, translating and answering. */
  worker: { request: number; event: number };
  /** Of the Durable Object: storing, sending and settling. */
  object: { call: number; event: number; envelope: number };
  /** Rows read by a call and by an envelope. */
  read: { call: number; envelope: number };
  /** Bytes that a remembered id takes on disk. */
  idBytes: number;
}

/** A site, or many. */
export interface Load {
  name: string;
  /** Events a second at the busy hour. */
  rate: number;
  dedupeDays: number;
  /** Events of an envelope. */
  envelope: number;
  /** Milliseconds that a receiver takes to answer. */
  answer: number;
}

/** What it takes to carry a load in requests of so many events, with one destination. Dollars are for a million events. */
export interface Plan {
  requests: number;
  shards: number;
  /** Events a second that one shard carries at most, by its computing. */
  ofShard: number;
  workerMilliseconds: number;
  rows: number;
  dollars: { requests: number; computing: number; objects: number; duration: number; rows: number; ids: number };
  total: number;
  /** Dollars a month, the plan included. */
  month: number;
}

/** The plan for a load that comes in requests of so many events. */
export function planFor(load: Load, batch: number, measured: Measured): Plan {
  const { object, worker, read } = measured;
  const envelopeEvents = Math.min(load.envelope, Math.max(batch, 1) * Math.max(1, load.rate / batch));
  const ofShard = (shards: number): number => {
    const part = batch / callsOf(batch, shards);
    return (LOAD.time * 1e6) / (object.event + object.call / part + object.envelope / envelopeEvents);
  };
  const shards = shardsFor(load, batch, measured, ofShard);
  const calls = callsOf(batch, shards);
  const million = 1e6 / batch;
  const envelopes = Math.max(1e6 / load.envelope, Math.min(million * calls, (1e6 / load.rate) * shards));
  const perSecond = load.rate / 1e6;
  const seconds = 1 / perSecond;
  // A shard that gets an envelope's fill faster than it is answered never stops sending.
  const busy = Math.min(1, (envelopes / seconds / shards) * (load.answer / 1000));
  const runs = Math.max((busy * seconds * 1000 * shards) / RUN, envelopes * (1 - busy));
  const active = Math.min(
    seconds * shards,
    busy * seconds * shards + (1e6 * object.event + million * calls * object.call) / 1e6,
  );
  const together = Math.max(1, (((load.rate / batch) * calls) / shards) * (GATHERED / 1000));
  const commits = (million * calls) / together;
  const part = 1e6 / commits;
  const ofSpan = Math.min(IDS.row, (load.rate / shards) * IDS.seconds);
  const idRows = commits / Math.max(1, Math.floor(ofSpan / part));
  const chunks = Math.ceil(part / load.envelope);
  const rows =
    commits * (ROWS_OF_COMMIT + chunks * ROWS_OF_CHUNK) +
    idRows +
    envelopes * ROWS_OF_ENVELOPE +
    runs * ROWS_OF_RUN +
    (seconds / 60) * shards * ROWS_OF_MINUTE;
  const workerMilliseconds = (million * worker.request + 1e6 * worker.event) / 1000;
  const idMonths = (1e6 * measured.idBytes * load.dedupeDays * 1.5) / 30 / 1e9;
  const dollars = {
    requests: million * PRICES.workerRequest,
    computing: workerMilliseconds * PRICES.workerMillisecond,
    objects: (million * calls + runs) * PRICES.objectRequest,
    duration: active * OBJECT_GIGABYTES * PRICES.gigabyteSecond,
    rows: rows * PRICES.rowWritten + (million * calls * read.call + envelopes * read.envelope) * PRICES.rowRead,
    ids: idMonths * PRICES.gigabyteMonth,
  };
  const total = Object.values(dollars).reduce((sum, part) => sum + part, 0);
  const millions = (load.rate * MEAN * MONTH) / 1e6;
  const beyond = (used: number, included: number, price: number): number =>
    Math.max(0, used * millions - included) * price;
  const month =
    INCLUDED.month +
    beyond(million, INCLUDED.workerRequests, PRICES.workerRequest) +
    beyond(workerMilliseconds, INCLUDED.workerMilliseconds, PRICES.workerMillisecond) +
    beyond(million * calls + runs, INCLUDED.objectRequests, PRICES.objectRequest) +
    beyond(active * OBJECT_GIGABYTES, INCLUDED.gigabyteSeconds, PRICES.gigabyteSecond) +
    beyond(rows, INCLUDED.rowsWritten, PRICES.rowWritten) +
    beyond(idMonths, INCLUDED.gigabytes, PRICES.gigabyteMonth);
  return {
    requests: load.rate / batch,
    shards,
    ofShard: ofShard(shards),
    workerMilliseconds,
    rows,
    dollars,
    total,
    month,
  };
}

/** Shards that the events of a request fall into, when each event has its learner. */
function callsOf(batch: number, shards: number): number {
  return shards * (1 - (1 - 1 / shards) ** batch);
}

/** The least number that carries the load: by computing, by calls a second, and by the ids that must find room. */
function shardsFor(load: Load, batch: number, { idBytes }: Measured, ofShard: (shards: number) => number): number {
  // An id is remembered for twice the days at most.
  const ids = load.rate * MEAN * 86_400 * load.dedupeDays * 2 * idBytes;
  for (let shards = Math.max(1, Math.ceil(ids / ID_BYTES_OF_SHARD)); ; shards++) {
    const calls = ((load.rate / batch) * callsOf(batch, shards)) / shards;
    if (ofShard(shards) * shards >= load.rate && calls <= LOAD.calls) return shards;
    // More shards would not help: each request is a call to one shard at least.
    if (shards > 4096) return shards;
  }
}
