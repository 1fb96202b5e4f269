/** Operators: what combines values, chooses among them or assigns them. */
import type { Value } from '../../facts/facts.ts';
import { between } from './comments.ts';
import type { Draft } from './draft.ts';
import { lowerNamed, lowerValue } from './expressions.ts';
import { Kind } from './kind.ts';
import { lowerTarget, nameOfTarget, writeTarget } from './patterns.ts';

/** Operators that differ between languages, by their common sign. */
const SIGNS: Readonly<Record<string, string>> = { '===': '==', '!==': '!=' };
const FALLBACKS: Readonly<Record<string, 'or' | 'and' | 'nullish' | undefined>> = { '||': 'or', '&&': 'and', '??': 'nullish' };
/** Longer chains of one operator are not written by people; every reader of values recurses into their left. */
const longestChain = 400;

export function lowerUnary(d: Draft, node: number): Value {
  const start = d.start(node);
  const end = d.end(node);
  const operand = d.first(node);
  if (operand < 0) return d.unknown(node, 'syntax');
  const value = lowerValue(d, operand);
  const operator = between(d.text, start, d.start(operand));
  if (operator === 'void') return { kind: 'literal', value: null, start, end };
  return /^[!+~-]$/.test(operator) ? { kind: 'unary', operator, value, start, end } : d.unknown(node);
}

export function lowerUpdate(d: Draft, node: number): Value {
  const operand = d.first(node);
  if (operand < 0) return d.unknown(node, 'syntax');
  const start = d.start(node);
  const end = d.end(node);
  const operator = d.text.startsWith('--', start) || d.text.endsWith('--', end) ? '-' : '+';
  const target = lowerTarget(d, operand);
  writeTarget(d, target, { kind: 'number', value: 1, start, end }, { how: 'augment', operator, start, at: end });
  return target.place ?? d.unknown(node);
}

function operatorBefore(d: Draft, right: number, left: number): string {
  return between(d.text, d.end(left), d.start(right));
}

/** Concatenations are long chains to the left, so they are walked and not recursed into. */
export function lowerBinary(d: Draft, node: number): Value {
  const chain: number[] = [];
  let innermost = node;
  while (innermost >= 0 && d.kind(innermost) === Kind.binary_expression) {
    chain.push(innermost);
    innermost = d.first(innermost);
  }
  if (innermost < 0) return d.unknown(node, 'syntax');
  const { partOfText } = d;
  const sums = chain.map((link) => {
    const left = d.first(link);
    const right = d.next(left);
    return right >= 0 && operatorBefore(d, right, left) === '+';
  });
  d.partOfText = partOfText || (sums.at(-1) ?? false);
  let value = lowerValue(d, innermost);
  for (let i = chain.length - 1; i >= 0; i--) {
    const link = chain[i] as number;
    const left = d.first(link);
    const right = d.next(left);
    if (right < 0) continue;
    d.partOfText = partOfText || (sums[i] as boolean);
    value = combine(d, link, operatorBefore(d, right, left), value, lowerValue(d, right));
    d.partOfText = partOfText;
    // `a + b` inside `a + b + c` is noted with the outermost sum.
    if (sums[i] && !sums[i - 1]) d.noteText(value);
  }
  d.partOfText = partOfText;
  return chain.length > longestChain ? d.unknown(node, 'too-deep') : value;
}

function combine(d: Draft, node: number, sign: string, left: Value, right: Value): Value {
  const start = d.start(node);
  const end = d.end(node);
  const fallback = FALLBACKS[sign];
  if (fallback) return { kind: 'fallback', operator: fallback, first: left, second: right, start, end };
  return { kind: 'operation', operator: SIGNS[sign] ?? sign, left, right, start, end };
}

export function lowerChoice(d: Draft, node: number): Value {
  const condition = d.first(node);
  const then = d.next(condition);
  const otherwise = d.next(then);
  if (condition < 0) return d.unknown(node, 'syntax');
  const test = lowerValue(d, condition);
  if (then < 0) return d.unknown(node, 'syntax');
  const first = lowerValue(d, then);
  if (otherwise < 0) return d.unknown(node, 'syntax');
  return { kind: 'choice', test, options: [first, lowerValue(d, otherwise)], start: d.start(node), end: d.end(node) };
}

export function lowerAssignment(d: Draft, node: number): Value {
  const left = d.first(node);
  const source = d.next(left);
  if (source < 0) return left < 0 ? d.unknown(node, 'syntax') : lowerValue(d, left);
  const target = lowerTarget(d, left);
  const value = lowerNamed(d, source, nameOfTarget(target), d.start(node));
  writeTarget(d, target, value, { how: 'assign', start: d.start(node), at: d.end(node) });
  if (target.place) noteCommonJs(d, target.place, value);
  return value;
}

export function lowerAugmentation(d: Draft, node: number): Value {
  const left = d.first(node);
  const source = d.next(left);
  if (source < 0) return left < 0 ? d.unknown(node, 'syntax') : lowerValue(d, left);
  const operator = operatorBefore(d, source, left).slice(0, -1);
  const target = lowerTarget(d, left);
  const value = lowerNamed(d, source, nameOfTarget(target), -1);
  writeTarget(d, target, value, { how: 'augment', operator, start: d.start(node), at: d.end(node) });
  return target.place ? combine(d, node, operator, target.place, value) : value;
}

/** `module.exports = …` and `exports.x = …`, at whatever depth of the module they stand. */
function noteCommonJs(d: Draft, target: Value, value: Value): void {
  if (target.kind !== 'member') return;
  if (isModuleExports(target)) {
    d.export('export =', value);
    if (value.kind !== 'record') return;
    for (const field of value.fields) if ('key' in field && typeof field.key === 'string') d.export(field.key, field.value);
  } else if (isModuleExports(target.of) || (target.of.kind === 'name' && target.of.name === 'exports')) {
    d.export(target.name, value);
  }
}

const isModuleExports = (value: Value) =>
  value.kind === 'member' && value.name === 'exports' && value.of.kind === 'name' && value.of.name === 'module';
