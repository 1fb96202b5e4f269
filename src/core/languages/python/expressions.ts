/** Lowers Python expressions to values, in source order, so that calls come in the order of their ends. */
import type { Arg, Field, Index, Param, Spread, Value } from '../../facts/facts.ts';
import type { OpenFunction, OpenLoop } from '../gathering.ts';
import type { Builder } from './builder.ts';
import { Kind } from './kinds.ts';
import { cooked, type Literal, literalAt } from './strings.ts';
import { assign, namesIn } from './targets.ts';

/** From how many static characters on a text is noted by itself. */
const longText = 200;

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
      return { kind: 'name', name, scope: b.scopeOf(name), branch: b.branch, loop: b.loop, start, end };
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
      const around = b.functions[b.function];
      if (around) around.yields = true;
      return first(b, node, 'runtime');
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

function first(b: Builder, node: number, otherwise: 'syntax' | 'runtime' = 'syntax'): Value {
  const child = b.first(node);
  return child < 0 ? b.unknown(node, otherwise) : value(b, child);
}

/** The values of all children; damage among them is skipped. */
function values(b: Builder, node: number): Value[] {
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
  b.calls.push({ callee, construct: false, args, start, end, ...b.position(end) });
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

const operators = /[\s\\)]*(?:#[^\n]*[\s\\)]*)*(not\s+in\b|is\s+not\b|in\b|is\b|and\b|or\b|\*\*|\/\/|<<|>>|<=|>=|==|!=|<>|[-+*/%@&|^<>])/y;

/** The operator between two operands, its inner spaces made one. */
function operatorAfter(b: Builder, left: number, right: number): string {
  operators.lastIndex = b.end(left);
  const found = operators.exec(b.text);
  return found && operators.lastIndex <= b.start(right) ? (found[1] as string).replace(/\s+/, ' ') : '';
}

function binary(b: Builder, node: number, start: number, end: number): Value {
  const left = b.first(node);
  if (left < 0) return b.unknown(node, 'syntax');
  let result = value(b, left, true);
  for (let before = left, right = b.next(left); right >= 0; before = right, right = b.next(right)) {
    result = { kind: 'operation', operator: operatorAfter(b, before, right), left: result, right: value(b, right, true), start, end };
  }
  return result;
}

/** `a < b < c` is `a < b and b < c`. */
function comparison(b: Builder, node: number, start: number, end: number): Value {
  let before = b.first(node);
  if (before < 0) return b.unknown(node, 'syntax');
  let left = value(b, before);
  let result: Value | undefined;
  for (let next = b.next(before); next >= 0; before = next, next = b.next(next)) {
    const sign = operatorAfter(b, before, next);
    const right = value(b, next);
    const range = { start: left.start, end: right.end };
    const operator = sign === 'is' ? '==' : sign === 'is not' || sign === '<>' ? '!=' : sign === 'not in' ? 'in' : sign;
    const operation: Value = { kind: 'operation', operator, left, right, ...range };
    const one: Value = sign === 'not in' ? { kind: 'unary', operator: '!', value: operation, ...range } : operation;
    result = result ? { kind: 'fallback', operator: 'and', first: result, second: one, start, end } : one;
    left = right;
  }
  return result ?? left;
}

// ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

function string(b: Builder, node: number): Value {
  const start = b.start(node);
  const end = b.end(node);
  const parts: Value[] = [];
  if (b.kind(node) === Kind.string) literalParts(b, node, parts);
  else for (let child = b.first(node); child >= 0; child = b.next(child)) literalParts(b, child, parts);
  if (parts.every((part) => part.kind === 'text')) {
    return {
      kind: 'text',
      text: parts.length === 1 ? (parts[0] as TextValue).text : parts.map((part) => (part as TextValue).text).join(''),
      start,
      end,
    };
  }
  return { kind: 'template', parts, start, end };
}

type TextValue = Extract<Value, { kind: 'text' }>;

function literalParts(b: Builder, node: number, parts: Value[]): void {
  if (b.kind(node) !== Kind.string) {
    parts.push(value(b, node));
    return;
  }
  const literal = literalAt(b.text, b.start(node), b.end(node));
  let at = literal.from;
  for (let hole = b.first(node); hole >= 0; hole = b.next(hole)) {
    if (b.kind(hole) !== Kind.interpolation) continue;
    textPart(b, parts, at, b.start(hole), literal);
    const expression = b.first(hole);
    // `{total=}` shows its own source before its value.
    const shown = expression < 0 ? null : /^[\s)]*=\s*(?=[!:}])/.exec(b.text.slice(b.end(expression), b.end(hole)));
    if (shown) textPart(b, parts, b.start(hole) + 1, b.end(expression) + shown[0].length, { ...literal, raw: true });
    parts.push(first(b, hole));
    // A format specification changes no text worth counting, but what it calls is called.
    for (let format = expression < 0 ? -1 : b.next(expression); format >= 0; format = b.next(format)) value(b, format);
    at = b.end(hole);
  }
  textPart(b, parts, at, literal.to, literal);
}

