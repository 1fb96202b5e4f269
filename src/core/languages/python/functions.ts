/** Functions, their parameters, and lambdas. */
import type { Index, Param, Value } from '../../facts/facts.ts';
import type { OpenFunction } from '../gathering.ts';
import type { Builder } from './builder.ts';
import { first, value, valueFor } from './expressions.ts';
import { Kind } from './kinds.ts';

/**
 * Adds a function with its parameters; defaults and annotations are lowered where the function stands. The body is the
 * caller's to lower, inside `bodyOf`.
 */
export function addFunction(b: Builder, node: number, name: string, method: OpenFunction['method'], decorators: readonly Value[]): Index {
  const index = b.functions.length;
  const owner = method === 'none' ? -1 : (b.scopes[b.scope]?.owner ?? -1);
  const scope = b.addScope('function', b.visibleScope(), index);
  const params: Param[] = [];
  const added: OpenFunction = {
    name,
    symbol: b.symbolOf(name),
    params,
    scope,
    parent: b.scope,
    class: owner,
    method,
    returns: [],
    yielded: [],
    decorators,
    doc: '',
    start: b.start(node),
    end: b.end(node),
  };
  b.functions.push(added);
  for (let child = b.first(node); child >= 0; child = b.next(child)) {
    if (b.kind(child) === Kind.type) added.returnType = first(b, child);
    if (b.kind(child) !== Kind.parameters && b.kind(child) !== Kind.lambda_parameters) continue;
    for (let param = b.first(child); param >= 0; param = b.next(param)) addParam(b, param, index, params, scope);
  }
  return index;
}

function addParam(b: Builder, node: number, fn: Index, params: Param[], scope: Index): void {
  const kind = b.kind(node);
  let target = node;
  let annotation: Value | undefined;
  let fallback: Value | undefined;
  if (kind === Kind.default_parameter || kind === Kind.typed_parameter || kind === Kind.typed_default_parameter) {
    target = b.first(node);
    if (target < 0) return;
    for (let child = b.next(target); child >= 0; child = b.next(child)) {
      if (b.kind(child) === Kind.type) annotation = first(b, child);
      else if (b.kind(child) !== Kind.ERROR) fallback = valueFor(b, child, b.textOf(target));
    }
  }
  const targetKind = b.kind(target);
  if (targetKind === Kind.ERROR || targetKind === Kind.type) return;
  const rest = targetKind === Kind.list_splat_pattern ? 'list' : targetKind === Kind.dictionary_splat_pattern ? 'record' : undefined;
  const named = rest && b.first(target) >= 0 ? b.first(target) : target;
  const name = b.kind(named) === Kind.identifier ? b.textOf(named) : '';
  const param = params.length;
  params.push({ name, ...(fallback && { default: fallback }), ...(annotation && { annotation }), ...(rest && { rest }) });
  const range = { start: b.start(named), end: b.end(named) };
  const at = { at: b.end(node), scope, function: fn, loop: -1, branch: -1 };
  const method = (b.functions[fn] as OpenFunction).method;
  const receiver = param === 0 && !rest && method !== 'none' && method !== 'static';
  const given: Value = receiver
    ? { kind: 'self', class: (b.functions[fn] as OpenFunction).class, ...range }
    : { kind: 'parameter', function: fn, param, ...range };
  if (name !== '') b.write(scope, name, { how: 'parameter', value: given, ...(annotation && { annotation }), ...at });
}

/** Lowers a function's body from its own standpoint. */
export function bodyOf(b: Builder, index: Index, lower: () => void): void {
  const { scope, params, method, class: owner, symbol } = b.functions[index] as OpenFunction;
  const bound = method !== 'none' && method !== 'static' && params[0]?.rest === undefined;
  const shadowed = params.some((param) => param.name === b.selfName);
  const selfName = bound ? (params[0]?.name ?? '') : shadowed ? '' : b.selfName;
  b.within({ scope, function: index, loop: -1, branch: -1, symbol, selfName, selfClass: bound ? owner : b.selfClass }, lower);
}

export function lambda(b: Builder, node: number, start: number, end: number): Value {
  const index = addFunction(b, node, b.received === node ? b.receiver : '', 'none', []);
  const body = b.last(node);
  if (body >= 0 && b.kind(body) !== Kind.lambda_parameters) {
    bodyOf(b, index, () => {
      const result = value(b, body);
      b.functions[index]?.returns.push({ value: result, ...b.position(end) });
    });
  }
  return { kind: 'function', function: index, start, end };
}
