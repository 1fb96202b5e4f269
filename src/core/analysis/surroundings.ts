/** What stands around a call and repeats it: a loop over items, and what tries again when it fails. */
import { type Retrier, retriers } from '../catalog/retriers.ts';
import type { Address } from '../catalog/sdk.ts';
import { loopsAround } from '../facts/enclosing.ts';
import type { Call, FileFacts, Index, Value } from '../facts/facts.ts';
import type { Folder } from '../resolve/fold.ts';
import { type CallAt, type Known, type Place, placeIn, type Ref } from '../resolve/known.ts';
import { functionOf } from '../resolve/names.ts';
import type { RetryLayer } from './analysis.ts';
import { boundOf, isOpenEnded } from './repeats.ts';

export interface Surroundings {
  readonly perItem: Place | undefined;
  readonly retriedBy: readonly RetryLayer[];
}

/** What repeats `call` in its own file, through the callbacks that it stands in. */
export function surroundingsOf(path: string, facts: FileFacts, call: Call, folder: Folder): Surroundings {
  let perItem: Place | undefined;
  const retriedBy: RetryLayer[] = [];
  let at: Call | undefined = call;
  for (let level = 0; at && level < MAX_LEVELS; level++) {
    perItem ??= loopOverItems(path, facts, at, folder);
    retriedBy.push(...retryLoops(path, facts, at, folder));
    const fn: Index = at.function;
    for (const decorator of facts.functions[fn]?.decorators ?? []) retriedBy.push(...retryBy(path, facts, decorator, folder));
    at = takerOf(facts, fn);
    if (!at) break;
    if (isMapper(at)) perItem ??= placeIn(path, at);
    retriedBy.push(...retryCall(path, at, folder));
  }
  return { perItem, retriedBy };
}

/** Callbacks inside callbacks that are followed outwards. */
const MAX_LEVELS = 6;

// ── one request for each item ────────────────────────────────────────────────────────────────────────────────────────

/** Methods that run their callback once for each element. */
const MAPPERS: ReadonlySet<string> = new Set(['map', 'flatMap', 'forEach', 'pMap', 'mapLimit', 'eachLimit', 'mapSeries', 'eachSeries']);

const isMapper = (call: Call): boolean =>
  (call.callee.kind === 'member' || call.callee.kind === 'name') && MAPPERS.has(call.callee.name) && !isStream(call.callee);

/** The innermost loop around a call that walks over a collection. Events that come in one by one (`for await`) are no collection. */
function loopOverItems(path: string, facts: FileFacts, call: Call, folder: Folder): Place | undefined {
  for (const index of loopsAround(facts, call.loop)) {
    const loop = facts.loops[index];
    if (!loop || loop.kind === 'while' || loop.kind === 'do' || isOpenEnded(facts, loop, path, folder)) continue;
    // What is walked over is made once.
    if (loop.over && loop.over.start <= call.start && call.end <= loop.over.end) continue;
    if (loop.over && isStream(loop.over)) continue;
    if (loop.variables.some((name) => GROUP.test(name))) return undefined;
    if (loop.over && isShort(path, facts, loop.over, folder)) return undefined;
    return placeIn(path, loop);
  }
  return undefined;
}

/** A list that is written down, of so few elements that nothing is to be gained. */
function isShort(path: string, facts: FileFacts, over: Value, folder: Folder): boolean {
  const call = over.kind === 'call' ? facts.calls[over.call] : undefined;
  const inner =
    call?.callee.kind === 'name' && /^(enumerate|list|sorted|reversed|tqdm|zip)$/.test(call.callee.name) ? call.args[0]?.value : over;
  const known = inner && folder.fold(path, inner);
  return known?.kind === 'list' && !known.open && known.items.length <= FEW;
}
const FEW = 10;

/** Names of variables that hold several items already. */
const GROUP = /batch|group|page|chunk_?of|slice/i;
/** Names of sources whose items come one by one, while somebody waits. */
const STREAM = /stream|readline|^rl$|event|socket|queue|input|lines$|messages?$|conversation|turns?$|history/i;

function isStream(value: Value): boolean {
  switch (value.kind) {
    case 'name':
      return STREAM.test(value.name);
    case 'member':
      return STREAM.test(value.name) || isStream(value.of);
    case 'element':
    case 'index':
      return isStream(value.of);
    default:
      return false;
  }
}

// ── tries again ──────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Loops around a call that try again when it fails: inside them an error is caught and the loop goes on, and a success leaves
 * the loop without asking what the answer says.
 */
function retryLoops(path: string, facts: FileFacts, call: Call, folder: Folder): readonly RetryLayer[] {
  const found: RetryLayer[] = [];
  for (const index of loopsAround(facts, call.loop)) {
    const loop = facts.loops[index];
    if (!loop || !isOpenEnded(facts, loop, path, folder)) continue;
    const handlers = facts.branches.flatMap((branch, b) =>
      branch.kind === 'catch' && branch.statement >= loop.start && branch.statement <= call.start && branch.statement < loop.end ? [b] : [],
    );
    // The innermost `try` that begins before the call; one that ended before it has handlers of its own there.
    const statement = Math.max(-1, ...handlers.map((b) => facts.branches[b]?.statement ?? -1));
    const own = handlers.filter((b) => facts.branches[b]?.statement === statement);
    if (own.length === 0 || own.includes(call.branch)) continue;
    const goesOn = own.some((b) => !loop.exits.some((exit) => exit.branch === b));
    const succeeds = loop.exits.some((exit) => exit.kind !== 'throw' && exit.branch === call.branch && exit.at >= call.end);
    if (!goesOn || !succeeds) continue;
    const bound = boundOf(facts, index, path, folder);
    found.push({
      attempts: bound.state === 'bounded' ? bound.steps : undefined,
      unbounded: bound.state === 'unbounded',
      place: placeIn(path, loop),
    });
  }
  return found;
}

