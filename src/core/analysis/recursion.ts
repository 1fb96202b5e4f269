/** Functions that call themselves around a model call: loops without a header, bounded by a counter that they hand on. */
import type { Branch, Call, FileFacts, FunctionFacts, Index, Value } from '../facts/facts.ts';
import { callsNamed } from '../facts/lookup.ts';
import type { Folder } from '../resolve/fold.ts';
import type { Known } from '../resolve/known.ts';
import { bindingOf, functionOf, within } from '../resolve/names.ts';
import type { LoopBound } from './analysis.ts';
import { comesFrom } from './derived.ts';
import { comparesLimit, namesLimit, tellsLimit } from './limits.ts';
import { compare, NextRound } from './next-round.ts';
import { functionsAround } from './reach.ts';

/** Rounds that are played through to find where a counter ends. */
const MAX_ROUNDS = 1000;

/** The parameter that a recursive call changes by a fixed sum. */
interface Counter {
  readonly name: string;
  /** The value of the parameter when the function is called from outside. */
  readonly start: number | undefined;
  readonly step: number;
}

/** A condition under which there is no next round: `test` being `stops`. `first`: asked before the model is called. */
interface Guard {
  readonly test: Value;
  /** The arm that it chooses; -1 of a conditional expression. */
  readonly branch: Index;
  readonly stops: boolean;
  readonly first: boolean;
}

/**
 * The function around `call` that calls itself again, innermost first, and how often the model is called in one run of it.
 * A walk over the parts of what was passed in (a tree, the halves of a text) is no loop, nor is a single second try.
 */
export function recursionAround(
  facts: FileFacts,
  call: Call,
  path: string,
  folder: Folder,
): { readonly fn: Index; readonly bound: LoopBound } | undefined {
  for (const fn of functionsAround(facts, call.function)) {
    const bounds = callsOf(facts, fn, path, folder)
      .filter((one) => one !== call && !(one.start <= call.start && call.end <= one.end))
      .flatMap((again) => boundOfRound(facts, fn, again, call, path, folder) ?? []);
    const bound = bounds.find(({ state }) => state === 'unbounded') ?? bounds[0];
    if (bound) return { fn, bound };
  }
  return undefined;
}

/** How often the model is called through the recursive call `again`; undefined where it makes no loop. */
function boundOfRound(facts: FileFacts, fn: Index, again: Call, call: Call, path: string, folder: Folder): LoopBound | undefined {
  const reader = new CounterReader(facts, fn, path, folder);
  const guards = guardsOf(facts, fn, again, call);
  const counter = reader.counterIn(again);
  if (counter) return boundBy(counter, reader, guards);
  if (argumentsOf(again).some((value) => reader.isPart(value) || isItem(facts, value, call))) return undefined;
  const next = new NextRound(facts, fn, again, path, folder);
  if (guards.some(({ test, stops }) => next.outcome(test) === stops)) return undefined;
  const asksLimit = (test: Value): boolean => {
    const asked = test.kind === 'unary' ? test.value : test;
    const question = asked.kind === 'call' ? facts.calls[asked.call] : undefined;
    return question
      ? namesLimit(question.callee) || tellsLimit({ path, call: question, frame: undefined }, folder)
      : comparesLimit(facts, test);
  };
  const catches = facts.branches.findIndex(
    (branch, index) => branch.kind === 'catch' && isIn(facts, fn, branch) && within(facts, again.branch, index),
  );
  // What tries again after an error, and asks before whether it should, has its bound in what it asks.
  const asksFirst = catches >= 0 && guards.some(({ branch }) => branch >= 0 && branch !== catches && within(facts, branch, catches));
  return { state: asksFirst || guards.some(({ test }) => asksLimit(test)) ? 'dynamic' : 'unbounded' };
}

