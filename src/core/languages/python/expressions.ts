/** Lowers Python expressions to values, in source order, so that calls come in the order of their ends. */
import type { Arg, Field, Spread, Value } from '../../facts/facts.ts';
import type { Builder } from './builder.ts';
import { lambda } from './functions.ts';
import { handedOn } from './handed.ts';
import { Kind } from './kinds.ts';
import { comprehension } from './loops.ts';
import { binary, comparison, operatorAfter } from './operators.ts';
import { assign } from './targets.ts';
import { noted, string } from './texts.ts';

/** The value of an expression. `inText`: it is part of a longer text, which is noted as a whole. */
export function value(b: Builder, node: number, inText = false): Value {
  if (!b.down(node)) return b.unknown(node, 'too-deep');
  const result = lowered(b, node, inText);
  b.up();
  return result;
}

/** The value of what is given to a name, a field or a keyword. */
export function valueFor(b: Builder, node: number, receiver: string): Value {
  const before = b.receiver;
  b.receiver = receiver;
  b.received = node;
  const result = value(b, node);
  b.receiver = before;
  return result;
}

function lowered(b: Builder, node: number, inText: boolean): Value {
  const start = b.start(node);
  const end = b.end(node);
  switch (b.kind(node)) {
    case Kind.identifier: {
      const name = b.text.slice(start, end);
      if (name === b.selfName && name !== '') return { kind: 'self', class: b.selfClass, start, end };
      return { kind: 'name', name, scope: b.scope, branch: b.branch, loop: b.loop, start, end };
    }
    case Kind.dotted_name:
      return inside(b, node);
    case Kind.attribute:
    case Kind.member_type:
      return member(b, node, start, end);
    case Kind.call:
      return call(b, node, start, end);
    case Kind.string:
    case Kind.concatenated_string:
      return noted(b, string(b, node), inText);
    case Kind.integer:
    case Kind.float:
      return number(b, node, start, end);
    case Kind.true:
      return { kind: 'literal', value: true, start, end };
    case Kind.false:
      return { kind: 'literal', value: false, start, end };
    case Kind.none:
      return { kind: 'literal', value: null, start, end };
    case Kind.subscript:
    case Kind.generic_type:
      return subscript(b, node, start, end);
    case Kind.list:
    case Kind.tuple:
    case Kind.set:
    case Kind.expression_list:
    case Kind.pattern_list:
    case Kind.tuple_pattern:
    case Kind.list_pattern:
      return { kind: 'list', items: values(b, node), start, end };
    case Kind.dictionary:
      return { kind: 'record', fields: fields(b, node), start, end };
    case Kind.list_splat:
    case Kind.dictionary_splat:
    case Kind.parenthesized_list_splat:
    case Kind.list_splat_pattern:
      return { kind: 'spread', value: first(b, node), start, end };
    case Kind.binary_operator:
    case Kind.union_type:
      return noted(b, binary(b, node, start, end), inText);
    case Kind.boolean_operator: {
      const left = b.first(node);
      const right = left < 0 ? -1 : b.next(left);
      if (right < 0) return inside(b, node);
      const operator = operatorAfter(b, left, right) === 'and' ? 'and' : 'or';
      const one = value(b, left);
      return { kind: 'fallback', operator, first: one, second: value(b, right), start, end };
    }
    case Kind.comparison_operator:
      return comparison(b, node, start, end);
    case Kind.unary_operator:
      return { kind: 'unary', operator: b.text.charAt(start), value: first(b, node), start, end };
    case Kind.not_operator:
      return { kind: 'unary', operator: '!', value: first(b, node), start, end };
    case Kind.conditional_expression: {
      const [then, test, otherwise] = values(b, node);
      return then && test && otherwise ? { kind: 'choice', test, options: [then, otherwise], start, end } : b.unknown(node, 'syntax');
    }
    case Kind.named_expression: {
      const name = b.first(node);
      const given = name < 0 ? -1 : b.next(name);
      if (given < 0) return inside(b, node);
      const result = valueFor(b, given, b.textOf(name));
      let scope = b.scopeOf(b.textOf(name));
      while (b.scopes[scope]?.kind === 'block') scope = b.scopes[scope]?.parent ?? 0;
      b.write(scope, b.textOf(name), { how: 'assign', value: result, ...b.position(end) });
      return result;
    }
    case Kind.lambda:
      return lambda(b, node, start, end);
    case Kind.list_comprehension:
    case Kind.set_comprehension:
    case Kind.dictionary_comprehension:
    case Kind.generator_expression:
      return comprehension(b, node, start, end);
    case Kind.yield: {
      const given = first(b, node, 'runtime');
      const each = /^yield\s+from\b/.test(b.text.slice(start, end));
      b.functions[b.function]?.yielded.push({ value: each ? { kind: 'element', of: given, start, end } : given, ...b.position(end) });
      return given;
    }
    case Kind.assignment:
    case Kind.augmented_assignment:
      return inside(b, node);
    case Kind.type:
    case Kind.interpolation:
      return first(b, node);
    case Kind.as_pattern: {
      const context = b.first(node);
      const target = context < 0 ? -1 : b.next(context);
      if (context < 0) return b.unknown(node, 'syntax');
      const result = value(b, context);
      if (target >= 0) assign(b, value(b, target), result, 'with', end);
      return result;
    }
    case Kind.ellipsis:
      return b.unknown(node, 'runtime');
    case Kind.ERROR:
      b.damaged(b, node);
      return b.unknown(node, 'syntax');
    default:
      return inside(b, node);
  }
}

