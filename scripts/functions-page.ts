import type { FunctionDoc } from '../src/mapping/function-docs/docs.ts';
import { documentedFunctions } from '../src/mapping/function-docs/index.ts';
import type { MappingFunction } from '../src/mapping/functions/function.ts';

const HEAD = `# Functions of the mapping language

Generated from the code by \`npm run docs\`; do not edit. A function stands behind a pipe: \`$(value | function('argument'))\`. A missing value stays
missing, and the function is not called. How the tables use them: [04-mapping-language.md](04-mapping-language.md).

`;

/** The page of all functions, in Markdown. */
export function functionsPage(): string {
  const rows = documentedFunctions.map(
    ({ fn, doc }) => `| [\`${fn.name}\`](#${fn.name.toLowerCase()}) | ${firstSentence(doc.summary)} | ${fn.returns} |`,
  );
  const table = ['| function | what it gives | kind |', '| --- | --- | --- |', ...rows].join('\n');
  return `${HEAD}${table}\n\n${documentedFunctions.map(section).join('\n')}`;
}

function section({ fn, doc }: { fn: MappingFunction; doc: FunctionDoc }): string {
  const signature = fn.parameters.map(({ name, optional }) => (optional === true ? `[${name}]` : name)).join(', ');
  const parts = [
    `## ${fn.name}`,
    '',
    `\`… | ${fn.name}${signature === '' ? '' : `(${signature})`}\``,
    '',
    doc.summary,
    '',
  ];
  for (const { name } of fn.parameters) parts.push(`- \`${name}\`: ${doc.parameters[name] ?? ''}`);
  if (fn.parameters.length > 0) parts.push('');
  if (fn.opens !== undefined) parts.push(`Opens closed fields (${fn.opens}): see [06-privacy.md](06-privacy.md).`, '');
  if (doc.examples.length > 0) {
    parts.push('| expression | record | gives |', '| --- | --- | --- |');
    for (const { expression, given, result } of doc.examples) {
      const gives = result === undefined ? 'missing' : code(JSON.stringify(result));
      parts.push(`| ${code(expression)} | ${code(JSON.stringify(given))} | ${gives} |`);
    }
    parts.push('');
  }
  return parts.join('\n');
}

function firstSentence(text: string): string {
  return text.split(/(?<=\.)\s|:\s/)[0] ?? text;
}

/** A pipe would end the cell of the table. */
function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}
