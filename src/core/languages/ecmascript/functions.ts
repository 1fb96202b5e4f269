/** Functions and methods. */
import type { FunctionFacts, Index, Param, Value } from '../../facts/facts.ts';
import type { OpenFunction } from '../gathering.ts';
import { docAbove } from './comments.ts';
import type { Draft } from './draft.ts';
import { lowerInner, lowerNamed, lowerValue, nameOf } from './expressions.ts';
import { Kind } from './kind.ts';
import { writePattern } from './patterns.ts';
import { isKey, keyOf, nameOfKey } from './properties.ts';
import { lowerBlock } from './statements.ts';
import { lowerAnnotation } from './types.ts';

export interface Holder {
  /** The name of the variable or property that holds it, where it has no own. */
  readonly name: string;
  /** Offset of the statement or member that defines it, below its doc comment; -1 for none. */
  readonly doc: number;
}

interface Method {
  readonly class: Index;
  readonly method: FunctionFacts['method'];
  readonly decorators: readonly Value[];
  /** Its first child behind the key. */
  readonly rest: number;
}

/** Lowers any kind of function and gives its index. Names declared by it are the caller's to write. */
export function lowerFunction(d: Draft, node: number, { name: held, doc }: Holder, method?: Method): Index {
  const isArrow = d.kind(node) === Kind.arrow_function;
  let child = method ? method.rest : d.first(node);
  const own = !isArrow && !method && child >= 0 && d.kind(child) === Kind.identifier ? child : -1;
  if (own >= 0) child = d.next(own);
  const name = own >= 0 ? d.textOf(own) : held;

  const index = d.functions.length;
  const scope = d.addScope('function', index, d.start(node));
  const symbol = d.symbolOf(name);
  const facts: OpenFunction = {
    name,
    symbol,
    params: [],
    scope,
    parent: d.here.scope,
    class: method?.class ?? -1,
    method: method?.method ?? 'none',
    returns: [],
    yielded: [],
    decorators: method?.decorators ?? [],
    doc: docAbove(d.text, doc),
    start: d.start(node),
    end: d.end(node),
  };
  d.functions.push(facts);

  const { here, receiver, partOfText, names } = d;
  d.here = {
    scope,
    function: index,
    loop: -1,
    branch: -1,
    self: isArrow ? here.self : facts.class,
    symbol,
    breaks: -1,
    caught: -1,
    labels: [],
  };
  d.receiver = '';
  d.partOfText = false;
  d.names = undefined;
  if (own >= 0 && d.kind(node) !== Kind.function_declaration && d.kind(node) !== Kind.generator_function_declaration) {
    declareFunction(d, own, index, scope);
  }
  for (; child >= 0; child = d.next(child)) {
    const kind = d.kind(child);
    if (kind === Kind.formal_parameters) lowerParameters(d, child, index);
    else if (kind === Kind.statement_block) lowerBlock(d, child);
    else if (kind === Kind.type_annotation) {
      const returnType = lowerAnnotation(d, child);
      if (returnType) facts.returnType = returnType;
    } else if (isArrow && kind === Kind.identifier && d.next(child) >= 0) lowerParameter(d, child, child, index);
    else if (isArrow && !isTypePart(kind)) {
      const value = lowerValue(d, child);
      facts.returns.push({ value, ...d.position(d.end(child)) });
    }
  }
  d.here = here;
  d.receiver = receiver;
  d.partOfText = partOfText;
  d.names = names;
  return index;
}

/** Writes a function to its own name, which holds from the beginning of the scope. */
export function declareFunction(d: Draft, nameNode: number, index: Index, scope: Index): void {
  const { start, end } = d.functions[index] as OpenFunction;
  const value: Value = { kind: 'function', function: index, start, end };
  d.declare(scope, d.textOf(nameNode), { how: 'function', value, ...d.position(d.hoistedTo()) });
}

function isTypePart(kind: Kind): boolean {
  return (
    kind === Kind.type_annotation ||
    kind === Kind.type_parameters ||
    kind === Kind.type_predicate_annotation ||
    kind === Kind.asserts_annotation
  );
}

