/** Expressions → values; calls, functions and classes inside them are noted on the way. */
import type { Arg, Field, Spread, Value } from '../../facts/facts.ts';
import type { Builder } from './builder.ts';
import { lowerClass, lowerFunction, propertyName } from './definitions.ts';
import { Kind } from './kind.ts';
import { between } from './comments.ts';
import { numberValue, stringValue, templateText } from './literals.ts';
import { assign } from './patterns.ts';

/** Static characters from which a text is noted as a long one. */
const LONG = 200;

/** Lowers an expression that is given to something named `receiver`. */
export function lowerFor(b: Builder, node: number, receiver: string): Value {
  const before = b.receiver;
  b.receiver = receiver;
  const value = lower(b, node);
  b.receiver = before;
  return value;
}

/** Lowers any expression; a text that is long is noted, unless it is a part of a longer one. */
export function lower(b: Builder, node: number): Value {
  if (node < 0) return { kind: 'unknown', why: 'syntax', start: 0, end: 0 };
  if (!b.down(node)) return b.unknown(node, 'too-deep');
  const value = lowerInner(b, node);
  b.up();
  if ((value.kind === 'text' || value.kind === 'template' || (value.kind === 'operation' && value.operator === '+')) && staticLength(value) >= LONG && !isPartOfText(b, node)) {
    b.texts.push({ value, name: b.receiver });
  }
  return value;
}

const isPartOfText = (b: Builder, node: number): boolean => {
  for (let parent = b.syntax.parent[node] as number; parent > 0; parent = b.syntax.parent[parent] as number) {
    const kind = b.kind(parent);
    if (kind === Kind.binary_expression || kind === Kind.template_substitution) return true;
    if (kind !== Kind.parenthesized_expression && kind !== Kind.as_expression) return false;
  }
  return false;
};

const staticLength = (value: Value): number =>
  value.kind === 'text' ? value.text.length
  : value.kind === 'template' ? value.parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 0), 0)
  : value.kind === 'operation' ? staticLength(value.left) + staticLength(value.right) : 0;

