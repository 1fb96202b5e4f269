/** Which functions of the project end in a billed call, and where these functions are called: asked file by file. */
import type { Call, FileFacts, Index } from '../facts/facts.ts';
import { callsNamed } from '../facts/lookup.ts';
import type { Folder } from '../resolve/fold.ts';
import type { CallAt, Known } from '../resolve/known.ts';
import { functionOf } from '../resolve/names.ts';
import type { MatchedSite } from './sites.ts';

export interface Reach {
  /** Calls in a file of functions of the project that end in a billed call, also over other functions. */
  callers(path: string): readonly Caller[];
  /** The billed sites in the body of a function and of the functions inside it. */
  within(path: string, fn: Index): readonly MatchedSite[];
}

export interface Caller {
  readonly at: CallAt;
  readonly target: Extract<Known, { kind: 'function' }>;
}

export interface ReachOptions {
  readonly folder: Folder;
  readonly sitesOf: (path: string) => readonly MatchedSite[];
  /** Files that are part of the scan: calls into other files are not followed. */
  readonly isScanned: (path: string) => boolean;
}

/** Imports over which callers of callers are followed. */
const LEVELS = 3;
/** Functions of one file that call each other are followed this often. */
const ROUNDS = 4;

/** A function that ends in a billed call, and the calls in its file that end in one. */
interface Ends {
  readonly functions: ReadonlySet<Index>;
  readonly names: ReadonlySet<string>;
  readonly callers: readonly Caller[];
}

/** The files of the scan to which the imports of a file lead, also through files that only pass names on. */
interface Imported {
  readonly files: readonly string[];
  /** Names that stand for others on the way: `import { ask as answer }`, `export { ask as answer }`. */
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
}

/** Files that pass on names of others are followed over so many of them. */
const BARREL_LEVELS = 3;

/** By their name, so that not every imported file has to be read. */
const BARREL = /(?:^|\/)(?:index\.[cm]?[jt]sx?|__init__\.py)$/;

const NONE: Ends = { functions: new Set(), names: new Set(), callers: [] };

/** The function around a call and the functions around that one, innermost first. */
export function* functionsAround(facts: FileFacts, index: Index): Generator<Index> {
  for (let f = index; f >= 0; f = functionOf(facts, facts.functions[f]?.parent ?? -1)) yield f;
}

export const isBilled = ({ site, matched }: MatchedSite): boolean =>
  site.kind === 'llm-call' || (site.kind === 'agent' && matched.call.role === 'run');

