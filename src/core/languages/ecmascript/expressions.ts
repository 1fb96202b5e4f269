/** Expressions as values. */
import type { Arg, Value } from '../../facts/facts.ts';
import { lowerClass } from './classes.ts';
import type { Draft } from './draft.ts';
import { lowerFunction } from './functions.ts';
import { Kind } from './kind.ts';
import { numberValue, stringValue, templateText } from './literals.ts';
import { lowerAssignment, lowerAugmentation, lowerBinary, lowerChoice, lowerUnary, lowerUpdate } from './operators.ts';
import { lowerObject } from './properties.ts';

export function lowerValue(d: Draft, node: number): Value {
  if (!d.down(node)) return d.unknown(node, 'too-deep');
  const value = lowerKind(d, node);
  d.up();
  return value;
}

/**
 * Lowers what a variable, field or attribute receives: functions and classes take its name, texts are noted under it, and
 * what is inside an object, or anywhere in a value of the module, stands below it. `doc` is the offset below its doc comment.
 */
export function lowerNamed(d: Draft, node: number, name: string, doc: number): Value {
  const bare = withoutCasts(d, node);
  const kind = d.kind(bare);
  const { receiver, here } = d;
  d.receiver = name;
  let value: Value;
  if (isFunction(kind)) value = functionValue(d, bare, name, doc);
  else if (kind === Kind.class) value = classValue(d, bare, name, doc);
  else {
    if (name !== '' && (kind === Kind.object || here.symbol === '')) d.here = { ...here, symbol: d.symbolOf(name) };
    value = lowerValue(d, bare);
    d.here = here;
  }
  d.receiver = receiver;
  return value;
}

/** The expression inside parentheses, casts and non-null marks. */
function withoutCasts(d: Draft, node: number): number {
  for (let bare = node; ; ) {
    const kind = d.kind(bare);
    const inner = d.first(bare);
    const isCast =
      kind === Kind.parenthesized_expression ||
      kind === Kind.as_expression ||
      kind === Kind.satisfies_expression ||
      kind === Kind.non_null_expression;
    if (!isCast || inner < 0) return bare;
    bare = inner;
  }
}

/** The value of the first child, for nodes that only wrap it. */
export function lowerInner(d: Draft, node: number): Value {
  const inner = d.first(node);
  return inner < 0 ? d.unknown(node, 'syntax') : lowerValue(d, inner);
}

export function nameOf(d: Draft, node: number): Value {
  const { scope, branch, loop } = d.here;
  return { kind: 'name', name: d.textOf(node), scope, branch, loop, start: d.start(node), end: d.end(node) };
}

/** `require('x').y` is the export `y`; `import('x').then` is a method of the promise. */
export function memberOf(of: Value, name: string, start: number, end: number): Value {
  if (of.kind === 'imported' && of.name === '*' && name !== 'then') return { kind: 'imported', specifier: of.specifier, name, start, end };
  return { kind: 'member', of, name, start, end };
}

