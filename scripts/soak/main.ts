import { parseArgs } from 'node:util';
import { withTemporaryFolder } from '../temporary-folder.ts';
import { faultNames } from './faults.ts';
import { runSoak } from './soak.ts';
import type { SoakResult } from './soak.ts';

// `npm run soak`: 100,000 events into an adapter that is killed again and again, with a receiver that fails at random.

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // The adapter is killed when this process ends, however it does.
  process.on(signal, () => process.exit(130));
}

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '100000' },
    kills: { type: 'string', default: '20' },
    seed: { type: 'string' },
    minutes: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
  },
});
const plan = {
  events: wholeNumber('events', values.events),
  kills: wholeNumber('kills', values.kills),
  seed: wholeNumber('seed', values.seed ?? String(Math.floor(Math.random() * 1_000_000_000))),
  minutes: wholeNumber('minutes', values.minutes),
};

console.error(`seed ${plan.seed}: --seed ${plan.seed} does the same again`);
try {
  const result = await withTemporaryFolder((folder) => runSoak(folder, plan, (line) => console.error(line)));
  console.log(values.json ? JSON.stringify(result, asJson) : table(result));
  process.exitCode = result.faults.length === 0 ? 0 : 1;
} catch (error) {
  console.error(`soak: FAILED: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
process.exit();

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (text !== '' && Number.isInteger(number) && number >= 0) return number;
  console.error(`--${name} must be a whole number`);
  process.exit(2);
}

function asJson(_: string, value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value;
}

function table({ plan, shipper, receiver, faults, ...figures }: SoakResult): string {
  const failed = [...receiver.faults.values()].reduce((sum, times) => sum + times, 0);
  const rows: [string, number | string][] = [
    ['seed', String(plan.seed)],
    ['minutes', figures.minutes.toFixed(1)],
    ['kill -9', figures.kills],
    ['records sent until 200', shipper.records],
    ['  of them known already, from a try that was not answered with 200', shipper.duplicates],
    ['  sent once more all the same, and known', shipper.sentAgain - shipper.takenAgain],
    ['  requests without an answer', shipper.unanswered],
    ['  requests answered with 503', shipper.heldBack],
    ['events accepted', figures.accepted],
    ['events received', figures.received],
    ['dead letters', figures.deadLetters],
    ['events received again (same id, same text)', receiver.repeats],
    ['resumed by the operator', figures.resumes],
    ['requests to the receiver', receiver.requests],
    ['  that met a fault', `${failed} (${((100 * failed) / receiver.requests).toFixed(1)} %)`],
    ...faultNames.map((name): [string, number] => [`    ${name}`, receiver.faults.get(name) ?? 0]),
    ['  refused for one event in them', receiver.refusals],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => {
    const text = typeof value === 'number' ? value.toLocaleString('en-US') : value;
    return `${name.padEnd(width)}  ${text.padStart(14)}`;
  });
  const verdict =
    faults.length === 0 ? ['', 'Every event is accounted for, and none was changed.'] : ['', 'WRONG:', ...faults];
  return [...lines, ...verdict].join('\n');
}
