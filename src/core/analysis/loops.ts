/** Hand-written loops that can call a model again on its own output, as sites of their own. */
import { callsIn, isInLoop, loopsAround } from '../facts/enclosing.ts';
import type { Call, FileFacts, FunctionFacts, Index, Value } from '../facts/facts.ts';
import type { Folder } from '../resolve/fold.ts';
import type { Place } from '../resolve/known.ts';
import { type CallSite, type LoopBound, NO_REQUEST } from './analysis.ts';
import type { Caller } from './reach.ts';
import { recursionAround } from './recursion.ts';
import { boundOf, isOpenEnded } from './repeats.ts';
import { asksTheSame } from './same-again.ts';
import type { MatchedSite } from './sites.ts';
import { waitsForOthers } from './waits.ts';

/** The agent loops of one file: open-ended loops and recursion around a billed call, directly or through a function of the project. */
export function agentLoops(
  path: string,
  facts: FileFacts,
  sites: readonly MatchedSite[],
  callers: readonly Caller[],
  folder: Folder,
): readonly CallSite[] {
  const loops = new Map<Index, CallSite>();
  const functions = new Map<Index, CallSite>();
  const billed = new Set([
    ...sites.flatMap(({ site, matched }) => (site.kind === 'llm-call' || site.kind === 'agent' ? [matched.at.call] : [])),
    ...callers.map(({ at }) => at.call),
  ]);
  const boundAt = (index: Index): LoopBound => {
    const bound = boundOf(facts, index, path, folder);
    return bound.state === 'unbounded' && takesWork(path, facts, index, billed, folder) ? { state: 'dynamic' } : bound;
  };
  /** `remembers`: what is called knows of earlier rounds by itself. */
  const around = (call: Call, by: CallSite | undefined, remembers: boolean) => {
    for (const index of loopsAround(facts, call.loop)) {
      const own = facts.loops[index];
      if (!own || !isOpenEnded(facts, own, path, folder)) continue;
      // What has no other way out than its count takes samples.
      if (!remembers && own.kind === 'each' && own.exits.length === 0 && asksTheSame(facts, call, index)) return;
      if (!loops.has(index))
        loops.set(
          index,
          loopSite(
            { path, start: own.start, end: own.end },
            own.kind,
            facts.functions[own.function],
            boundAt(index),
            waitsForOthers(path, facts, index, folder),
            by,
          ),
        );
      // The loop around a loop repeats whole conversations; the inner one is the agent's.
      return;
    }
    const recursion = recursionAround(facts, call, path, folder);
    const own = recursion && facts.functions[recursion.fn];
    if (own && !functions.has(recursion.fn))
      functions.set(recursion.fn, loopSite({ path, start: own.start, end: own.end }, 'recursion', own, recursion.bound, false, by));
  };
  for (const { site, matched, chain } of sites) {
    if (site.kind !== 'llm-call' && site.kind !== 'agent') continue;
    around(matched.at.call, site, site.kind === 'agent' || chain.links.some(({ call }) => call.kind === 'session'));
  }
  for (const caller of callers) around(caller.at.call, undefined, false);
  return [...loops.values(), ...functions.values()];
}

/**
 * Each round takes its piece of work from a function of the project that asks no model, hands it to one that does, and there is
 * a way out for when there is none: `node = next_open(); if node is None: break; expand(node)`.
 */
function takesWork(path: string, facts: FileFacts, loop: Index, billed: ReadonlySet<Call>, folder: Folder): boolean {
  const calls = callsIn(facts, loop);
  const isWork = (name: string, value: Value): boolean => {
    const call = value.kind === 'call' ? facts.calls[value.call] : undefined;
    if (!call || billed.has(call) || folder.callee({ path, call, frame: undefined }).kind !== 'function') return false;
    return calls.some((one) => billed.has(one) && one.args.some((arg) => arg.value.kind === 'name' && arg.value.name === name));
  };
  const work = new Set(
    facts.scopes.flatMap(({ bindings }) =>
      [...bindings.values()].flatMap(({ name, writes }) =>
        writes.some((write) => write.how === 'assign' && isInLoop(facts, write.loop, loop) && isWork(name, write.value)) ? [name] : [],
      ),
    ),
  );
  return (facts.loops[loop]?.exits ?? []).some(({ branch }) => {
    const test = facts.branches[branch]?.test;
    return test !== undefined && work.has(absent(test) ?? '');
  });
}

/** The variable that a test finds empty: `!x`, `x is None`, `x === undefined`. */
function absent(test: Value): string | undefined {
  if (test.kind === 'unary' && test.operator === '!') return test.value.kind === 'name' ? test.value.name : undefined;
  if (test.kind !== 'operation' || test.operator !== '==' || test.left.kind !== 'name') return undefined;
  const isNothing = test.right.kind === 'literal' || (test.right.kind === 'name' && test.right.name === 'undefined');
  return isNothing ? test.left.name : undefined;
}

function loopSite(
  place: Place,
  api: string,
  fn: FunctionFacts | undefined,
  loop: LoopBound,
  interactive: boolean,
  by: CallSite | undefined,
): CallSite {
  return {
    ...NO_REQUEST,
    kind: 'agent-loop',
    place,
    symbol: fn?.symbol || undefined,
    sdk: by?.sdk ?? 'project',
    api,
    evidence: by?.evidence ?? 'type',
    parts: [],
    loop,
    interactive,
    grows: by?.grows ?? false,
    textChars: undefined,
    paidBy: by?.place,
  };
}
