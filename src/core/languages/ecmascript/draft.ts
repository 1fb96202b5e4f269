/** The facts of one file while they are gathered, and where in the program the lowering stands. */
import type {
  Binding,
  Branch,
  Call,
  ClassFacts,
  Exit,
  FileFacts,
  FunctionFacts,
  Index,
  LongText,
  Loop,
  Param,
  Position,
  Problem,
  Returned,
  Scope,
  Store,
  Value,
  Write,
} from '../../facts/facts.ts';
import type { Syntax } from '../grammar.ts';
import { Kind } from './kind.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface DraftBinding extends Binding {
  readonly writes: Write[];
}
interface DraftScope extends Scope {
  readonly bindings: Map<string, DraftBinding>;
  /** What is hoisted holds from here on. */
  readonly start: number;
}
export interface DraftFunction extends Mutable<FunctionFacts> {
  readonly params: Param[];
  readonly returns: Returned[];
}
interface DraftLoop extends Mutable<Loop> {
  readonly exits: Exit[];
}

/** What holds for everything inside a body. Replaced on the way in, put back on the way out, never changed. */
export interface Here {
  readonly scope: Index;
  readonly function: Index;
  readonly loop: Index;
  readonly branch: Index;
  /** The class whose instance `this` is; -1 where that is unknown. */
  readonly self: Index;
  /** Dotted path of the names around. */
  readonly symbol: string;
  /** The loop that a plain `break` leaves; -1 in a `switch` and outside of loops. */
  readonly breaks: Index;
  /** The loop around the innermost `try` with a handler: what is thrown inside does not leave it. */
  readonly caught: Index;
  readonly labels: readonly Label[];
}

interface Label {
  readonly name: string;
  /** The loop around the labelled statement. */
  readonly outside: Index;
}

/** Values and blocks nested deeper become unknown: the lowering and every reader of values recurse. */
const deepest = 400;
/** Text of this many static characters is worth a look as a prompt. */
const longText = 200;
/** A file in another syntax is all damage; a few places say enough. */
const mostProblems = 20;

export class Draft {
  readonly text: string;
  readonly #syntax: Syntax;
  readonly #lowerDamage: (draft: Draft, node: number) => void;
  readonly #damageSeen = new Set<number>();
  readonly scopes: DraftScope[] = [];
  readonly functions: DraftFunction[] = [];
  readonly classes: Mutable<ClassFacts>[] = [];
  readonly calls: Call[] = [];
  readonly loops: DraftLoop[] = [];
  readonly branches: Mutable<Branch>[] = [];
  readonly stores: Store[] = [];
  readonly exports = new Map<string, Value>();
  readonly reexports: string[] = [];
  readonly #texts: LongText[] = [];
  readonly #problems: Problem[] = [];
  /** Writes to names that may be declared further down, settled at the end. */
  readonly #assignments: { name: string; write: Write }[] = [];
  #depth = 0;

  here: Here = { scope: 0, function: -1, loop: -1, branch: -1, self: -1, symbol: '', breaks: -1, caught: -1, labels: [] };
  /** The variable, field or attribute that receives the value being lowered; '' for none. */
  receiver = '';
  /** The value being lowered is a part of a larger text. */
  partOfText = false;
  /** Collects the names that a loop's header or an exported declaration writes. */
  names: string[] | undefined;

  constructor(syntax: Syntax, lowerDamage: (draft: Draft, node: number) => void) {
    this.text = syntax.text;
    this.#syntax = syntax;
    this.#lowerDamage = lowerDamage;
    this.addScope('module', -1, 0);
  }

  kind(node: number): Kind {
    return this.#syntax.kindOf[node] as number;
  }

  start(node: number): number {
    return this.#syntax.start[node] as number;
  }

  end(node: number): number {
    return this.#syntax.end[node] as number;
  }

  textOf(node: number): string {
    return this.text.slice(this.#syntax.start[node], this.#syntax.end[node]);
  }

  /** The first child, or -1. Damage on the way is lowered by itself and passed over. */
  first(node: number): number {
    return this.#sound(this.#syntax.first[node] as number);
  }

  /** The next sibling, or -1. Damage on the way is lowered by itself and passed over. */
  next(node: number): number {
    return node < 0 ? -1 : this.#sound(this.#syntax.next[node] as number);
  }

  children(node: number): number[] {
    const list = [];
    for (let child = this.first(node); child >= 0; child = this.next(child)) list.push(child);
    return list;
  }

  #sound(node: number): number {
    let sound = node;
    while (sound >= 0 && this.kind(sound) === Kind.ERROR) {
      if (!this.#damageSeen.has(sound)) this.#damage(sound);
      sound = this.#syntax.next[sound] as number;
    }
    return sound;
  }

  #damage(node: number): void {
    this.#damageSeen.add(node);
    this.problem(node, 'This part could not be parsed.');
    this.#lowerDamage(this, node);
  }

