/** Functions, classes and enumerations. */
import type { Param, Value } from '../../facts/facts.ts';
import type { Builder, OpenFunction } from './builder.ts';
import { docAbove } from './comments.ts';
import { children, lower, lowerFor } from './expressions.ts';
import { Kind } from './kind.ts';
import { numberValue, stringValue } from './literals.ts';
import { assign } from './patterns.ts';
import { lowerBlock, lowerStatement } from './statements.ts';
import { lowerType } from './types.ts';

const PARAMETERS: ReadonlySet<Kind> = new Set([Kind.required_parameter, Kind.optional_parameter]);

/** The key of a property: its text, or the expression of a computed one. */
export function propertyName(b: Builder, node: number): string | Value {
  switch (b.kind(node)) {
    case Kind.string:
      return stringValue(b.textOf(node));
    case Kind.number:
      return String(numberValue(b.textOf(node)));
    case Kind.computed_property_name: {
      const key = lower(b, b.first(node));
      return key.kind === 'text' ? key.text : key;
    }
    default:
      return b.textOf(node);
  }
}

/** Lowers a function of any form; `name` is the name of what holds it, when it has none of its own. */
export function lowerFunction(b: Builder, node: number, name: string, method: OpenFunction['method'] = 'none', owner = -1): number {
  const start = b.start(node);
  const kind = b.kind(node);
  const parts = b.syntax.children(node);
  const declared = kind === Kind.method_definition || kind === Kind.arrow_function ? -1 : (parts.find((part) => b.kind(part) === Kind.identifier) ?? -1);
  const own = declared >= 0 ? b.textOf(declared) : name;
  const symbol = b.symbolOf(own);
  const body = parts.at(-1) ?? -1;
  const head = b.text.slice(start, b.start(parts[0] ?? node) + 1);
  const decorators = parts.filter((part) => b.kind(part) === Kind.decorator).map((part) => lower(b, b.first(part)));
  const index = b.functions.length;
  const scope = b.addScope('function', b.scope, index);
  const fn: OpenFunction = {
    name: own, symbol, params: [], scope, parent: b.scope, class: owner, method, returns: [], decorators,
    yields: kind === Kind.generator_function || kind === Kind.generator_function_declaration || /\*\s*$/.test(head.slice(0, -1)),
    doc: docAbove(b.text, docStart(b, node)), start, end: b.end(node),
  };
  b.functions.push(fn);
  const isArrow = kind === Kind.arrow_function;
  const selfClass = owner >= 0 ? owner : isArrow ? b.selfClass : -1;
  b.within({ scope, function: index, loop: -1, branch: -1, symbol, selfClass }, () => {
    fn.params = parameters(b, node, index);
    if (body < 0 || b.kind(body) === Kind.formal_parameters) return;
    if (b.kind(body) === Kind.statement_block) lowerBlock(b, body, false);
    else {
      const value = lower(b, body);
      fn.returns.push({ value, ...b.position(b.end(body)) });
    }
  });
  return index;
}

/** Where a doc comment of this node would end: above its statement. */
function docStart(b: Builder, node: number): number {
  let top = node;
  for (let parent = b.syntax.parent[top] as number; parent > 0; parent = b.syntax.parent[parent] as number) {
    const kind = b.kind(parent);
    if (kind !== Kind.variable_declarator && kind !== Kind.lexical_declaration && kind !== Kind.variable_declaration && kind !== Kind.export_statement && kind !== Kind.pair && kind !== Kind.public_field_definition) break;
    top = parent;
  }
  return b.start(top);
}

function parameters(b: Builder, node: number, fn: number): Param[] {
  const list = b.child(node, Kind.formal_parameters);
  if (list < 0) {
    // `x => …` has its parameter without parentheses.
    const only = b.first(node);
    if (only < 0 || b.kind(only) !== Kind.identifier || b.kind(node) !== Kind.arrow_function) return [];
    const name = b.textOf(only);
    b.write(b.scope, name, { how: 'parameter', value: { kind: 'parameter', function: fn, param: 0, start: b.start(only), end: b.end(only) }, ...b.position(b.start(node)) });
    return [{ name }];
  }
  const params: Param[] = [];
  for (const child of children(b, list)) {
    if (!PARAMETERS.has(b.kind(child))) {
      lower(b, child);
      continue;
    }
    params.push(parameter(b, child, fn, params.length));
  }
  return params;
}

function parameter(b: Builder, node: number, fn: number, param: number): Param {
  let target = -1;
  let annotation: Value | undefined;
  let otherwise: Value | undefined;
  let isField = false;
  for (const part of children(b, node)) {
    switch (b.kind(part)) {
      case Kind.accessibility_modifier:
      case Kind.override_modifier:
        isField = true;
        break;
      case Kind.decorator:
        lower(b, b.first(part));
        break;
      case Kind.type_annotation:
        annotation = lowerType(b, b.first(part));
        break;
      default:
        if (target < 0) target = part;
        else otherwise = lower(b, part);
    }
  }
  isField ||= /^readonly\b/.test(b.textOf(node));
  const rest = target >= 0 && b.kind(target) === Kind.rest_pattern;
  const inner = rest ? b.first(target) : target;
  const name = inner >= 0 && b.kind(inner) === Kind.identifier ? b.textOf(inner) : '';
  const range = { start: b.start(node), end: b.end(node) };
  const value: Value = { kind: 'parameter', function: fn, param, ...range };
  if (inner >= 0 && b.kind(inner) !== Kind.this) assign(b, inner, value, b.start(node), { how: 'parameter', ...(annotation ? { annotation } : {}) }, b.scope);
  if (isField && name !== '') {
    b.stores.push({ target: { kind: 'self', class: b.selfClass, ...range }, key: name, value, how: 'assign', ...(annotation ? { annotation } : {}), ...range, ...b.position(range.end) });
  }
  return { name, ...(otherwise ? { default: otherwise } : {}), ...(annotation ? { annotation } : {}), ...(rest ? { rest: 'list' as const } : {}) };
}

