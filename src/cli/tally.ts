import { summarise } from '../ingest/answer.ts';
import type { Answer, RecordProblem } from '../ingest/answer.ts';

/** Problems that are listed one by one; more are only counted, so that a log of any length fits in memory. */
const mostProblems = 100;

/** Kinds of problems that are told apart for people. */
const mostKinds = 1000;

const sums = ['received', 'emitted', 'skipped', 'unmapped', 'failed', 'rejected', 'duplicates', 'events'] as const;

interface Kind {
  problem: RecordProblem;
  times: number;
}

/** Sums up over many pieces of input what became of the records. */
export class Tally {
  readonly #sums: Answer = summarise([], 0);
  readonly #kinds = new Map<string, Kind>();
  #problems = 0;

  /** Records so far. */
  get received(): number {
    return this.#sums.received;
  }

  /** Adds what became of a piece of input. Positions of its problems count from its own first record. */
  add(answer: Answer): void {
    const first = this.#sums.received;
    for (const name of sums) this.#sums[name] += answer[name];
    this.#problems += answer.problems.length + (answer.problemsOmitted ?? 0);
    for (const own of answer.problems) {
      const problem = { ...own, index: first + own.index };
      if (this.#sums.problems.length < mostProblems) this.#sums.problems.push(problem);
      const name = kindOf(problem);
      const kind = this.#kinds.get(name);
      if (kind !== undefined) kind.times += 1;
      else if (this.#kinds.size < mostKinds) this.#kinds.set(name, { problem, times: 1 });
    }
  }

  /** As the HTTP interface answers. */
  answer(): Answer {
    const problemsOmitted = this.#problems - this.#sums.problems.length;
    return problemsOmitted === 0 ? this.#sums : { ...this.#sums, problemsOmitted };
  }

  /** For people: the sums, and each kind of problem with how often it came and where first. */
  text(): string {
    const { received, emitted, events, skipped, unmapped, failed, rejected } = this.#sums;
    const lines = [
      `${received} records: ${emitted} emitted (${events} events), ${skipped} skipped, ${unmapped} unmapped, ${failed} failed, ${rejected} rejected`,
      ...this.problemLines(),
    ];
    return `${lines.join('\n')}\n`;
  }

  /** Each kind of problem with how often it came and where first, most frequent first. */
  problemLines(): string[] {
    const lines: string[] = [];
    const kinds = [...this.#kinds.values()].sort((a, b) => b.times - a.times);
    for (const { problem, times } of kinds.slice(0, mostProblems)) {
      lines.push(
        `  ${describe(problem)} (${times === 1 ? `record ${problem.index + 1}` : `${times} times, first record ${problem.index + 1}`})`,
      );
    }
    const shown = kinds.slice(0, mostProblems).reduce((sum, { times }) => sum + times, 0);
    if (shown < this.#problems) lines.push(`  and ${this.#problems - shown} more`);
    return lines;
  }
}

/** Rejections are alike when their codes are: their messages say in which line. */
function kindOf(problem: RecordProblem): string {
  return problem.outcome === 'rejected' ? `rejected ${problem.code}` : describe(problem);
}

function describe(problem: RecordProblem): string {
  switch (problem.outcome) {
    case 'unmapped':
      return `unmapped ${problem.name}`;
    case 'failed':
      return `failed ${problem.name} in ${problem.rule}: ${problem.code} ${problem.message}`;
    case 'rejected':
      return `rejected: ${problem.code} ${problem.message}`;
  }
}
