/** Declarations: variables, functions, classes, enumerations and namespaces. */
import type { Field, Index, Value } from '../../facts/facts.ts';
import { lowerClass } from './classes.ts';
import type { Draft } from './draft.ts';
import { lowerNamed, lowerValue } from './expressions.ts';
import { declareFunction, lowerFunction } from './functions.ts';
import { Kind } from './kind.ts';
import { writePattern } from './patterns.ts';
import { keyOf } from './properties.ts';
import { lowerBlock, lowerStatement } from './statements.ts';
import { lowerAnnotation, lowerCast } from './types.ts';

/** Lowers a declaration and gives the names that it declares. `doc` is the offset below its doc comment. */
export function lowerDeclared(d: Draft, node: number, doc: number, decorators: readonly Value[]): readonly string[] {
  const { names } = d;
  d.names = [];
  lowerDeclaration(d, node, doc, decorators);
  const declared = d.names;
  d.names = names;
  return declared;
}

/** `doc` is the offset below its doc comment, `decorators` are those in front of an `export`. */
export function lowerDeclaration(d: Draft, node: number, doc: number, decorators: readonly Value[]): void {
  switch (d.kind(node)) {
    case Kind.lexical_declaration:
    case Kind.variable_declaration:
      lowerVariables(d, node, doc);
      return;
    case Kind.function_declaration:
    case Kind.generator_function_declaration: {
      const index = lowerFunction(d, node, { name: '', doc });
      const name = d.first(node);
      if (name >= 0 && d.kind(name) === Kind.identifier) declareFunction(d, name, index, d.here.scope);
      return;
    }
    case Kind.class_declaration:
    case Kind.abstract_class_declaration: {
      const index = lowerClass(d, node, { name: '', doc, decorators });
      const { name, start, end } = d.classes[index] as { name: string; start: number; end: number };
      if (name !== '')
        d.declare(d.here.scope, name, { how: 'class', value: { kind: 'class', class: index, start, end }, ...d.position(end) });
      return;
    }
    case Kind.enum_declaration:
      lowerEnum(d, node);
      return;
    case Kind.ambient_declaration:
      lowerBlock(d, node);
      return;
    default:
      for (let child = d.first(node); child >= 0; child = d.next(child))
        if (d.kind(child) === Kind.statement_block) lowerStatement(d, child);
  }
}

/** An enumeration is a record; members without a value count up from the one before. */
function lowerEnum(d: Draft, node: number): void {
  const name = d.first(node);
  const body = d.next(name);
  if (body < 0) return;
  const fields: Field[] = [];
  let counter: number | undefined = 0;
  for (let child = d.first(body); child >= 0; child = d.next(child)) {
    const start = d.start(child);
    const end = d.end(child);
    const isAssigned = d.kind(child) === Kind.enum_assignment;
    const keyNode = isAssigned ? d.first(child) : child;
    const source = isAssigned ? d.next(keyNode) : -1;
    if (keyNode < 0) continue;
    const key = keyOf(d, keyNode);
    let value: Value = counter === undefined ? d.unknown(child) : { kind: 'number', value: counter, start, end };
    if (source >= 0) value = lowerNamed(d, source, typeof key === 'string' ? key : '', -1);
    counter = value.kind === 'number' ? value.value + 1 : undefined;
    fields.push({ key, value, start, end });
  }
  const value: Value = { kind: 'record', fields, start: d.start(body), end: d.end(body) };
  d.declare(d.here.scope, d.textOf(name), { how: 'assign', value, ...d.position(d.end(node)) });
}

/** `let`, `const`, `using` and `var` declarators. */
export function lowerVariables(d: Draft, node: number, doc: number): void {
  const scope = d.kind(node) === Kind.variable_declaration ? d.functionScope() : d.here.scope;
  for (let child = d.first(node); child >= 0; child = d.next(child)) {
    if (d.kind(child) === Kind.variable_declarator) lowerDeclarator(d, child, scope, doc);
    else lowerValue(d, child);
  }
}

function lowerDeclarator(d: Draft, node: number, scope: Index, doc: number): void {
  const target = d.first(node);
  if (target < 0) return;
  const isName = d.kind(target) === Kind.identifier;
  let annotation: Value | undefined;
  let source = d.next(target);
  if (source >= 0 && d.kind(source) === Kind.type_annotation) {
    annotation = lowerAnnotation(d, source);
    source = d.next(source);
  }
  annotation ??= source < 0 ? undefined : lowerCast(d, source);
  const start = d.start(node);
  const at = d.end(node);
  if (source < 0) writePattern(d, target, d.unknown(node), { how: 'declare', start, at, scope, annotation });
  else writePattern(d, target, lowerNamed(d, source, isName ? d.textOf(target) : '', doc), { how: 'assign', start, at, scope, annotation });
}
