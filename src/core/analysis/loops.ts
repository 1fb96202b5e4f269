/** Hand-written loops that can call a model again on its own output, as sites of their own. */
import type { FileFacts, Index } from '../facts/facts.ts';
import type { Folder } from '../resolve/fold.ts';
import type { Place } from '../resolve/known.ts';
import type { CallSite } from './analysis.ts';
import type { Caller } from './reach.ts';
import { boundOf, isOpenEnded, loopsAround } from './repeats.ts';
import type { MatchedSite } from './sites.ts';

/** The agent loops of one file: open-ended loops around a billed call, directly or through a function of the project. */
export function agentLoops(path: string, facts: FileFacts, sites: readonly MatchedSite[], callers: readonly Caller[], folder: Folder): readonly CallSite[] {
  const found = new Map<Index, CallSite>();
  const around = (loop: Index, by: CallSite | undefined) => {
    for (const index of loopsAround(facts, loop)) {
      const own = facts.loops[index];
      if (!own || !isOpenEnded(facts, own, path, folder)) continue;
      if (!found.has(index)) found.set(index, loopSite(path, facts, index, by, folder));
      // The loop around a loop repeats whole conversations; the inner one is the agent's.
      return;
    }
  };
  for (const { site, matched } of sites) if (site.kind === 'llm-call' || site.kind === 'agent') around(matched.at.call.loop, site);
  for (const caller of callers) around(caller.at.call.loop, undefined);
  return [...found.values()];
}

function loopSite(path: string, facts: FileFacts, index: Index, by: CallSite | undefined, folder: Folder): CallSite {
  const loop = facts.loops[index] as NonNullable<FileFacts['loops'][number]>;
  const place: Place = { path, start: loop.start, end: loop.end };
  return {
    kind: 'agent-loop',
    place,
    symbol: facts.functions[loop.function]?.symbol || undefined,
    sdk: by?.sdk ?? 'project',
    api: loop.kind,
    evidence: by?.evidence ?? 'type',
    provider: undefined, baseUrl: undefined, model: undefined, otherModels: [],
    outputCap: { state: 'not-applicable' },
    loop: boundOf(facts, index, path, folder),
    topK: undefined, parts: [], complete: true, samples: 1, retries: 0, toolChoice: 'auto', tier: undefined, batch: false, effort: undefined,
    thinkingBudget: undefined, inLoop: undefined, grows: by?.grows ?? false, times: undefined, textChars: undefined,
    paidBy: by?.place,
    notes: [],
  };
}
