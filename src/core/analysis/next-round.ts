/** What is known of the second round of a function that calls itself: what it was given, and the flags set on the way. */
import type { Call, FileFacts, FunctionFacts, Index, Value } from '../facts/facts.ts';
import { storesOf } from '../facts/lookup.ts';
import type { Folder } from '../resolve/fold.ts';
import { staticText } from '../resolve/known.ts';
import { bindingOf, within } from '../resolve/names.ts';

type Scalar = string | number | boolean | null;

export class NextRound {
  readonly #facts: FileFacts;
  readonly #fn: FunctionFacts;
  readonly #again: Call;
  readonly #path: string;
  readonly #folder: Folder;

  constructor(facts: FileFacts, fn: Index, again: Call, path: string, folder: Folder) {
    this.#facts = facts;
    this.#fn = facts.functions[fn] as FunctionFacts;
    this.#again = again;
    this.#path = path;
    this.#folder = folder;
  }

  /** The outcome of a condition in the second round; undefined where it depends on more. */
  outcome(test: Value): boolean | undefined {
    switch (test.kind) {
      case 'unary': {
        const inner = test.operator === '!' ? this.outcome(test.value) : undefined;
        return inner === undefined ? undefined : !inner;
      }
      case 'fallback': {
        const sides = [this.outcome(test.first), this.outcome(test.second)];
        const decisive = test.operator !== 'and';
        return sides.includes(decisive) ? decisive : sides.includes(undefined) ? undefined : !decisive;
      }
      case 'operation': {
        if (!this.#isOfRound(test.left) && !this.#isOfRound(test.right)) return undefined;
        const [left, right] = [this.#scalar(test.left), this.#scalar(test.right)];
        return left === undefined || right === undefined ? undefined : compare(test.operator, left, right);
      }
      default: {
        const value = this.#isOfRound(test) ? this.#scalar(test) : undefined;
        return value === undefined ? undefined : Boolean(value);
      }
    }
  }

  /** A parameter of the function, or a flag. */
  #isOfRound(value: Value): boolean {
    return value.kind === 'member' || (value.kind === 'name' && this.#parameter(value) !== undefined);
  }

  #parameter(value: Extract<Value, { kind: 'name' }>): Index | undefined {
    const found = bindingOf(this.#facts, value.name, value.scope);
    const [write, ...more] = found?.binding.writes ?? [];
    return found?.scope === this.#fn.scope && more.length === 0 && write?.value.kind === 'parameter' ? write.value.param : undefined;
  }

  #scalar(value: Value): Scalar | undefined {
    if (value.kind === 'member') return this.#flag(value.name);
    const param = value.kind === 'name' ? this.#parameter(value) : undefined;
    return param === undefined ? this.#folded(value) : this.#given(param);
  }

  #given(param: Index): Scalar | undefined {
    const { args, callee } = this.#again;
    if (args.some(({ spread }) => spread)) return undefined;
    const { params, method } = this.#fn;
    const bound = callee.kind === 'member' && /^(self|cls)$/.test(params[0]?.name ?? '') && method !== 'static' ? 1 : 0;
    const positional = args.filter(({ name }) => name === undefined);
    const value =
      args.find(({ name }) => name !== undefined && name === params[param]?.name)?.value ??
      positional[param - bound]?.value ??
      params[param]?.default;
    return value && this.#folded(value);
  }

  /** What the function sets on every way to the next round: `this.retried = true`. */
  #flag(key: string): Scalar | undefined {
    const { start } = this.#fn;
    const store = storesOf(this.#facts, key)
      .filter(({ at, how }) => how === 'assign' && start <= at && at <= this.#again.start)
      .at(-1);
    return store && within(this.#facts, this.#again.branch, store.branch) ? this.#folded(store.value) : undefined;
  }

  #folded(value: Value): Scalar | undefined {
    const known = this.#folder.fold(this.#path, value);
    return known.kind === 'number' || known.kind === 'flag' ? known.value : staticText(known);
  }
}

/** The outcome of a comparison by its sign; undefined of other operators, and of an order of anything but numbers. */
export function compare(operator: string, left: Scalar, right: Scalar): boolean | undefined {
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      return undefined;
  }
}