/** What cannot be read as an expression; the calls inside it still count. */
function inside(b: Builder, node: number): Value {
  for (let child = b.first(node); child >= 0; child = b.next(child)) value(b, child);
  return b.unknown(node, 'syntax');
}

export function first(b: Builder, node: number, otherwise: 'syntax' | 'runtime' = 'syntax'): Value {
  const child = b.first(node);
  return child < 0 ? b.unknown(node, otherwise) : value(b, child);
}

/** The values of all children; damage among them is skipped. */
export function values(b: Builder, node: number): Value[] {
  const list: Value[] = [];
  for (let child = b.first(node); child >= 0; child = b.next(child)) {
    const item = value(b, child);
    if (b.kind(child) !== Kind.ERROR) list.push(item);
  }
  return list;
}

function member(b: Builder, node: number, start: number, end: number): Value {
  const object = b.first(node);
  const name = b.last(node);
  if (object < 0) return b.unknown(node, 'syntax');
  return { kind: 'member', of: value(b, object), name: name === object ? '' : b.textOf(name), start, end };
}

function call(b: Builder, node: number, start: number, end: number): Value {
  const calleeNode = b.first(node);
  if (calleeNode < 0) return b.unknown(node, 'syntax');
  const callee = value(b, calleeNode);
  const args: Arg[] = [];
  const receiver = b.receiver;
  const firstArg = b.next(calleeNode);
  // `PROMPT = dedent("…")`: a single argument is what the name stands for; of several it is not clear.
  if (firstArg < 0 || b.next(firstArg) >= 0) b.receiver = '';
  for (let child = firstArg; child >= 0; child = b.next(child)) {
    const kind = b.kind(child);
    if (kind === Kind.keyword_argument) {
      const name = b.first(child);
      const given = name < 0 ? -1 : b.next(name);
      if (given >= 0) args.push({ name: b.textOf(name), value: valueFor(b, given, b.textOf(name)) });
    } else if (kind === Kind.list_splat || kind === Kind.parenthesized_list_splat) {
      args.push({ value: first(b, child), spread: 'list' });
    } else if (kind === Kind.dictionary_splat) {
      args.push({ value: first(b, child), spread: 'record' });
    } else {
      const given = value(b, child);
      if (kind !== Kind.ERROR) args.push({ value: given });
    }
  }
  b.receiver = receiver;
  const called = handedOn(b, callee, args) ?? { callee, args };
  b.calls.push({ ...called, construct: false, start, end, ...b.position(end) });
  return { kind: 'call', call: b.calls.length - 1, start, end };
}

function number(b: Builder, node: number, start: number, end: number): Value {
  const digits = b.text.slice(start, end).replaceAll('_', '').replace(/[lL]$/, '');
  const read = Number(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return Number.isNaN(read) ? b.unknown(node, 'runtime') : { kind: 'number', value: read, start, end };
}

function subscript(b: Builder, node: number, start: number, end: number): Value {
  const object = b.first(node);
  if (object < 0) return b.unknown(node, 'syntax');
  const of = value(b, object);
  const keys: Value[] = [];
  for (let child = b.next(object); child >= 0; child = b.next(child)) {
    if (b.kind(child) !== Kind.slice) keys.push(value(b, child));
    else {
      const bounds = sliceBounds(b, child);
      if (b.next(child) < 0 && keys.length === 0) return { kind: 'slice', of, ...bounds, start, end };
      keys.push(b.unknown(child, 'runtime'));
    }
  }
  const [key] = keys;
  if (!key) return { kind: 'index', of, key: b.unknown(node, 'syntax'), start, end };
  const last = keys[keys.length - 1] as Value;
  return { kind: 'index', of, key: keys.length === 1 ? key : { kind: 'list', items: keys, start: key.start, end: last.end }, start, end };
}

/** Bounds are told apart by the colons before them. */
function sliceBounds(b: Builder, node: number): { from?: Value; to?: Value } {
  const bounds: { from?: Value; to?: Value } = {};
  let colons = 0;
  let at = b.start(node);
  for (let child = b.first(node); child >= 0; child = b.next(child)) {
    for (const until = b.start(child); at < until; at++) if (b.text.charAt(at) === ':') colons++;
    at = b.end(child);
    const bound = value(b, child);
    if (colons === 0) bounds.from = bound;
    else if (colons === 1) bounds.to = bound;
  }
  return bounds;
}

function fields(b: Builder, node: number): (Field | Spread)[] {
  const list: (Field | Spread)[] = [];
  for (let child = b.first(node); child >= 0; child = b.next(child)) {
    const start = b.start(child);
    const end = b.end(child);
    if (b.kind(child) === Kind.dictionary_splat) list.push({ kind: 'spread', value: first(b, child), start, end });
    else if (b.kind(child) === Kind.pair) {
      const keyNode = b.first(child);
      const given = keyNode < 0 ? -1 : b.next(keyNode);
      const key = keyNode < 0 ? undefined : value(b, keyNode);
      if (!key || given < 0) continue;
      const name = key.kind === 'text' ? key.text : undefined;
      list.push({ key: name ?? key, value: valueFor(b, given, name ?? ''), start, end });
    } else value(b, child);
  }
  return list;
}