function lowerKind(d: Draft, node: number): Value {
  const start = d.start(node);
  const end = d.end(node);
  switch (d.kind(node)) {
    case Kind.identifier:
    case Kind.shorthand_property_identifier:
    case Kind.type_identifier:
      return nameOf(d, node);
    case Kind.this:
      return { kind: 'self', class: d.here.self, start, end };
    case Kind.meta_property:
      return metaProperty(d, node);
    case Kind.string: {
      const value: Value = { kind: 'text', text: stringValue(d.textOf(node)), start, end };
      d.noteText(value);
      return value;
    }
    case Kind.number: {
      const value = numberValue(d.textOf(node));
      return Number.isNaN(value) ? d.unknown(node, 'syntax') : { kind: 'number', value, start, end };
    }
    case Kind.true:
      return { kind: 'literal', value: true, start, end };
    case Kind.false:
      return { kind: 'literal', value: false, start, end };
    case Kind.null:
    case Kind.undefined:
      return { kind: 'literal', value: null, start, end };
    case Kind.template_string:
      return template(d, node);
    case Kind.array:
      return list(d, node);
    case Kind.object:
      return inOwnText(d, node, lowerObject);
    case Kind.member_expression:
      return member(d, node);
    case Kind.subscript_expression:
      return subscript(d, node);
    case Kind.call_expression:
    case Kind.new_expression:
      return inOwnText(d, node, call);
    case Kind.parenthesized_expression:
    case Kind.await_expression:
    case Kind.as_expression:
    case Kind.satisfies_expression:
    case Kind.non_null_expression:
    case Kind.instantiation_expression:
      return lowerInner(d, node);
    case Kind.type_assertion: {
      const inner = d.next(d.first(node));
      return inner < 0 ? d.unknown(node, 'syntax') : lowerValue(d, inner);
    }
    case Kind.yield_expression: {
      const given = lowerInner(d, node);
      const start = d.start(node);
      const end = d.end(node);
      const each = /^yield\s*\*/.test(d.text.slice(start, end));
      d.functions[d.here.function]?.yielded.push({ value: each ? { kind: 'element', of: given, start, end } : given, ...d.position(end) });
      return given;
    }
    case Kind.sequence_expression: {
      let last = d.unknown(node, 'syntax');
      for (let child = d.first(node); child >= 0; child = d.next(child)) last = lowerValue(d, child);
      return last;
    }
    case Kind.unary_expression:
      return lowerUnary(d, node);
    case Kind.update_expression:
      return lowerUpdate(d, node);
    case Kind.binary_expression:
      return lowerBinary(d, node);
    case Kind.ternary_expression:
      return lowerChoice(d, node);
    case Kind.assignment_expression:
      return lowerAssignment(d, node);
    case Kind.augmented_assignment_expression:
      return lowerAugmentation(d, node);
    case Kind.arrow_function:
    case Kind.function_expression:
    case Kind.generator_function:
    case Kind.function_declaration:
    case Kind.generator_function_declaration:
      return functionValue(d, node, '', -1);
    case Kind.class:
    case Kind.class_declaration:
    case Kind.abstract_class_declaration:
      return classValue(d, node, '', start);
    case Kind.jsx_element:
    case Kind.jsx_self_closing_element:
      return jsx(d, node);
    case Kind.pair:
    case Kind.spread_element:
    case Kind.arguments:
    case Kind.template_substitution:
      // Torn out of its surroundings by damage: what is inside is still worth lowering.
      for (let child = d.first(node); child >= 0; child = d.next(child)) lowerValue(d, child);
      return d.unknown(node, 'syntax');
    default:
      return d.unknown(node);
  }
}

const isFunction = (kind: Kind) => kind === Kind.arrow_function || kind === Kind.function_expression || kind === Kind.generator_function;

function functionValue(d: Draft, node: number, name: string, doc: number): Value {
  return { kind: 'function', function: lowerFunction(d, node, { name, doc }), start: d.start(node), end: d.end(node) };
}

function classValue(d: Draft, node: number, name: string, doc: number): Value {
  return { kind: 'class', class: lowerClass(d, node, { name, doc, decorators: [] }), start: d.start(node), end: d.end(node) };
}

/** Texts inside are no part of the text around: those of a call's arguments, an object's fields. */
function inOwnText(d: Draft, node: number, lower: (d: Draft, node: number) => Value): Value {
  const { partOfText } = d;
  d.partOfText = false;
  const value = lower(d, node);
  d.partOfText = partOfText;
  return value;
}

/** `import.meta` and `new.target`, as a member of their keyword. */
function metaProperty(d: Draft, node: number): Value {
  const start = d.start(node);
  const end = d.end(node);
  const { scope, branch, loop } = d.here;
  const [keyword = '', name = ''] = d.textOf(node).split('.');
  const of: Value = { kind: 'name', name: keyword.trim(), scope, branch, loop, start, end: start + keyword.length };
  return { kind: 'member', of, name: name.trim(), start, end };
}

function list(d: Draft, node: number): Value {
  const items: Value[] = [];
  for (let child = d.first(node); child >= 0; child = d.next(child)) items.push(lowerItem(d, child));
  return { kind: 'list', items, start: d.start(node), end: d.end(node) };
}

