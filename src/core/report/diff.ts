/** The diff contract, format 1: what a change costs a month, why, and whether it is allowed. Fields are only ever added. */
import type { SiteKind } from '../analysis/analysis.ts';
import type { Interval } from '../tokens/interval.ts';
import type { Finding, LineRange } from './report.ts';

export interface Diff {
  readonly format: 1;
  readonly tool: { readonly name: 'costlint'; readonly version: string };
  readonly prices: { readonly asOf: string; readonly at: string; readonly sources: readonly string[] };
  /** A short commit id, `index` or `working tree`. */
  readonly base: string;
  readonly head: string;
  readonly verdict: Verdict;
  /**
   * USD. `low` and `high`: the change when all of it lies at its low or at its high end. `worst`: the change of the worst case, in which
   * every call takes all the steps and tokens that the code allows, at the expected number of calls.
   */
  readonly delta: { readonly perMonth: Interval; readonly worst: number };
  /** The whole project before and after; null when only what can differ was analysed. */
  readonly totals: { readonly base: ProjectTotal; readonly head: ProjectTotal } | null;
  /** The budget that is nearest to its end. `used`: share of the limit. Null without budgets. */
  readonly budget: DiffBudget | null;
  /** By the size of the monthly change, then by place. Calls that cost the same stand here only when they moved. */
  readonly changes: readonly Change[];
  /** By fingerprint; a finding at a call that moved is the same finding. */
  readonly findings: { readonly new: readonly Finding[]; readonly fixed: readonly Finding[] };
  /** Calls of the head, of those that were analysed, without a price: what changes in them is in no number. */
  readonly unpriced: number;
  /** Files that differ, and files that were analysed because of them. */
  readonly files: { readonly changed: number; readonly analysed: number };
}

export interface ProjectTotal {
  readonly perMonth: Interval;
  readonly sites: number;
  readonly unpriced: number;
}

export interface DiffBudget {
  readonly scope: string;
  /** USD a month. */
  readonly limit: number;
  readonly used: number;
  readonly state: 'ok' | 'alert' | 'stop';
}

export interface Verdict {
  readonly state: 'pass' | 'warn' | 'fail';
  /** Whole sentences; what decides stands first. */
  readonly reasons: readonly string[];
}

export type ChangeStatus = 'added' | 'removed' | 'changed' | 'moved';

export type CauseName =
  | 'model'
  | 'system-prompt'
  | 'user-prompt'
  | 'few-shot'
  | 'tools'
  | 'schema'
  | 'top-k'
  | 'history'
  | 'output-cap'
  | 'loop'
  | 'retries'
  | 'samples'
  | 'reasoning'
  | 'image'
  | 'tier'
  | 'caching'
  | 'volume'
  | 'price'
  | 'added'
  | 'removed';

/** A call that the change adds, removes, makes cost something else, or moves. Only calls of the application that pay themselves. */
export interface Change {
  /** The site's id in head; in base for a removed one. */
  readonly site: string;
  readonly status: ChangeStatus;
  /** Of the call in head; in base for a removed one. */
  readonly path: string;
  readonly range: LineRange;
  readonly symbol: string | null;
  readonly feature: string | null;
  /** Where the call stood in base, when its file or function is another one now. */
  readonly movedFrom: { readonly path: string; readonly range: LineRange; readonly symbol: string | null } | null;
  /** By the size of the money; it adds up to `delta`. */
  readonly causes: readonly Cause[];
  /** USD, expected. Null when one side has no price; `perMonth` is null when the calls a month are unknown. */
  readonly delta: { readonly perCall: number; readonly perMonth: number | null } | null;
  /** USD, the change of the worst case, as in the delta of the whole. Null as that is. */
  readonly worst: { readonly perCall: number; readonly perMonth: number | null } | null;
  readonly before: ChangeSide | null;
  readonly after: ChangeSide | null;
}

/** The call as one side has it. */
export interface ChangeSide {
  readonly kind: SiteKind;
  readonly path: string;
  readonly range: LineRange;
  readonly cell?: { readonly number: number; readonly line: number };
  readonly model: string | null;
  readonly tokens: { readonly input: Interval; readonly output: Interval } | null;
  readonly callsPerMonth: Interval | null;
  readonly cost: { readonly perCall: Interval; readonly perMonth: Interval } | null;
}

export interface Cause {
  readonly cause: CauseName;
  /** USD, its share of the change: interactions are shared out evenly over all orders (Shapley). Null where the delta is. */
  readonly perCall: number | null;
  readonly perMonth: number | null;
  /** USD a call, its share of the change of the worst case. */
  readonly worst: number | null;
  /** Why the worst case has changed and the expected cost has not: `4 steps assumed`. Null where there is nothing to say. */
  readonly note: string | null;
  /** What it was and is, in a few words: `4`, `gpt-5.4-mini`, `none`. Null where there is nothing to say. */
  readonly was: string | null;
  readonly now: string | null;
  /** Tokens behind it, of the first request of a run; null where it is none of tokens. */
  readonly tokens: { readonly base: number; readonly head: number } | null;
  /** The lines that differ, also in other files than the call's; empty when they are not known. */
  readonly lines: { readonly base: readonly CauseLines[]; readonly head: readonly CauseLines[] };
}

export interface CauseLines {
  readonly path: string;
  readonly range: LineRange;
}