/** `@retry(stop=stop_after_attempt(3))` and the like. */
function retryBy(path: string, facts: FileFacts, decorator: Value, folder: Folder): readonly RetryLayer[] {
  const call = decorator.kind === 'call' ? facts.calls[decorator.call] : undefined;
  const retrier = retrierOf(folder.fold(path, call?.callee ?? decorator));
  if (!retrier) return [];
  return [layerOf(retrier, call && { path, call, frame: undefined }, placeIn(path, decorator), folder)];
}

/** `pRetry(() => …, { retries: 3 })`, and functions of the project that run their argument in such a loop. */
function retryCall(path: string, call: Call, folder: Folder): readonly RetryLayer[] {
  const at: CallAt = { path, call, frame: undefined };
  const callee = folder.callee(at);
  if (callee.kind === 'function') return retriesItsArgument(callee.path, callee.function, folder);
  const retrier = retrierOf(callee);
  return retrier ? [layerOf(retrier, at, placeIn(path, call), folder)] : [];
}

function retriesItsArgument(path: string, fn: Index, folder: Folder): readonly RetryLayer[] {
  const facts = folder.program.facts(path);
  const params = new Set(facts?.functions[fn]?.params.map((param) => param.name));
  const run = facts?.calls.find(
    (call) => call.callee.kind === 'name' && params.has(call.callee.name) && isWithin(facts, call.function, fn) && call.loop >= 0,
  );
  return facts && run ? retryLoops(path, facts, run, folder) : [];
}

function isWithin(facts: FileFacts, inner: Index, fn: Index): boolean {
  for (let f = inner; f >= 0; f = functionOf(facts, facts.functions[f]?.parent ?? -1)) if (f === fn) return true;
  return false;
}

function retrierOf(known: Known): Retrier | undefined {
  if (known.kind !== 'ref') return undefined;
  const { root, name } = exportOf(known);
  if (root.kind !== 'package') return undefined;
  return retriers.find(({ packages, names }) => packages.includes(root.specifier) && names.includes(name));
}

/** `import backoff; backoff.on_exception` and `from backoff import on_exception` are the same export. */
function exportOf(ref: Ref): { readonly root: Ref['root']; readonly name: string } {
  const { root } = ref;
  if (ref.of && !ref.of.of && ref.step?.kind === 'member') return { root, name: ref.step.name };
  const own = root.kind === 'package' && !ref.of ? root.name : '';
  return { root, name: own === '*' ? 'default' : own };
}

function layerOf({ at, time = [], counts, absent }: Retrier, call: CallAt | undefined, place: Place, folder: Folder): RetryLayer {
  const args = call && folder.args(call);
  const first = (addresses: readonly Address[]): Known | undefined =>
    args && addresses.map((address) => argumentAt(args, address)).find((value) => value !== undefined);
  const given = first(at);
  const extra = counts === 'retries' ? 1 : 0;
  if (!given) {
    const unbounded = absent === 'unbounded' && !args?.open && !first(time);
    return { attempts: absent === 'unbounded' ? undefined : absent + extra, unbounded, place };
  }
  const number = numberIn(given, folder, 0);
  return { attempts: number === undefined ? undefined : number + extra, unbounded: false, place };
}

function argumentAt(args: ReturnType<Folder['args']>, address: Address): Known | undefined {
  const [head, key] = String(address).split('.') as [string, string?];
  const value = /^\d+$/.test(head) ? args.positional[Number(head)] : args.named.get(head);
  return key === undefined ? value : value?.kind === 'record' ? value.fields.get(key) : undefined;
}

/** A number, or the one of a call that counts tries: `stop_after_attempt(3) | stop_after_delay(60)`. */
function numberIn(known: Known, folder: Folder, depth: number): number | undefined {
  if (known.kind === 'number') return known.value;
  if (known.kind === 'choice' && known.fallback) return numberIn(known.options.at(-1) as Known, folder, depth);
  if (known.kind !== 'ref' || depth > 3) return undefined;
  const counts = known.of && COUNTS.test(exportOf(known.of).name);
  const inner =
    known.root.kind === 'chain' && !known.of
      ? known.root.members
      : known.step?.kind === 'call' && counts
        ? folder.args(known.step.at).positional
        : [];
  return inner.map((one) => numberIn(one, folder, depth + 1)).find((value) => value !== undefined);
}

/** Names of stop conditions that count tries rather than seconds. */
const COUNTS = /attempt|tries/i;

// ── callbacks ────────────────────────────────────────────────────────────────────────────────────────────────────────

const takers = new WeakMap<FileFacts, ReadonlyMap<Index, Call>>();

/** The call that takes this function as an argument. */
function takerOf(facts: FileFacts, fn: Index): Call | undefined {
  let known = takers.get(facts);
  if (!known) {
    const map = new Map<Index, Call>();
    for (const call of facts.calls) for (const { value } of call.args) if (value.kind === 'function') map.set(value.function, call);
    takers.set(facts, map);
    known = map;
  }
  return known.get(fn);
}