function lowerParameters(d: Draft, node: number, index: Index): void {
  for (let child = d.first(node); child >= 0; child = d.next(child)) {
    const kind = d.kind(child);
    if (kind === Kind.required_parameter || kind === Kind.optional_parameter) {
      const target = targetOf(d, child);
      if (target >= 0 && d.kind(target) !== Kind.this) lowerParameter(d, child, target, index);
    } else lowerParameter(d, child, child, index);
  }
}

/** The name or pattern of a parameter, behind its decorators and modifiers. */
function targetOf(d: Draft, node: number): number {
  let child = d.first(node);
  for (; child >= 0; child = d.next(child)) {
    const kind = d.kind(child);
    if (kind === Kind.decorator) lowerInner(d, child);
    else if (kind !== Kind.accessibility_modifier && kind !== Kind.override_modifier) break;
  }
  return child;
}

function lowerParameter(d: Draft, node: number, target: number, index: Index): void {
  const { params } = d.functions[index] as OpenFunction;
  const isRest = d.kind(target) === Kind.rest_pattern;
  const pattern = isRest ? d.first(target) : target;
  if (pattern < 0) return;
  const isName = d.kind(pattern) === Kind.identifier;
  const name = isName ? d.textOf(pattern) : '';
  let annotation: Value | undefined;
  let otherwise: Value | undefined;
  for (let child = target === node ? -1 : d.next(target); child >= 0; child = d.next(child)) {
    if (d.kind(child) === Kind.type_annotation) annotation = lowerAnnotation(d, child);
    else otherwise = lowerNamed(d, child, name, -1);
  }
  const start = d.start(node);
  const at = d.end(node);
  const value: Value = { kind: 'parameter', function: index, param: params.length, start: d.start(pattern), end: d.end(pattern) };
  const param: Param = {
    name,
    ...(otherwise ? { default: otherwise } : undefined),
    ...(annotation ? { annotation } : undefined),
    ...(isRest ? { rest: 'list' } : undefined),
  };
  params.push(param);
  writePattern(d, pattern, value, { how: 'parameter', start, at, scope: d.here.scope, annotation });
  if (isName && node !== target && /\b(?:public|private|protected|readonly|override)\b/.test(d.text.slice(start, d.start(target)))) {
    const target: Value = { kind: 'self', class: d.here.self, start, end: start };
    d.stores.push({
      target,
      key: name,
      value: nameOf(d, pattern),
      how: 'assign',
      start,
      end: at,
      ...d.position(at),
      ...(annotation ? { annotation } : undefined),
    });
  }
}

/** A method of a class, or of an object literal (`owner` -1). */
export function lowerMethod(
  d: Draft,
  node: number,
  owner: Index,
  decorators: readonly Value[],
): { key: string | Value; index: Index; isSetter: boolean } {
  let keyNode = d.first(node);
  while (keyNode >= 0 && !isKey(d.kind(keyNode))) keyNode = d.next(keyNode);
  const key = keyNode < 0 ? '' : keyOf(d, keyNode);
  const modifiers = keyNode < 0 ? '' : d.text.slice(d.start(node), d.start(keyNode));
  const isSetter = /\bset\b/.test(modifiers);
  const method = /\bget\b/.test(modifiers)
    ? 'getter'
    : owner < 0
      ? 'none'
      : /\bstatic\b/.test(modifiers)
        ? 'static'
        : key === 'constructor'
          ? 'constructor'
          : 'instance';
  const holder = { name: nameOfKey(key), doc: docOffset(d, d.start(node), decorators) };
  const index = lowerFunction(d, node, holder, { class: owner, method, decorators, rest: d.next(keyNode) });
  return { key, index, isSetter };
}

/** Doc comments stand above decorators. */
function docOffset(d: Draft, start: number, decorators: readonly Value[]): number {
  const first = decorators[0];
  return first === undefined ? start : d.text.lastIndexOf('@', first.start);
}
