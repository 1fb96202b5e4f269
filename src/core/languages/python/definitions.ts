/** Definitions of functions and classes, with their decorators and docstrings. */
import type { Index, Value, Write } from '../../facts/facts.ts';
import type { OpenFunction } from '../gathering.ts';
import type { Builder } from './builder.ts';
import { value } from './expressions.ts';
import { addFunction, bodyOf } from './functions.ts';
import { Kind } from './kinds.ts';
import { cooked, docText, literalAt } from './literals.ts';
import { block, damageIn, statement } from './statements.ts';

export function decorated(b: Builder, node: number): void {
  const decorators: Value[] = [];
  for (let child = b.first(node); child >= 0; child = b.next(child)) {
    switch (b.kind(child)) {
      case Kind.decorator: {
        const given = b.first(child);
        if (given >= 0) decorators.push(value(b, given));
        break;
      }
      case Kind.function_definition:
        define(b, child, decorators);
        break;
      case Kind.class_definition:
        classDefinition(b, child, decorators);
        break;
      default:
        statement(b, child);
    }
  }
}

export function define(b: Builder, node: number, decorators: readonly Value[]): void {
  const nameNode = b.child(node, Kind.identifier);
  const name = nameNode < 0 ? '' : b.textOf(nameNode);
  if (b.syntax.hasError) damageIn(b, node);
  const index = addFunction(b, node, name, b.inClass() ? methodKind(name, decorators) : 'none', decorators);
  const body = b.child(node, Kind.block);
  if (body >= 0) {
    (b.functions[index] as OpenFunction).doc = docstring(b, body);
    bodyOf(b, index, () => block(b, body));
  }
  // `@name.setter` and `@name.deleter` do not change what reading the name gives.
  const accessor = decorators.some((d) => d.kind === 'member' && (d.name === 'setter' || d.name === 'deleter'));
  if (name !== '' && !accessor) bind(b, name, 'function', { kind: 'function', function: index, start: b.start(node), end: b.end(node) });
}

function methodKind(name: string, decorators: readonly Value[]): OpenFunction['method'] {
  for (const decorator of decorators) {
    const called = decorator.kind === 'name' || decorator.kind === 'member' ? decorator.name : '';
    if (called === 'staticmethod') return 'static';
    if (called === 'classmethod') return 'class';
    if (called === 'property' || called.endsWith('_property')) return 'getter';
  }
  if (name === '__init__') return 'constructor';
  return name === '__new__' || name === '__init_subclass__' || name === '__class_getitem__' ? 'class' : 'instance';
}

export function classDefinition(b: Builder, node: number, decorators: readonly Value[]): void {
  const nameNode = b.child(node, Kind.identifier);
  const name = nameNode < 0 ? '' : b.textOf(nameNode);
  const body = b.child(node, Kind.block);
  const bases: Value[] = [];
  for (let child = nameNode < 0 ? -1 : b.next(nameNode); child >= 0 && child !== body; child = b.next(child)) {
    const kind = b.kind(child);
    if (kind === Kind.keyword_argument) {
      const given = b.last(child);
      if (given >= 0 && given !== b.first(child)) value(b, given);
    } else if (kind !== Kind.type) {
      const base = value(b, child);
      if (kind !== Kind.ERROR) bases.push(base);
    }
  }
  const index: Index = b.classes.length;
  const scope = b.addScope('class', b.scope, index);
  const symbol = b.symbolOf(name);
  b.classes.push({
    name,
    symbol,
    bases,
    scope,
    decorators,
    doc: body < 0 ? '' : docstring(b, body),
    start: b.start(node),
    end: b.end(node),
  });
  if (body >= 0) b.within({ scope, symbol, selfName: '', selfClass: index }, () => block(b, body));
  if (name !== '') bind(b, name, 'class', { kind: 'class', class: index, start: b.start(node), end: b.end(node) });
}

function bind(b: Builder, name: string, how: Write['how'], given: Value): void {
  b.write(b.scopeOf(name), name, { how, value: given, ...b.position(given.end) });
}

function docstring(b: Builder, body: number): string {
  const first = b.first(body);
  if (first < 0) return '';
  let doc = '';
  if (b.kind(first) === Kind.concatenated_string) {
    for (let part = b.first(first); part >= 0; part = b.next(part)) doc += staticText(b, part);
  } else if (b.kind(first) === Kind.string) doc = staticText(b, first);
  return doc === '' ? '' : docText(doc);
}

function staticText(b: Builder, node: number): string {
  const literal = literalAt(b.text, b.start(node), b.end(node));
  return b.first(node) < 0 ? cooked(b.text, literal.from, literal.to, literal) : '';
}
