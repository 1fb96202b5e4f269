/** Lowers Python statements; those with parts of their own stand beside. */
import type { Value, Write } from '../../facts/facts.ts';
import { attempt, branches, matches } from './branches.ts';
import type { Builder } from './builder.ts';
import { classDefinition, decorated, define } from './definitions.ts';
import { value, valueFor } from './expressions.ts';
import { importFrom, importModules } from './imports.ts';
import { Kind } from './kinds.ts';
import { forLoop, whileLoop } from './loops.ts';
import { assign } from './targets.ts';

/** Lowers the statements of a module or block, each once; true when its end is never reached. */
export function block(b: Builder, node: number): boolean {
  if (node < 0 || !b.down(node)) return false;
  let leaves = false;
  for (let child = b.first(node); child >= 0; child = b.next(child)) {
    if (statement(b, child)) leaves = true;
  }
  b.up();
  return leaves;
}

/** Lowers a statement, or an expression that stands as one; true when its end is never reached. */
export function statement(b: Builder, node: number): boolean {
  switch (b.kind(node)) {
    case Kind.assignment:
      assignment(b, node);
      return false;
    case Kind.augmented_assignment:
      augmented(b, node);
      return false;
    case Kind.if_statement:
      return branches(b, node);
    case Kind.for_statement:
      return forLoop(b, node);
    case Kind.while_statement:
      return whileLoop(b, node);
    case Kind.try_statement:
      return attempt(b, node);
    case Kind.with_statement:
      return context(b, node);
    case Kind.match_statement:
      return matches(b, node);
    case Kind.function_definition:
      define(b, node, []);
      return false;
    case Kind.class_definition:
      classDefinition(b, node, []);
      return false;
    case Kind.decorated_definition:
      decorated(b, node);
      return false;
    case Kind.return_statement: {
      const given = b.first(node);
      const end = b.end(node);
      const result: Value = given < 0 ? { kind: 'literal', value: null, start: b.start(node), end } : value(b, given);
      b.functions[b.function]?.returns.push({ value: result, ...b.position(end) });
      b.addExit('return', end);
      return true;
    }
    case Kind.raise_statement:
      each(b, node);
      b.addExit('throw', b.end(node));
      return true;
    case Kind.break_statement:
      b.addExit('break', b.end(node));
      return true;
    case Kind.continue_statement:
      return true;
    case Kind.global_statement:
    case Kind.nonlocal_statement: {
      const kind = b.kind(node) === Kind.global_statement ? 'global' : 'nonlocal';
      for (let name = b.first(node); name >= 0; name = b.next(name)) b.redirect(b.textOf(name), kind);
      return false;
    }
    case Kind.import_statement:
      importModules(b, node);
      return false;
    case Kind.import_from_statement:
      importFrom(b, node);
      return false;
    case Kind.type_alias_statement:
      typeAlias(b, node);
      return false;
    case Kind.block:
      return block(b, node);
    case Kind.ERROR:
      damaged(b, node);
      return false;
    case Kind.string:
    case Kind.concatenated_string:
      // A text on its own goes nowhere, but its holes run.
      if (b.first(node) >= 0) value(b, node, true);
      return false;
    default:
      value(b, node);
      return false;
  }
}

function each(b: Builder, node: number): void {
  for (let child = b.first(node); child >= 0; child = b.next(child)) value(b, child);
}

/**
 * What the parser could not fit together: statements and expressions side by side. A name before `=` is still an
 * assignment, so that a client made above the place where someone is typing stays known.
 */
export function damaged(b: Builder, node: number): void {
  if (!b.down(node)) return;
  for (let child = b.first(node); child >= 0; child = b.next(child)) {
    const next = b.next(child);
    const assigns = next >= 0 && isTarget(b.kind(child)) && /^\s*=\s*$/.test(b.text.slice(b.end(child), b.start(next)));
    if (!assigns) statement(b, child);
    else {
      const target = value(b, child);
      assign(b, target, valueFor(b, next, nameOf(target)), 'assign', b.end(next));
      child = next;
    }
  }
  b.up();
}

/** Damage inside a statement whose parts are looked up by kind. */
export function damageIn(b: Builder, node: number): void {
  for (let child = b.first(node); child >= 0; child = b.next(child)) if (b.kind(child) === Kind.ERROR) damaged(b, child);
}

const isTarget = (kind: Kind) => kind === Kind.identifier || kind === Kind.attribute || kind === Kind.subscript;

/** What a long text given to this target is called. */
function nameOf(target: Value): string {
  if (target.kind === 'name' || target.kind === 'member') return target.name;
  return target.kind === 'index' && target.key.kind === 'text' ? target.key.text : '';
}

/** `a = b = value`, `a: T = value`, `a: T`. */
function assignment(b: Builder, node: number): void {
  const targets: Value[] = [];
  let annotation: Value | undefined;
  let right = -1;
  for (let at = node; at >= 0; ) {
    const left = b.first(at);
    if (left < 0) break;
    targets.push(value(b, left));
    right = b.next(left);
    if (right >= 0 && b.kind(right) === Kind.type) {
      annotation = value(b, right);
      right = b.next(right);
    }
    while (right >= 0 && b.kind(right) === Kind.ERROR) {
      value(b, right);
      right = b.next(right);
    }
    at = right >= 0 && b.kind(right) === Kind.assignment ? right : -1;
  }
  const [first] = targets;
  if (!first) return;
  const end = b.end(node);
  if (right < 0 && first.kind !== 'name') return;
  const given: Value = right < 0 ? { kind: 'unknown', why: 'runtime', start: end, end } : valueFor(b, right, nameOf(first));
  for (const target of targets) assign(b, target, given, right < 0 ? 'declare' : 'assign', end, annotation);
}

function augmented(b: Builder, node: number): void {
  const left = b.first(node);
  const right = left < 0 ? -1 : b.last(node);
  if (right < 0 || right === left) return;
  const target = value(b, left);
  const operator = /[^\s\\)]+(?==)/.exec(b.text.slice(b.end(left), b.start(right)))?.[0] ?? '+';
  const added = valueFor(b, right, nameOf(target));
  const at = b.end(node);
  const how: Write['how'] = 'augment';
  if (target.kind === 'name') b.write(b.scopeOf(target.name), target.name, { how, value: added, operator, ...b.position(at) });
  else if (target.kind === 'member' || target.kind === 'index') {
    const key = target.kind === 'member' ? target.name : target.key;
    b.stores.push({ target: target.of, key, value: added, how, start: target.start, end: at, ...b.position(at) });
  }
}

function typeAlias(b: Builder, node: number): void {
  const left = b.first(node);
  const right = left < 0 ? -1 : b.next(left);
  if (right >= 0) assign(b, value(b, left), value(b, right), 'assign', b.end(node));
}

function context(b: Builder, node: number): boolean {
  let leaves = false;
  for (let child = b.first(node); child >= 0; child = b.next(child)) {
    if (b.kind(child) === Kind.block) leaves = block(b, child);
    else value(b, child);
  }
  return leaves;
}
