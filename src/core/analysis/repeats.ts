/** Loops that can call a model again and again, and what bounds them. */
import type { Exit, FileFacts, Index, Loop, Value } from '../facts/facts.ts';
import type { Folder } from '../resolve/fold.ts';
import { type Known, type Place, staticText } from '../resolve/known.ts';
import type { LoopBound } from './analysis.ts';

/** The loop and all loops around it, innermost first. */
export function* loopsAround(facts: FileFacts, loop: Index): Generator<Index> {
  for (let l = loop; l >= 0; l = facts.loops[l]?.parent ?? -1) yield l;
}

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

/** The bound of a loop: its header, or a counter with a break. */
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
  return found ?? { state: 'unbounded' };
}

/** Each round waits for a person, for the next message of one, or for work from a queue: nobody but they end the loop. */
export const waitsForUser = (facts: FileFacts, index: Index): boolean =>
  facts.calls.some(({ callee, loop }) => {
    if (callee.kind !== 'name' && callee.kind !== 'member') return false;
    const takesWork = callee.name === 'get' && callee.kind === 'member' && /queue/i.test(nameOf(callee.of));
    if (takesWork) return [...loopsAround(facts, loop)].includes(index);
    if (!WAITS.test(callee.name) && !(callee.kind === 'member' && callee.of.kind === 'name' && ASKS.test(callee.of.name))) return false;
    return [...loopsAround(facts, loop)].includes(index);
  });

const nameOf = (value: Value): string => (value.kind === 'name' || value.kind === 'member' ? value.name : '');

/** Functions that read what somebody types or sends: consoles, sockets, and the project's own. */
const WAITS =
  /^(input|raw_input|question|readline|recv|receive|receive_(text|json|bytes)|prompt_async|chat_input)$|user_?input|human_?input|(ask|prompt)_?user/i;
/** Objects that ask: `Prompt.ask(…)`, `inquirer.prompt(…)`. */
const ASKS = /^(Prompt|Confirm|inquirer|questionary|enquirer|prompts)$/;

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
  if (test.kind === 'call' || test.kind === 'name') return isTold(facts, loop, test) ? { state: 'dynamic' } : undefined;
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

/** The value is a counter of this loop: a variable changed in it by a sum, or the length of something. */
function counts(facts: FileFacts, loop: Index, value: Value): boolean {
  if (value.kind === 'operation' && (value.operator === '+' || value.operator === '-')) return counts(facts, loop, value.left);
  if (value.kind === 'call') return calleeIs(facts, value, 'len');
  if (value.kind === 'member') {
    if (value.name === 'length') return true;
    return facts.stores.some(
      (store) => store.how === 'augment' && store.key === value.name && [...loopsAround(facts, store.loop)].includes(loop),
    );
  }
  if (value.kind !== 'name') return false;
  return facts.scopes.some((scope) =>
    scope.bindings.get(value.name)?.writes.some((write) => {
      if (![...loopsAround(facts, write.loop)].includes(loop)) return false;
      if (write.how === 'augment') return true;
      return (
        write.how === 'assign' &&
        write.value.kind === 'operation' &&
        /^[+-]$/.test(write.value.operator) &&
        write.value.left.kind === 'name' &&
        write.value.left.name === value.name
      );
    }),
  );
}

/** What people call a bound. */
const LIMIT = /(^|_)(max|limit|budget)|(max|limit|budget)($|_)|^max[A-Z]|Max|Limit|Budget|last_?step|exceeded/;

const namesLimit = (value: Value): boolean => (value.kind === 'name' || value.kind === 'member') && LIMIT.test(value.name);

/** A question that names a bound (`is_last_step()`), or a list of work that the loop empties. */
function isTold(facts: FileFacts, loop: Index, test: Value): boolean {
  const inLoop = (at: Index): boolean => [...loopsAround(facts, at)].includes(loop);
  if (test.kind === 'call') {
    const callee = facts.calls[test.call]?.callee;
    return callee !== undefined && namesLimit(callee);
  }
  if (test.kind !== 'name') return false;
  const isList = (value: Value | undefined): boolean => value?.kind === 'name' && value.name === test.name;
  return facts.calls.some(
    ({ callee, args, loop: at }) =>
      (callee.kind === 'member' || callee.kind === 'name') &&
      TAKES.test(callee.name) &&
      ((callee.kind === 'member' && isList(callee.of)) || isList(args[0]?.value)) &&
      inLoop(at),
  );
}

/** Methods and functions that take an element away. */
const TAKES = /^(pop|popleft|shift|dequeue|heappop)$/;

function fromExit(facts: FileFacts, loop: Index, exit: Exit, path: string, folder: Folder): LoopBound | undefined {
  for (let b = exit.branch; b >= 0; b = facts.branches[b]?.parent ?? -1) {
    const branch = facts.branches[b];
    if (!branch || branch.kind === 'loop') return undefined;
    const bound = branch.test && branch.arm === 0 ? fromCondition(facts, loop, branch.test, path, folder, true) : undefined;
    if (bound) return bound;
  }
  return undefined;
}
