import { Hono } from 'hono/tiny';
import type { Shape } from '../../quarantine/shape.ts';
import { groupQuarantine, listQuarantine } from '../../status/quarantine.ts';
import { readStatus } from '../../status/status.ts';
import type { ConsoleAccess, ConsoleEnv, ResolveConsole } from '../access.ts';
import { page } from '../layout.ts';
import type { NameRows } from './rows.ts';
import { coverageView } from './view.ts';
import type { KeptGroup } from './view.ts';

/** Kinds of kept records of which the fields are shown; each costs a call to the outbox. */
const MOST_GROUPS = 8;

/** `/console/coverage`: what the tables do with each known name, and what this site has sent. */
export function coverageRoutes<E extends object>(resolve: ResolveConsole<E>): Hono<ConsoleEnv<E>> {
  const routes = new Hono<ConsoleEnv<E>>();
  routes.get('/console/coverage', async (c) => {
    const access = resolve(c.env);
    const { origin } = new URL(c.req.url);
    const [file, status, kept] = await Promise.all([
      access.assets.fetch(`${origin}/console/data/coverage.json`),
      readStatus(access),
      keptGroups(access),
    ]);
    const rows: NameRows = file.ok ? await file.json() : { openedx: [], xapi: [] };
    const body = coverageView(rows, status, kept);
    return page(c, access, { title: 'Coverage', current: 'coverage', body, scripts: ['coverage'] });
  });
  return routes;
}

/** The most frequent kinds of kept records, with the names of the fields of one of each. */
async function keptGroups(access: ConsoleAccess): Promise<KeptGroup[]> {
  const groups = await groupQuarantine(access, {});
  return Promise.all(
    groups.slice(0, MOST_GROUPS).map(async ({ source, name, kind, code, count }): Promise<KeptGroup> => {
      const filter = { source, name, kind, code };
      const [record] = (await listQuarantine(access, filter, [0, 0], 1)).records;
      const fields: Shape = record?.fields ?? {};
      return { name, kind, code, count, fields };
    }),
  );
}
