import type { MappingFile } from '../../../mapping/language/source-text.ts';
import type { JsonObject } from '../../../mapping/table.ts';

/** What the playground knows of one kind of source; the build writes it to a file, and the browser fetches it when it is needed. */
export interface SourceAsset {
  /** `_shared.yaml`, and that of the site if there is one. */
  shared: MappingFile[];
  rules: ShippedRule[];
  examples: ShippedExample[];
}

export interface ShippedRule {
  rule: string;
  file: string;
  line: number;
  /** A whole mapping file with this rule alone, and the fragments of its file that it uses. */
  text: string;
}

export interface ShippedExample {
  rule: string;
  name: string;
  /** The record as its sender would write it. */
  record: JsonObject;
}
