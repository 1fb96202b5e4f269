/** Loops that can call a model again and again, and what bounds them. */
import { callsIn, isInLoop } from '../facts/enclosing.ts';
import type { Exit, FileFacts, Index, Loop, Value, Write } from '../facts/facts.ts';
import { storesOf } from '../facts/lookup.ts';
import type { Folder } from '../resolve/fold.ts';
import { type Known, type Place, staticText } from '../resolve/known.ts';
import { bindingOf } from '../resolve/names.ts';
import type { LoopBound } from './analysis.ts';
import { namesLimit, tellsLimit, throwsAtLimit } from './limits.ts';
import { polls } from './waits.ts';

/** A loop that goes on by a condition or a count, rather than over the elements of a collection. */
export function isOpenEnded(facts: FileFacts, loop: Loop, path: string, folder: Folder): boolean {
  if (loop.kind === 'while' || loop.kind === 'do') return true;
  if (loop.kind === 'count') return !countsElements(loop.test);
  if (loop.kind !== 'each' || !loop.over) return false;
  const range = rangeOf(facts, loop.over, path, folder);
  return range !== undefined && range.args <= 2 && !range.elements;
}

/** `i < items.length`: every element once. */
const countsElements = (test: Value | undefined): boolean =>
  test?.kind === 'operation' &&
  [test.left, test.right].some((side) => (side.kind === 'member' && /^(length|size)$/.test(side.name)) || side.kind === 'call');

/** The bound of a loop: its header, a counter with a way out, or what ends it from elsewhere. */
export function boundOf(facts: FileFacts, index: Index, path: string, folder: Folder): LoopBound {
  const loop = facts.loops[index];
  if (!loop) return { state: 'none' };
  if (loop.kind === 'each' && loop.over) {
    const range = rangeOf(facts, loop.over, path, folder);
    if (range?.steps === undefined) return { state: 'dynamic' };
    return { state: 'bounded', steps: range.steps, place: range.place, ...(loop.exits.length === 0 && { always: true }) };
  }
  const header = loop.test ? fromCondition(facts, index, loop.test, path, folder, false) : undefined;
  if (header?.state === 'bounded' && loop.kind === 'count' && loop.exits.length === 0) return { ...header, always: true };
  if (header) return header;
  let found: LoopBound | undefined;
  for (const exit of loop.exits) {
    const bound = fromExit(facts, index, exit, path, folder);
    if (bound?.state === 'bounded') return bound;
    found ??= bound;
  }
  if (found) return found;
  const endsElsewhere =
    polls(path, facts, index, folder) ||
    walksDown(facts, index) ||
    callsIn(facts, index).some((call) => throwsAtLimit({ path, call, frame: undefined }, folder));
  return { state: endsElsewhere ? 'dynamic' : 'unbounded' };
}

function rangeOf(
  facts: FileFacts,
  over: Value,
  path: string,
  folder: Folder,
): { steps: number | undefined; args: number; elements: boolean; place: Place } | undefined {
  if (over.kind !== 'call') return undefined;
  const call = facts.calls[over.call];
  if (call?.callee.kind !== 'name' || call.callee.name !== 'range') return undefined;
  const values = call.args.map((arg) => folder.fold(path, arg.value));
  const elements = call.args.some((arg) => arg.value.kind === 'call' && calleeIs(facts, arg.value, 'len'));
  const [a, b] = values.map(numberOf);
  const steps = values.length === 1 ? a : a !== undefined && b !== undefined ? b - a : undefined;
  return {
    steps: steps === undefined ? undefined : Math.max(0, steps),
    args: values.length,
    elements,
    place: values.at(values.length > 1 ? 1 : 0)?.place ?? { path, start: over.start, end: over.end },
  };
}

const calleeIs = (facts: FileFacts, value: Value, name: string): boolean => {
  const callee = value.kind === 'call' ? facts.calls[value.call]?.callee : undefined;
  return callee?.kind === 'name' && callee.name === name;
};

/** A number, also the default of a parameter; infinity is none. */
function numberOf(known: Known | undefined): number | undefined {
  if (known?.kind === 'number') return known.value;
  const text = staticText(known);
  if (text !== undefined && /^\d+$/.test(text)) return Number(text);
  return undefined;
}

/** What a condition says of the number of rounds; `leaves`: the loop ends when it holds, else it goes on while it holds. */
function fromCondition(facts: FileFacts, loop: Index, test: Value, path: string, folder: Folder, leaves: boolean): LoopBound | undefined {
  if (test.kind === 'fallback') {
    const sides = [test.first, test.second].map((side) => fromCondition(facts, loop, side, path, folder, leaves));
    return sides.find((side) => side?.state === 'bounded') ?? sides.find((side) => side !== undefined);
  }
  if (test.kind === 'unary' && test.operator === '!') return fromCondition(facts, loop, test.value, path, folder, !leaves);
  if (test.kind === 'call' || test.kind === 'name') return isTold(facts, loop, test, path, folder) ? { state: 'dynamic' } : undefined;
  if (test.kind !== 'operation') return undefined;
  const { operator, left, right } = test;
  const up = leaves ? ['>', '>=', '=='] : ['<', '<=', '!='];
  const down = leaves ? ['<', '<=', '=='] : ['>', '>=', '!='];
  if (up.includes(operator) && counts(facts, loop, left))
    return limit(right, operator.endsWith('=') && operator !== '!=' && !leaves ? 1 : 0);
  if (down.includes(operator) && counts(facts, loop, right)) return limit(left, 0);
  if (down.includes(operator) && counts(facts, loop, left)) {
    // Counting down: the bound is where the counter starts.
    return limit(left, 0);
  }
  // The counter is kept somewhere else: an object, a method that takes a step.
  return /^[<>]=?$/.test(operator) && [left, right].some(namesLimit) ? { state: 'dynamic' } : undefined;

  function limit(value: Value, extra: number): LoopBound {
    const known = folder.fold(path, value);
    const steps = numberOf(known) ?? (known.kind === 'choice' && known.fallback ? numberOf(known.options.at(-1)) : undefined);
    const start = left === value ? 0 : (startOf(left) ?? 0);
    if (steps === undefined || !Number.isFinite(steps)) return { state: 'dynamic' };
    if (known.kind === 'choice') return { state: 'dynamic' };
    return { state: 'bounded', steps: Math.max(1, Math.ceil(steps + extra - start)), place: known.place };
  }

  function startOf(value: Value): number | undefined {
    if (value.kind !== 'name') return undefined;
    const writes = facts.scopes.flatMap((scope) => scope.bindings.get(value.name)?.writes ?? []);
    const first = writes.filter((write) => write.how === 'assign' && write.at <= test.start).at(-1);
    return first ? numberOf(folder.fold(path, first.value)) : undefined;
  }
}

