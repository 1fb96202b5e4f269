/** The facts of one file while they come together, statement by statement, partly from an earlier reading of the file. */
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
  Problem,
  Returned,
  Scope,
  Store,
  Value,
  Write,
} from '../facts/facts.ts';
import { Mover } from '../facts/moved.ts';
import type { Syntax } from './grammar.ts';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface OpenBinding extends Binding {
  readonly writes: Write[];
}
export interface OpenScope extends Scope {
  readonly bindings: Map<string, OpenBinding>;
}
export interface OpenFunction extends Mutable<FunctionFacts> {
  readonly params: Param[];
  readonly returns: Returned[];
  readonly yielded: Returned[];
}
export interface OpenLoop extends Mutable<Loop> {
  readonly exits: Exit[];
}

/** A write to a name of the module. `late`: the name may be declared elsewhere, so its writes are put in order at the end. */
interface ModuleWrite {
  readonly name: string;
  readonly write: Write;
  readonly late: boolean;
}

interface Exported {
  readonly as: string;
  readonly value: Value | string;
}

interface NamedType {
  readonly name: string;
  readonly value: Value;
}

/** Lengths of all lists before a statement of the module was lowered. */
interface Mark {
  readonly start: number;
  readonly lengths: Readonly<Record<ListName, number>>;
}

const LISTS = [
  'scopes',
  'functions',
  'classes',
  'calls',
  'loops',
  'branches',
  'stores',
  'texts',
  'problems',
  'reexports',
  'moduleWrites',
  'exported',
  'types',
] as const;
type ListName = (typeof LISTS)[number];

/** A file in another syntax is all damage; a few places say enough. */
const mostProblems = 20;

/**
 * The lists of `FileFacts`. Every statement of the module adds to their ends and changes nothing that stands before, so the
 * facts of statements that an edit leaves alone are taken over as they are, or moved.
 */
export class Gathering {
  readonly syntax: Syntax;
  readonly text: string;
  readonly scopes: OpenScope[] = [{ kind: 'module', parent: -1, owner: -1, bindings: new Map() }];
  readonly functions: OpenFunction[] = [];
  readonly classes: Mutable<ClassFacts>[] = [];
  readonly calls: Call[] = [];
  readonly loops: OpenLoop[] = [];
  readonly branches: Mutable<Branch>[] = [];
  readonly stores: Store[] = [];
  readonly texts: LongText[] = [];
  readonly problems: Problem[] = [];
  readonly reexports: string[] = [];
  readonly moduleWrites: ModuleWrite[] = [];
  readonly exported: Exported[] = [];
  readonly types: NamedType[] = [];
  readonly #marks: Mark[] = [];

  constructor(syntax: Syntax) {
    this.syntax = syntax;
    this.text = syntax.text;
  }

  /** A statement of the module begins. */
  mark(start: number): void {
    this.#marks.push({ start, lengths: this.#lengths() });
  }

  write(scope: Index, name: string, write: Write): void {
    if (scope === 0) this.moduleWrites.push({ name, write, late: false });
    else this.bind((this.scopes[scope] as OpenScope).bindings, name, write);
  }

  protected bind(bindings: Map<string, OpenBinding>, name: string, write: Write): OpenBinding {
    const known = bindings.get(name);
    if (known) {
      known.writes.push(write);
      return known;
    }
    // Most names are written once: an empty list would make room for many.
    const binding = { name, writes: [write] };
    bindings.set(name, binding);
    return binding;
  }

  /** Other files can import this name; a text is a name of the module, as it stands when all of the module has run. */
  export(as: string, value: Value | string): void {
    this.exported.push({ as, value });
  }

  /** Takes the facts of the statements that begin before an offset, none of which has moved. */
  takeBefore(old: Gathering, offset: number): void {
    this.#take(old, 0, old.#countBefore(offset), 0);
  }

  /** Takes the facts of the statements that begin at an offset of the old text or after it, all moved by as many characters. */
  takeAfter(old: Gathering, offset: number, by: number): void {
    this.#take(old, old.#countBefore(offset), old.#marks.length, by);
  }

