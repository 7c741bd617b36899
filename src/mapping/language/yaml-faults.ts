import type { YAMLError } from 'yaml';
import type { Faults } from './faults.ts';
import type { SourceText } from './source-text.ts';

/** Our words for what YAML says, by its code; others keep YAML's own message under YAML_SYNTAX. */
const explained: Readonly<Record<string, { code: string; message: string; hint?: string }>> = {
  TAB_AS_INDENT: { code: 'YAML_TAB', message: 'a tab cannot indent in YAML', hint: 'use spaces' },
  BAD_INDENT: {
    code: 'YAML_INDENT',
    message: 'this line is not indented like its neighbours, or a { or [ before it is not closed',
    hint: 'keys of one map begin in the same column',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    code: 'YAML_COLON',
    message: 'a value with a colon and a space in it must stand in quotes',
    hint: 'put the whole value in double quotes',
  },
  BLOCK_IN_FLOW: {
    code: 'YAML_FLOW',
    message: 'a list or map over several lines cannot begin here',
    hint: 'close the { or [ first',
  },
  MULTILINE_IMPLICIT_KEY: {
    code: 'YAML_KEY',
    message: 'this is not a key with a value',
    hint: 'a colon and a space stand between a key and its value',
  },
  MULTIPLE_DOCS: { code: 'YAML_DOCUMENTS', message: 'a mapping file is one document', hint: 'remove the ---' },
  BAD_SCALAR_START: {
    code: 'YAML_START',
    message: 'text cannot begin with this character',
    hint: 'put the value in double quotes',
  },
  BAD_DQ_ESCAPE: {
    code: 'YAML_ESCAPE',
    message: 'there is no such escape in double quotes',
    hint: 'write \\\\ for a backslash, or use single quotes',
  },
  UNEXPECTED_TOKEN: {
    code: 'YAML_QUOTE',
    message: 'nothing can follow here',
    hint: "a ' within single quotes is written ''",
  },
};

/**
 * Reports the first thing that YAML cannot read. What YAML finds after it is mostly a consequence of it.
 *
 * @returns true when there was one
 */
export function reportYaml(errors: readonly YAMLError[], source: SourceText, faults: Faults): boolean {
  const first = [...errors].sort((a, b) => a.pos[0] - b.pos[0])[0];
  if (first === undefined) return false;
  const line = source.text.slice(first.pos[0]).split('\n', 1)[0] ?? '';
  if (first.code === 'BLOCK_AS_IMPLICIT_KEY' && !line.includes(': ')) {
    // The value goes on in the next line, which was meant as a key of its own.
    const next = first.pos[0] + line.length + 1;
    const key = next + (source.text.slice(next).match(/^\s*/)?.[0].length ?? 0);
    const hint = 'keys of one map begin in the same column';
    faults.add(source.locate(key, key + 1), 'YAML_INDENT', 'this line is indented more than the one above', hint);
    return true;
  }
  const { code, message, hint } = explain(first, line);
  faults.add(placeOf(first, source), code, message, hint);
  return true;
}

function explain(error: YAMLError, line: string): { code: string; message: string; hint?: string } {
  if (error.code === 'MULTILINE_IMPLICIT_KEY' && /^[\w-]+:\S/.test(line)) {
    return { code: 'YAML_KEY', message: 'a space must stand between the colon and the value' };
  }
  const known = explained[error.code];
  if (known !== undefined) return known;
  if (error.code === 'MISSING_CHAR') {
    if (/closing ['"]/.test(error.message)) return { code: 'YAML_QUOTE', message: 'the quote is not closed' };
    if (error.message.includes('- indicator')) {
      return {
        code: 'YAML_INDENT',
        message: 'this line is indented like the items of the list above, but does not begin with -',
        hint: 'keys of one map begin in the same column',
      };
    }
    if (error.message.includes('map values')) {
      return { code: 'YAML_KEY', message: 'a key without a colon', hint: 'write key: value' };
    }
  }
  return { code: 'YAML_SYNTAX', message: `YAML cannot be read here: ${error.message}` };
}

/** An open quote is shown where it begins, since YAML finds it at the end of the file. */
function placeOf(error: YAMLError, source: SourceText): ReturnType<SourceText['locate']> {
  const [start, end] = error.pos;
  const quote = /^Missing closing (['"])/.exec(error.message)?.[1];
  if (quote !== undefined) {
    const open = openQuote(source.text, quote, start);
    return source.locate(open, open + 1);
  }
  return source.locate(Math.min(start, source.text.length), end);
}

/** The last quote that opens a value: it stands after white space or one of `:[{,-`. */
function openQuote(text: string, quote: string, before: number): number {
  for (let at = text.lastIndexOf(quote, before - 1); at > 0; at = text.lastIndexOf(quote, at - 1)) {
    if (/[\s[{,]/.test(text[at - 1] ?? '')) return at;
  }
  return before;
}
