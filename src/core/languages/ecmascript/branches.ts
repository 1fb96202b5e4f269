/** Statements whose parts may run or not: `if`, `switch`, `try`. */
import type { Branch, Index, Value } from '../../facts/facts.ts';
import type { Draft } from './draft.ts';
import { lowerValue } from './expressions.ts';
import { Kind } from './kind.ts';
import { writePattern } from './patterns.ts';
import { inScope, lowerBlock, lowerFrom, lowerStatement } from './statements.ts';

interface Arms {
  readonly kind: Branch['kind'];
  readonly statement: number;
  readonly indices: Index[];
}

/** Lowers one arm of a statement. True when it leaves. */
export function arm(d: Draft, { kind, statement, indices }: Arms, test: Value | undefined, lower: () => boolean): boolean {
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
export function lowerIf(d: Draft, node: number): boolean {
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
export function lowerSwitch(d: Draft, node: number): boolean {
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

const equal = (left: Value, right: Value): Value => ({
  kind: 'operation',
  operator: '==',
  left,
  right,
  start: right.start,
  end: right.end,
});

function either(first: Value | undefined, second: Value): Value {
  return first ? { kind: 'fallback', operator: 'or', first, second, start: first.start, end: second.end } : second;
}

export function lowerTry(d: Draft, node: number): boolean {
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