/** Lowers a class; `name` is the name of what holds it, when it has none of its own. */
export function lowerClass(b: Builder, node: number, name: string): number {
  const parts = children(b, node);
  const declared = parts.find((part) => b.kind(part) === Kind.type_identifier || b.kind(part) === Kind.identifier);
  const own = declared === undefined ? name : b.textOf(declared);
  const heritage = parts.find((part) => b.kind(part) === Kind.class_heritage);
  const bases: Value[] = [];
  for (const clause of heritage === undefined ? [] : children(b, heritage)) {
    if (b.kind(clause) === Kind.extends_clause) bases.push(lower(b, b.first(clause)));
    else if (b.kind(clause) !== Kind.implements_clause) bases.push(lower(b, clause));
  }
  const index = b.classes.length;
  const scope = b.addScope('class', b.scope, index);
  b.classes.push({
    name: own, symbol: b.symbolOf(own), bases, scope, doc: docAbove(b.text, docStart(b, node)), start: b.start(node), end: b.end(node),
    decorators: parts.filter((part) => b.kind(part) === Kind.decorator).map((part) => lower(b, b.first(part))),
  });
  const body = parts.find((part) => b.kind(part) === Kind.class_body);
  if (body !== undefined) b.within({ scope, symbol: b.symbolOf(own), selfClass: index, loop: -1 }, () => children(b, body).forEach((member) => lowerMember(b, member, index)));
  return index;
}

function lowerMember(b: Builder, node: number, owner: number): void {
  const range = { start: b.start(node), end: b.end(node) };
  switch (b.kind(node)) {
    case Kind.method_definition: {
      const name = memberName(b, node);
      const head = b.text.slice(range.start, nameStart(b, node));
      const method = name === 'constructor' ? 'constructor' : /\bstatic\b/.test(head) ? 'static' : /\bget\s*$/.test(head) ? 'getter' : 'instance';
      if (/\bset\s*$/.test(head)) {
        lowerFunction(b, node, name, 'instance', owner);
        return;
      }
      const fn = lowerFunction(b, node, name, method, owner);
      if (name !== '') b.write(b.scope, name, { how: 'function', value: { kind: 'function', function: fn, ...range }, ...b.position(range.end) });
      return;
    }
    case Kind.public_field_definition: {
      const name = memberName(b, node);
      const type = b.child(node, Kind.type_annotation);
      const annotation = type >= 0 ? lowerType(b, b.first(type)) : undefined;
      const last = b.last(node);
      const hasValue = last >= 0 && b.kind(last) !== Kind.type_annotation && b.start(last) > nameStart(b, node);
      const value: Value = hasValue ? lowerFor(b, last, name) : { kind: 'unknown', why: 'runtime', ...range };
      if (name !== '') b.write(b.scope, name, { how: hasValue ? 'assign' : 'declare', value, ...(annotation ? { annotation } : {}), ...b.position(range.end) });
      return;
    }
    default:
      lowerStatement(b, node);
  }
}

const NAMES: ReadonlySet<Kind> = new Set([Kind.property_identifier, Kind.private_property_identifier, Kind.string, Kind.number, Kind.computed_property_name]);

const nameNode = (b: Builder, node: number): number => b.syntax.children(node).find((part) => NAMES.has(b.kind(part))) ?? -1;
const nameStart = (b: Builder, node: number): number => {
  const found = nameNode(b, node);
  return found < 0 ? b.start(node) : b.start(found);
};
const memberName = (b: Builder, node: number): string => {
  const found = nameNode(b, node);
  const name = found < 0 ? '' : propertyName(b, found);
  return typeof name === 'string' ? name : '';
};

/** An enumeration is a record of its members; without a value they count up. */
export function lowerEnum(b: Builder, node: number): Value {
  const body = b.child(node, Kind.enum_body);
  const range = { start: b.start(node), end: b.end(node) };
  let next = 0;
  const fields = (body < 0 ? [] : children(b, body)).flatMap((member) => {
    const at = { start: b.start(member), end: b.end(member) };
    const assigned = b.kind(member) === Kind.enum_assignment;
    const key = propertyName(b, assigned ? b.first(member) : member);
    const value: Value = assigned ? lower(b, b.last(member)) : { kind: 'number', value: next, ...at };
    if (value.kind === 'number') next = value.value + 1;
    return typeof key === 'string' ? [{ key, value, ...at }] : [];
  });
  return { kind: 'record', fields, ...range };
}
