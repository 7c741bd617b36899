import { planFor } from './model.ts';
import type { Load, Measured } from './model.ts';

/** Of the machine that docs/27-scale.md names, busy with other things: a quiet one needs less. */
export const measured: Measured = {
  worker: { request: 500, event: 65 },
  object: { call: 700, event: 22, envelope: 400 },
  read: { call: 19, envelope: 13 },
  idBytes: 20,
};

/** What the table plans for. An envelope holds 100 events, the default; its receiver answers within 100 ms. */
export const loads: readonly Load[] = [
  { name: 'a campus', rate: 50, dedupeDays: 7, envelope: 100, answer: 100 },
  { name: 'a national platform', rate: 5_000, dedupeDays: 1, envelope: 100, answer: 100 },
  { name: 'the size of edX.org', rate: 50_000, dedupeDays: 1, envelope: 500, answer: 100 },
];

const BATCHES = [1, 20, 100, 200, 1000, 5000];

/** The table of the page, as lines. */
export function scaleTable(): string[] {
  const money = (value: number): string => value.toFixed(value < 0.001 ? 4 : 3);
  return [
    '| load | events a request | requests/s | shards | Worker CPU ms | rows written | requests $ | CPU $ | objects $ | duration $ | rows $ | ids $ | total $ | $ a month |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...loads.flatMap((load) =>
      BATCHES.map((batch) => {
        const { requests, shards, workerMilliseconds, rows, dollars, total, month } = planFor(load, batch, measured);
        const name = `${load.name}, ${load.rate.toLocaleString('en')}/s`;
        const parts = [
          dollars.requests,
          dollars.computing,
          dollars.objects,
          dollars.duration,
          dollars.rows,
          dollars.ids,
        ];
        const numbers = [workerMilliseconds, rows].map((value) => Math.round(value).toLocaleString('en'));
        return `| ${[name, batch, Number(requests.toPrecision(3)), shards, ...numbers, ...parts.map(money), `**${total.toFixed(3)}**`, Math.round(month).toLocaleString('en')].join(' | ')} |`;
      }),
    ),
  ];
}

/** The page with the table of today between its marks. */
export function withScaleTable(page: string): string {
  const [before, rest] = page.split('<!-- table: npm run docs -->\n');
  const after = rest?.split('<!-- end of table -->')[1];
  if (before === undefined || after === undefined) throw new Error('docs/27-scale.md has no marks for its table');
  return `${before}<!-- table: npm run docs -->\n\n${scaleTable().join('\n')}\n\n<!-- end of table -->${after}`;
}