/** The value is a counter of this loop: something changed in it by a sum and never set back, or the length of something. */
function counts(facts: FileFacts, loop: Index, value: Value): boolean {
  if (value.kind === 'operation' && (value.operator === '+' || value.operator === '-')) return counts(facts, loop, value.left);
  if (value.kind === 'call') return calleeIs(facts, value, 'len');
  if (value.kind === 'member') {
    if (value.name === 'length') return true;
    return isSummedUp(storesOf(facts, value.name).filter((store) => isInLoop(facts, store.loop, loop)));
  }
  if (value.kind !== 'name') return false;
  return facts.scopes.some(({ bindings }) =>
    isSummedUp(
      (bindings.get(value.name)?.writes ?? []).filter((write) => isInLoop(facts, write.loop, loop)),
      value.name,
    ),
  );
}

/** `n += 1`, `n = n + 1`; a count that starts anew in the loop is one of something else: of failures in a row, of an inner loop. */
function isSummedUp(writes: readonly Pick<Write, 'how' | 'value'>[], name?: string): boolean {
  const isSum = ({ how, value }: Pick<Write, 'how' | 'value'>): boolean =>
    how === 'augment' ||
    (how === 'assign' &&
      value.kind === 'operation' &&
      /^[+-]$/.test(value.operator) &&
      value.left.kind === 'name' &&
      value.left.name === name);
  return writes.some(isSum) && !writes.some(({ how, value }) => how === 'assign' && value.kind === 'number');
}

/** A question that names a bound (`is_last_step()`) or asks for one inside, or a list of work that the loop empties. */
function isTold(facts: FileFacts, loop: Index, test: Value, path: string, folder: Folder): boolean {
  if (test.kind === 'call') {
    const call = facts.calls[test.call];
    return call !== undefined && (namesLimit(call.callee) || tellsLimit({ path, call, frame: undefined }, folder));
  }
  if (test.kind !== 'name') return false;
  const isList = (value: Value | undefined): boolean => value?.kind === 'name' && value.name === test.name;
  return facts.calls.some(
    ({ callee, args, loop: at }) =>
      (callee.kind === 'member' || callee.kind === 'name') &&
      TAKES.test(callee.name) &&
      ((callee.kind === 'member' && isList(callee.of)) || isList(args[0]?.value)) &&
      isInLoop(facts, at, loop),
  );
}

/** Methods and functions that take an element away. */
const TAKES = /^(pop|popleft|shift|dequeue|heappop)$/;

/** What must hold for a way out to be reached, from inside to outside: loops in the loop decide nothing of its rounds. */
function fromExit(facts: FileFacts, loop: Index, exit: Exit, path: string, folder: Folder): LoopBound | undefined {
  const start = facts.loops[loop]?.start ?? 0;
  for (let b = exit.branch; b >= 0; b = facts.branches[b]?.parent ?? -1) {
    const branch = facts.branches[b];
    if (!branch || branch.statement <= start) return undefined;
    if (branch.kind === 'loop') continue;
    const others = branch.test
      ? []
      : facts.branches.filter(({ statement, kind, arm }) => statement === branch.statement && kind === branch.kind && arm < branch.arm);
    const bound = [
      branch.test && fromCondition(facts, loop, branch.test, path, folder, true),
      ...others.map(({ test }) => test && fromCondition(facts, loop, test, path, folder, false)),
    ].find((one) => one !== undefined);
    if (bound) return bound;
  }
  return undefined;
}

/** A variable goes from a thing to one of its parts, round by round, and no call sets it: the depth of the thing ends the loop. */
function walksDown(facts: FileFacts, loop: Index): boolean {
  return facts.scopes.some(({ bindings }) =>
    [...bindings.values()].some(({ name, writes }) => {
      const own = writes.filter((write) => write.how === 'assign' && isInLoop(facts, write.loop, loop));
      return own.length > 0 && own.every(({ value }) => isPartOf(facts, value, name));
    }),
  );
}

/** `node.next`, `node["left"]`, a loop variable over `node.children`. */
function isPartOf(facts: FileFacts, value: Value, name: string): boolean {
  if (value.kind === 'member' || value.kind === 'index' || value.kind === 'element')
    return value.of.kind === 'name' && value.of.name === name ? true : isPartOf(facts, value.of, name);
  if (value.kind !== 'name' || value.name === name) return false;
  const [write, ...more] = bindingOf(facts, value.name, value.scope)?.binding.writes ?? [];
  return write?.how === 'loop' && more.length === 0 && isPartOf(facts, write.value, name);
}
