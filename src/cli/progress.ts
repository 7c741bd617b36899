import type { Io } from './io.ts';

/** Milliseconds between two drawings on a terminal, and between two lines elsewhere. */
const drawEvery = 150;
const lineEvery = 5000;

/** Milliseconds before the first drawing: what is done by then needs no bar. */
const patience = 500;

/** How far a command is, shown on stderr: a bar on a terminal; elsewhere a line every few seconds, where it is asked for. */
export class Progress {
  readonly #io: Pick<Io, 'stderr' | 'now'>;
  readonly #total: number | undefined;
  readonly #shown: 'bar' | 'lines' | 'no';
  readonly #begin: number;
  #next: number;
  #drawn = false;
  #bytes = 0;
  #records = 0;
  #countedBytes = 0;

  /**
   * @param total bytes to read, where it is known
   * @param asked `--progress`: also where stderr is no terminal
   */
  constructor(io: Pick<Io, 'stdout' | 'stderr' | 'now'>, total: number | undefined, asked: boolean) {
    this.#io = io;
    this.#total = total;
    // Where stdout is the same terminal the result would run through the bar.
    this.#shown = io.stderr.terminal && !io.stdout.terminal ? 'bar' : asked ? 'lines' : 'no';
    this.#begin = io.now();
    this.#next = this.#begin + (this.#shown === 'bar' ? patience : lineEvery);
  }

  /** Bytes that were read; `skipped` ones were read in an earlier run and are left out of the rate. */
  read(bytes: number, skipped = false): void {
    this.#bytes += bytes;
    if (!skipped) this.#countedBytes += bytes;
  }

  /** Records that were done. Shows how far it is, when it is time. */
  async done(records: number, note = ''): Promise<void> {
    this.#records += records;
    await this.show(note);
  }

  /** Shows how far it is, when it is time; `note` stands behind, e.g. what is waited for. */
  async show(note = ''): Promise<void> {
    const now = this.#io.now();
    if (this.#shown === 'no' || now < this.#next) return;
    this.#next = now + (this.#shown === 'bar' ? drawEvery : lineEvery);
    const text = progressText({
      total: this.#total,
      bytes: this.#bytes,
      ratedBytes: this.#countedBytes,
      records: this.#records,
      seconds: (now - this.#begin) / 1000,
    });
    const line = note === '' ? text : `${text}  ${note}`;
    if (this.#shown === 'lines') await this.#io.stderr.write(`${line}\n`);
    else {
      this.#drawn = true;
      await this.#io.stderr.write(`\r\u001b[2K${line.slice(0, this.#io.stderr.columns - 1)}`);
    }
  }

  /** Writes a line for people above the bar. */
  async say(line: string): Promise<void> {
    await this.clear();
    await this.#io.stderr.write(`${line}\n`);
  }

  /** Takes the bar away: something else is written now. */
  async clear(): Promise<void> {
    if (this.#drawn) await this.#io.stderr.write('\r\u001b[2K');
    this.#drawn = false;
  }
}

/** How far something is. */
export interface Pace {
  total: number | undefined;
  bytes: number;
  /** Bytes that were read in `seconds`. */
  ratedBytes: number;
  records: number;
  seconds: number;
}

const width = 20;

/** E.g. `[=======>            ]  38%  195 MB of 512 MB  14,200 records/s  11.3 MB/s  0:28 left`. */
export function progressText({ total, bytes, ratedBytes, records, seconds }: Pace): string {
  const rate = ratedBytes / Math.max(seconds, 0.001);
  const rates = `${whole(records / Math.max(seconds, 0.001))} records/s  ${size(rate)}/s`;
  if (total === undefined || total === 0) return `${size(bytes)}  ${rates}  ${clock(seconds)}`;
  // A log that grows meanwhile has more than its size.
  const share = Math.min(1, bytes / total);
  const full = Math.floor(share * width);
  const bar = `${'='.repeat(full)}${full < width ? '>' : ''}`.padEnd(width);
  const left = rate > 0 ? `  ${clock((total - Math.min(bytes, total)) / rate)} left` : '';
  return `[${bar}] ${String(Math.floor(share * 100)).padStart(3)}%  ${size(bytes)} of ${size(total)}  ${rates}${left}`;
}

function whole(number: number): string {
  return Math.round(number).toLocaleString('en-US');
}

/** In steps of 1000, e.g. `1.4 GB`. */
function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`;
}

/** `m:ss`, or `h:mm:ss` from an hour on. */
function clock(seconds: number): string {
  const all = Math.ceil(seconds);
  const [hours, minutes, rest] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  const end = `${String(minutes).padStart(hours > 0 ? 2 : 1, '0')}:${String(rest).padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${end}` : end;
}
