/** Which functions of the project end in a billed call, and where these functions are called. */
import type { Call, FileFacts, Index } from '../facts/facts.ts';
import type { Folder } from '../resolve/fold.ts';
import type { CallAt, Known } from '../resolve/known.ts';
import { functionOf } from '../resolve/names.ts';
import type { CallSite } from './analysis.ts';
import type { MatchedSite } from './sites.ts';

export interface Reach {
  /** `path:function` → the sites in the body of the function and of functions inside it. */
  readonly direct: ReadonlyMap<string, readonly MatchedSite[]>;
  /** Calls of functions that end in a billed call, also over other functions. */
  readonly callers: readonly Caller[];
}

export interface Caller {
  readonly at: CallAt;
  readonly target: Extract<Known, { kind: 'function' }>;
  readonly key: string;
}

/** Rounds over which callers of callers are followed. */
const ROUNDS = 4;

export const keyOfFunction = (path: string, index: Index): string => `${path}:${index}`;

/** The function around a call and the functions around that one, innermost first. */
export function* functionsAround(facts: FileFacts, index: Index): Generator<Index> {
  for (let f = index; f >= 0; f = functionOf(facts, facts.functions[f]?.parent ?? -1)) yield f;
}

export const isBilled = (site: CallSite, matched: MatchedSite['matched']): boolean => site.kind === 'llm-call' || (site.kind === 'agent' && matched.call.role === 'run');

/** `sites` by file, `files` all files whose facts are at hand. */
export function reachOf(files: ReadonlyMap<string, FileFacts>, sites: ReadonlyMap<string, readonly MatchedSite[]>, folder: Folder): Reach {
  const direct = new Map<string, MatchedSite[]>();
  const ends = new Map<string, string>();
  for (const [path, list] of sites) {
    const facts = files.get(path);
    if (!facts) continue;
    for (const one of list) {
      if (!isBilled(one.site, one.matched)) continue;
      for (const fn of functionsAround(facts, one.matched.at.call.function)) {
        const key = keyOfFunction(path, fn);
        direct.set(key, [...(direct.get(key) ?? []), one]);
        ends.set(key, nameOf(facts, fn));
      }
    }
  }
  const callers: Caller[] = [];
  const seen = new Set<Call>();
  let fresh = new Set(ends.values());
  for (let round = 0; round < ROUNDS && fresh.size > 0; round++) {
    const next = new Set<string>();
    for (const [path, facts] of files) {
      for (const call of facts.calls) {
        if (seen.has(call)) continue;
        const { callee } = call;
        const name = callee.kind === 'name' || callee.kind === 'member' ? callee.name : undefined;
        if (name === undefined || !fresh.has(name)) continue;
        const known = folder.callee({ path, call, frame: undefined });
        const target = known.kind === 'choice' ? known.options.find((option) => option.kind === 'function') : known;
        if (target?.kind !== 'function') continue;
        const key = keyOfFunction(target.path, target.function);
        if (!ends.has(key)) continue;
        seen.add(call);
        callers.push({ at: { path, call, frame: undefined }, target, key });
        for (const fn of functionsAround(facts, call.function)) {
          const own = keyOfFunction(path, fn);
          if (ends.has(own)) continue;
          ends.set(own, nameOf(facts, fn));
          next.add(nameOf(facts, fn));
        }
      }
    }
    fresh = next;
    fresh.delete('');
  }
  return { direct, callers };
}

const nameOf = (facts: FileFacts, fn: Index): string => facts.functions[fn]?.name ?? '';
