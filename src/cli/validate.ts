import { validateText } from '../caliper/validate.ts';
import type { Fault } from '../caliper/validate.ts';
import { exitCodes, readArguments } from './command.ts';
import type { Command } from './command.ts';
import { documents } from './documents.ts';
import { inputs } from './input.ts';
import type { Input } from './input.ts';

const help = `caliper validate [FILE… or FOLDER… or -] [OPTIONS]

Checks Caliper events, entities and envelopes against the specification. A file holds one JSON document, or one a line
(NDJSON), and may be gzipped. Each fault is shown with its file, its line (NDJSON), its JSON path and the section of the
specification. The exit code is 1 when there is one.

  --caliper v1p2|v1p1   version of Caliper (v1p2)
  --json                each fault as one JSON object a line: { file, line, path, code, message, section }

  caliper translate tracking.log | caliper validate -
  caliper validate --caliper v1p1 envelope.json`;

/** `caliper validate`: what is wrong with these Caliper documents. */
export const validateCommand: Command = {
  name: 'validate',
  summary: 'check Caliper events or envelopes against the specification',
  help,
  async run(args, io) {
    const { files, text, flags } = readArguments(args, {
      caliper: { type: 'string', oneOf: ['v1p2', 'v1p1'] },
      json: { type: 'boolean' },
    });
    const version = text['caliper'] === 'v1p1' ? 'v1p1' : 'v1p2';
    let checked = 0;
    let found = 0;
    for (const input of await inputs(files, io)) {
      for await (const document of documents(decoded(input))) {
        const faults = validateText(document.text, { version });
        checked += 1;
        found += faults.length;
        const show = flags['json'] === true ? asJson : asText;
        if (faults.length > 0)
          await io.stdout.write(faults.map((fault) => show(fault, input.name, document.line)).join(''));
      }
    }
    await io.stderr.write(`${checked} documents checked, ${found === 1 ? '1 fault' : `${found} faults`}\n`);
    return found === 0 ? exitCodes.good : exitCodes.findings;
  },
};

async function* decoded(input: Input): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of input.bytes()) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

function asJson({ path, code, message, section }: Fault, file: string, line: number | undefined): string {
  return `${JSON.stringify({ file, ...(line !== undefined && { line }), path, code, message, section })}\n`;
}

function asText({ path, code, message, section }: Fault, file: string, line: number | undefined): string {
  return `${file}${line === undefined ? '' : `:${line}`}: ${path} ${code} ${message} (${section})\n`;
}
