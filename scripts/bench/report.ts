import type { Done, Start } from './worker.ts';

/** What was done, and the milliseconds of computing that it took. */
export interface Timing extends Done {
  milliseconds: number;
}

/** What the runs of a bench gave. */
export interface Timings {
  start: Start;
  mix: { learners: number; json: Timing; translation: Timing; reading: Timing }[];
  families: { family: string; json: Timing; translation: Timing }[];
  one: { tables: Timing; hand: Timing };
  rules: { rules: number; json: Timing; translation: Timing }[];
}

/** What one run of the bench found. Rates are per second, on one core. */
export interface Report {
  machine: { cpu: string; cores: number; load: number; platform: string };
  workerd: string;
  bundle: { raw: number; gzip: number };
  start: Start;
  mix: { learners: number; events: number; records: number; json: number; ratio: number; reading: number }[];
  families: { family: string; events: number; records: number; ratio: number }[];
  one: { tables: number; hand: number };
  rules: { rules: number; events: number; ratio: number }[];
}

/** What the translation of a mix of all families must reach of the JSON floor of the same run, for `--check`: less than half of what it does. */
export const leastRatio = 0.12;

/** Milliseconds of start, and kilobytes of the bundle, that `--check` lets pass. */
export const mostStart = 100;
export const mostBundle = 150;

export function reportOf(answers: Timings, about: Pick<Report, 'machine' | 'workerd' | 'bundle'>): Report {
  return {
    ...about,
    start: answers.start,
    mix: mixReport(answers.mix),
    families: answers.families.map(({ family, json, translation }) => ({
      family,
      events: perSecond(translation, translation.events),
      records: perSecond(translation, translation.records),
      ratio: ratio(json, translation),
    })),
    one: {
      tables: perSecond(answers.one.tables, answers.one.tables.events),
      hand: perSecond(answers.one.hand, answers.one.hand.events),
    },
    rules: answers.rules.map(({ rules, json, translation }) => ({
      rules,
      events: perSecond(translation, translation.events),
      ratio: ratio(json, translation),
    })),
  };
}

export function mixReport(mix: Timings['mix']): Report['mix'] {
  return mix.map(({ learners, json, translation, reading }) => ({
    learners,
    events: perSecond(translation, translation.events),
    records: perSecond(translation, translation.records),
    json: perSecond(json, json.records),
    ratio: ratio(json, translation),
    reading: perSecond(reading, reading.events),
  }));
}

/** The faults of a report, for `--check`: bounds so wide that a busy machine does not cross them. */
export function faultsOf({ mix, start, bundle }: Pick<Report, 'mix' | 'start' | 'bundle'>): string[] {
  const faults: string[] = [];
  const total = start.modules + start.translators;
  for (const { learners, ratio: reached } of mix) {
    if (reached < leastRatio) {
      faults.push(`with ${learners} learners translation is ${reached.toFixed(3)} of JSON, less than ${leastRatio}`);
    }
  }
  if (total > mostStart) faults.push(`the start takes ${total.toFixed(0)} ms, more than ${mostStart}`);
  if (bundle.gzip > mostBundle) faults.push(`the bundle has ${bundle.gzip} KB, more than ${mostBundle}`);
  return faults;
}

/** The report as lines for a terminal or a page. */
export function tableOf(report: Report): string[] {
  const { machine, bundle, start } = report;
  const number = (value: number): string => Math.round(value).toLocaleString('en').padStart(10);
  const share = (value: number): string => value.toFixed(3).padStart(8);
  return [
    `${machine.cpu}, ${machine.cores} cores, ${machine.platform}; load ${machine.load.toFixed(1)}; workerd ${report.workerd}`,
    `bundle ${bundle.gzip} KB gzip, ${bundle.raw} KB; start ${(start.modules + start.translators).toFixed(1)} ms (modules ${start.modules.toFixed(1)}, translators ${start.translators.toFixed(1)}), then one record of each kind ${start.firstRecords.toFixed(1)} ms`,
    '',
    'mix of all families       events/s  records/s     JSON/s   ratio  from bytes, events/s',
    ...report.mix.map(
      ({ learners, events, records, json, ratio: of, reading }) =>
        `${`${learners} learners`.padEnd(22)} ${number(events)} ${number(records)} ${number(json)} ${share(of)} ${number(reading)}`,
    ),
    '',
    'family                    events/s  records/s   ratio',
    ...report.families.map(
      ({ family, events, records, ratio: of }) =>
        `${family.padEnd(22)} ${number(events)} ${number(records)} ${share(of)}`,
    ),
    '',
    `one pause_video           events/s`,
    `by the tables          ${number(report.one.tables)}`,
    `by hand                ${number(report.one.hand)}`,
    '',
    'videos, under            events/s   ratio',
    ...report.rules.map(
      ({ rules, events, ratio: of }) => `${`${rules} rules`.padEnd(22)} ${number(events)} ${share(of)}`,
    ),
  ];
}

function perSecond({ milliseconds }: Timing, count: number): number {
  return (count / milliseconds) * 1000;
}

/** Records translated in the time in which one is parsed and written as JSON. */
function ratio(json: Timing, translation: Timing): number {
  return perSecond(translation, translation.records) / perSecond(json, json.records);
}
