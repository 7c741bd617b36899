import ts from 'typescript';
import type { Schema } from './json-schema.ts';

/**
 * JSON Schemas of TypeScript types, for what is written as JSON: the document then says what the compiler checks. A `number` is a
 * whole number from 0, which is all that answers hold; objects are closed; the first paragraph of a docstring is the description.
 *
 * @param file declares an interface `Components`; each of its properties is a schema of that name, and others refer to it
 * @param overrides what is known beyond the type, by `Component.property`, or by `property` for all
 * @throws Error for a type that has no JSON, with the place where it stands
 */
export function typesToSchemas(
  file: string,
  options: ts.CompilerOptions,
  overrides: Readonly<Record<string, Schema>>,
): Record<string, Schema> {
  const program = ts.createProgram([file], options);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const declaration = source?.statements.find(
    (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === 'Components',
  );
  if (source === undefined || declaration === undefined) throw new Error(`${file} declares no interface Components`);
  const components = checker.getPropertiesOfType(checker.getTypeAtLocation(declaration));
  const named = new Map<ts.Type, string>();
  const typeOf = (symbol: ts.Symbol): ts.Type => checker.getTypeOfSymbolAtLocation(symbol, declaration);
  for (const component of components) named.set(typeOf(component), component.name);
  const used = new Set<string>();
  const schemas = Object.fromEntries(
    components.map((component) => {
      const schema = convert(typeOf(component), component.name, component.name, false);
      return [component.name, described(component, schema)];
    }),
  );
  const unused = Object.keys(overrides).filter((name) => !used.has(name));
  if (unused.length > 0) throw new Error(`nothing has the names of these overrides: ${unused.join(', ')}`);
  return schemas;

  function convert(type: ts.Type, place: string, component: string, mayRefer = true): Schema {
    const name = named.get(type);
    if (mayRefer && name !== undefined) return { $ref: `#/components/schemas/${name}` };
    // JSON of any form: the type is recursive.
    if (type.flags & ts.TypeFlags.Unknown || type.aliasSymbol?.name === 'Json') return {};
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (type.flags & ts.TypeFlags.BooleanLiteral) return { const: checker.typeToString(type) === 'true' };
    if (type.flags & ts.TypeFlags.String) return { type: 'string' };
    if (type.flags & ts.TypeFlags.Number) return { type: 'integer', minimum: 0 };
    if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
    if (type.isUnion()) return union(type, place, component);
    if (checker.isArrayType(type)) {
      const [item] = checker.getTypeArguments(type as ts.TypeReference);
      if (item !== undefined) return { type: 'array', items: convert(item, `${place}[]`, component) };
    }
    if (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return objectOf(type, place, component);
    throw new Error(`${place}: ${checker.typeToString(type)} has no JSON Schema`);
  }

  function union(type: ts.UnionType, place: string, component: string): Schema {
    const parts = type.types.filter((part) => !(part.flags & ts.TypeFlags.Undefined));
    if (parts.every((part) => part.flags & ts.TypeFlags.BooleanLiteral)) return { type: 'boolean' };
    const literals = parts.flatMap((part) => (part.isStringLiteral() ? [part.value] : []));
    if (literals.length > 1 && literals.length === parts.length) return { type: 'string', enum: literals.sort() };
    const schemas = parts.map((part) => convert(part, place, component));
    const [only] = schemas;
    if (only !== undefined && schemas.length === 1) return only;
    // `null` or one plain type: the short form.
    const types = schemas.map((schema) => schema.type);
    const [other] = schemas.filter((schema) => schema.type !== 'null');
    if (schemas.length === 2 && types.includes('null') && typeof other?.type === 'string' && other.enum === undefined) {
      return { ...other, type: [other.type, 'null'] };
    }
    return { anyOf: schemas };
  }

  function objectOf(type: ts.Type, place: string, component: string): Schema {
    const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
    const properties = checker.getPropertiesOfType(type);
    const required = properties.filter((property) => !(property.flags & ts.SymbolFlags.Optional));
    return {
      type: 'object',
      ...(properties.length > 0 && {
        properties: Object.fromEntries(properties.map((property) => [property.name, member(property)])),
        required: required.map((property) => property.name),
      }),
      additionalProperties: index === undefined ? false : convert(index.type, `${place}.*`, component),
    };

    function member(property: ts.Symbol): Schema {
      const key = [`${component}.${property.name}`, property.name].find((one) => one in overrides);
      if (key !== undefined) used.add(key);
      const schema = convert(typeOf(property), `${place}.${property.name}`, component);
      // What stands in the override is more than the type knows; where it tells the type, it tells all.
      const known = key === undefined ? {} : overrides[key];
      const merged = known?.type === undefined && known?.$ref === undefined && known?.anyOf === undefined;
      return described(property, merged ? { ...schema, ...known } : { ...known });
    }
  }

  /** The schema with the docstring of a property, or of the type that it has. */
  function described(symbol: ts.Symbol, schema: Schema): Schema {
    if (schema.description !== undefined || schema.$ref !== undefined) return schema;
    const own = ts.displayPartsToString(symbol.getDocumentationComment(checker));
    const description =
      own
        .split('\n\n')[0]
        ?.replaceAll(/\s*\n\s*/g, ' ')
        .trim() ?? '';
    return description === '' ? schema : { ...schema, description };
  }
}