  #countBefore(offset: number): number {
    const index = this.#marks.findIndex(({ start }) => start >= offset);
    return index < 0 ? this.#marks.length : index;
  }

  #take(old: Gathering, first: number, end: number, offset: number): void {
    if (first >= end) return;
    const from = (old.#marks[first] as Mark).lengths;
    const to = old.#marks[end]?.lengths ?? old.#lengths();
    const own = this.#lengths();
    const by = { ...own, offset };
    for (const list of LISTS) by[list] -= from[list];
    const move = Object.values(by).some((distance) => distance !== 0) ? new Mover(by) : undefined;
    const add = <N extends ListName>(name: N, moved: (fact: Gathering[N][number], move: Mover) => unknown): void => {
      const list = this[name] as unknown[];
      const source = old[name] as readonly Gathering[N][number][];
      for (let i = from[name]; i < to[name]; i++) {
        const fact = source[i] as Gathering[N][number];
        list.push(move ? moved(fact, move) : fact);
      }
    };
    for (let i = first; i < end; i++) {
      const mark = old.#marks[i] as Mark;
      this.#marks.push(move ? { start: mark.start + offset, lengths: sum(mark.lengths, by) } : mark);
    }
    add('scopes', (fact, mover) => mover.scope(fact));
    add('functions', (fact, mover) => mover.function(fact));
    add('classes', (fact, mover) => mover.class(fact));
    add('calls', (fact, mover) => mover.call(fact));
    add('loops', (fact, mover) => mover.loop(fact));
    add('branches', (fact, mover) => mover.branch(fact));
    add('stores', (fact, mover) => mover.store(fact));
    add('texts', (fact, mover) => mover.text(fact));
    add('problems', (fact, mover) => mover.problem(fact));
    add('reexports', (specifier) => specifier);
    add('moduleWrites', movedWrite);
    add('exported', movedExport);
    add('types', ({ name, value }, mover) => ({ name, value: mover.value(value) }));
  }

  #lengths(): Record<ListName, number> {
    return {
      scopes: this.scopes.length,
      functions: this.functions.length,
      classes: this.classes.length,
      calls: this.calls.length,
      loops: this.loops.length,
      branches: this.branches.length,
      stores: this.stores.length,
      texts: this.texts.length,
      problems: this.problems.length,
      reexports: this.reexports.length,
      moduleWrites: this.moduleWrites.length,
      exported: this.exported.length,
      types: this.types.length,
    };
  }

  /** The facts, once every statement is lowered or taken over. */
  finish(language: FileFacts['language'], directives: FileFacts['directives']): FileFacts {
    const [module] = this.scopes as [OpenScope];
    const late = new Set<OpenBinding>();
    for (const one of this.moduleWrites) {
      const binding = this.bind(module.bindings, one.name, one.write);
      if (one.late) late.add(binding);
    }
    for (const { writes } of late) writes.sort((a, b) => a.at - b.at);
    const end = this.text.length;
    const exports = new Map<string, Value>();
    for (const { as, value } of this.exported)
      exports.set(as, typeof value === 'string' ? { kind: 'name', name: value, scope: 0, branch: -1, loop: -1, start: end, end } : value);
    const types = new Map<string, Value>();
    for (const { name, value } of this.types) {
      const left = types.get(name);
      types.set(name, left ? { kind: 'operation', operator: '&', left, right: value, start: left.start, end: value.end } : value);
    }
    return {
      language,
      scopes: this.scopes,
      functions: this.functions,
      classes: this.classes,
      calls: this.calls,
      loops: this.loops,
      branches: this.branches,
      stores: this.stores,
      exports,
      types,
      reexports: this.reexports,
      texts: this.texts,
      directives,
      problems: this.problems.slice(0, mostProblems),
    };
  }
}

function sum(lengths: Mark['lengths'], by: Mark['lengths']): Mark['lengths'] {
  const moved = { ...lengths };
  for (const list of LISTS) moved[list] += by[list];
  return moved;
}

const movedWrite = (one: ModuleWrite, move: Mover): ModuleWrite => ({ ...one, write: move.write(one.write) });

const movedExport = ({ as, value }: Exported, move: Mover): Exported => ({
  as,
  value: typeof value === 'string' ? value : move.value(value),
});
