/** Statements: what they declare, which of them may run, and how often. */
import type { Field, Index, Value, Branch, Loop } from '../../facts/facts.ts';
import { countBetween } from './comments.ts';
import type { Draft } from './draft.ts';
import { lowerInner, lowerNamed, lowerValue } from './expressions.ts';
import { declareFunction, lowerClass, lowerFunction } from './functions.ts';
import { Kind } from './kind.ts';
import { lowerExport, lowerImport } from './modules.ts';
import { lowerDeclaration, lowerTarget, type Writing, writePattern, writeTarget } from './patterns.ts';
import { keyOf } from './properties.ts';

/** Lowers a statement, or an expression that stands as one. True: nothing after it runs in the same block. */
export function lowerStatement(d: Draft, node: number): boolean {
  if (!d.down(node)) return false;
  const leaves = statement(d, node);
  d.up();
  return leaves;
}

/** Lowers the statements of a block in the scope at hand. */
export function lowerBlock(d: Draft, node: number): boolean {
  return lowerFrom(d, d.first(node));
}

function lowerFrom(d: Draft, first: number): boolean {
  let leaves = false;
  for (let child = first; child >= 0; child = d.next(child)) leaves = lowerStatement(d, child) || leaves;
  return leaves;
}

function statement(d: Draft, node: number): boolean {
  switch (d.kind(node)) {
    case Kind.statement_block:
      return inScope(d, node, lowerBlock);
    case Kind.lexical_declaration:
    case Kind.variable_declaration:
    case Kind.function_declaration:
    case Kind.generator_function_declaration:
    case Kind.class_declaration:
    case Kind.abstract_class_declaration:
    case Kind.enum_declaration:
    case Kind.internal_module:
    case Kind.module:
    case Kind.ambient_declaration:
      declaration(d, node, d.start(node), []);
      return false;
    case Kind.import_statement:
      lowerImport(d, node);
      return false;
    case Kind.export_statement:
      lowerExport(d, node);
      return false;
    case Kind.if_statement:
      return ifStatement(d, node);
    case Kind.switch_statement:
      return switchStatement(d, node);
    case Kind.try_statement:
      return tryStatement(d, node);
    case Kind.for_statement:
      return inScope(d, node, forStatement);
    case Kind.for_in_statement:
      return inScope(d, node, forEach);
    case Kind.while_statement:
    case Kind.do_statement:
      return whileStatement(d, node);
    case Kind.labeled_statement:
      return labelled(d, node);
    case Kind.break_statement:
      return breakStatement(d, node);
    case Kind.continue_statement:
      return continueStatement(d, node);
    case Kind.return_statement:
      return returnStatement(d, node);
    case Kind.throw_statement:
      lowerInner(d, node);
      d.exit('throw', d.end(node), d.here.caught);
      return true;
    case Kind.with_statement:
    case Kind.ERROR:
      lowerBlock(d, node);
      return false;
    case Kind.empty_statement:
    case Kind.type_alias_declaration:
    case Kind.interface_declaration:
    case Kind.function_signature:
    case Kind.import_alias:
      return false;
    default:
      lowerValue(d, node);
      return false;
  }
}

function inScope(d: Draft, node: number, lower: (d: Draft, node: number) => boolean): boolean {
  const { here } = d;
  d.here = { ...here, scope: d.addScope('block', here.function, d.start(node)) };
  const leaves = lower(d, node);
  d.here = here;
  return leaves;
}

/** Lowers a declaration and gives the names that it declares. `doc` is the offset below its doc comment. */
export function lowerDeclared(d: Draft, node: number, doc: number, decorators: readonly Value[]): readonly string[] {
  const { names } = d;
  d.names = [];
  declaration(d, node, doc, decorators);
  const declared = d.names;
  d.names = names;
  return declared;
}

function declaration(d: Draft, node: number, doc: number, decorators: readonly Value[]): void {
  switch (d.kind(node)) {
    case Kind.lexical_declaration:
    case Kind.variable_declaration:
      return lowerDeclaration(d, node, doc);
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
      if (name !== '') d.declare(d.here.scope, name, { how: 'class', value: { kind: 'class', class: index, start, end }, ...d.position(end) });
      return;
    }
    case Kind.enum_declaration:
      return enumDeclaration(d, node);
    case Kind.ambient_declaration:
      lowerBlock(d, node);
      return;
    default:
      for (let child = d.first(node); child >= 0; child = d.next(child)) if (d.kind(child) === Kind.statement_block) lowerStatement(d, child);
  }
}

/** An enumeration is a record; members without a value count up from the one before. */
function enumDeclaration(d: Draft, node: number): void {
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

// ── branches ───────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Arms {
  readonly kind: Branch['kind'];
  readonly statement: number;
  readonly indices: Index[];
}

/** Lowers one arm of a statement. True when it leaves. */
function arm(d: Draft, { kind, statement, indices }: Arms, test: Value | undefined, lower: () => boolean): boolean {
  const { here } = d;
  const branch = d.addBranch(kind, statement, indices.length, test);
  const index = d.branches.length - 1;
  indices.push(index);
  d.here = { ...here, branch: index };
  branch.leaves = lower();
  d.here = here;
  return branch.leaves;
}

