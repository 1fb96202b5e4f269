/** Where in a Python file the lowering stands, and what its steps share. */
import type { Branch, Exit, Index, Position, Scope, Value } from '../../facts/facts.ts';
import { Gathering, type OpenLoop, type OpenScope } from '../gathering.ts';
import type { Syntax } from '../grammar.ts';
import { Kind } from './kinds.ts';

/** What holds for a body: where the lowering stands, by function. */
export interface Standpoint {
  readonly scope: Index;
  readonly function: Index;
  readonly loop: Index;
  readonly branch: Index;
  readonly symbol: string;
  /** The receiver's name in a method and the functions inside it; '' elsewhere. */
  readonly selfName: string;
  readonly selfClass: Index;
}

/** Deeper expressions and blocks become `too-deep`: lowering and every reader of values recurse. */
const deepest = 300;
const noTry = -2;

export class Builder extends Gathering {
  scope: Index = 0;
  function: Index = -1;
  loop: Index = -1;
  branch: Index = -1;
  symbol = '';
  selfName = '';
  selfClass: Index = -1;
  /** What the expression being lowered is given to, and the node that is given to it directly. */
  receiver = '';
  received = -1;
  depth = 0;
  /** The loop around the innermost `try` with handlers: what is raised in its body does not leave that loop. */
  caughtIn: Index = noTry;
  /** Scopes of names declared `global` or `nonlocal`, by function. */
  #redirected: Map<string, Index> | undefined;
  readonly #redirects = new Map<Index, Map<string, Index>>();

  /** Lowers what the parser could not fit together; it may be statements in the middle of an expression. */
  readonly damaged: (b: Builder, node: number) => void;

  constructor(syntax: Syntax, damaged: (b: Builder, node: number) => void) {
    super(syntax);
    this.damaged = damaged;
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

  /** The first child, or -1. */
  first(node: number): number {
    return this.syntax.first[node] as number;
  }

  /** The next sibling, or -1. */
  next(node: number): number {
    return this.syntax.next[node] as number;
  }

  last(node: number): number {
    let last = -1;
    for (let child = this.first(node); child >= 0; child = this.next(child)) last = child;
    return last;
  }

  child(node: number, kind: Kind): number {
    let child = this.first(node);
    while (child >= 0 && this.kind(child) !== kind) child = this.next(child);
    return child;
  }

  /** The children without damage. */
  children(node: number): number[] {
    return this.syntax.children(node).filter((child) => this.kind(child) !== Kind.ERROR);
  }

  textOf(node: number): string {
    return this.text.slice(this.start(node), this.end(node));
  }

  /** Goes one level down, unless that is too deep; then the place is noted once. Every `true` wants an `up`. */
  down(node: number): boolean {
    if (this.depth < deepest) {
      this.depth++;
      return true;
    }
    const before = this.problems[this.problems.length - 1];
    if (before?.message !== tooDeep) this.problems.push({ start: this.start(node), end: this.end(node), message: tooDeep });
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

  /** The scope whose names a function or comprehension here can see: bodies of classes hide theirs. */
  visibleScope(): Index {
    let scope = this.scope;
    while (scope > 0 && this.#scope(scope).kind === 'class') scope = this.#scope(scope).parent;
    return scope;
  }

  #scope(scope: Index): OpenScope {
    return this.scopes[scope] as OpenScope;
  }

  inClass(): boolean {
    return this.#scope(this.scope).kind === 'class';
  }

  /** Where looking up a name begins: here, unless `global` or `nonlocal` says otherwise. */
  scopeOf(name: string): Index {
    return this.#redirected?.get(name) ?? this.scope;
  }

  redirect(name: string, kind: 'global' | 'nonlocal'): void {
    let scope = 0;
    if (kind === 'nonlocal') {
      const parent = this.#scope(this.scope).parent;
      scope = parent;
      while (scope > 0 && !this.#scope(scope).bindings.has(name)) scope = this.#scope(scope).parent;
      if (scope <= 0) scope = Math.max(parent, 0);
    }
    if (scope === this.scope) return;
    this.#redirected ??= new Map();
    this.#redirected.set(name, scope);
    this.#redirects.set(this.scope, this.#redirected);
  }

  /** Lowers a body elsewhere and comes back. */
  within<T>(place: Partial<Standpoint>, lower: () => T): T {
    const { scope, function: around, loop, branch, symbol, selfName, selfClass, caughtIn, receiver } = this;
    const redirected = this.#redirected;
    Object.assign(this, place);
    this.receiver = '';
    if (this.function !== around) this.caughtIn = noTry;
    if (this.scope !== scope) this.#redirected = this.#redirects.get(this.scope);
    const result = lower();
    this.scope = scope;
    this.function = around;
    this.loop = loop;
    this.branch = branch;
    this.symbol = symbol;
    this.selfName = selfName;
    this.selfClass = selfClass;
    this.caughtIn = caughtIn;
    this.receiver = receiver;
    this.#redirected = redirected;
    return result;
  }

  symbolOf(name: string): string {
    if (name === '') return this.symbol;
    return this.symbol === '' ? name : `${this.symbol}.${name}`;
  }

  addBranch(branch: Omit<Branch, 'parent' | 'leaves'>): Index {
    this.branches.push({ parent: this.branch, leaves: false, ...branch });
    return this.branches.length - 1;
  }

  addExit(kind: Exit['kind'], at: number): void {
    const exit = { kind, ...this.position(at) };
    const outside = kind === 'throw' ? this.caughtIn : noTry;
    for (let loop = this.loop; loop >= 0 && loop !== outside; loop = (this.loops[loop] as OpenLoop).parent) {
      (this.loops[loop] as OpenLoop).exits.push(exit);
      if (kind === 'break') return;
    }
  }
}

const tooDeep = 'Nested too deeply to be read';