export function createReach({ folder, sitesOf, isScanned }: ReachOptions): Reach {
  // Keyed by level, so that the answer for a file does not depend on which file was asked first.
  const known = folder.memory.map<string, Ends>();
  const imports = folder.memory.map<string, Imported>();

  function endsOf(path: string, level: number): Ends {
    // Without imports of the scan a file says the same at every level.
    const key = `${level > 0 && importsOf(path).files.length === 0 ? 1 : level}:${path}`;
    let ends = known.get(key);
    if (!ends) {
      ends = find(path, level);
      known.set(key, ends);
    }
    return ends;
  }

  function find(path: string, level: number): Ends {
    const facts = folder.program.facts(path);
    if (!facts) return NONE;
    const functions = new Set<Index>();
    for (const one of sitesOf(path))
      if (isBilled(one)) for (const fn of functionsAround(facts, one.matched.at.call.function)) functions.add(fn);
    const names = new Set([...functions].map((fn) => nameOf(facts, fn)));
    if (level === 0) return { functions, names, callers: [] };
    const callers = new Map<Call, Caller>();
    const { files, renamed } = importsOf(path);
    let fresh = new Set([...names, ...files.flatMap((file) => [...endsOf(file, level - 1).names])]);
    for (const { from, to } of renamed) if (fresh.has(from)) fresh.add(to);
    for (let round = 0; round < ROUNDS && fresh.size > 0; round++) {
      const next = new Set<string>();
      for (const name of fresh) {
        for (const call of callsNamed(facts, name)) {
          if (callers.has(call)) continue;
          const at: CallAt = { path, call, frame: undefined };
          const target = functionIn(folder.callee(at));
          if (!target || !endsHere(target, path, functions, level)) continue;
          // What makes a function sends nothing yet: the calls of that function do.
          if (functionIn(folder.result(at))) {
            const held = heldBy(facts, call);
            if (held !== undefined) next.add(held);
            continue;
          }
          callers.set(call, { at, target });
          for (const fn of functionsAround(facts, call.function)) {
            if (functions.has(fn)) continue;
            functions.add(fn);
            next.add(nameOf(facts, fn));
          }
        }
      }
      for (const name of next) names.add(name);
      fresh = next;
      fresh.delete('');
    }
    return { functions, names, callers: [...callers.values()].sort((a, b) => a.at.call.end - b.at.call.end) };
  }

  const endsHere = (target: Caller['target'], path: string, own: ReadonlySet<Index>, level: number): boolean =>
    target.path === path
      ? own.has(target.function)
      : isScanned(target.path) && endsOf(target.path, level - 1).functions.has(target.function);

  function importsOf(path: string): Imported {
    let imported = imports.get(path);
    if (!imported) {
      const files = new Set<string>();
      const renamed: { from: string; to: string }[] = [];
      follow(path, path, files, renamed, 0);
      files.delete(path);
      imported = { files: [...files], renamed };
      imports.set(path, imported);
    }
    return imported;
  }

  function follow(start: string, path: string, files: Set<string>, renamed: { from: string; to: string }[], level: number): void {
    const facts = folder.program.facts(path);
    if (!facts) return;
    const barrels = new Set<string>();
    for (const { specifier, name } of importsIn(facts)) {
      if (specifier === '') continue;
      for (const one of [specifier, specifier.endsWith('.') ? `${specifier}${name}` : `${specifier}.${name}`]) {
        const file = folder.program.resolve(path, one);
        if (file === undefined || file === start) continue;
        if (isScanned(file)) files.add(file);
        if (level < BARREL_LEVELS && BARREL.test(file)) barrels.add(file);
      }
    }
    for (const barrel of barrels) follow(start, barrel, files, renamed, level + 1);
    // The names of a barrel come before those that a file gives them.
    for (const { as, name } of importsIn(facts)) if (as !== name && name !== '*') renamed.push({ from: name, to: as });
  }

  return {
    callers: (path) => endsOf(path, LEVELS).callers,
    within(path, fn) {
      const facts = folder.program.facts(path);
      if (!facts) return [];
      return sitesOf(path).filter((one) => isBilled(one) && [...functionsAround(facts, one.matched.at.call.function)].includes(fn));
    },
  };
}

/** Imports and exports of what others export, with the name that it has here. */
function* importsIn(facts: FileFacts): Generator<{ readonly as: string; readonly specifier: string; readonly name: string }> {
  for (const { bindings } of facts.scopes) {
    for (const { name: as, writes } of bindings.values()) {
      for (const { how, value } of writes)
        if (how === 'import' && value.kind === 'imported') yield { as, specifier: value.specifier, name: value.name };
    }
  }
  for (const [as, value] of facts.exports)
    if (value.kind === 'imported') yield { as, specifier: value.specifier, name: value.name };
    else if (value.kind === 'name' && value.name !== as) yield { as, specifier: '', name: value.name };
  for (const specifier of facts.reexports) yield { as: '*', specifier, name: '*' };
}

const functionIn = (known: Known): Caller['target'] | undefined => {
  const one = known.kind === 'choice' ? known.options.find((option) => option.kind === 'function') : known;
  return one?.kind === 'function' ? one : undefined;
};

/** The variable that holds the result of a call. */
function heldBy(facts: FileFacts, call: Call): string | undefined {
  for (const { name, writes } of facts.scopes[call.scope]?.bindings.values() ?? [])
    if (writes.some(({ value }) => value.kind === 'call' && facts.calls[value.call] === call)) return name;
  return undefined;
}

const nameOf = (facts: FileFacts, fn: Index): string => facts.functions[fn]?.name ?? '';
