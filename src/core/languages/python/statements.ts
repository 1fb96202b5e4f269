/** Lowers Python statements: writes, functions, classes, and what runs in branches and loops. */
import type { Branch, Index, Value, Write } from '../../facts/facts.ts';
import type { OpenFunction, OpenLoop } from '../gathering.ts';
import type { Builder } from './builder.ts';
import { addFunction, assignEach, bodyOf, value, valueFor } from './expressions.ts';
import { importFrom, importModules } from './imports.ts';
import { Kind } from './kinds.ts';
import { patternTest } from './patterns.ts';
import { cooked, docText, literalAt } from './strings.ts';
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
function damageIn(b: Builder, node: number): void {
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
  if (target.kind === 'name') b.write(target.scope, target.name, { how, value: added, operator, ...b.position(at) });
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

// ── branches and loops ───────────────────────────────────────────────────────────────────────────────────────────────

/** Lowers one arm of the statement at offset `statement`; true when its end is never reached. */
function arm(b: Builder, branch: Omit<Branch, 'parent' | 'leaves'>, body: number): boolean {
  const around = b.branch;
  const index = b.addBranch(branch);
  b.branch = index;
  const leaves = block(b, body);
  b.branch = around;
  if (leaves) (b.branches[index] as { leaves: boolean }).leaves = true;
  return leaves;
}

function branches(b: Builder, node: number): boolean {
  const statementAt = b.start(node);
  const exhaustive = b.child(node, Kind.else_clause) >= 0;
  let allLeave = exhaustive;
  let count = 0;
  let test: Value | undefined;
  for (let child = b.first(node); child >= 0; child = b.next(child)) {
    const kind = b.kind(child);
    let body = child;
    if (kind === Kind.elif_clause || kind === Kind.else_clause) {
      body = b.child(child, Kind.block);
      const condition = kind === Kind.elif_clause ? b.first(child) : -1;
      test = condition >= 0 && condition !== body ? value(b, condition) : undefined;
    } else if (kind !== Kind.block) {
      const read = value(b, child);
      if (kind !== Kind.ERROR) test = read;
      continue;
    }
    const leaves = arm(b, { kind: 'if', statement: statementAt, arm: count++, exhaustive, ...(test && { test }) }, body);
    allLeave &&= leaves;
    test = undefined;
  }
  return allLeave;
}

function forLoop(b: Builder, node: number): boolean {
  if (b.syntax.hasError) damageIn(b, node);
  const [target = -1, collection = -1] = b.children(node);
  const body = b.child(node, Kind.block);
  if (collection < 0 || collection === body) return block(b, body);
  const around = b.loop;
  const loop = b.loops.length;
  b.loops.push({ kind: 'each', parent: around, function: b.function, variables: [], exits: [], start: b.start(node), end: b.end(node) });
  const variable = value(b, target);
  const over = value(b, collection);
  b.loop = loop;
  const branch = b.branch;
  b.branch = b.branches.length;
  assignEach(b, loop, variable, over, b.end(collection));
  b.branch = branch;
  arm(b, { kind: 'loop', statement: b.start(node), arm: 0, exhaustive: false }, body);
  b.loop = around;
  return otherwise(b, node);
}

function whileLoop(b: Builder, node: number): boolean {
  if (b.syntax.hasError) damageIn(b, node);
  const [condition = -1] = b.children(node);
  const body = b.child(node, Kind.block);
  const around = b.loop;
  const loop = b.loops.length;
  const header: OpenLoop = {
    kind: 'while',
    parent: around,
    function: b.function,
    variables: [],
    exits: [],
    start: b.start(node),
    end: b.end(node),
  };
  b.loops.push(header);
  b.loop = loop;
  const test = condition >= 0 && condition !== body ? value(b, condition) : undefined;
  if (test) header.test = test;
  arm(b, { kind: 'loop', statement: b.start(node), arm: 0, exhaustive: false, ...(test && { test }) }, body);
  b.loop = around;
  return otherwise(b, node);
}

/** The `else` of a loop or a `try` is lowered like what follows it. */
function otherwise(b: Builder, node: number): boolean {
  const clause = b.child(node, Kind.else_clause);
  return clause >= 0 && block(b, b.child(clause, Kind.block));
}

function attempt(b: Builder, node: number): boolean {
  const handled = b.child(node, Kind.except_clause) >= 0;
  let bodyLeaves = false;
  let handlersLeave = true;
  let count = 0;
  for (let child = b.first(node); child >= 0; child = b.next(child)) {
    switch (b.kind(child)) {
      case Kind.block: {
        const around = b.caughtIn;
        if (handled) b.caughtIn = b.loop;
        bodyLeaves = block(b, child);
        b.caughtIn = around;
        break;
      }
      case Kind.except_clause: {
        const around = b.branch;
        b.branch = b.branches.length;
        caught(b, child);
        b.branch = around;
        const leaves = arm(b, { kind: 'catch', statement: b.start(node), arm: count++, exhaustive: false }, b.child(child, Kind.block));
        handlersLeave &&= leaves;
        break;
      }
      case Kind.else_clause:
        bodyLeaves = block(b, b.child(child, Kind.block)) || bodyLeaves;
        break;
      case Kind.finally_clause:
        if (block(b, b.child(child, Kind.block))) return true;
        break;
      default:
        value(b, child);
    }
  }
  return bodyLeaves && handlersLeave;
}

/** `except Error as name`. Its branch is the one that is opened next. */
function caught(b: Builder, clause: number): void {
  for (let child = b.first(clause); child >= 0; child = b.next(child)) {
    if (b.kind(child) === Kind.block) continue;
    if (b.kind(child) !== Kind.as_pattern) {
      value(b, child);
      continue;
    }
    const type = b.first(child);
    const name = type < 0 ? -1 : b.next(type);
    if (type >= 0) value(b, type);
    if (name >= 0) assign(b, value(b, name), b.unknown(name, 'runtime'), 'catch', b.end(child));
  }
}

function context(b: Builder, node: number): boolean {
  let leaves = false;
  for (let child = b.first(node); child >= 0; child = b.next(child)) {
    if (b.kind(child) === Kind.block) leaves = block(b, child);
    else value(b, child);
  }
  return leaves;
}

function matches(b: Builder, node: number): boolean {
  const body = b.child(node, Kind.block);
  let subject: Value | undefined;
  for (let child = b.first(node); child >= 0; child = b.next(child)) {
    if (child !== body && b.kind(child) !== Kind.case_clause) subject ??= value(b, child);
  }
  const holder = body >= 0 ? body : node;
  const cases: number[] = [];
  let exhaustive = false;
  for (let child = b.first(holder); child >= 0; child = b.next(child)) {
    if (b.kind(child) !== Kind.case_clause) continue;
    cases.push(child);
    exhaustive ||= matchesAll(b, child);
  }
  let allLeave = exhaustive;
  cases.forEach((clause, index) => {
    const around = b.branch;
    b.branch = b.branches.length;
    const test = subject && patternTest(b, clause, subject);
    b.branch = around;
    const leaves = arm(
      b,
      { kind: 'switch', statement: b.start(node), arm: index, exhaustive, ...(test && { test }) },
      b.child(clause, Kind.block),
    );
    allLeave &&= leaves;
  });
  return allLeave;
}

/** `case _:` and `case name:` without a condition. */
function matchesAll(b: Builder, clause: number): boolean {
  const pattern = b.child(clause, Kind.case_pattern);
  return (
    pattern >= 0 &&
    b.child(clause, Kind.if_clause) < 0 &&
    /^[^\W\d]\w*$/.test(b.textOf(pattern)) &&
    !/^(None|True|False)$/.test(b.textOf(pattern))
  );
}

// ── definitions ──────────────────────────────────────────────────────────────────────────────────────────────────────

function decorated(b: Builder, node: number): void {
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

function define(b: Builder, node: number, decorators: readonly Value[]): void {
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

function classDefinition(b: Builder, node: number, decorators: readonly Value[]): void {
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