/** One of the arms always runs. */
function markExhaustive(d: Draft, { indices }: Arms): void {
  for (const index of indices) (d.branches[index] as { exhaustive: boolean }).exhaustive = true;
}

/** `else if` is a further arm of the same statement. */
function ifStatement(d: Draft, node: number): boolean {
  const arms: Arms = { kind: 'if', statement: node, indices: [] };
  let leaves = true;
  for (let link = node; ; ) {
    const condition = d.first(link);
    const then = d.next(condition);
    if (condition < 0) return false;
    const test = lowerValue(d, condition);
    if (then < 0) return false;
    leaves = arm(d, arms, test, () => lowerStatement(d, then)) && leaves;
    const clause = d.next(then);
    const otherwise = clause < 0 ? -1 : d.first(clause);
    if (otherwise < 0) return false;
    if (d.kind(otherwise) === Kind.if_statement) {
      link = otherwise;
      continue;
    }
    leaves = arm(d, arms, undefined, () => lowerStatement(d, otherwise)) && leaves;
    markExhaustive(d, arms);
    return leaves;
  }
}

/** Cases without statements join the next one. A plain `break` ends an arm but does not leave the code behind it. */
function switchStatement(d: Draft, node: number): boolean {
  const condition = d.first(node);
  const body = d.next(condition);
  if (condition < 0) return false;
  const subject = lowerValue(d, condition);
  if (body < 0) return false;
  const { here } = d;
  const arms: Arms = { kind: 'switch', statement: node, indices: [] };
  d.here = { ...here, breaks: -1, scope: d.addScope('block', here.function, d.start(body)) };
  let test: Value | undefined;
  let isDefault = false;
  let hasDefault = false;
  let leaves = true;
  for (let child = d.first(body); child >= 0; child = d.next(child)) {
    let first = d.first(child);
    if (d.kind(child) === Kind.switch_case && first >= 0) {
      test = either(test, equal(subject, lowerValue(d, first)));
      first = d.next(first);
    } else if (d.kind(child) === Kind.switch_default) {
      isDefault = hasDefault = true;
    }
    if (first < 0 && d.next(child) >= 0) continue;
    leaves = arm(d, arms, isDefault ? undefined : test, () => lowerFrom(d, first)) && leaves;
    test = undefined;
    isDefault = false;
  }
  d.here = here;
  if (hasDefault) markExhaustive(d, arms);
  return hasDefault && leaves;
}

const equal = (left: Value, right: Value): Value => ({ kind: 'operation', operator: '==', left, right, start: right.start, end: right.end });

function either(first: Value | undefined, second: Value): Value {
  return first ? { kind: 'fallback', operator: 'or', first, second, start: first.start, end: second.end } : second;
}

function tryStatement(d: Draft, node: number): boolean {
  const parts = d.children(node);
  const handler = parts.find((part) => d.kind(part) === Kind.catch_clause);
  const { here } = d;
  let leaves = false;
  for (const part of parts) {
    switch (d.kind(part)) {
      case Kind.statement_block:
        if (handler !== undefined) d.here = { ...here, caught: here.loop };
        leaves = lowerStatement(d, part);
        d.here = here;
        break;
      case Kind.catch_clause:
        leaves = arm(d, { kind: 'catch', statement: node, indices: [] }, undefined, () => inScope(d, part, catchClause)) && leaves;
        break;
      case Kind.finally_clause: {
        const block = d.first(part);
        if (block >= 0) leaves = lowerStatement(d, block) || leaves;
      }
    }
  }
  return leaves;
}

function catchClause(d: Draft, node: number): boolean {
  let leaves = false;
  for (let child = d.first(node); child >= 0; child = d.next(child)) {
    const kind = d.kind(child);
    if (kind === Kind.statement_block) leaves = lowerBlock(d, child);
    else if (kind !== Kind.type_annotation) {
      writePattern(d, child, d.unknown(child), { how: 'catch', start: d.start(child), at: d.end(child), scope: d.here.scope });
    }
  }
  return leaves;
}

// ── loops ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Header {
  test?: Value | undefined;
  over?: Value;
}

/** Opens a loop: what is lowered from now on runs once a round. The caller puts `here` back. */
function openLoop(d: Draft, node: number, kind: Loop['kind'], { over }: Header = {}): (header: Header, names: readonly string[]) => void {
  const loop = d.addLoop(node, kind);
  const index = d.loops.length - 1;
  d.here = { ...d.here, loop: index, breaks: index };
  if (over) loop.over = over;
  return ({ test }, names) => {
    if (test) loop.test = test;
    loop.variables = [...new Set(names)];
  };
}

function loopBody(d: Draft, node: number, body: number, test: Value | undefined): void {
  if (body >= 0) arm(d, { kind: 'loop', statement: node, indices: [] }, test, () => lowerStatement(d, body));
}