function lowerInner(b: Builder, node: number): Value {
  const start = b.start(node);
  const end = b.end(node);
  const at = { start, end };
  const first = b.first(node);
  switch (b.kind(node)) {
    case Kind.identifier:
    case Kind.shorthand_property_identifier:
    case Kind.type_identifier:
      return name(b, b.textOf(node), start, end);
    case Kind.undefined:
    case Kind.null:
      return { kind: 'literal', value: null, ...at };
    case Kind.true:
      return { kind: 'literal', value: true, ...at };
    case Kind.false:
      return { kind: 'literal', value: false, ...at };
    case Kind.number:
      return { kind: 'number', value: numberValue(b.textOf(node)), ...at };
    case Kind.string:
      return { kind: 'text', text: stringValue(b.textOf(node)), ...at };
    case Kind.template_string:
      return template(b, node);
    case Kind.this:
      return { kind: 'self', class: b.selfClass, ...at };
    case Kind.meta_property:
      return { kind: 'member', of: name(b, 'import', start, start + 6), name: b.textOf(node).slice(b.textOf(node).indexOf('.') + 1).trim(), ...at };
    case Kind.array:
      return { kind: 'list', items: children(b, node).map((child) => lower(b, child)), ...at };
    case Kind.object:
      return object(b, node);
    case Kind.spread_element:
      return { kind: 'spread', value: lower(b, first), ...at };
    case Kind.member_expression: {
      const property = b.last(node);
      return { kind: 'member', of: lower(b, first), name: b.textOf(property), ...at };
    }
    case Kind.subscript_expression: {
      const of = lower(b, first);
      const key = lower(b, b.next(first));
      return key.kind === 'text' ? { kind: 'index', of, key, ...at } : { kind: 'index', of, key, ...at };
    }
    case Kind.call_expression:
    case Kind.new_expression:
      return call(b, node);
    case Kind.parenthesized_expression:
    case Kind.await_expression:
    case Kind.as_expression:
    case Kind.satisfies_expression:
    case Kind.non_null_expression:
    case Kind.instantiation_expression:
    case Kind.template_substitution:
      return first < 0 ? b.unknown(node, 'syntax') : lower(b, first);
    case Kind.yield_expression:
      return first < 0 ? b.unknown(node, 'runtime') : lower(b, first);
    case Kind.type_assertion:
      return lower(b, b.last(node));
    case Kind.sequence_expression: {
      let value = b.unknown(node, 'syntax');
      for (const child of children(b, node)) value = lower(b, child);
      return value;
    }
    case Kind.unary_expression:
      return unary(b, node, first);
    case Kind.update_expression: {
      const value: Value = { kind: 'number', value: 1, ...at };
      assign(b, first, value, end, { how: 'augment', operator: b.textOf(node).includes('--') ? '-' : '+' });
      return lower(b, first);
    }
    case Kind.binary_expression:
      return binary(b, node, first);
    case Kind.ternary_expression: {
      const [test, yes, no] = children(b, node) as [number, number, number];
      return { kind: 'choice', test: lower(b, test), options: [lower(b, yes), lower(b, no ?? -1)], ...at };
    }
    case Kind.assignment_expression: {
      const right = b.last(node);
      const value = lowerFor(b, right, targetName(b, first));
      assign(b, first, value, end, { how: 'assign' });
      return value;
    }
    case Kind.augmented_assignment_expression: {
      const right = b.last(node);
      const value = lowerFor(b, right, targetName(b, first));
      const operator = between(b.text, b.end(first), b.start(right)).replace(/=$/, '');
      assign(b, first, value, end, { how: 'augment', operator });
      return value;
    }
    case Kind.arrow_function:
    case Kind.function_expression:
    case Kind.generator_function:
    case Kind.function_declaration:
    case Kind.generator_function_declaration:
      return { kind: 'function', function: lowerFunction(b, node, b.receiver), ...at };
    case Kind.class:
    case Kind.class_declaration:
    case Kind.abstract_class_declaration:
      return { kind: 'class', class: lowerClass(b, node, b.receiver), ...at };
    case Kind.jsx_element:
    case Kind.jsx_self_closing_element:
    case Kind.ERROR:
      for (const child of children(b, node)) lower(b, child);
      return b.unknown(node, b.kind(node) === Kind.ERROR ? 'syntax' : 'runtime');
    default:
      for (const child of children(b, node)) lower(b, child);
      return b.unknown(node, 'runtime');
  }
}

/** The children, without damage: what is damaged is lowered for the calls in it. */
export function children(b: Builder, node: number): number[] {
  const list: number[] = [];
  for (let child = b.first(node); child >= 0; child = b.next(child)) {
    if (b.kind(child) !== Kind.ERROR) list.push(child);
    else for (const inner of b.syntax.children(child)) lower(b, inner);
  }
  return list;
}

export const name = (b: Builder, text: string, start: number, end: number): Value => ({ kind: 'name', name: text, scope: b.scope, branch: b.branch, loop: b.loop, start, end });

const targetName = (b: Builder, node: number): string => {
  const kind = b.kind(node);
  return kind === Kind.identifier ? b.textOf(node) : kind === Kind.member_expression ? b.textOf(b.last(node)) : '';
};

function template(b: Builder, node: number): Value {
  const parts: Value[] = [];
  let from = b.start(node) + 1;
  const put = (to: number) => {
    if (to > from) parts.push({ kind: 'text', text: templateText(b.text.slice(from, to)), start: from, end: to });
  };
  for (const substitution of children(b, node)) {
    put(b.start(substitution));
    parts.push(lower(b, b.first(substitution)));
    from = b.end(substitution);
  }
  put(b.text[b.end(node) - 1] === '`' ? b.end(node) - 1 : b.end(node));
  if (parts.length === 0) return { kind: 'text', text: '', start: b.start(node), end: b.end(node) };
  const [only] = parts;
  if (parts.length === 1 && only?.kind === 'text') return { ...only, start: b.start(node), end: b.end(node) };
  return { kind: 'template', parts, start: b.start(node), end: b.end(node) };
}

