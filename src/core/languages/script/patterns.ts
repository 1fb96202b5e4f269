/** Targets of assignments: names, members, and destructuring of every shape. */
import type { Value, Write } from '../../facts/facts.ts';
import type { Builder } from './builder.ts';
import { propertyName } from './definitions.ts';
import { children, lower } from './expressions.ts';
import { Kind } from './kind.ts';

type How = Pick<Write, 'how'> & { readonly operator?: string; readonly annotation?: Value };

/** Writes `value` to a target; the names of a pattern get its members and elements. Names that are declared live in `declaredIn`. */
export function assign(b: Builder, target: number, value: Value, at: number, how: How, declaredIn = -1): void {
  if (target < 0) return;
  const range = { start: b.start(target), end: b.end(target) };
  switch (b.kind(target)) {
    case Kind.identifier:
    case Kind.shorthand_property_identifier_pattern:
    case Kind.shorthand_property_identifier: {
      const text = b.textOf(target);
      const scope = declaredIn >= 0 ? declaredIn : b.boundIn(text);
      b.write(scope >= 0 ? scope : 0, text, { ...how, value, ...b.position(at) });
      return;
    }
    case Kind.member_expression: {
      const of = lower(b, b.first(target));
      b.stores.push({ target: of, key: b.textOf(b.last(target)), value, how: how.how === 'augment' ? 'augment' : 'assign', ...(how.annotation ? { annotation: how.annotation } : {}), ...range, ...b.position(at) });
      return;
    }
    case Kind.subscript_expression: {
      const of = lower(b, b.first(target));
      const key = lower(b, b.last(target));
      b.stores.push({ target: of, key: key.kind === 'text' ? key.text : key, value, how: how.how === 'augment' ? 'augment' : 'assign', ...range, ...b.position(at) });
      return;
    }
    case Kind.assignment_pattern:
    case Kind.object_assignment_pattern: {
      const [inner, otherwise] = children(b, target) as [number, number];
      const second = lower(b, otherwise);
      assign(b, inner, { kind: 'fallback', operator: 'nullish', first: value, second, ...range }, at, how, declaredIn);
      return;
    }
    case Kind.object_pattern:
      for (const child of children(b, target)) property(b, child, value, at, how, declaredIn);
      return;
    case Kind.array_pattern: {
      let position = 0;
      let from = b.start(target) + 1;
      for (const child of children(b, target)) {
        position += b.text.slice(from, b.start(child)).split(',').length - 1;
        from = b.end(child);
        if (b.kind(child) === Kind.rest_pattern) assign(b, b.first(child), { kind: 'slice', of: value, ...range }, at, how, declaredIn);
        else assign(b, child, { kind: 'element', of: value, position, ...range }, at, how, declaredIn);
      }
      return;
    }
    case Kind.rest_pattern:
      assign(b, b.first(target), value, at, how, declaredIn);
      return;
    case Kind.object:
    case Kind.array:
    case Kind.parenthesized_expression:
    case Kind.non_null_expression:
    case Kind.as_expression:
      assign(b, b.first(target), value, at, how, declaredIn);
      return;
    default:
      lower(b, target);
  }
}

function property(b: Builder, child: number, value: Value, at: number, how: How, declaredIn: number): void {
  const range = { start: b.start(child), end: b.end(child) };
  const member = (name: string): Value => ({ kind: 'member', of: value, name, ...range });
  switch (b.kind(child)) {
    case Kind.shorthand_property_identifier_pattern:
      assign(b, child, member(b.textOf(child)), at, how, declaredIn);
      return;
    case Kind.object_assignment_pattern: {
      const [inner, otherwise] = children(b, child) as [number, number];
      const second = lower(b, otherwise);
      assign(b, inner, { kind: 'fallback', operator: 'nullish', first: member(b.textOf(inner)), second, ...range }, at, how, declaredIn);
      return;
    }
    case Kind.pair_pattern: {
      const [key, inner] = children(b, child) as [number, number];
      const name = propertyName(b, key);
      assign(b, inner, typeof name === 'string' ? member(name) : { kind: 'index', of: value, key: name, ...range }, at, how, declaredIn);
      return;
    }
    case Kind.rest_pattern:
      assign(b, b.first(child), value, at, how, declaredIn);
      return;
    default:
      lower(b, child);
  }
}
