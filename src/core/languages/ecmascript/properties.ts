/** Object literals and the keys of objects, classes and patterns. */
import type { Field, Spread, Value } from '../../facts/facts.ts';
import type { Draft } from './draft.ts';
import { lowerNamed, lowerValue, nameOf } from './expressions.ts';
import { lowerMethod } from './functions.ts';
import { Kind } from './kind.ts';
import { stringValue } from './literals.ts';

/** The node names a property or a method: modifiers and decorators may stand before it. */
export function isKey(kind: Kind): boolean {
  return (
    kind === Kind.property_identifier ||
    kind === Kind.private_property_identifier ||
    kind === Kind.computed_property_name ||
    kind === Kind.string ||
    kind === Kind.number
  );
}

/** A key as text when it is static, else its expression. */
export function keyOf(d: Draft, node: number): string | Value {
  switch (d.kind(node)) {
    case Kind.string:
      return stringValue(d.textOf(node));
    case Kind.computed_property_name: {
      const expression = d.first(node);
      if (expression < 0) return d.unknown(node, 'syntax');
      const value = lowerValue(d, expression);
      return value.kind === 'text' ? value.text : value;
    }
    default:
      return d.textOf(node);
  }
}

/** The name that a key gives to a function or text behind it; '' when it is computed. */
export const nameOfKey = (key: string | Value): string => (typeof key === 'string' ? key : '');

export function lowerObject(d: Draft, node: number): Value {
  const fields: (Field | Spread)[] = [];
  for (let child = d.first(node); child >= 0; child = d.next(child)) {
    const field = lowerField(d, child);
    if (field) fields.push(field);
  }
  return { kind: 'record', fields, start: d.start(node), end: d.end(node) };
}

function lowerField(d: Draft, node: number): Field | Spread | undefined {
  const start = d.start(node);
  const end = d.end(node);
  switch (d.kind(node)) {
    case Kind.pair: {
      const keyNode = d.first(node);
      if (keyNode < 0) return undefined;
      const key = keyOf(d, keyNode);
      const valueNode = d.next(keyNode);
      const value = valueNode < 0 ? d.unknown(node, 'syntax') : lowerNamed(d, valueNode, nameOfKey(key), start);
      return { key, value, start, end };
    }
    case Kind.shorthand_property_identifier:
      return { key: d.textOf(node), value: nameOf(d, node), start, end };
    case Kind.spread_element: {
      const inner = d.first(node);
      return inner < 0 ? undefined : { kind: 'spread', value: lowerValue(d, inner), start, end };
    }
    case Kind.method_definition: {
      const { key, index } = lowerMethod(d, node, -1, []);
      return { key, value: { kind: 'function', function: index, start, end }, start, end };
    }
    default:
      // Half-typed code: `{ model: 'x', temp` has a lone name or value.
      lowerValue(d, node);
      return undefined;
  }
}
