/** Copies facts to another place of a file: their offsets and their indices into the lists of the file move. */
import type {
  Arg,
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

type Operation = Extract<Value, { kind: 'operation' }>;
/** Values with values in them. */
type Compound = Extract<
  Value,
  { kind: 'template' | 'list' | 'record' | 'spread' | 'unary' | 'member' | 'index' | 'element' | 'slice' | 'choice' | 'fallback' | 'each' }
>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Moves facts by one distance. The module stays scope 0, "none" stays -1, and what several facts share stays shared. A class, because
 * an engine forgets the machine code of closures that have all gone, and an editor moves facts with every key.
 */
export class Mover {
  readonly #by: Distance;
  readonly #values = new Map<Value, Value>();

  constructor(by: Distance) {
    this.#by = by;
  }

  #keyed(key: string | Value): string | Value {
    return typeof key === 'string' ? key : this.value(key);
  }

  // Every shape is written out, as the lowering makes it: spreading objects into others is several times slower.
  value(given: Value): Value {
    const start = given.start + this.#by.offset;
    const end = given.end + this.#by.offset;
    switch (given.kind) {
      case 'text':
        return { kind: 'text', text: given.text, start, end };
      case 'name': {
        const { name, scope, branch, loop } = given;
        return { kind: 'name', name, scope: this.#scopeAt(scope), branch: this.#branchAt(branch), loop: this.#loopAt(loop), start, end };
      }
      case 'number':
        return { kind: 'number', value: given.value, start, end };
      case 'literal':
        return { kind: 'literal', value: given.value, start, end };
      case 'imported':
        return { kind: 'imported', specifier: given.specifier, name: given.name, start, end };
      case 'call':
        return { kind: 'call', call: given.call + this.#by.calls, start, end };
      case 'function':
        return { kind: 'function', function: this.#functionAt(given.function), start, end };
      case 'class':
        return { kind: 'class', class: this.#classAt(given.class), start, end };
      case 'parameter':
        return { kind: 'parameter', function: this.#functionAt(given.function), param: given.param, start, end };
      case 'self':
        return { kind: 'self', class: this.#classAt(given.class), start, end };
      case 'unknown':
        return { kind: 'unknown', why: given.why, start, end };
    }
    let moved = this.#values.get(given);
    if (!moved) {
      moved = given.kind === 'operation' ? this.#operation(given) : this.#compound(given, start, end);
      this.#values.set(given, moved);
    }
    return moved;
  }

  /** A sum of many terms is a long chain to the left, so it is walked and not recursed into. */
  #operation(given: Operation): Value {
    const chain = [given];
    let { left } = given;
    for (; left.kind === 'operation' && !this.#values.has(left); left = left.left) chain.push(left);
    let moved = this.value(left);
    for (let i = chain.length - 1; i >= 0; i--) {
      const { operator, right, start, end } = chain[i] as Operation;
      moved = {
        kind: 'operation',
        operator,
        left: moved,
        right: this.value(right),
        start: start + this.#by.offset,
        end: end + this.#by.offset,
      };
      this.#values.set(chain[i] as Operation, moved);
    }
    return moved;
  }

  #compound(given: Compound, start: number, end: number): Value {
    switch (given.kind) {
      case 'template':
        return { kind: 'template', parts: given.parts.map((one) => this.value(one)), start, end };
      case 'list':
        return { kind: 'list', items: given.items.map((one) => this.value(one)), start, end };
      case 'record':
        return { kind: 'record', fields: given.fields.map((one) => this.#field(one)), start, end };
      case 'spread':
        return { kind: 'spread', value: this.value(given.value), start, end };
      case 'unary':
        return { kind: 'unary', operator: given.operator, value: this.value(given.value), start, end };
      case 'member':
        return { kind: 'member', of: this.value(given.of), name: given.name, start, end };
      case 'index':
        return { kind: 'index', of: this.value(given.of), key: this.value(given.key), start, end };
      case 'element': {
        const of = this.value(given.of);
        const { position: place } = given;
        return place === undefined ? { kind: 'element', of, start, end } : { kind: 'element', of, position: place, start, end };
      }
      case 'slice': {
        const { of, from, to } = given;
        return {
          kind: 'slice',
          of: this.value(of),
          ...(from && { from: this.value(from) }),
          ...(to && { to: this.value(to) }),
          start,
          end,
        };
      }
      case 'choice':
        return {
          kind: 'choice',
          test: this.value(given.test),
          options: [this.value(given.options[0]), this.value(given.options[1])],
          start,
          end,
        };
      case 'fallback':
        return { kind: 'fallback', operator: given.operator, first: this.value(given.first), second: this.value(given.second), start, end };
      case 'each': {
        const { body, over, loop, filtered } = given;
        return { kind: 'each', body: this.value(body), over: this.value(over), loop: this.#loopAt(loop), filtered, start, end };
      }
    }
  }

  #field(given: Field | Spread): Field | Spread {
    if (!('key' in given)) return this.value(given) as Spread;
    return { key: this.#keyed(given.key), value: this.value(given.value), start: this.#at(given.start), end: this.#at(given.end) };
  }

  write(given: Write): Write {
    const { how, operator, annotation } = given;
    const moved: Mutable<Write> = {
      how,
      value: this.value(given.value),
      at: this.#at(given.at),
      scope: this.#scopeAt(given.scope),
      function: this.#functionAt(given.function),
      loop: this.#loopAt(given.loop),
      branch: this.#branchAt(given.branch),
    };
    if (operator !== undefined) moved.operator = operator;
    if (annotation) moved.annotation = this.value(annotation);
    return moved;
  }

  #returned(given: Returned): Returned {
    return {
      value: this.value(given.value),
      at: this.#at(given.at),
      scope: this.#scopeAt(given.scope),
      function: this.#functionAt(given.function),
      loop: this.#loopAt(given.loop),
      branch: this.#branchAt(given.branch),
    };
  }

  #exit(given: Exit): Exit {
    return {
      kind: given.kind,
      at: this.#at(given.at),
      scope: this.#scopeAt(given.scope),
      function: this.#functionAt(given.function),
      loop: this.#loopAt(given.loop),
      branch: this.#branchAt(given.branch),
    };
  }

  #param({ name, default: otherwise, annotation, rest }: Param): Param {
    const moved: Mutable<Param> = { name };
    if (otherwise) moved.default = this.value(otherwise);
    if (annotation) moved.annotation = this.value(annotation);
    if (rest) moved.rest = rest;
    return moved;
  }

  #arg({ name, value: given, spread }: Arg): Arg {
    const moved: Mutable<Arg> = { value: this.value(given) };
    if (name !== undefined) moved.name = name;
    if (spread) moved.spread = spread;
    return moved;
  }

  scope({ kind, parent, owner, bindings }: Scope): Scope {
    const moved = new Map<string, Binding>();
    for (const [name, { writes }] of bindings) moved.set(name, { name, writes: writes.map((one) => this.write(one)) });
    return {
      kind,
      parent: this.#scopeAt(parent),
      owner: kind === 'class' ? this.#classAt(owner) : this.#functionAt(owner),
      bindings: moved,
    };
  }

  function(given: FunctionFacts): FunctionFacts {
    const moved: Mutable<FunctionFacts> = {
      name: given.name,
      symbol: given.symbol,
      params: given.params.map((one) => this.#param(one)),
      scope: this.#scopeAt(given.scope),
      parent: this.#scopeAt(given.parent),
      class: this.#classAt(given.class),
      method: given.method,
      returns: given.returns.map((one) => this.#returned(one)),
      yielded: given.yielded.map((one) => this.#returned(one)),
      decorators: given.decorators.map((one) => this.value(one)),
      doc: given.doc,
      start: this.#at(given.start),
      end: this.#at(given.end),
    };
    if (given.returnType) moved.returnType = this.value(given.returnType);
    return moved;
  }

  class(given: ClassFacts): ClassFacts {
    return {
      ...given,
      bases: given.bases.map((one) => this.value(one)),
      scope: this.#scopeAt(given.scope),
      decorators: given.decorators.map((one) => this.value(one)),
      start: this.#at(given.start),
      end: this.#at(given.end),
    };
  }

  call(given: Call): Call {
    return {
      callee: this.value(given.callee),
      construct: given.construct,
      args: given.args.map((one) => this.#arg(one)),
      start: this.#at(given.start),
      end: this.#at(given.end),
      at: this.#at(given.at),
      scope: this.#scopeAt(given.scope),
      function: this.#functionAt(given.function),
      loop: this.#loopAt(given.loop),
      branch: this.#branchAt(given.branch),
    };
  }

  loop(given: Loop): Loop {
    const moved: Mutable<Loop> = {
      kind: given.kind,
      parent: this.#loopAt(given.parent),
      function: this.#functionAt(given.function),
      variables: given.variables,
      exits: given.exits.map((one) => this.#exit(one)),
      start: this.#at(given.start),
      end: this.#at(given.end),
    };
    if (given.test) moved.test = this.value(given.test);
    if (given.over) moved.over = this.value(given.over);
    return moved;
  }

  branch(given: Branch): Branch {
    const { kind, parent, statement, arm, exhaustive, leaves } = given;
    const moved: Mutable<Branch> = { kind, parent: this.#branchAt(parent), statement: this.#at(statement), arm, exhaustive, leaves };
    if (given.test) moved.test = this.value(given.test);
    return moved;
  }

  store(given: Store): Store {
    const moved: Mutable<Store> = {
      target: this.value(given.target),
      key: this.#keyed(given.key),
      value: this.value(given.value),
      how: given.how,
      start: this.#at(given.start),
      end: this.#at(given.end),
      at: this.#at(given.at),
      scope: this.#scopeAt(given.scope),
      function: this.#functionAt(given.function),
      loop: this.#loopAt(given.loop),
      branch: this.#branchAt(given.branch),
    };
    if (given.annotation) moved.annotation = this.value(given.annotation);
    return moved;
  }

  text({ value: given, name }: LongText): LongText {
    return { value: this.value(given), name };
  }

  problem({ start, end, message }: Problem): Problem {
    return { start: this.#at(start), end: this.#at(end), message };
  }

  #at(offset: number): number {
    return offset < 0 ? offset : offset + this.#by.offset;
  }

  #scopeAt(index: Index): Index {
    return index <= 0 ? index : index + this.#by.scopes;
  }

  #functionAt(index: Index): Index {
    return index < 0 ? index : index + this.#by.functions;
  }

  #classAt(index: Index): Index {
    return index < 0 ? index : index + this.#by.classes;
  }

  #loopAt(index: Index): Index {
    return index < 0 ? index : index + this.#by.loops;
  }

  #branchAt(index: Index): Index {
    return index < 0 ? index : index + this.#by.branches;
  }
}