/** The parts of `for (a; b; c)` are told apart by the semicolons between them. */
function forStatement(d: Draft, node: number): boolean {
  const { here, names } = d;
  const children = d.children(node);
  const body = children.pop() ?? -1;
  const header: Header = {};
  let part = 0;
  let from = d.start(node);
  d.names = [];
  let close: ReturnType<typeof openLoop> | undefined;
  for (const child of children) {
    part += countBetween(d.text, ';', from, d.start(child));
    from = d.end(child);
    if (part > 0) close ??= openLoop(d, node, 'count');
    if (d.kind(child) === Kind.lexical_declaration || d.kind(child) === Kind.variable_declaration) lowerDeclaration(d, child, -1);
    else if (d.kind(child) !== Kind.empty_statement) {
      const value = lowerValue(d, child);
      if (part === 1) header.test = value;
    }
    if (d.text[from - 1] === ';') part++;
  }
  close ??= openLoop(d, node, 'count');
  close(header, d.names);
  d.names = names;
  loopBody(d, node, body, header.test);
  d.here = here;
  return false;
}

function forEach(d: Draft, node: number): boolean {
  const target = d.first(node);
  const source = d.next(target);
  if (target < 0 || source < 0) return false;
  const { here, names } = d;
  const over = lowerValue(d, source);
  const close = openLoop(d, node, 'each', { over });
  const keyword = /\b(?:const|let|var|using)\b/.exec(d.text.slice(d.start(node), d.start(target)))?.[0];
  const isIn = /\bin\b/.test(d.text.slice(d.end(target), d.start(source)));
  const isPattern = d.kind(target) === Kind.object_pattern || d.kind(target) === Kind.array_pattern;
  const { start, end } = over;
  const value: Value = isIn ? d.unknown(target) : isPattern ? { kind: 'element', of: over, start, end } : over;
  const writing: Writing = { how: isIn ? 'assign' : 'loop', start: d.start(node), at: d.end(source) };
  const scope = keyword === undefined ? undefined : keyword === 'var' ? d.functionScope() : d.here.scope;
  d.names = [];
  if (scope === undefined) writeTarget(d, lowerTarget(d, target), value, writing);
  else writePattern(d, target, value, { ...writing, scope });
  close({}, d.names);
  d.names = names;
  loopBody(d, node, d.next(source), undefined);
  d.here = here;
  return false;
}

function whileStatement(d: Draft, node: number): boolean {
  const { here, names } = d;
  const isDo = d.kind(node) === Kind.do_statement;
  const close = openLoop(d, node, isDo ? 'do' : 'while');
  const [first = -1, second = -1] = d.children(node);
  if (isDo) loopBody(d, node, first, undefined);
  const condition = isDo ? second : first;
  d.names = [];
  const test = condition < 0 ? undefined : lowerValue(d, condition);
  close({ test }, d.names);
  d.names = names;
  if (!isDo) loopBody(d, node, second, test);
  else if (first >= 0) markFirstRound(d, node);
  d.here = here;
  return false;
}

/** The body of a `do` runs at least once. */
function markFirstRound(d: Draft, node: number): void {
  const start = d.start(node);
  const body = d.branches.findLast((branch) => branch.kind === 'loop' && branch.statement === start);
  if (body) body.exhaustive = true;
}

function labelled(d: Draft, node: number): boolean {
  const label = d.first(node);
  const body = d.next(label);
  if (body < 0) return false;
  const { here } = d;
  d.here = { ...here, labels: [...here.labels, { name: d.textOf(label), outside: here.loop }] };
  const leaves = lowerStatement(d, body);
  d.here = here;
  return leaves;
}

const labelOf = (d: Draft, node: number) => {
  const label = d.first(node);
  const name = label < 0 ? undefined : d.textOf(label);
  return name === undefined ? undefined : d.here.labels.findLast((known) => known.name === name);
};

function breakStatement(d: Draft, node: number): boolean {
  const label = labelOf(d, node);
  const { breaks } = d.here;
  if (label) d.exit('break', d.end(node), label.outside);
  else if (breaks >= 0) d.exit('break', d.end(node), d.loops[breaks]?.parent ?? -1);
  return label !== undefined || breaks >= 0;
}

/** `continue` of an outer loop leaves the loops inside it. */
function continueStatement(d: Draft, node: number): boolean {
  const label = labelOf(d, node);
  if (label) {
    let loop = d.here.loop;
    while (loop >= 0 && d.loops[loop]?.parent !== label.outside) loop = d.loops[loop]?.parent ?? -1;
    d.exit('break', d.end(node), loop);
  }
  return true;
}

function returnStatement(d: Draft, node: number): boolean {
  const inner = d.first(node);
  const start = d.start(node);
  const at = d.end(node);
  const value: Value = inner < 0 ? { kind: 'literal', value: null, start, end: at } : lowerValue(d, inner);
  d.functions[d.here.function]?.returns.push({ value, ...d.position(at) });
  d.exit('return', at, -1);
  return true;
}
