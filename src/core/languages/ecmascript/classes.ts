/** Classes: their bases, fields and methods. */
import type { Index, Value } from '../../facts/facts.ts';
import type { OpenFunction } from '../gathering.ts';
import { docAbove } from './comments.ts';
import type { Draft } from './draft.ts';
import { lowerInner, lowerNamed, lowerValue } from './expressions.ts';
import { type Holder, lowerMethod } from './functions.ts';
import { Kind } from './kind.ts';
import { isKey, keyOf, nameOfKey } from './properties.ts';
import { lowerBlock } from './statements.ts';
import { lowerAnnotation, lowerCast } from './types.ts';

interface ClassHolder extends Holder {
  readonly decorators: readonly Value[];
}

/** Lowers any kind of class and gives its index. The name declared by it is the caller's to write. */
export function lowerClass(d: Draft, node: number, { name: held, doc, decorators }: ClassHolder): Index {
  const all = [...decorators];
  let child = d.first(node);
  for (; child >= 0 && d.kind(child) === Kind.decorator; child = d.next(child)) all.push(lowerInner(d, child));
  const name = child >= 0 && isClassName(d.kind(child)) ? d.textOf(child) : held;
  const { here, names } = d;
  d.names = undefined;
  const index = d.classes.length;
  const symbol = d.symbolOf(name);
  const scope = d.addScope('class', index, d.start(node));
  const bases: Value[] = [];
  d.classes.push({ name, symbol, bases, scope, decorators: all, doc: docAbove(d.text, doc), start: d.start(node), end: d.end(node) });
  for (; child >= 0; child = d.next(child)) {
    const kind = d.kind(child);
    if (kind === Kind.class_heritage) lowerHeritage(d, child, bases);
    else if (kind === Kind.class_body) {
      d.here = { ...here, scope, self: index, symbol };
      lowerClassBody(d, child, index);
      d.here = here;
    }
  }
  d.names = names;
  return index;
}

const isClassName = (kind: Kind) => kind === Kind.type_identifier || kind === Kind.identifier;

function lowerHeritage(d: Draft, node: number, bases: Value[]): void {
  for (let child = d.first(node); child >= 0; child = d.next(child)) {
    const kind = d.kind(child);
    if (kind === Kind.extends_clause) bases.push(lowerInner(d, child));
    else if (kind !== Kind.implements_clause && kind !== Kind.type_arguments) bases.push(lowerValue(d, child));
  }
}

function lowerClassBody(d: Draft, node: number, index: Index): void {
  let decorators: Value[] = [];
  for (let child = d.first(node); child >= 0; child = d.next(child)) {
    switch (d.kind(child)) {
      case Kind.decorator:
        decorators.push(lowerInner(d, child));
        continue;
      case Kind.method_definition: {
        const { key, index: method, isSetter } = lowerMethod(d, child, index, decorators);
        const { start, end } = d.functions[method] as OpenFunction;
        // A setter shares its name with a getter, which is what a reader of the property runs.
        if (typeof key === 'string' && !isSetter) {
          d.declare(d.here.scope, key, { how: 'function', value: { kind: 'function', function: method, start, end }, ...d.position(end) });
        }
        break;
      }
      case Kind.public_field_definition:
        lowerFieldDefinition(d, child);
        break;
      case Kind.class_static_block: {
        const { here } = d;
        const block = d.first(child);
        d.here = { ...here, scope: d.addScope('block', here.function, d.start(child)) };
        if (block >= 0) lowerBlock(d, block);
        d.here = here;
      }
    }
    decorators = [];
  }
}

function lowerFieldDefinition(d: Draft, node: number): void {
  let keyNode = d.first(node);
  for (; keyNode >= 0 && !isKey(d.kind(keyNode)); keyNode = d.next(keyNode)) if (d.kind(keyNode) === Kind.decorator) lowerInner(d, keyNode);
  if (keyNode < 0) return;
  const key = keyOf(d, keyNode);
  let annotation: Value | undefined;
  let value: Value | undefined;
  for (let child = d.next(keyNode); child >= 0; child = d.next(child)) {
    if (d.kind(child) === Kind.type_annotation) annotation = lowerAnnotation(d, child);
    else {
      value = lowerNamed(d, child, nameOfKey(key), d.start(node));
      annotation ??= lowerCast(d, child);
    }
  }
  if (typeof key !== 'string') return;
  d.declare(d.here.scope, key, {
    how: value ? 'assign' : 'declare',
    value: value ?? d.unknown(node),
    ...d.position(d.end(node)),
    ...(annotation ? { annotation } : undefined),
  });
}