  problem(node: number, message: string): void {
    if (this.#problems.length < mostProblems) this.#problems.push({ start: this.start(node), end: this.end(node), message });
  }

  /** Goes one level down, unless that is too deep. Every `true` wants an `up`. */
  down(node: number): boolean {
    if (this.#depth >= deepest) {
      if (this.#problems.at(-1)?.message !== tooDeep) this.problem(node, tooDeep);
      return false;
    }
    this.#depth++;
    return true;
  }

  up(): void {
    this.#depth--;
  }

  unknown(node: number, why: 'runtime' | 'syntax' | 'too-deep' = 'runtime'): Value {
    return { kind: 'unknown', why, start: this.start(node), end: this.end(node) };
  }

  position(at: number): Position {
    const { scope, function: around, loop, branch } = this.here;
    return { at, scope, function: around, loop, branch };
  }

  symbolOf(name: string): string {
    const { symbol } = this.here;
    return name === '' ? symbol : symbol === '' ? name : `${symbol}.${name}`;
  }

  addScope(kind: Scope['kind'], owner: Index, start: number): Index {
    return this.scopes.push({ kind, parent: this.scopes.length === 0 ? -1 : this.here.scope, owner, bindings: new Map(), start }) - 1;
  }

  /** Where what is hoisted in the present scope begins to hold. */
  hoistedTo(): number {
    return this.#scope(this.here.scope).start;
  }

  /** The scope that `var` declares in. */
  functionScope(): Index {
    let scope = this.here.scope;
    while (this.#scope(scope).kind === 'block') scope = this.#scope(scope).parent;
    return scope;
  }

  #scope(scope: Index): DraftScope {
    return this.scopes[scope] as DraftScope;
  }

  /** A write to a name that is declared in the given scope. */
  declare(scope: Index, name: string, write: Write): void {
    this.names?.push(name);
    this.#binding(scope, name).writes.push(write);
  }

  /** A write to a name that is declared anywhere around. */
  assign(name: string, write: Write): void {
    this.names?.push(name);
    this.#assignments.push({ name, write });
  }

  #binding(scope: Index, name: string): DraftBinding {
    const { bindings } = this.#scope(scope);
    let binding = bindings.get(name);
    if (!binding) {
      binding = { name, writes: [] };
      bindings.set(name, binding);
    }
    return binding;
  }

  #declaredAround(name: string, scope: Index): Index {
    let around = scope;
    while (around > 0 && (this.#scope(around).kind === 'class' || !this.#scope(around).bindings.has(name)))
      around = this.#scope(around).parent;
    return Math.max(around, 0);
  }

  addLoop(node: number, kind: Loop['kind']): DraftLoop {
    const loop: DraftLoop = {
      kind,
      start: this.start(node),
      end: this.end(node),
      parent: this.here.loop,
      function: this.here.function,
      variables: [],
      exits: [],
    };
    this.loops.push(loop);
    return loop;
  }

  addBranch(kind: Branch['kind'], statement: number, arm: number, test: Value | undefined): Mutable<Branch> {
    const branch: Mutable<Branch> = {
      kind,
      parent: this.here.branch,
      statement: this.start(statement),
      arm,
      exhaustive: false,
      leaves: false,
    };
    if (test) branch.test = test;
    this.branches.push(branch);
    return branch;
  }

  /** A way out of the present loop and of those around it, up to but not out of the loop `until`. */
  exit(kind: Exit['kind'], at: number, until: Index): void {
    const exit: Exit = { kind, ...this.position(at) };
    for (let loop = this.here.loop; loop >= 0 && loop !== until; ) {
      const left = this.loops[loop] as DraftLoop;
      left.exits.push(exit);
      loop = left.parent;
    }
  }

  /** Keeps a text if it is long and not a part of another one. */
  noteText(value: Value): void {
    if (this.partOfText || value.end - value.start < longText || staticLength(value) < longText) return;
    this.#texts.push({ value, name: this.receiver });
  }

  finish(directives: FileFacts['directives']): FileFacts {
    const late = new Set<DraftBinding>();
    for (const { name, write } of this.#assignments) {
      const binding = this.#binding(this.#declaredAround(name, write.scope), name);
      binding.writes.push(write);
      late.add(binding);
    }
    for (const { writes } of late) writes.sort((a, b) => a.at - b.at);
    const { scopes, functions, classes, calls, loops, branches, stores, exports, reexports } = this;
    return {
      language: 'ecmascript',
      scopes,
      functions,
      classes,
      calls,
      loops,
      branches,
      stores,
      exports,
      reexports,
      texts: this.#texts,
      directives,
      problems: this.#problems,
    };
  }
}

const tooDeep = 'This part is nested too deeply to be read.';

/** Static characters of a text; where it has alternatives, those of the longest. */
function staticLength(value: Value): number {
  switch (value.kind) {
    case 'text':
      return value.text.length;
    case 'template':
      return value.parts.reduce((sum, part) => sum + staticLength(part), 0);
    case 'operation':
      return value.operator === '+' ? staticLength(value.left) + staticLength(value.right) : 0;
    case 'choice':
      return Math.max(staticLength(value.options[0]), staticLength(value.options[1]));
    case 'fallback':
      return Math.max(staticLength(value.first), staticLength(value.second));
    default:
      return 0;
  }
}
