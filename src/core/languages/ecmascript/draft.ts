/** Where in a script the lowering stands, and what its steps share. */
import type { Branch, Exit, Index, Loop, Position, Scope, Value, Write } from '../../facts/facts.ts';
import { Gathering, type Mutable, type OpenLoop, type OpenScope } from '../gathering.ts';
import type { Syntax } from '../grammar.ts';
import { Kind } from './kind.ts';

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

export class Draft extends Gathering {
  readonly #lowerDamage: (draft: Draft, node: number) => void;
  readonly #damageSeen = new Set<number>();
  /** Where scopes begin; the module has no entry. */
  readonly #scopeStarts = new Map<Index, number>();
  /** Writes of the present statement to names that may be declared further down in it. */
  #assignments: { name: string; write: Write }[] = [];
  #depth = 0;

  here: Here = { scope: 0, function: -1, loop: -1, branch: -1, self: -1, symbol: '', breaks: -1, caught: -1, labels: [] };
  /** The variable, field or attribute that receives the value being lowered; '' for none. */
  receiver = '';
  /** The value being lowered is a part of a larger text. */
  partOfText = false;
  /** Collects the names that a loop's header or an exported declaration writes. */
  names: string[] | undefined;

  constructor(syntax: Syntax, lowerDamage: (draft: Draft, node: number) => void) {
    super(syntax);
    this.#lowerDamage = lowerDamage;
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

  textOf(node: number): string {
    return this.text.slice(this.syntax.start[node], this.syntax.end[node]);
  }

  /** The first child, or -1. Damage on the way is lowered by itself and passed over. */
  first(node: number): number {
    return this.#sound(this.syntax.first[node] as number);
  }

  /** The next sibling, or -1. Damage on the way is lowered by itself and passed over. */
  next(node: number): number {
    return node < 0 ? -1 : this.#sound(this.syntax.next[node] as number);
  }

  children(node: number): number[] {
    const list = [];
    for (let child = this.first(node); child >= 0; child = this.next(child)) list.push(child);
    return list;
  }

  #sound(node: number): number {
    let sound = node;
    while (sound >= 0 && this.kind(sound) === Kind.ERROR) {
      this.damage(sound);
      sound = this.syntax.next[sound] as number;
    }
    return sound;
  }

  /** Lowers by itself what the parser could not fit in, once. */
  damage(node: number): void {
    if (this.#damageSeen.has(node)) return;
    this.#damageSeen.add(node);
    this.problem(node, 'This part could not be parsed.');
    this.#lowerDamage(this, node);
  }

  problem(node: number, message: string): void {
    this.problems.push({ start: this.start(node), end: this.end(node), message });
  }

  /** Goes one level down, unless that is too deep. Every `true` wants an `up`. */
  down(node: number): boolean {
    if (this.#depth >= deepest) {
      if (this.problems.at(-1)?.message !== tooDeep) this.problem(node, tooDeep);
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
    const index = this.scopes.push({ kind, parent: this.here.scope, owner, bindings: new Map() }) - 1;
    this.#scopeStarts.set(index, start);
    return index;
  }

  /** Where what is hoisted in the present scope begins to hold. */
  hoistedTo(): number {
    return this.#scopeStarts.get(this.here.scope) ?? -1;
  }

  /** The scope that `var` declares in. */
  functionScope(): Index {
    let scope = this.here.scope;
    while (this.#scope(scope).kind === 'block') scope = this.#scope(scope).parent;
    return scope;
  }

  #scope(scope: Index): OpenScope {
    return this.scopes[scope] as OpenScope;
  }

  /** A write to a name that is declared in the given scope. */
  declare(scope: Index, name: string, write: Write): void {
    this.names?.push(name);
    this.write(scope, name, write);
  }

  /** A write to a name that is declared anywhere around. */
  assign(name: string, write: Write): void {
    this.names?.push(name);
    this.#assignments.push({ name, write });
  }

  #declaredAround(name: string, scope: Index): Index {
    let around = scope;
    while (around > 0 && (this.#scope(around).kind === 'class' || !this.#scope(around).bindings.has(name)))
      around = this.#scope(around).parent;
    return Math.max(around, 0);
  }

  addLoop(node: number, kind: Loop['kind']): OpenLoop {
    const loop: OpenLoop = {
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
      const left = this.loops[loop] as OpenLoop;
      left.exits.push(exit);
      loop = left.parent;
    }
  }

  /** Keeps a text if it is long and not a part of another one. */
  noteText(value: Value): void {
    if (this.partOfText || value.end - value.start < longText || staticLength(value) < longText) return;
    this.texts.push({ value, name: this.receiver });
  }

  /** The end of a statement of the module: all scopes inside it are complete. */
  settle(): void {
    const late = new Set<Write[]>();
    for (const { name, write } of this.#assignments) {
      const scope = this.#declaredAround(name, write.scope);
      if (scope === 0) this.moduleWrites.push({ name, write, late: true });
      else late.add(this.bind(this.#scope(scope).bindings, name, write).writes);
    }
    for (const writes of late) writes.sort((a, b) => a.at - b.at);
    this.#assignments = [];
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