/** The variable of a loop over something that the model's answer has no part in: a child of a node, a row of a table. */
function isItem(facts: FileFacts, value: Value, call: Call): boolean {
  if (value.kind !== 'name') return false;
  const [write, ...more] = bindingOf(facts, value.name, value.scope)?.binding.writes ?? [];
  return write?.how === 'loop' && more.length === 0 && !comesFrom(facts, write.value, call);
}

/** The calls of a function inside itself. */
function callsOf(facts: FileFacts, fn: Index, path: string, folder: Folder): readonly Call[] {
  const { name, start, end } = facts.functions[fn] as FunctionFacts;
  if (name === '') return [];
  return callsNamed(facts, name).filter((call) => {
    if (call.start < start || call.end > end) return false;
    const target = folder.callee({ path, call, frame: undefined });
    return target.kind === 'function' && target.path === path && target.function === fn;
  });
}

/** Arguments, and the fields of an options object among them. */
const argumentsOf = (call: Call): readonly Value[] =>
  call.args.flatMap(({ value }) =>
    value.kind === 'record' ? value.fields.flatMap((field) => ('kind' in field ? [] : [field.value])) : [value],
  );

class CounterReader {
  readonly #facts: FileFacts;
  readonly #fn: FunctionFacts;
  readonly #index: Index;
  readonly #path: string;
  readonly #folder: Folder;

  constructor(facts: FileFacts, fn: Index, path: string, folder: Folder) {
    this.#facts = facts;
    this.#fn = facts.functions[fn] as FunctionFacts;
    this.#index = fn;
    this.#path = path;
    this.#folder = folder;
  }

  counterIn(again: Call): Counter | undefined {
    for (const value of argumentsOf(again)) {
      const found = this.shifted(value);
      const write = found && found.by !== 0 ? this.#facts.scopes[this.#fn.scope]?.bindings.get(found.name)?.writes[0] : undefined;
      if (found && write) return { name: found.name, start: this.number(write.value), step: found.by };
    }
    return undefined;
  }

