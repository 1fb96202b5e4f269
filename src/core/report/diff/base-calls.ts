/** The calls of a base as an editor keeps them: what tells them apart and what they cost, so that a call can be compared with each key. */
import type { CallSite } from '../../analysis/analysis.ts';
import { perCall } from '../../economics/terms.ts';
import type { Site } from '../report.ts';
import { payingCalls } from './compare.ts';
import { type CallKey, keyOf, matchKeys } from './match.ts';
import type { DiffSide } from './side.ts';

/** A call of the base. Plain data, fit to be sent between threads. */
export interface BaseCall extends CallCost {
  readonly key: CallKey;
}

/** USD, expected; null where it is unknown. */
export interface CallCost {
  readonly perCall: number | null;
  readonly perMonth: number | null;
}

/** What the calls of a project are compared with. */
export interface Since {
  /** As a reader names it: `main`. */
  readonly name: string;
  /** By the id of the call in the project as it is; null for a call that the base does not have. */
  readonly calls: ReadonlyMap<string, BaseCall | null>;
}

export const baseCalls = (side: DiffSide): readonly BaseCall[] =>
  payingCalls(side).map(({ site, entry }) => ({ key: keyOf(site), ...costOf(entry) }));

/**
 * Which call of the base each call of a project is. The keys of calls are kept as long as the calls. `belongs`: a file is part of the
 * project, so that its calls can be new to it; not one that git ignores.
 */
export function sinceBase(name: string, base: readonly BaseCall[], head: DiffSide, belongs: (path: string) => boolean): Since {
  const calls = payingCalls(head).filter(({ entry }) => belongs(entry.path));
  const pairs = matchKeys(
    base.map(({ key }) => key),
    calls.map(({ site }) => keptKey(site)),
  );
  const found = pairs.flatMap(([b, h]) => {
    const call = h === undefined ? undefined : calls[h];
    return call ? [[call.entry.id, (b === undefined ? undefined : base[b]) ?? null] as const] : [];
  });
  return { name, calls: new Map(found) };
}

const KEYS = new WeakMap<CallSite, CallKey>();

function keptKey(site: CallSite): CallKey {
  const key = KEYS.get(site) ?? keyOf(site);
  KEYS.set(site, key);
  return key;
}

/** What a call costs now beside what it has cost, a month where both are known, else a call. */
export interface Drift {
  readonly unit: 'perMonth' | 'perCall';
  /** USD, expected. */
  readonly was: number;
  readonly now: number;
}

/** `new` for a call that the base does not have; undefined for one that costs the same, or of which a price is unknown. */
export function driftOf(site: Site, { calls }: Since): Drift | 'new' | undefined {
  const before = calls.get(site.id);
  if (before === undefined) return undefined;
  if (before === null) return 'new';
  const now = costOf(site);
  const drift =
    now.perMonth !== null && before.perMonth !== null
      ? { unit: 'perMonth' as const, was: before.perMonth, now: now.perMonth }
      : now.perCall !== null && before.perCall !== null
        ? { unit: 'perCall' as const, was: before.perCall, now: now.perCall }
        : undefined;
  return drift && Math.abs(drift.now - drift.was) > SAME * Math.max(drift.now, drift.was) ? drift : undefined;
}

/** Sums of the same figures in another order differ by less. */
const SAME = 1e-9;

const costOf = ({ cost, terms }: Site): CallCost =>
  cost
    ? { perCall: cost.perCall.expected, perMonth: cost.perMonth.expected }
    : { perCall: terms && perCall(terms).expected, perMonth: null };
