import type { Location } from '../diagnostic.ts';
import type { Expression, Template, TemplateFault } from '../expression.ts';
import { parseExpression, parseTemplate } from '../parse-template.ts';
import type { Faults } from './faults.ts';
import type { SourceScalar } from './source-node.ts';

type Text = SourceScalar & { value: string };

/** Parses scalars as templates, each once: a fragment is read for every rule that uses it. */
const templates = new WeakMap<SourceScalar, ReturnType<typeof parseTemplate>>();
const expressions = new WeakMap<SourceScalar, ReturnType<typeof parseExpression>>();

/** The scalar as text around `$(…)`. Undefined, with its faults reported, when it cannot be parsed. */
export function readTemplate(scalar: Text, faults: Faults): Template | undefined {
  let parsed = templates.get(scalar);
  if (parsed === undefined) templates.set(scalar, (parsed = parseTemplate(scalar.value)));
  report(parsed.faults, scalar, faults);
  return parsed.template;
}

/** The scalar as a bare expression, as the keys of `when` and `for-each` hold them. */
export function readExpression(scalar: Text, faults: Faults): Expression | undefined {
  let parsed = expressions.get(scalar);
  if (parsed === undefined) expressions.set(scalar, (parsed = parseExpression(scalar.value)));
  report(parsed.faults, scalar, faults);
  if (parsed.expression === undefined && parsed.faults.length === 0) {
    faults.add(scalar.place, 'SYNTAX', 'this is not the path of a field');
  }
  return parsed.expression;
}

export function isText(node: { kind: string; value?: unknown }): node is Text {
  return node.kind === 'scalar' && typeof node.value === 'string';
}

function report(
  found: readonly TemplateFault[],
  carrier: { within(s: number, e: number): Location },
  faults: Faults,
): void {
  for (const { code, message, span, hint } of found) {
    faults.add(carrier.within(span.start, span.end), code, message, hint);
  }
}