function lowerItem(d: Draft, node: number): Value {
  if (d.kind(node) !== Kind.spread_element) return lowerValue(d, node);
  return { kind: 'spread', value: lowerInner(d, node), start: d.start(node), end: d.end(node) };
}

function template(d: Draft, node: number): Value {
  const start = d.start(node);
  const end = d.end(node);
  const closed = end - start > 1 && d.text[end - 1] === '`';
  const { partOfText } = d;
  const parts: Value[] = [];
  let from = start + 1;
  const addText = (to: number) => {
    if (to > from) parts.push({ kind: 'text', text: templateText(d.text.slice(from, to)), start: from, end: to });
  };
  d.partOfText = true;
  for (let child = d.first(node); child >= 0; child = d.next(child)) {
    if (d.kind(child) !== Kind.template_substitution) continue;
    addText(d.start(child));
    parts.push(lowerInner(d, child));
    from = d.end(child);
  }
  d.partOfText = partOfText;
  addText(closed ? end - 1 : end);
  const [only] = parts;
  const value: Value =
    parts.length === 0
      ? { kind: 'text', text: '', start, end }
      : parts.length === 1 && only?.kind === 'text' && from === start + 1
        ? { kind: 'text', text: only.text, start, end }
        : { kind: 'template', parts, start, end };
  d.noteText(value);
  return value;
}

function member(d: Draft, node: number): Value {
  const object = d.first(node);
  const property = d.next(object);
  if (object < 0) return d.unknown(node, 'syntax');
  const of = lowerValue(d, object);
  return property < 0 ? of : memberOf(of, d.textOf(property), d.start(node), d.end(node));
}

function subscript(d: Draft, node: number): Value {
  const object = d.first(node);
  if (object < 0) return d.unknown(node, 'syntax');
  const of = lowerValue(d, object);
  const key = d.next(object);
  return key < 0 ? of : { kind: 'index', of, key: lowerValue(d, key), start: d.start(node), end: d.end(node) };
}

function call(d: Draft, node: number): Value {
  const start = d.start(node);
  const end = d.end(node);
  const target = d.first(node);
  if (target < 0) return d.unknown(node, 'syntax');
  const callee = lowerValue(d, target);
  const args: Arg[] = [];
  for (let child = d.next(target); child >= 0; child = d.next(child)) {
    const kind = d.kind(child);
    if (kind === Kind.template_string) args.push({ value: template(d, child) });
    else if (kind === Kind.arguments) lowerArguments(d, child, args);
  }
  const specifier = moduleAsked(d, target, callee, args);
  if (specifier !== undefined) return { kind: 'imported', specifier, name: '*', start, end };
  const index = d.calls.push({ callee, construct: d.kind(node) === Kind.new_expression, args, start, end, ...d.position(end) }) - 1;
  return { kind: 'call', call: index, start, end };
}

function lowerArguments(d: Draft, node: number, args: Arg[]): void {
  for (let child = d.first(node); child >= 0; child = d.next(child)) {
    args.push(d.kind(child) === Kind.spread_element ? { value: lowerInner(d, child), spread: 'list' } : { value: lowerValue(d, child) });
  }
}

/** The specifier of `require('x')` and `import('x')`. */
function moduleAsked(d: Draft, target: number, callee: Value, args: readonly Arg[]): string | undefined {
  const asks = d.kind(target) === Kind.import || (callee.kind === 'name' && callee.name === 'require' && args.length === 1);
  const specifier = args[0]?.value;
  return asks && specifier?.kind === 'text' ? specifier.text : undefined;
}

/** Only what is called or defined inside matters; tags, attribute names and texts do not. */
function jsx(d: Draft, node: number): Value {
  const { receiver, partOfText } = d;
  d.receiver = '';
  d.partOfText = true;
  for (let child = d.first(node); child >= 0; child = d.next(child)) lowerValue(d, child);
  d.receiver = receiver;
  d.partOfText = partOfText;
  return d.unknown(node);
}
