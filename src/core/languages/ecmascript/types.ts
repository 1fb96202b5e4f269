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

/** The type of a cast, `x as T` or `x satisfies T`, and of `new C<T>()`: for a variable without one of its own it says what the value is. */
export function lowerCast(d: Draft, node: number): Value | undefined {
  if (d.kind(node) === Kind.new_expression) {
    const of = d.first(node);
    const list = d.children(node).find((child) => d.kind(child) === Kind.type_arguments);
    if (list === undefined || d.kind(of) !== Kind.identifier) return undefined;
    return { kind: 'index', of: nameOf(d, of), key: typeList(d, list), start: d.start(of), end: d.end(list) };
  }
  if (d.kind(node) !== Kind.as_expression && d.kind(node) !== Kind.satisfies_expression) return undefined;
  const type = d.next(d.first(node));
  return type < 0 ? undefined : lowerType(d, type);
}

/** Notes the name of an interface or alias with what it says; an interface has the fields of those that it extends. */
export function lowerTypeDeclaration(d: Draft, node: number): void {
  const name = d.first(node);
  if (name < 0 || !d.down(node)) return;
  const parts: Value[] = [];
  for (let child = d.next(name); child >= 0; child = d.next(child)) if (isType(d.kind(child))) parts.push(lowerType(d, child));
  if (d.kind(node) === Kind.interface_declaration)
    parts.push({ kind: 'record', fields: fields(d, node), start: d.start(node), end: d.end(node) });
  d.up();
  for (const value of parts) d.types.push({ name: d.textOf(name), value });
}

/** Neither the parameters of a type nor a member of an interface. */
const isType = (kind: Kind): boolean =>
  (kind === Kind.identifier || (kind > Kind.type_parameters && kind < Kind.method_signature)) && kind !== Kind.property_signature;

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
    case Kind.function_type: {
      const returned = d.children(node).findLast((child) => isType(d.kind(child)));
      return { kind: 'unary', operator: '=>', value: returned === undefined ? d.unknown(node) : lowerType(d, returned), start, end };
    }
    case Kind.type_query: {
      const isNamed = inner >= 0 && (d.kind(inner) === Kind.identifier || d.kind(inner) === Kind.member_expression);
      return isNamed ? { kind: 'unary', operator: 'typeof', value: lowerValue(d, inner), start, end } : d.unknown(node);
    }
    case Kind.lookup_type: {
      const key = d.next(inner);
      const name = key < 0 ? undefined : lowerType(d, key);
      return name?.kind === 'text' ? { kind: 'member', of: lowerType(d, inner), name: name.text, start, end } : d.unknown(node);
    }
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
    const isMethod = d.kind(child) === Kind.method_signature;
    if (!isMethod && d.kind(child) !== Kind.property_signature) continue;
    const [key, ...rest] = d.children(child);
    if (key === undefined) continue;
    const annotation = rest.find((part) => d.kind(part) === Kind.type_annotation);
    const type = (annotation === undefined ? undefined : lowerAnnotation(d, annotation)) ?? d.unknown(child);
    const start = d.start(child);
    const end = d.end(child);
    list.push({ key: keyOf(d, key), value: isMethod ? { kind: 'unary', operator: '=>', value: type, start, end } : type, start, end });
  }
  return list;
}
