/** Loops: what their headers test and write, and what runs once a round. */
import type { Loop, Value } from '../../facts/facts.ts';
import { arm } from './branches.ts';
import { countBetween } from './comments.ts';
import { lowerVariables } from './declarations.ts';
import type { Draft } from './draft.ts';
import { lowerValue } from './expressions.ts';
import { Kind } from './kind.ts';
import { lowerTarget, type Writing, writePattern, writeTarget } from './patterns.ts';
import { lowerStatement } from './statements.ts';

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
export function lowerFor(d: Draft, node: number): boolean {
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
    if (d.kind(child) === Kind.lexical_declaration || d.kind(child) === Kind.variable_declaration) lowerVariables(d, child, -1);
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

export function lowerForEach(d: Draft, node: number): boolean {
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

export function lowerWhile(d: Draft, node: number): boolean {
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
