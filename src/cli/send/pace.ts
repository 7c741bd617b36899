import type { Io } from '../io.ts';

/** Keeps requests within so many records a second. */
export class Pace {
  readonly #rate: number | undefined;
  readonly #io: Pick<Io, 'now' | 'sleep'>;
  readonly #interrupted: AbortSignal;
  #next = 0;
  #began = 0;

  /** @param rate records a second; undefined for as many as the adapter takes */
  constructor(rate: number | undefined, io: Pick<Io, 'now' | 'sleep'>, interrupted: AbortSignal) {
    this.#rate = rate;
    this.#io = io;
    this.#interrupted = interrupted;
  }

  /** Waits until the next request may go; false when the person interrupted. */
  async wait(): Promise<boolean> {
    const milliseconds = this.#next - this.#io.now();
    if (milliseconds > 0) await this.#io.sleep(milliseconds);
    this.#began = this.#io.now();
    return !this.#interrupted.aborted;
  }

  /** Tells that so many records went since the last wait; the time that their request took counts. */
  sent(records: number): void {
    if (this.#rate === undefined) return;
    this.#next = Math.max(this.#next, this.#began) + (records / this.#rate) * 1000;
  }
}
