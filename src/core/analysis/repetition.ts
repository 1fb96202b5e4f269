/** How often the code around a call makes it: loops that go on by a condition, and collections of a known length. */
import { loopsAround } from '../facts/enclosing.ts';
import type { Call, FileFacts } from '../facts/facts.ts';
import type { Folder } from '../resolve/fold.ts';
import type { CallSite, LoopBound } from './analysis.ts';
import { recursionAround } from './recursion.ts';
import { boundOf, isOpenEnded } from './repeats.ts';

/** The innermost loop around a call, in its own function, that goes on by a condition or a count; else a recursion, as loop -1. */
export function repetitionOf(
  facts: FileFacts,
  call: Call,
  path: string,
  folder: Folder,
): { readonly loop: number; readonly bound: LoopBound } | undefined {
  for (const index of loopsAround(facts, call.loop)) {
    const loop = facts.loops[index];
    if (!loop || !isOpenEnded(facts, loop, path, folder)) continue;
    const { start, end } = loop.test ?? loop.over ?? { start: loop.start, end: loop.start };
    const bound = boundOf(facts, index, path, folder);
    return {
      loop: index,
      bound: bound.state === 'none' || bound.state === 'framework-default' ? bound : { place: { path, start, end }, ...bound },
    };
  }
  const recursion = recursionAround(facts, call, path, folder);
  return recursion && { loop: -1, bound: recursion.bound };
}

/** How often one run of the code makes the call: over a collection whose length is known, or texts embedded one by one. */
export function timesOf(facts: FileFacts, call: Call, path: string, folder: Folder): CallSite['times'] {
  let times = 1;
  let known = false;
  for (const index of loopsAround(facts, call.loop)) {
    const loop = facts.loops[index];
    if (!loop?.over || loop.kind === 'while' || loop.kind === 'do' || loop.kind === 'count' || isOpenEnded(facts, loop, path, folder))
      continue;
    const over = folder.fold(path, loop.over);
    if (over.kind !== 'list' || over.open) continue;
    times *= over.items.length;
    known = true;
  }
  return known ? { low: times, expected: times, high: times } : undefined;
}
