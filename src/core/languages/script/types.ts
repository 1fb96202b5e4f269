/** Type annotations as values: names, generics as `index`, unions as `|`, literal types as text, object types as records. */
import type { Value } from '../../facts/facts.ts';
import type { Builder } from './builder.ts';
import { lower, name } from './expressions.ts';
import { Kind } from './kind.ts';

export function lowerType(b: Builder, node: number): Value {
  if (node < 0) return { kind: 'unknown', why: 'syntax', start: 0, end: 0 };
  if (!b.down(node)) return b.unknown(node, 'too-deep');
  const value = lowerInner(b, node);
  b.up();
  return value;
}

function lowerInner(b: Builder, node: number): Value {
  const at = { start: b.start(node), end: b.end(node) };
  const parts = b.syntax.children(node);
  const [first = -1] = parts;
  switch (b.kind(node)) {
    case Kind.type_identifier:
    case Kind.predefined_type:
    case Kind.identifier:
      return name(b, b.textOf(node), at.start, at.end);
    case Kind.nested_type_identifier:
    case Kind.nested_identifier:
      return { kind: 'member', of: lowerType(b, first), name: b.textOf(parts.at(-1) ?? node), ...at };
    case Kind.generic_type: {
      const list = b.child(node, Kind.type_arguments);
      const items = list < 0 ? [] : b.syntax.children(list).map((one) => lowerType(b, one));
      return { kind: 'index', of: lowerType(b, first), key: items.length === 1 ? (items[0] as Value) : { kind: 'list', items, ...at }, ...at };
    }
    case Kind.array_type:
      return { kind: 'index', of: name(b, 'Array', at.start, at.end), key: lowerType(b, first), ...at };
    case Kind.union_type: {
      const [left, right] = [first, parts[1] ?? -1];
      return right < 0 ? lowerType(b, left) : { kind: 'operation', operator: '|', left: lowerType(b, left), right: lowerType(b, right), ...at };
    }
    case Kind.parenthesized_type:
    case Kind.readonly_type:
    case Kind.optional_type:
    case Kind.rest_type:
    case Kind.type_annotation:
      return lowerType(b, first);
    case Kind.literal_type:
      return lower(b, first);
    case Kind.tuple_type:
      return { kind: 'list', items: parts.map((part) => lowerType(b, part)), ...at };
    case Kind.object_type:
      return {
        kind: 'record',
        fields: parts.flatMap((part) => {
          const [key, type] = b.syntax.children(part);
          return b.kind(part) === Kind.property_signature && key !== undefined && type !== undefined
            ? [{ key: b.textOf(key), value: lowerType(b, type), start: b.start(part), end: b.end(part) }]
            : [];
        }),
        ...at,
      };
    default:
      return b.unknown(node, 'runtime');
  }
}
