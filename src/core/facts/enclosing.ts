/** Which loops stand around a place of a file. */
import type { Call, FileFacts, Index } from './facts.ts';

/** The loop and all loops around it in its function, innermost first. */
export function* loopsAround(facts: FileFacts, loop: Index): Generator<Index> {
  for (let l = loop; l >= 0; l = facts.loops[l]?.parent ?? -1) yield l;
}

export const isInLoop = (facts: FileFacts, at: Index, loop: Index): boolean => [...loopsAround(facts, at)].includes(loop);

/** The calls of a loop's own function in its header and body, in the order of the facts. */
export const callsIn = (facts: FileFacts, loop: Index): readonly Call[] => facts.calls.filter((call) => isInLoop(facts, call.loop, loop));
