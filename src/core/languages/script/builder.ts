/** The facts of one ECMAScript file while they come together: where the lowering stands, and the lists it fills. */
import type {
  Binding, Branch, Call, ClassFacts, Exit, FunctionFacts, Index, LongText, Loop, Position, Problem, Returned, Scope, Store, Value, Write,
} from '../../facts/facts.ts';
import type { Syntax } from '../grammar.ts';
import type { Kind } from './kind.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface OpenScope extends Scope {
  readonly bindings: Map<string, Binding & { readonly writes: Write[] }>;
}
export interface OpenFunction extends Mutable<FunctionFacts> {
  readonly returns: Returned[];
}
interface OpenLoop extends Mutable<Loop> {
  readonly exits: Exit[];
}

/** What holds for a body. */
export interface Standpoint {
  readonly scope: Index;
  readonly function: Index;
  readonly loop: Index;
  readonly branch: Index;
  readonly symbol: string;
  /** The class that `this` is an object of; -1 where that is not known. */
  readonly selfClass: Index;
}

/** Deeper expressions and blocks become `too-deep`: lowering and every reader of values recurse. */
const DEEPEST = 300;
const TOO_DEEP = 'Nested too deeply to be read';

export class Builder {
  readonly syntax: Syntax;
  readonly text: string;
  readonly scopes: OpenScope[] = [];
  readonly functions: OpenFunction[] = [];
  readonly classes: Mutable<ClassFacts>[] = [];
  readonly calls: Call[] = [];
  readonly loops: OpenLoop[] = [];
  readonly branches: Mutable<Branch>[] = [];
  readonly stores: Store[] = [];
  readonly exports = new Map<string, Value>();
  readonly reexports: string[] = [];
  readonly texts: LongText[] = [];
  readonly problems: Problem[] = [];

  scope: Index = 0;
  function: Index = -1;
  loop: Index = -1;
  branch: Index = -1;
  symbol = '';
  selfClass: Index = -1;
  /** What the expression being lowered is given to: the name of a variable, field or attribute. */
  receiver = '';
  depth = 0;

  constructor(syntax: Syntax) {
    this.syntax = syntax;
    this.text = syntax.text;
    this.addScope('module', -1, -1);
  }

  kind(node: number): Kind {
    return this.syntax.kindOf[node] as number;
  }

  start(node: number): number {
    return this.syntax.start[node] as number;
  }

  end(node: number): number {
    return this.syntax.end[node] as number;
  }

  first(node: number): number {
    return this.syntax.first[node] as number;
  }

  next(node: number): number {
    return this.syntax.next[node] as number;
  }

  last(node: number): number {
    let last = -1;
    for (let child = this.first(node); child >= 0; child = this.next(child)) last = child;
    return last;
  }

  /** The first child of a kind, or -1. */
  child(node: number, kind: Kind): number {
    let child = this.first(node);
    while (child >= 0 && this.kind(child) !== kind) child = this.next(child);
    return child;
  }

  textOf(node: number): string {
    return this.text.slice(this.start(node), this.end(node));
  }

  /** Goes one level down, unless that is too deep; then the place is noted once. Every `true` wants an `up`. */
  down(node: number): boolean {
    if (this.depth < DEEPEST) {
      this.depth++;
      return true;
    }
    if (this.problems.at(-1)?.message !== TOO_DEEP) this.problems.push({ start: this.start(node), end: this.end(node), message: TOO_DEEP });
    return false;
  }

  up(): void {
    this.depth--;
  }

  unknown(node: number, why: 'runtime' | 'syntax' | 'too-deep'): Value {
    return { kind: 'unknown', why, start: this.start(node), end: this.end(node) };
  }

  position(at: number): Position {
    return { at, scope: this.scope, function: this.function, loop: this.loop, branch: this.branch };
  }

  addScope(kind: Scope['kind'], parent: Index, owner: Index): Index {
    this.scopes.push({ kind, parent, owner, bindings: new Map() });
    return this.scopes.length - 1;
  }

  /** The scope in which `var` and functions of this body live. */
  functionScope(): Index {
    let scope = this.scope;
    while (this.scopes[scope]?.kind === 'block') scope = this.scopes[scope]?.parent ?? 0;
    return scope;
  }

  /** The nearest scope from here outwards that binds the name; -1 for none. */
  boundIn(name: string): Index {
    for (let scope = this.scope; scope >= 0; scope = this.scopes[scope]?.parent ?? -1) {
      const at = this.scopes[scope];
      if (at?.kind !== 'class' && at?.bindings.has(name)) return scope;
    }
    return -1;
  }

  write(scope: Index, name: string, write: Write): void {
    const bindings = (this.scopes[scope] as OpenScope).bindings;
    const binding = bindings.get(name);
    if (binding) binding.writes.push(write);
    else bindings.set(name, { name, writes: [write] });
  }

  /** Lowers a body elsewhere and comes back. */
  within<T>(place: Partial<Standpoint>, lower: () => T): T {
    const { scope, function: around, loop, branch, symbol, selfClass, receiver } = this;
    Object.assign(this, place);
    this.receiver = '';
    const result = lower();
    Object.assign(this, { scope, function: around, loop, branch, symbol, selfClass, receiver });
    return result;
  }

  symbolOf(name: string): string {
    if (name === '') return this.symbol;
    return this.symbol === '' ? name : `${this.symbol}.${name}`;
  }

  addBranch(branch: Omit<Branch, 'parent'>): Index {
    this.branches.push({ parent: this.branch, ...branch });
    return this.branches.length - 1;
  }

  addExit(kind: Exit['kind'], at: number): void {
    for (let loop = this.loop; loop >= 0; loop = this.loops[loop]?.parent ?? -1) {
      this.loops[loop]?.exits.push({ kind, ...this.position(at) });
      if (kind === 'break') return;
    }
  }
}
