import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../src/cli/mapping-project.ts';
import { mappingSchema } from '../src/mapping/language/schema.ts';

// Writes schema/mapping.schema.json, with which editors complete mapping files. Run it after a change of the Caliper tables, the
// functions or the language; a test tells when it is stale.

await mkdir(join(projectRoot, 'schema'), { recursive: true });
await writeFile(join(projectRoot, 'schema/mapping.schema.json'), `${JSON.stringify(mappingSchema(), undefined, 1)}\n`);
