/** What values are written to: names, members, elements, and the patterns that take a value apart. */
import type { Index, Store, Value, Write } from '../../facts/facts.ts';
import { countBetween } from './comments.ts';
import type { Draft } from './draft.ts';
import { lowerNamed, lowerValue, memberOf, nameOf } from './expressions.ts';
import { Kind } from './kind.ts';
import { keyOf } from './properties.ts';

/** How a value is written, whatever shape the target has. */
export interface Writing {
  readonly how: Write['how'];
  /** Offset of the statement, and offset from which the write holds. */
  readonly start: number;
  readonly at: number;
  /** The scope that declares the names; without it they are declared somewhere around. */
  readonly scope?: Index;
  readonly operator?: string;
  readonly annotation?: Value | undefined;
}

/** The left side of an assignment. Its object and key are lowered before the value, as they are run. */
export interface Target {
  readonly node: number;
  /** What is read from there: the name, the member, the element; absent for patterns. */
  readonly place?: Extract<Value, { kind: 'name' | 'member' | 'index' | 'imported' }>;
  /** Of a member or element: the object, and the name or key. */
  readonly of?: Value;
  readonly key?: string | Value;
}

export function lowerTarget(d: Draft, node: number): Target {
  const start = d.start(node);
  const end = d.end(node);
  const inner = d.first(node);
  switch (d.kind(node)) {
    case Kind.identifier: {
      const place = nameOf(d, node);
      return place.kind === 'name' ? { node, place } : { node };
    }
    case Kind.member_expression:
    case Kind.subscript_expression: {
      const keyNode = d.next(inner);
      if (keyNode < 0) return { node };
      const of = lowerValue(d, inner);
      if (d.kind(node) === Kind.member_expression) {
        const key = d.textOf(keyNode);
        return { node, of, key, place: { kind: 'member', of, name: key, start, end } };
      }
      const key = lowerValue(d, keyNode);
      return { node, of, key: key.kind === 'text' ? key.text : key, place: { kind: 'index', of, key, start, end } };
    }
    case Kind.parenthesized_expression:
    case Kind.non_null_expression:
    case Kind.as_expression:
    case Kind.satisfies_expression:
      return inner < 0 ? { node } : lowerTarget(d, inner);
    default:
      return { node };
  }
}

/** The name that a target gives to a function or text it receives. */
export function nameOfTarget({ place, key }: Target): string {
  if (place?.kind === 'name') return place.name;
  return typeof key === 'string' ? key : '';
}

export function writeTarget(d: Draft, target: Target, value: Value, writing: Writing): void {
  const { node, place, of, key } = target;
  if (place?.kind === 'name') writeName(d, place.name, value, writing);
  else if (of !== undefined && key !== undefined) {
    const how = writing.how === 'augment' ? 'augment' : 'assign';
    const store: Store = { target: of, key, value, how, start: writing.start, end: writing.at, ...d.position(writing.at) };
    d.stores.push(writing.annotation ? { ...store, annotation: writing.annotation } : store);
  } else writePattern(d, node, value, writing);
}

/** Writes the parts of a value to the names in a pattern. */
export function writePattern(d: Draft, node: number, value: Value, writing: Writing): void {
  if (!d.down(node)) return;
  switch (d.kind(node)) {
    case Kind.identifier:
    case Kind.shorthand_property_identifier_pattern:
      writeName(d, d.textOf(node), value, writing);
      break;
    case Kind.object_pattern:
      objectPattern(d, node, value, forParts(writing));
      break;
    case Kind.array_pattern:
      arrayPattern(d, node, value, forParts(writing));
      break;
    case Kind.assignment_pattern:
    case Kind.object_assignment_pattern:
      withDefault(d, node, value, writing);
      break;
    case Kind.member_expression:
    case Kind.subscript_expression: {
      const target = lowerTarget(d, node);
      if (target.place) writeTarget(d, target, value, writing);
      break;
    }
    default:
      lowerValue(d, node);
  }
  d.up();
}

/** A part of what a loop walks over is no collection any more, and the annotation is the whole's. */
const forParts = ({ annotation: _, ...writing }: Writing): Writing => (writing.how === 'loop' ? { ...writing, how: 'assign' } : writing);

function writeName(d: Draft, name: string, value: Value, { how, at, scope, operator, annotation }: Writing): void {
  const write: Write = {
    how,
    value,
    ...d.position(at),
    ...(operator === undefined ? undefined : { operator }),
    ...(annotation ? { annotation } : undefined),
  };
  if (scope === undefined) d.assign(name, write);
  else d.declare(scope, name, write);
}

function objectPattern(d: Draft, node: number, value: Value, writing: Writing): void {
  for (let child = d.first(node); child >= 0; child = d.next(child)) {
    const start = d.start(child);
    const end = d.end(child);
    switch (d.kind(child)) {
      case Kind.shorthand_property_identifier_pattern:
        writePattern(d, child, memberOf(value, d.textOf(child), start, end), writing);
        break;
      case Kind.object_assignment_pattern: {
        const name = d.first(child);
        if (name >= 0) withDefault(d, child, memberOf(value, d.textOf(name), start, end), writing);
        break;
      }
      case Kind.pair_pattern: {
        const keyNode = d.first(child);
        if (keyNode < 0) break;
        const key = keyOf(d, keyNode);
        const target = d.next(keyNode);
        const part: Value = typeof key === 'string' ? memberOf(value, key, start, end) : { kind: 'index', of: value, key, start, end };
        if (target >= 0) writePattern(d, target, part, writing);
        break;
      }
      case Kind.rest_pattern: {
        // The rest answers for every key that the pattern does not name, as the whole does.
        const rest = d.first(child);
        if (rest >= 0) writePattern(d, rest, value, writing);
      }
    }
  }
}

function arrayPattern(d: Draft, node: number, value: Value, writing: Writing): void {
  let position = 0;
  let from = d.start(node) + 1;
  for (let child = d.first(node); child >= 0; child = d.next(child)) {
    const start = d.start(child);
    const end = d.end(child);
    position += countBetween(d.text, ',', from, start);
    from = end;
    if (d.kind(child) === Kind.rest_pattern) {
      const rest = d.first(child);
      const first: Value = { kind: 'number', value: position, start, end: start };
      if (rest >= 0) writePattern(d, rest, { kind: 'slice', of: value, from: first, start, end }, writing);
    } else {
      writePattern(d, child, { kind: 'element', of: value, position, start, end }, writing);
    }
  }
}

/** `target = otherwise` inside a pattern. */
function withDefault(d: Draft, node: number, value: Value, writing: Writing): void {
  const target = d.first(node);
  const otherwise = d.next(target);
  if (target < 0) return;
  if (otherwise < 0) {
    writePattern(d, target, value, writing);
    return;
  }
  const name = d.kind(target) === Kind.object_pattern || d.kind(target) === Kind.array_pattern ? '' : d.textOf(target);
  const second = lowerNamed(d, otherwise, name, -1);
  writePattern(d, target, { kind: 'fallback', operator: 'nullish', first: value, second, start: value.start, end: second.end }, writing);
}
