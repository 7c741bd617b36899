import { isObject } from '../../ingest/json.ts';
import { AdapterError } from '../command.ts';
import type { Io } from '../io.ts';
import type { Asked } from './kept.ts';
import { tableText } from './table.ts';

/** The most that a page of the routes holds. */
const page = 500;

/** Lists what is kept, page after page; with `--json` each as one JSON object a line. */
export async function listKept({ kept, admin, json, filter }: Asked, limit: number, io: Io): Promise<void> {
  let cursor: string | undefined;
  let listed = 0;
  for (;;) {
    const query = { ...filter, limit: String(Math.min(page, limit - listed)), ...(cursor !== undefined && { cursor }) };
    const answer = await admin.get(`/v1/${kept.name}`, query);
    const items = answer[kept.items];
    if (!Array.isArray(items)) throw new AdapterError('what answers there is no adapter of this version: look at --to');
    const objects = (items as unknown[]).filter(isObject);
    listed += objects.length;
    if (json) await io.stdout.write(objects.map((item) => `${JSON.stringify(item)}\n`).join(''));
    else if (objects.length > 0) await io.stdout.write(tableText(kept.heads, objects.map(kept.row), io.stdout));
    const { next } = answer;
    if (typeof next !== 'string') break;
    if (listed >= limit) {
      await io.stderr.write(`there are more: --limit N or --all lists them\n`);
      return;
    }
    cursor = next;
  }
  if (!json && listed === 0)
    await io.stderr.write(`no ${kept.noun}${Object.keys(filter).length > 0 ? ' of that kind' : ''}\n`);
}
