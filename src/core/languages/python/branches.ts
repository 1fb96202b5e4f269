/** Statements whose parts may run or not: `if`, `try`, `match`. */
import type { Branch, Value } from '../../facts/facts.ts';
import type { Builder } from './builder.ts';
import { value } from './expressions.ts';
import { Kind } from './kinds.ts';
import { patternTest } from './patterns.ts';
import { block } from './statements.ts';
import { assign } from './targets.ts';

/** Lowers one arm of the statement at offset `statement`; true when its end is never reached. */
export function arm(b: Builder, branch: Omit<Branch, 'parent' | 'leaves'>, body: number): boolean {
  const around = b.branch;
  const index = b.addBranch(branch);
  b.branch = index;
  const leaves = block(b, body);
  b.branch = around;
  if (leaves) (b.branches[index] as { leaves: boolean }).leaves = true;
  return leaves;
}

export function branches(b: Builder, node: number): boolean {
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

/** The `else` of a loop or a `try` is lowered like what follows it. */
export function otherwise(b: Builder, node: number): boolean {
  const clause = b.child(node, Kind.else_clause);
  return clause >= 0 && block(b, b.child(clause, Kind.block));
}

export function attempt(b: Builder, node: number): boolean {
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

export function matches(b: Builder, node: number): boolean {
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
