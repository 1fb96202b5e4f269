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

type Operation = Extract<Value, { kind: 'operation' }>;
/** Values with values in them. */
type Compound = Extract<
  Value,
  { kind: 'template' | 'list' | 'record' | 'spread' | 'unary' | 'member' | 'index' | 'element' | 'slice' | 'choice' | 'fallback' | 'each' }
>;
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

  const keyed = (key: string | Value): string | Value => (typeof key === 'string' ? key : value(key));

  // Every shape is written out, as the lowering makes it: spreading objects into others is several times slower.
  function value(given: Value): Value {
    const start = given.start + by.offset;
    const end = given.end + by.offset;
    switch (given.kind) {
      case 'text':
        return { kind: 'text', text: given.text, start, end };
      case 'name': {
        const { name, scope, branch, loop } = given;
        return { kind: 'name', name, scope: scopeAt(scope), branch: branchAt(branch), loop: loopAt(loop), start, end };
      }
      case 'number':
        return { kind: 'number', value: given.value, start, end };
      case 'literal':
        return { kind: 'literal', value: given.value, start, end };
      case 'imported':
        return { kind: 'imported', specifier: given.specifier, name: given.name, start, end };
      case 'call':
        return { kind: 'call', call: given.call + by.calls, start, end };
      case 'function':
        return { kind: 'function', function: functionAt(given.function), start, end };
      case 'class':
        return { kind: 'class', class: classAt(given.class), start, end };
      case 'parameter':
        return { kind: 'parameter', function: functionAt(given.function), param: given.param, start, end };
      case 'self':
        return { kind: 'self', class: classAt(given.class), start, end };
      case 'unknown':
        return { kind: 'unknown', why: given.why, start, end };
    }
    let moved = values.get(given);
    if (!moved) {
      moved = given.kind === 'operation' ? operation(given) : compound(given, start, end);
      values.set(given, moved);
    }
    return moved;
  }

  /** A sum of many terms is a long chain to the left, so it is walked and not recursed into. */
  function operation(given: Operation): Value {
    const chain = [given];
    let { left } = given;
    for (; left.kind === 'operation' && !values.has(left); left = left.left) chain.push(left);
    let moved = value(left);
    for (let i = chain.length - 1; i >= 0; i--) {
      const { operator, right, start, end } = chain[i] as Operation;
      moved = { kind: 'operation', operator, left: moved, right: value(right), start: start + by.offset, end: end + by.offset };
      values.set(chain[i] as Operation, moved);
    }
    return moved;
  }

  function compound(given: Compound, start: number, end: number): Value {
    switch (given.kind) {
      case 'template':
        return { kind: 'template', parts: given.parts.map(value), start, end };
      case 'list':
        return { kind: 'list', items: given.items.map(value), start, end };
      case 'record':
        return { kind: 'record', fields: given.fields.map(field), start, end };
      case 'spread':
        return { kind: 'spread', value: value(given.value), start, end };
      case 'unary':
        return { kind: 'unary', operator: given.operator, value: value(given.value), start, end };
      case 'member':
        return { kind: 'member', of: value(given.of), name: given.name, start, end };
      case 'index':
        return { kind: 'index', of: value(given.of), key: value(given.key), start, end };
      case 'element': {
        const of = value(given.of);
        const { position: place } = given;
        return place === undefined ? { kind: 'element', of, start, end } : { kind: 'element', of, position: place, start, end };
      }
      case 'slice': {
        const { of, from, to } = given;
        return { kind: 'slice', of: value(of), ...(from && { from: value(from) }), ...(to && { to: value(to) }), start, end };
      }
      case 'choice':
        return { kind: 'choice', test: value(given.test), options: [value(given.options[0]), value(given.options[1])], start, end };
      case 'fallback':
        return { kind: 'fallback', operator: given.operator, first: value(given.first), second: value(given.second), start, end };
      case 'each': {
        const { body, over, loop, filtered } = given;
        return { kind: 'each', body: value(body), over: value(over), loop: loopAt(loop), filtered, start, end };
      }
    }
  }

  function field(given: Field | Spread): Field | Spread {
    if (!('key' in given)) return value(given) as Spread;
    return { key: keyed(given.key), value: value(given.value), start: at(given.start), end: at(given.end) };
  }

  function write(given: Write): Write {
    const { how, operator, annotation } = given;
    const moved: Mutable<Write> = {
      how,
      value: value(given.value),
      at: at(given.at),
      scope: scopeAt(given.scope),
      function: functionAt(given.function),
      loop: loopAt(given.loop),
      branch: branchAt(given.branch),
    };
    if (operator !== undefined) moved.operator = operator;
    if (annotation) moved.annotation = value(annotation);
    return moved;
  }

  const returned = (given: Returned): Returned => ({
    value: value(given.value),
    at: at(given.at),
    scope: scopeAt(given.scope),
    function: functionAt(given.function),
    loop: loopAt(given.loop),
    branch: branchAt(given.branch),
  });

  const exit = (given: Exit): Exit => ({
    kind: given.kind,
    at: at(given.at),
    scope: scopeAt(given.scope),
    function: functionAt(given.function),
    loop: loopAt(given.loop),
    branch: branchAt(given.branch),
  });

  function param({ name, default: otherwise, annotation, rest }: Param): Param {
    const moved: Mutable<Param> = { name };
    if (otherwise) moved.default = value(otherwise);
    if (annotation) moved.annotation = value(annotation);
    if (rest) moved.rest = rest;
    return moved;
  }

  function arg({ name, value: given, spread }: Arg): Arg {
    const moved: Mutable<Arg> = { value: value(given) };
    if (name !== undefined) moved.name = name;
    if (spread) moved.spread = spread;
    return moved;
  }

  return {
    value,
    write,
    scope({ kind, parent, owner, bindings }) {
      const moved = new Map<string, Binding>();
      for (const [name, { writes }] of bindings) moved.set(name, { name, writes: writes.map(write) });
      return { kind, parent: scopeAt(parent), owner: kind === 'class' ? classAt(owner) : functionAt(owner), bindings: moved };
    },
    function(given) {
      const moved: Mutable<FunctionFacts> = {
        name: given.name,
        symbol: given.symbol,
        params: given.params.map(param),
        scope: scopeAt(given.scope),
        parent: scopeAt(given.parent),
        class: classAt(given.class),
        method: given.method,
        returns: given.returns.map(returned),
        yielded: given.yielded.map(returned),
        decorators: given.decorators.map(value),
        doc: given.doc,
        start: at(given.start),
        end: at(given.end),
      };
      if (given.returnType) moved.returnType = value(given.returnType);
      return moved;
    },
    class: (given) => ({
      ...given,
      bases: given.bases.map(value),
      scope: scopeAt(given.scope),
      decorators: given.decorators.map(value),
      start: at(given.start),
      end: at(given.end),
    }),
    call: (given) => ({
      callee: value(given.callee),
      construct: given.construct,
      args: given.args.map(arg),
      start: at(given.start),
      end: at(given.end),
      at: at(given.at),
      scope: scopeAt(given.scope),
      function: functionAt(given.function),
      loop: loopAt(given.loop),
      branch: branchAt(given.branch),
    }),
    loop(given) {
      const moved: Mutable<Loop> = {
        kind: given.kind,
        parent: loopAt(given.parent),
        function: functionAt(given.function),
        variables: given.variables,
        exits: given.exits.map(exit),
        start: at(given.start),
        end: at(given.end),
      };
      if (given.test) moved.test = value(given.test);
      if (given.over) moved.over = value(given.over);
      return moved;
    },
    branch(given) {
      const { kind, parent, statement, arm, exhaustive, leaves } = given;
      const moved: Mutable<Branch> = { kind, parent: branchAt(parent), statement: at(statement), arm, exhaustive, leaves };
      if (given.test) moved.test = value(given.test);
      return moved;
    },
    store(given) {
      const moved: Mutable<Store> = {
        target: value(given.target),
        key: keyed(given.key),
        value: value(given.value),
        how: given.how,
        start: at(given.start),
        end: at(given.end),
        at: at(given.at),
        scope: scopeAt(given.scope),
        function: functionAt(given.function),
        loop: loopAt(given.loop),
        branch: branchAt(given.branch),
      };
      if (given.annotation) moved.annotation = value(given.annotation);
      return moved;
    },
    text: ({ value: given, name }) => ({ value: value(given), name }),
    problem: ({ start, end, message }) => ({ start: at(start), end: at(end), message }),
  };
}
