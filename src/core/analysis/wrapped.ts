/** Calls of the project's own functions that end in an LLM call whose prompt or model the caller decides. */
import type { FileFacts } from '../facts/facts.ts';
import type { Folder } from '../resolve/fold.ts';
import type { Frame, Hole, Place } from '../resolve/known.ts';
import type { CallSite } from './analysis.ts';
import { type Caller, functionsAround, type Reach } from './reach.ts';
import type { SiteReader } from './sites.ts';
import { surroundingsOf } from './surroundings.ts';

/** The wrapped calls of a file, with the inner calls that they end in. */
export interface Wrapped {
  readonly sites: readonly CallSite[];
  readonly calls: readonly WrappedCall[];
}

export interface WrappedCall {
  readonly by: Place;
  readonly inner: Place;
  /** The caller brings text or a model of its own, so that the inner call by itself says too little. */
  readonly decides: boolean;
}

export function wrappedCalls(path: string, facts: FileFacts, reach: Reach, reader: SiteReader, folder: Folder): Wrapped {
  const sites: CallSite[] = [];
  const calls: WrappedCall[] = [];
  for (const caller of reach.callers(path)) {
    const inner = reach
      .within(caller.target.path, caller.target.function)
      .filter((one) => one.site.kind === 'llm-call' && isOpenToCaller(one.site));
    const [first] = inner;
    if (!first || isInside(caller, facts)) continue;
    const { call } = caller.at;
    const place: Place = { path, start: call.start, end: call.end };
    const frame: Frame = {
      path: caller.target.path,
      function: caller.target.function,
      call: caller.at,
      values: undefined,
      self: caller.target.self,
      outer: caller.target.frame,
      depth: 1,
    };
    const made = reader.inFrame(first, frame, place);
    const symbol = facts.functions[call.function]?.symbol;
    const around = surroundingsOf(path, facts, call, folder);
    const more =
      inner.length > 1
        ? [{ code: 'several-inner-calls', message: `One run may make ${inner.length} model calls; the first is priced.` }]
        : [];
    sites.push({
      ...made,
      kind: 'wrapped-call',
      api: calleeName(caller),
      symbol: symbol === '' ? undefined : symbol,
      inLoop: undefined,
      perItem: around.perItem,
      retriedBy: around.retriedBy.length > 0 ? [...made.retriedBy, ...around.retriedBy] : [],
      notes: [...made.notes, ...more],
    });
    for (const one of inner) calls.push({ by: place, inner: one.site.place, decides: decides(made, one.site) });
  }
  return { sites, calls };
}

/** Characters that a caller has to bring so that its text is a prompt and no mere value in one. */
const TELLING_CHARACTERS = 40;

const decides = (made: CallSite, inner: CallSite): boolean =>
  made.model?.id !== inner.model?.id || staticText(made) - staticText(inner) >= TELLING_CHARACTERS;

const staticText = (site: CallSite): number =>
  site.parts.reduce((sum, part) => sum + part.pieces.reduce((n, piece) => n + ('text' in piece ? piece.text.length : 0), 0), 0);

const calleeName = ({ at }: Caller): string => {
  const { callee } = at.call;
  return callee.kind === 'name' || callee.kind === 'member' ? callee.name : 'call';
};

/** A recursive call, inside the function that it calls, is no further place that pays. */
const isInside = ({ at, target }: Caller, facts: FileFacts): boolean =>
  at.path === target.path && [...functionsAround(facts, at.call.function)].includes(target.function);

/** The prompt or the model comes through a parameter. */
function isOpenToCaller(site: CallSite): boolean {
  const byParameter = (hole: Hole): boolean =>
    hole.why === 'a parameter' || (hole.options ?? []).some((option) => option.some((piece) => 'hole' in piece && byParameter(piece)));
  return (
    site.parts.some((part) => part.pieces.some((piece) => 'hole' in piece && byParameter(piece))) || site.model?.via === 'parameter-default'
  );
}
