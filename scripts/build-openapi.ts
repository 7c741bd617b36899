import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../src/cli/mapping-project.ts';
import { openApiText } from './openapi/document.ts';

// Writes schema/openapi.json, which scripts/build-console.ts puts among the static files, served at /openapi.json. Run it after a
// change of what an address takes or answers; a test tells when it is stale.

await writeFile(join(projectRoot, 'schema/openapi.json'), openApiText());
