/** Calls of the project's own functions that end in an LLM call whose prompt or model the caller decides. */
import type { FileFacts } from '../facts/facts.ts';
import type { Frame, Hole, Place } from '../resolve/known.ts';
import type { CallSite } from './analysis.ts';
import type { Caller, Reach } from './reach.ts';
import type { MatchedSite, SiteReader } from './sites.ts';

/** The wrapped calls of a file, and for each inner call that they pay for, the place that pays. */
export interface Wrapped {
  readonly sites: readonly CallSite[];
  readonly paid: readonly { readonly inner: Place; readonly by: Place }[];
}

export function wrappedCalls(path: string, facts: FileFacts, reach: Reach, reader: SiteReader): Wrapped {
  const sites: CallSite[] = [];
  const paid: { inner: Place; by: Place }[] = [];
  for (const caller of reach.callers(path)) {
    const inner = reach.within(caller.target.path, caller.target.function).filter((one) => one.site.kind === 'llm-call' && isDecidedByCaller(one.site));
    const [first] = inner;
    if (!first || isInside(caller, first)) continue;
    const { call } = caller.at;
    const place: Place = { path, start: call.start, end: call.end };
    const frame: Frame = { path: caller.target.path, function: caller.target.function, call: caller.at, values: undefined, self: caller.target.self, outer: caller.target.frame, depth: 1 };
    const made = reader.inFrame(first, frame, place);
    const symbol = facts.functions[call.function]?.symbol;
    const more = inner.length > 1 ? [{ code: 'several-inner-calls', message: `One run may make ${inner.length} model calls; the first is priced.` }] : [];
    sites.push({ ...made, kind: 'wrapped-call', api: calleeName(caller), symbol: symbol === '' ? undefined : symbol, inLoop: undefined, notes: [...made.notes, ...more] });
    for (const one of inner) paid.push({ inner: one.site.place, by: place });
  }
  return { sites, paid };
}

const calleeName = ({ at }: Caller): string => {
  const { callee } = at.call;
  return callee.kind === 'name' || callee.kind === 'member' ? callee.name : 'call';
};

/** A recursive call, inside the function that it calls, is no further place that pays. */
const isInside = (caller: Caller, inner: MatchedSite): boolean => caller.at.path === inner.matched.at.path && caller.at.call.function === inner.matched.at.call.function;

/** The prompt or the model comes through a parameter. */
function isDecidedByCaller(site: CallSite): boolean {
  const byParameter = (hole: Hole): boolean => hole.why === 'a parameter' || (hole.options ?? []).some((option) => option.some((piece) => 'hole' in piece && byParameter(piece)));
  return site.parts.some((part) => part.pieces.some((piece) => 'hole' in piece && byParameter(piece))) || site.model?.via === 'parameter-default';
}
