/** Hand-written loops that can call a model again on its own output, as sites of their own. */
import type { Call, FileFacts, FunctionFacts, Index } from '../facts/facts.ts';
import type { Folder } from '../resolve/fold.ts';
import type { Place } from '../resolve/known.ts';
import { type CallSite, type LoopBound, NO_REQUEST } from './analysis.ts';
import type { Caller } from './reach.ts';
import { recursionAround } from './recursion.ts';
import { boundOf, isOpenEnded, loopsAround, waitsForUser } from './repeats.ts';
import type { MatchedSite } from './sites.ts';

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
  const around = (call: Call, by: CallSite | undefined) => {
    for (const index of loopsAround(facts, call.loop)) {
      const own = facts.loops[index];
      if (!own || !isOpenEnded(facts, own, path, folder)) continue;
      if (!loops.has(index))
        loops.set(
          index,
          loopSite(
            { path, start: own.start, end: own.end },
            own.kind,
            facts.functions[own.function],
            boundOf(facts, index, path, folder),
            waitsForUser(facts, index),
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
  for (const { site, matched } of sites) if (site.kind === 'llm-call' || site.kind === 'agent') around(matched.at.call, site);
  for (const caller of callers) around(caller.at.call, undefined);
  return [...loops.values(), ...functions.values()];
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
