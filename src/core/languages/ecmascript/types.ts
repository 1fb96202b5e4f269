/** Type annotations as values: names, `index` for generics, `|` for unions, records for object types. */
import type { Field, Value } from '../../facts/facts.ts';
import type { Draft } from './draft.ts';
import { lowerValue, nameOf } from './expressions.ts';
import { Kind } from './kind.ts';
import { keyOf } from './properties.ts';

/** The type in a `: T` or the first of `<T>`; undefined where nothing stands. */
export function lowerAnnotation(d: Draft, node: number): Value | undefined {
  const type = d.first(node);
  return type < 0 ? undefined : lowerType(d, type);
}

/** The type of a cast, `x as T` or `x satisfies T`: for a variable without one of its own it says what the value is. */
export function lowerCast(d: Draft, node: number): Value | undefined {
  if (d.kind(node) !== Kind.as_expression && d.kind(node) !== Kind.satisfies_expression) return undefined;
  const type = d.next(d.first(node));
  return type < 0 ? undefined : lowerType(d, type);
}

function lowerType(d: Draft, node: number): Value {
  if (!d.down(node)) return d.unknown(node, 'too-deep');
  const value = typeOf(d, node);
  d.up();
  return value;
}

function typeOf(d: Draft, node: number): Value {
  const start = d.start(node);
  const end = d.end(node);
  const inner = d.first(node);
  switch (d.kind(node)) {
    case Kind.identifier:
    case Kind.type_identifier:
    case Kind.predefined_type:
      return nameOf(d, node);
    case Kind.nested_identifier:
    case Kind.nested_type_identifier: {
      const name = d.next(inner);
      return name < 0 ? d.unknown(node, 'syntax') : { kind: 'member', of: lowerType(d, inner), name: d.textOf(name), start, end };
    }
    case Kind.readonly_type:
    case Kind.optional_type:
    case Kind.rest_type:
    case Kind.parenthesized_type:
      return inner < 0 ? d.unknown(node, 'syntax') : lowerType(d, inner);
    case Kind.generic_type: {
      const of = inner < 0 ? d.unknown(node, 'syntax') : lowerType(d, inner);
      const list = d.next(inner);
      return list < 0 ? of : { kind: 'index', of, key: typeList(d, list), start, end };
    }
    case Kind.array_type: {
      const key = inner < 0 ? d.unknown(node, 'syntax') : lowerType(d, inner);
      const { scope, branch, loop } = d.here;
      return { kind: 'index', of: { kind: 'name', name: 'Array', scope, branch, loop, start, end }, key, start, end };
    }
    case Kind.union_type:
      return combined(d, node, '|');
    case Kind.intersection_type:
      return combined(d, node, '&');
    case Kind.tuple_type:
      return { kind: 'list', items: d.children(node).map((item) => lowerType(d, item)), start, end };
    case Kind.literal_type:
      return inner < 0 ? d.unknown(node, 'syntax') : lowerValue(d, inner);
    case Kind.object_type:
      return { kind: 'record', fields: fields(d, node), start, end };
    default:
      return d.unknown(node);
  }
}

/** One type argument is itself, several are a list. */
function typeList(d: Draft, node: number): Value {
  const items = d.children(node).map((item) => lowerType(d, item));
  const [only] = items;
  return only && items.length === 1 ? only : { kind: 'list', items, start: d.start(node), end: d.end(node) };
}

/** A union of many members is a long chain to the left, so it is walked and not recursed into. */
function combined(d: Draft, node: number, operator: string): Value {
  const kind = d.kind(node);
  const chain: number[] = [];
  let left = node;
  while (left >= 0 && d.kind(left) === kind) {
    chain.push(left);
    left = d.first(left);
  }
  let value = left < 0 ? d.unknown(node, 'syntax') : lowerType(d, left);
  for (let i = chain.length - 1; i >= 0; i--) {
    const member = d.next(d.first(chain[i] as number));
    if (member < 0) continue;
    value = { kind: 'operation', operator, left: value, right: lowerType(d, member), start: d.start(node), end: d.end(member) };
  }
  return value;
}

function fields(d: Draft, node: number): Field[] {
  const list: Field[] = [];
  for (let child = d.first(node); child >= 0; child = d.next(child)) {
    if (d.kind(child) !== Kind.property_signature) continue;
    const key = d.first(child);
    if (key < 0) continue;
    const annotation = d.next(key);
    const value = (annotation < 0 ? undefined : lowerAnnotation(d, annotation)) ?? d.unknown(child);
    list.push({ key: keyOf(d, key), value, start: d.start(child), end: d.end(child) });
  }
  return list;
}
