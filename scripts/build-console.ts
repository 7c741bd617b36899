import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import ts from 'typescript';
import { buildPlayground } from './playground-assets.ts';

// What `npm run build` and wrangler's [build] do for the console: its styles, scripts (TypeScript made JavaScript) and the examples go
// to build/console, which wrangler.toml names under [assets]. They are served at /console/assets/.

const root = join(import.meta.dirname, '..');
const target = join(root, 'build/console/console/assets');
await mkdir(join(target, 'examples'), { recursive: true });

for (const name of await readdir(join(root, 'src/console/assets'))) {
  const source = join(root, 'src/console/assets', name);
  await (name === '_headers'
    ? copyFile(source, join(root, 'build/console', name))
    : copyFile(source, join(target, name)));
}

// Served at /openapi.json; `npm run docs` makes it.
await copyFile(join(root, 'schema/openapi.json'), join(root, 'build/console/openapi.json'));

for (const name of ['tracking.log', 'statements.json']) {
  await copyFile(join(root, 'examples', name), join(target, 'examples', name));
}

for (const name of await readdir(join(root, 'src/console/browser'))) {
  // The playground has modules, and is bundled.
  if (!name.endsWith('.ts')) continue;
  const text = await readFile(join(root, 'src/console/browser', name), 'utf8');
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, removeComments: true },
  });
  await writeFile(join(target, `${parse(name).name}.js`), outputText.replaceAll(/^export \{\};\n/gm, ''));
}

// Outside of the assets: wrangler.toml lets the Worker, and so the login, stand before it.
await buildPlayground(root, target, join(root, 'build/console/console/data'));
