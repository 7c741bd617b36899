/** Undoes packNode (pack-node.ts): the node of a mark and its parts, or the list that was marked. */
export function unpackNode(mark: string, parts: unknown[]): object {
  const [first, second, third] = parts;
  switch (mark) {
    case '~c':
      return { k: 'const', v: first };
    case '~s':
      return { k: 'setting', name: first };
    case '~f':
      return { k: 'field', path: parts };
    case '~v':
      return { k: 'var', slot: first, name: second, path: parts.slice(2) };
    case '~?':
      return { k: 'first', of: parts };
    case '~!':
      return { k: 'demand', of: first, label: second };
    case '~|':
      return { k: 'call', fn: first, input: second, args: parts.slice(2) };
    case '~t':
    case '~i':
      return { k: 'text', parts, iri: mark === '~i' };
    case '~$':
      return { k: 'case', branches: first, ...(parts.length > 1 && { otherwise: second }) };
    case '~e':
    case '~m':
      return { k: 'map', entity: mark === '~e', fields: pairs(parts) };
    case '~l':
      return { k: 'list', items: parts };
    case '~~':
      return parts;
    case '~any':
    case '~all':
      return { t: mark.slice(1), of: parts };
    case '~not':
      return { t: 'not', test: first };
    case '~like':
      return { t: 'like', glob: first };
    case '~=':
      return { label: first, value: second, test: third };
    case '~:':
      return { name: first, slot: second, value: third };
    case '~E': {
      const [event, line, conditions, fields, own, forEach] = parts;
      return { event, line, if: conditions, fields, own, ...(forEach !== undefined && { forEach }) };
    }
    case '~R': {
      const [rule, file, line, names, globs, when, lets, then, slots] = parts;
      return { rule, file, line, names, globs, when, lets, then, slots };
    }
    default:
      // `is`, `exists`, `below`, `above`
      return { t: mark.slice(1), v: first };
  }
}

function pairs(parts: readonly unknown[]): unknown[] {
  const fields: unknown[] = [];
  for (let i = 0; i < parts.length; i += 2) fields.push([parts[i], parts[i + 1]]);
  return fields;
}
