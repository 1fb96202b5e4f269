/** Loops: what their headers test and write; comprehensions are loops that make a value. */
import type { Index, Value } from '../../facts/facts.ts';
import type { OpenLoop } from '../gathering.ts';
import { arm, otherwise } from './branches.ts';
import type { Builder } from './builder.ts';
import { value, values } from './expressions.ts';
import { Kind } from './kinds.ts';
import { block, damageIn } from './statements.ts';
import { assign, namesIn } from './targets.ts';

export function forLoop(b: Builder, node: number): boolean {
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

export function whileLoop(b: Builder, node: number): boolean {
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

/** One loop per `for`, all in one scope; the body runs inside the last. */
export function comprehension(b: Builder, node: number, start: number, end: number): Value {
  const around = b.loop;
  const scope = b.addScope('block', b.visibleScope(), b.function);
  const loops: Index[] = [];
  for (let child = b.first(node); child >= 0; child = b.next(child)) {
    if (b.kind(child) !== Kind.for_in_clause) continue;
    const parent = loops[loops.length - 1] ?? around;
    loops.push(b.loops.length);
    b.loops.push({ kind: 'comprehension', parent, function: b.function, variables: [], exits: [], start, end });
  }
  const overs: Value[] = [];
  let body: Value | undefined;
  let filtered = false;
  for (let child = b.first(node); child >= 0; child = b.next(child)) {
    const kind = b.kind(child);
    if (kind === Kind.for_in_clause) {
      // What is walked over is evaluated once per run of the loop around; the first even in the scope around.
      const loop = loops[overs.length] as Index;
      const target = b.first(child);
      const collection = target < 0 ? -1 : b.next(target);
      const outer = b.loops[loop]?.parent ?? around;
      const variable = target < 0 ? undefined : b.within({ scope, loop }, () => value(b, target));
      const walk = () => (collection < 0 ? b.unknown(child, 'syntax') : value(b, collection));
      const over = overs.length === 0 ? walk() : b.within({ scope, loop: outer }, walk);
      overs.push(over);
      if (variable) b.within({ scope, loop }, () => assignEach(b, loop, variable, over, b.end(child)));
    } else {
      const inner = loops[kind === Kind.if_clause ? Math.max(0, overs.length - 1) : loops.length - 1] ?? around;
      const part = b.within({ scope, loop: inner }, () => (kind === Kind.pair ? pairOf(b, child) : value(b, child)));
      if (kind === Kind.if_clause) filtered = true;
      else body ??= part;
    }
  }
  let result = body ?? b.unknown(node, 'syntax');
  for (let i = overs.length - 1; i >= 0; i--) {
    result = { kind: 'each', body: result, over: overs[i] as Value, loop: loops[i] as Index, filtered, start, end };
  }
  return result;
}

/** The entry of a dictionary comprehension, which is put among the others. */
function pairOf(b: Builder, node: number): Value {
  const [key, given] = values(b, node);
  const range = { start: b.start(node), end: b.end(node) };
  if (!key || !given) return b.unknown(node, 'syntax');
  return { kind: 'spread', value: { kind: 'record', fields: [{ key, value: given, ...range }], ...range }, ...range };
}

/** Writes the variables of a loop's header: a single name stands for an element, destructured ones for a part of it. */
function assignEach(b: Builder, loop: Index, target: Value, over: Value, at: number): void {
  const header = b.loops[loop] as OpenLoop;
  header.over = over;
  header.variables = namesIn(target);
  if (target.kind === 'name') assign(b, target, over, 'loop', at);
  else assign(b, target, { kind: 'element', of: over, start: over.start, end: over.end }, 'assign', at);
}
