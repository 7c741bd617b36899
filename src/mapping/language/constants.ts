import { compileTest, passes } from '../compile-conditions.ts';
import type { Json, TestNode, ValueNode } from '../table.ts';
import { placed } from './scope.ts';
import type { Folder } from './scope.ts';
import type { SourceNode } from './source-node.ts';

/** A cell of a row as a value; maps and lists become nodes, so that checks see their parts. */
export function constant(node: SourceNode, folder: Folder): ValueNode {
  switch (node.kind) {
    case 'scalar':
      return placed(folder, { k: 'const', v: node.value }, node.place);
    case 'list':
      return placed(folder, { k: 'list', items: node.items.map((item) => constant(item, folder)) }, node.place);
    case 'map': {
      const fields = node.entries.map(({ key, value }): [string, ValueNode] =>
        placed(folder, [key.value, constant(value, folder)], key.place),
      );
      const entity = fields.some(([key]) => key === 'type');
      return placed(folder, { k: 'map', entity, fields }, node.place);
    }
    case 'broken':
      folder.faults.again();
      return placed(folder, { k: 'const', v: null }, node.place);
  }
}

/** Whether a test on a constant holds: decided when the rows are expanded. */
export function holdsAlways(test: TestNode, value: Json): boolean {
  return passes(value === null || value === '' ? undefined : value, compileTest(test));
}
