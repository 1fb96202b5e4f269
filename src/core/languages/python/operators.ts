/** Operators: what combines values or compares them. */
import type { Value } from '../../facts/facts.ts';
import type { Builder } from './builder.ts';
import { value } from './expressions.ts';

const operators = /[\s\\)]*(?:#[^\n]*[\s\\)]*)*(not\s+in\b|is\s+not\b|in\b|is\b|and\b|or\b|\*\*|\/\/|<<|>>|<=|>=|==|!=|<>|[-+*/%@&|^<>])/y;

/** The operator between two operands, its inner spaces made one. */
export function operatorAfter(b: Builder, left: number, right: number): string {
  operators.lastIndex = b.end(left);
  const found = operators.exec(b.text);
  return found && operators.lastIndex <= b.start(right) ? (found[1] as string).replace(/\s+/, ' ') : '';
}

export function binary(b: Builder, node: number, start: number, end: number): Value {
  const left = b.first(node);
  if (left < 0) return b.unknown(node, 'syntax');
  let result = value(b, left, true);
  for (let before = left, right = b.next(left); right >= 0; before = right, right = b.next(right)) {
    result = { kind: 'operation', operator: operatorAfter(b, before, right), left: result, right: value(b, right, true), start, end };
  }
  return result;
}

/** `a < b < c` is `a < b and b < c`. */
export function comparison(b: Builder, node: number, start: number, end: number): Value {
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
