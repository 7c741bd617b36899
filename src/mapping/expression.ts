/** Where something stands in the text of a template: offsets in UTF-16 units. */
export interface Span {
  start: number;
  end: number;
}

export type Expression =
  | { kind: 'literal'; value: string | number | boolean; span: Span }
  | { kind: 'path'; segments: { name: string; quoted: boolean; span: Span }[]; span: Span }
  | { kind: 'first'; of: Expression[]; span: Span }
  | { kind: 'demand'; of: Expression; span: Span }
  | { kind: 'call'; name: string; nameSpan: Span; input: Expression; args: Expression[]; span: Span };

/** A scalar of the table, taken apart. With `sole` it is exactly one expression and keeps the type of its value. */
export interface Template {
  parts: (string | Expression)[];
  sole: boolean;
}

export interface TemplateFault {
  code: string;
  message: string;
  span: Span;
  hint?: string;
}
