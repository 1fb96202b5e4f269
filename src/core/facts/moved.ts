/** Copies facts to another place of a file: their offsets and their indices into the lists of the file move. */
import type {
  Binding,
  Branch,
  Call,
  ClassFacts,
  Exit,
  Field,
  FunctionFacts,
  Index,
  LongText,
  Loop,
  Param,
  Position,
  Problem,
  Returned,
  Scope,
  Spread,
  Store,
  Value,
  Write,
} from './facts.ts';

/** What is added to offsets, and to indices into the lists of `FileFacts`. */
export interface Distance {
  readonly offset: number;
  readonly scopes: number;
  readonly functions: number;
  readonly classes: number;
  readonly calls: number;
  readonly loops: number;
  readonly branches: number;
}

export interface Mover {
  scope(scope: Scope): Scope;
  function(facts: FunctionFacts): FunctionFacts;
  class(facts: ClassFacts): ClassFacts;
  call(call: Call): Call;
  loop(loop: Loop): Loop;
  branch(branch: Branch): Branch;
  store(store: Store): Store;
  text(text: LongText): LongText;
  problem(problem: Problem): Problem;
  write(write: Write): Write;
  value(value: Value): Value;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const same = <T>(fact: T): T => fact;
const STAY: Mover = {
  scope: same,
  function: same,
  class: same,
  call: same,
  loop: same,
  branch: same,
  store: same,
  text: same,
  problem: same,
  write: same,
  value: same,
};

/** Moves facts by one distance. The module stays scope 0, "none" stays -1, and what several facts share stays shared. */
export function mover(by: Distance): Mover {
  if (Object.values(by).every((distance) => distance === 0)) return STAY;
  const values = new Map<Value, Value>();

  const at = (offset: number): number => (offset < 0 ? offset : offset + by.offset);
  const scopeAt = (index: Index): Index => (index <= 0 ? index : index + by.scopes);
  const functionAt = (index: Index): Index => (index < 0 ? index : index + by.functions);
  const classAt = (index: Index): Index => (index < 0 ? index : index + by.classes);
  const loopAt = (index: Index): Index => (index < 0 ? index : index + by.loops);
  const branchAt = (index: Index): Index => (index < 0 ? index : index + by.branches);

  /** A copy whose range has moved. */
  function ranged<T extends { readonly start: number; readonly end: number }>(fact: T): Mutable<T> {
    const copy: Mutable<T> = { ...fact };
    copy.start = at(fact.start);
    copy.end = at(fact.end);
    return copy;
  }

  function placed<T extends Position>(fact: T): Mutable<T> {
    const copy: Mutable<T> = { ...fact };
    place(copy);
    return copy;
  }

  function place(copy: Mutable<Position>): void {
    copy.at = at(copy.at);
    copy.scope = scopeAt(copy.scope);
    copy.function = functionAt(copy.function);
    copy.loop = loopAt(copy.loop);
    copy.branch = branchAt(copy.branch);
  }

  const keyed = (key: string | Value): string | Value => (typeof key === 'string' ? key : value(key));

  function value(given: Value): Value {
    switch (given.kind) {
      case 'text':
      case 'number':
      case 'literal':
      case 'imported':
      case 'unknown':
        return ranged(given);
      case 'name': {
        const copy = ranged(given);
        copy.scope = scopeAt(copy.scope);
        copy.branch = branchAt(copy.branch);
        copy.loop = loopAt(copy.loop);
        return copy;
      }
    }
    let moved = values.get(given);
    if (!moved) {
      moved = given.kind === 'operation' ? operation(given) : compound(given);
      values.set(given, moved);
    }
    return moved;
  }

  /** A sum of many terms is a long chain to the left, so it is walked and not recursed into. */
  function operation(given: Value & { kind: 'operation' }): Value {
    const chain = [given];
    let { left } = given;
    for (; left.kind === 'operation' && !values.has(left); left = left.left) chain.push(left);
    let moved = value(left);
    for (let i = chain.length - 1; i >= 0; i--) {
      const link = chain[i] as typeof given;
      const copy = ranged(link);
      copy.left = moved;
      copy.right = value(copy.right);
      values.set(link, copy);
      moved = copy;
    }
    return moved;
  }

  function compound(given: Exclude<Value, { kind: 'operation' }>): Value {
    const copy = ranged(given);
    switch (copy.kind) {
      case 'template':
        copy.parts = copy.parts.map(value);
        break;
      case 'list':
        copy.items = copy.items.map(value);
        break;
      case 'record':
        copy.fields = copy.fields.map(field);
        break;
      case 'spread':
      case 'unary':
        copy.value = value(copy.value);
        break;
      case 'member':
      case 'element':
        copy.of = value(copy.of);
        break;
      case 'index':
        copy.of = value(copy.of);
        copy.key = value(copy.key);
        break;
      case 'slice':
        copy.of = value(copy.of);
        if (copy.from) copy.from = value(copy.from);
        if (copy.to) copy.to = value(copy.to);
        break;
      case 'call':
        copy.call += by.calls;
        break;
      case 'choice':
        copy.test = value(copy.test);
        copy.options = [value(copy.options[0]), value(copy.options[1])];
        break;
      case 'fallback':
        copy.first = value(copy.first);
        copy.second = value(copy.second);
        break;
      case 'each':
        copy.body = value(copy.body);
        copy.over = value(copy.over);
        copy.loop = loopAt(copy.loop);
        break;
      case 'function':
      case 'parameter':
        copy.function = functionAt(copy.function);
        break;
      case 'class':
      case 'self':
        copy.class = classAt(copy.class);
    }
    return copy;
  }

  function field(given: Field | Spread): Field | Spread {
    if (!('key' in given)) return value(given) as Spread;
    const copy = ranged(given);
    copy.key = keyed(copy.key);
    copy.value = value(copy.value);
    return copy;
  }

  function write(given: Write): Write {
    const copy = placed(given);
    copy.value = value(copy.value);
    if (copy.annotation) copy.annotation = value(copy.annotation);
    return copy;
  }

  function param(given: Param): Param {
    const copy: Mutable<Param> = { ...given };
    if (copy.default) copy.default = value(copy.default);
    if (copy.annotation) copy.annotation = value(copy.annotation);
    return copy;
  }

  return {
    value,
    write,
    scope({ kind, parent, owner, bindings }) {
      const moved = new Map<string, Binding>();
      for (const [name, binding] of bindings) moved.set(name, { ...binding, writes: binding.writes.map(write) });
      return { kind, parent: scopeAt(parent), owner: kind === 'class' ? classAt(owner) : functionAt(owner), bindings: moved };
    },
    function(given) {
      const copy = ranged(given);
      copy.params = copy.params.map(param);
      copy.scope = scopeAt(copy.scope);
      copy.parent = scopeAt(copy.parent);
      copy.class = classAt(copy.class);
      copy.returns = copy.returns.map((returned): Returned => {
        const moved = placed(returned);
        moved.value = value(moved.value);
        return moved;
      });
      copy.decorators = copy.decorators.map(value);
      return copy;
    },
    class(given) {
      const copy = ranged(given);
      copy.bases = copy.bases.map(value);
      copy.scope = scopeAt(copy.scope);
      copy.decorators = copy.decorators.map(value);
      return copy;
    },
    call(given) {
      const copy = ranged(given);
      place(copy);
      copy.callee = value(copy.callee);
      copy.args = copy.args.map((arg) => ({ ...arg, value: value(arg.value) }));
      return copy;
    },
    loop(given) {
      const copy = ranged(given);
      copy.parent = loopAt(copy.parent);
      copy.function = functionAt(copy.function);
      if (copy.test) copy.test = value(copy.test);
      if (copy.over) copy.over = value(copy.over);
      copy.exits = copy.exits.map((exit): Exit => placed(exit));
      return copy;
    },
    branch(given) {
      const copy: Mutable<Branch> = { ...given };
      copy.parent = branchAt(copy.parent);
      copy.statement = at(copy.statement);
      if (copy.test) copy.test = value(copy.test);
      return copy;
    },
    store(given) {
      const copy = ranged(given);
      place(copy);
      copy.target = value(copy.target);
      copy.key = keyed(copy.key);
      copy.value = value(copy.value);
      if (copy.annotation) copy.annotation = value(copy.annotation);
      return copy;
    },
    text: (given) => ({ ...given, value: value(given.value) }),
    problem: (given) => ranged(given),
  };
}