function object(b: Builder, node: number): Value {
  const fields: (Field | Spread)[] = [];
  for (const child of children(b, node)) {
    const at = { start: b.start(child), end: b.end(child) };
    switch (b.kind(child)) {
      case Kind.spread_element:
        fields.push({ kind: 'spread', value: lower(b, b.first(child)), ...at });
        break;
      case Kind.shorthand_property_identifier:
        fields.push({ key: b.textOf(child), value: lower(b, child), ...at });
        break;
      case Kind.method_definition: {
        const key = methodKey(b, child);
        const own = typeof key === 'string' ? key : '';
        const fn = b.within({ selfClass: -1 }, () => lowerFunction(b, child, own));
        fields.push({ key, value: { kind: 'function', function: fn, ...at }, ...at });
        break;
      }
      case Kind.pair: {
        const [key, value] = children(b, child) as [number, number];
        const own = propertyName(b, key);
        fields.push({ key: own, value: value === undefined ? b.unknown(child, 'syntax') : lowerFor(b, value, typeof own === 'string' ? own : ''), ...at });
        break;
      }
      default:
        lower(b, child);
    }
  }
  return { kind: 'record', fields, start: b.start(node), end: b.end(node) };
}

export function methodKey(b: Builder, node: number): string | Value {
  for (const child of b.syntax.children(node)) {
    switch (b.kind(child)) {
      case Kind.property_identifier:
      case Kind.private_property_identifier:
      case Kind.string:
      case Kind.number:
      case Kind.computed_property_name:
        return propertyName(b, child);
    }
  }
  return '';
}

function call(b: Builder, node: number): Value {
  const construct = b.kind(node) === Kind.new_expression;
  const list = children(b, node);
  const head = list[0] ?? -1;
  const at = { start: b.start(node), end: b.end(node) };
  const args: Arg[] = [];
  const receiver = b.receiver;
  const isImport = head >= 0 && b.kind(head) === Kind.import;
  const callee = isImport ? name(b, 'import', b.start(head), b.end(head)) : lowerFor(b, head, '');
  for (const child of list.slice(1)) {
    if (b.kind(child) === Kind.template_string) args.push({ value: lowerFor(b, child, receiver) });
    if (b.kind(child) !== Kind.arguments) continue;
    const given = children(b, child);
    for (const one of given) {
      if (b.kind(one) === Kind.spread_element) args.push({ value: lowerFor(b, b.first(one), ''), spread: 'list' });
      else args.push({ value: lowerFor(b, one, given.length === 1 ? receiver : '') });
    }
  }
  const [only] = args;
  if ((isImport || (callee.kind === 'name' && callee.name === 'require' && b.boundIn('require') < 0)) && only?.value.kind === 'text') {
    return { kind: 'imported', specifier: only.value.text, name: '*', ...at };
  }
  b.calls.push({ callee, construct, args, ...at, ...b.position(at.end) });
  return { kind: 'call', call: b.calls.length - 1, ...at };
}

function unary(b: Builder, node: number, first: number): Value {
  const operator = b.text.slice(b.start(node), b.start(first)).trim();
  const value = lower(b, first);
  const at = { start: b.start(node), end: b.end(node) };
  if (operator === '-' && value.kind === 'number') return { kind: 'number', value: -value.value, ...at };
  if (operator === 'void') return { kind: 'literal', value: null, ...at };
  return /^[!~+-]$/.test(operator) ? { kind: 'unary', operator, value, ...at } : b.unknown(node, 'runtime');
}

function binary(b: Builder, node: number, first: number): Value {
  // A long sum is a deep tree on its left side: it is walked down instead of recursed into.
  const spine: number[] = [];
  let left = node;
  while (b.kind(left) === Kind.binary_expression) {
    spine.push(left);
    left = b.first(left);
  }
  let value = lower(b, left);
  for (const step of spine.reverse()) {
    const right = b.last(step);
    const operator = between(b.text, b.end(b.first(step)), b.start(right));
    const other = lower(b, right);
    const at = { start: b.start(step), end: b.end(step) };
    if (operator === '??' || operator === '||' || operator === '&&') {
      value = { kind: 'fallback', operator: operator === '??' ? 'nullish' : operator === '||' ? 'or' : 'and', first: value, second: other, ...at };
    } else {
      value = { kind: 'operation', operator: operator === '===' ? '==' : operator === '!==' ? '!=' : operator, left: value, right: other, ...at };
    }
  }
  void first;
  return value;
}