  /** `depth`, `depth - 1`, or a name that stands for one of these: the parameter and what is added to it. */
  shifted(value: Value, rounds = 4): { readonly name: string; readonly by: number } | undefined {
    if (rounds === 0) return undefined;
    if (value.kind === 'operation' && (value.operator === '+' || value.operator === '-')) {
      const left = this.shifted(value.left, rounds - 1);
      const right = left ? this.number(value.right) : undefined;
      return left && right !== undefined ? { name: left.name, by: left.by + (value.operator === '+' ? right : -right) } : undefined;
    }
    if (value.kind !== 'name') return undefined;
    const found = bindingOf(this.#facts, value.name, value.scope);
    const [first, second, ...more] = found?.binding.writes ?? [];
    if (!found || !first || more.length > 0) return undefined;
    if (first.how === 'parameter' && found.scope === this.#fn.scope) {
      if (!second || second.at > value.start) return { name: value.name, by: 0 };
      const sum = second.how === 'augment' ? this.number(second.value) : undefined;
      return sum === undefined ? undefined : { name: value.name, by: second.operator === '-' ? -sum : sum };
    }
    return !second && first.how === 'assign' ? this.shifted(first.value, rounds - 1) : undefined;
  }

  /** A part of what the function was given: an element, a member, a slice, or what a callback gets of it. */
  isPart(value: Value): boolean {
    if (value.kind === 'slice' || value.kind === 'element') return true;
    if (value.kind === 'name') {
      const found = bindingOf(this.#facts, value.name, value.scope);
      const callback = found && found.binding.writes[0]?.how === 'parameter' && functionOf(this.#facts, found.scope) !== this.#index;
      if (callback) return true;
    }
    const callee = value.kind === 'call' ? this.#facts.calls[value.call]?.callee : undefined;
    if (callee?.kind === 'member' && /^(slice|substring|splice|filter|split|pop|shift)$/.test(callee.name)) return true;
    let known: Known | undefined = this.#folder.fold(this.#path, value);
    if (known.kind !== 'ref' || known.root.kind !== 'unknown' || known.root.why !== 'a parameter' || !known.of) return false;
    for (; known?.kind === 'ref'; known = known.of) if (known.step?.kind === 'call') return false;
    return true;
  }

  /** The outcome of a condition when the counter is at `at`; undefined where it depends on more. */
  outcome(test: Value, counter: Counter, at: number): boolean | undefined {
    if (test.kind === 'unary' && test.operator === '!') {
      const inner = this.outcome(test.value, counter, at);
      return inner === undefined ? undefined : !inner;
    }
    if (test.kind === 'fallback') {
      const sides = [this.outcome(test.first, counter, at), this.outcome(test.second, counter, at)];
      const decisive = test.operator !== 'and';
      return sides.includes(decisive) ? decisive : sides.includes(undefined) ? undefined : !decisive;
    }
    if (test.kind !== 'operation') return this.shifted(test)?.name === counter.name ? this.#valueOf(test, counter, at) !== 0 : undefined;
    const left = this.#valueOf(test.left, counter, at);
    const right = this.#valueOf(test.right, counter, at);
    return left === undefined || right === undefined ? undefined : compare(test.operator, left, right);
  }

  #valueOf(value: Value, counter: Counter, at: number): number | undefined {
    const found = this.shifted(value);
    return found?.name === counter.name ? at + found.by : this.number(value);
  }

  /** A number, also the default of a parameter. */
  number(value: Value): number | undefined {
    const known = this.#folder.fold(this.#path, value);
    const one = known.kind === 'choice' && known.fallback ? known.options.at(-1) : known;
    return one?.kind === 'number' ? one.value : undefined;
  }
}

/** What has to hold for the recursive call to be reached: branches around it, and those before it that leave. */
function guardsOf(facts: FileFacts, fn: Index, again: Call, call: Call): readonly Guard[] {
  const guards: Guard[] = [];
  const put = (test: Value, stops: boolean, branch: Index = -1) => guards.push({ test, branch, stops, first: test.start < call.start });
  const tests = new Map(
    facts.branches.flatMap((branch): [number, Value][] => (branch.arm === 0 && branch.test ? [[branch.statement, branch.test]] : [])),
  );
  facts.branches.forEach((branch: Branch, index) => {
    if (branch.kind !== 'if' || !isIn(facts, fn, branch)) return;
    if (within(facts, again.branch, index)) {
      if (branch.test) put(branch.test, false, index);
      else if (tests.has(branch.statement)) put(tests.get(branch.statement) as Value, true, index);
    } else if (branch.leaves && branch.test && branch.statement < again.start) put(branch.test, true, index);
  });
  for (const { value } of (facts.functions[fn] as FunctionFacts).returns) {
    if (value.kind !== 'choice') continue;
    const option = value.options.findIndex((one) => one.start <= again.start && again.end <= one.end);
    if (option >= 0) put(value.test, option === 1);
  }
  return guards;
}

/** The branch stands in the function: its statement is inside, and not inside another function in it that has its own branches. */
const isIn = (facts: FileFacts, fn: Index, branch: Branch): boolean => {
  const { start, end } = facts.functions[fn] as FunctionFacts;
  return start <= branch.statement && branch.statement < end;
};

function boundBy(counter: Counter, reader: CounterReader, guards: readonly Guard[]): LoopBound {
  const { start, step } = counter;
  if (start === undefined) return { state: 'dynamic' };
  const ends = (at: number, first: boolean) =>
    guards.some((guard) => guard.first === first && reader.outcome(guard.test, counter, at) === guard.stops);
  for (let round = 0, at = start; round < MAX_ROUNDS; round++, at += step) {
    if (ends(at, true)) return { state: 'bounded', steps: Math.max(1, round) };
    if (ends(at, false)) return { state: 'bounded', steps: round + 1 };
  }
  return { state: 'dynamic' };
}
