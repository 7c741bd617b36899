import type { Diagnostic } from './diagnostic.ts';

/**
 * A diagnostic as people read it: place, code and message; the line with a caret under the word, and the line above it; the
 * hint.
 *
 * @param text the whole file in which it stands; without it there is no code frame
 */
export function renderDiagnostic(diagnostic: Diagnostic, text?: string): string {
  const { file, line, column, length, code, message, hint } = diagnostic;
  const out = [`${file}:${line}:${column} ${code} ${message}`];
  const lines = text?.split(/\r?\n/);
  const faulty = lines?.[line - 1];
  if (lines !== undefined && faulty !== undefined) {
    const above = lines[line - 2];
    if (above !== undefined && above.trim() !== '') out.push(framed(String(line - 1), above));
    out.push(framed(String(line), faulty));
    // Tabs are kept, so that the caret stands below its word however wide they are shown.
    out.push(framed('', faulty.slice(0, column - 1).replaceAll(/[^\t]/g, ' ') + '^'.repeat(length)));
  }
  if (hint !== undefined) out.push(`  hint: ${hint}`);
  return out.join('\n');
}

/** Diagnostics of several files, one after the other. */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  files: readonly { path: string; text: string }[],
): string {
  const texts = new Map(files.map((file) => [file.path, file.text]));
  return diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, texts.get(diagnostic.file))).join('\n\n');
}

function framed(number: string, line: string): string {
  return `${number.padStart(5)} | ${line}`.trimEnd();
}
