import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Before anything of the project is loaded: its files are then compiled once, not at each run. In the project, since a folder for all
// users of the machine would let others put code there.
enableCompileCache(join(import.meta.dirname, '../../build/compile-cache'));
const { runCommandLine } = await import('./command-line.ts');
const { processIo } = await import('./io.ts');

process.exitCode = await runCommandLine(process.argv.slice(2), processIo());