function textPart(b: Builder, parts: Value[], start: number, end: number, literal: Literal): void {
  if (start < end) parts.push({ kind: 'text', text: cooked(b.text, start, end, literal), start, end });
}

function staticLength(text: Value): number {
  switch (text.kind) {
    case 'text':
      return text.text.length;
    case 'template':
      return text.parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 0), 0);
    case 'operation':
      return text.operator === '+'
        ? staticLength(text.left) + staticLength(text.right)
        : text.operator === '%'
          ? staticLength(text.left)
          : 0;
    default:
      return 0;
  }
}

function noted(b: Builder, text: Value, inText: boolean): Value {
  if (!inText && staticLength(text) >= longText) b.texts.push({ value: text, name: b.receiver });
  return text;
}

// ── functions and comprehensions ─────────────────────────────────────────────────────────────────────────────────────

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
    yields: false,
    decorators,
    doc: '',
    start: b.start(node),
    end: b.end(node),
  };
  b.functions.push(added);
  for (let child = b.first(node); child >= 0; child = b.next(child)) {
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

function lambda(b: Builder, node: number, start: number, end: number): Value {
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

/** One loop per `for`, all in one scope; the body runs inside the last. */
function comprehension(b: Builder, node: number, start: number, end: number): Value {
  const around = b.loop;
  const scope = b.addScope('block', b.visibleScope(), b.function);
  const loops: Index[] = [];
  for (let child = b.first(node); child >= 0; child = b.next(child)) {
    if (b.kind(child) !== Kind.for_in_clause) continue;
    const parent = loops[loops.length - 1] ?? around;
    loops.push(b.loops.length);
    b.loops.push({ kind: 'comprehension', parent, function: b.function, variables: [], exits: [], start, end });
  }
  const overs: Value[] = [];
  let body: Value | undefined;
  let filtered = false;
  for (let child = b.first(node); child >= 0; child = b.next(child)) {
    const kind = b.kind(child);
    if (kind === Kind.for_in_clause) {
      // What is walked over is evaluated once per run of the loop around; the first even in the scope around.
      const loop = loops[overs.length] as Index;
      const target = b.first(child);
      const collection = target < 0 ? -1 : b.next(target);
      const outer = b.loops[loop]?.parent ?? around;
      const variable = target < 0 ? undefined : b.within({ scope, loop }, () => value(b, target));
      const walk = () => (collection < 0 ? b.unknown(child, 'syntax') : value(b, collection));
      const over = overs.length === 0 ? walk() : b.within({ scope, loop: outer }, walk);
      overs.push(over);
      if (variable) b.within({ scope, loop }, () => assignEach(b, loop, variable, over, b.end(child)));
    } else {
      const inner = loops[kind === Kind.if_clause ? Math.max(0, overs.length - 1) : loops.length - 1] ?? around;
      const part = b.within({ scope, loop: inner }, () => (kind === Kind.pair ? pairOf(b, child) : value(b, child)));
      if (kind === Kind.if_clause) filtered = true;
      else body ??= part;
    }
  }
  let result = body ?? b.unknown(node, 'syntax');
  for (let i = overs.length - 1; i >= 0; i--) {
    result = { kind: 'each', body: result, over: overs[i] as Value, loop: loops[i] as Index, filtered, start, end };
  }
  return result;
}

/** The entry of a dictionary comprehension. */
function pairOf(b: Builder, node: number): Value {
  const [key, given] = values(b, node);
  const range = { start: b.start(node), end: b.end(node) };
  return key && given ? { kind: 'record', fields: [{ key, value: given, ...range }], ...range } : b.unknown(node, 'syntax');
}

/** Writes the variables of a loop's header: a single name stands for an element, destructured ones for a part of it. */
export function assignEach(b: Builder, loop: Index, target: Value, over: Value, at: number): void {
  const header = b.loops[loop] as OpenLoop;
  header.over = over;
  header.variables = namesIn(target);
  if (target.kind === 'name') assign(b, target, over, 'loop', at);
  else assign(b, target, { kind: 'element', of: over, start: over.start, end: over.end }, 'assign', at);
}
