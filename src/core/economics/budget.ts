/** Budgets: what they cover, how much of them is used, and when that is reported or fails. */
import { globMatcher, placeMatcher } from '../config/globs.ts';
import type { Budget } from '../config/settings.ts';
import { add, type Interval, ZERO } from '../tokens/interval.ts';

/** `alert` from a share of the limit on (0.7 by default), `stop` from a larger one (1.1). */
export type BudgetState = 'ok' | 'alert' | 'stop';

/** USD a month of all that is covered together; USD of one call; input tokens of one call or prompt. */
export type BudgetUnit = 'perMonth' | 'perCall' | 'tokens';

/** What a budget has to know of a place that costs money or holds a prompt. */
export interface Spender {
  readonly path: string;
  readonly symbol: string | undefined;
  readonly feature: string | null;
  /** It carries a month of its own. */
  readonly pays: boolean;
  readonly perMonth: Interval | undefined;
  readonly perCall: Interval | undefined;
  readonly tokens: Interval | undefined;
}

/** One limit of a budget, and what is used of it. */
export interface BudgetUse<S extends Spender> {
  readonly budget: Budget;
  readonly unit: BudgetUnit;
  readonly limit: number;
  /** The sum of a month; else what the place that takes the most takes. */
  readonly amount: Interval;
  /** The expected amount as a share of the limit. */
  readonly used: number;
  readonly state: BudgetState;
  /** What it covers: each place with its own state where the limit is one of single calls. Those that take the most first. */
  readonly spenders: readonly { readonly spender: S; readonly amount: Interval; readonly used: number; readonly state: BudgetState }[];
  /** Places that it covers and that could not be counted. */
  readonly unknown: number;
}

const UNITS: readonly BudgetUnit[] = ['perMonth', 'perCall', 'tokens'];

/** Every limit of the budgets in their order. A budget that names no subject covers everything. */
export function budgetUses<S extends Spender>(budgets: readonly Budget[], spenders: readonly S[]): readonly BudgetUse<S>[] {
  return budgets.flatMap((budget) => {
    const covered = spenders.filter(coverage(budget));
    return UNITS.flatMap((unit) => {
      const limit = budget[unit];
      return limit === undefined ? [] : [useOf(budget, unit, limit, covered)];
    });
  });
}

function useOf<S extends Spender>(budget: Budget, unit: BudgetUnit, limit: number, covered: readonly S[]): BudgetUse<S> {
  const counted = covered.filter((one) => (unit === 'tokens' ? true : one.pays));
  const known = counted.flatMap((spender) => {
    const amount = spender[unit];
    return amount === undefined ? [] : [{ spender, amount, ...usedOf(amount.expected, limit, budget) }];
  });
  const spenders = known.sort((a, b) => b.amount.expected - a.amount.expected);
  const amount = unit === 'perMonth' ? spenders.reduce((sum, one) => add(sum, one.amount), ZERO) : (spenders[0]?.amount ?? ZERO);
  return { budget, unit, limit, amount, ...usedOf(amount.expected, limit, budget), spenders, unknown: counted.length - known.length };
}

/** Shares are compared with this much room: 1.1 × 100 is a little more than 110, and 3.3 / 3 a little less than 1.1. */
export const ROOM = 1e-9;

/** The share of a limit that an amount uses, and what that means: the one place that decides it. Of a limit of 0 nothing may be used at all. */
export function usedOf(
  amount: number,
  limit: number,
  { alert, stop }: Pick<Budget, 'alert' | 'stop'>,
): { readonly used: number; readonly state: BudgetState } {
  const used = limit > 0 ? amount / limit : amount > 0 ? stop : 0;
  return { used, state: used + ROOM >= stop ? 'stop' : used + ROOM >= alert ? 'alert' : 'ok' };
}

/** Whether a place belongs to what a budget covers. */
export function coverage({ within, feature, files, symbol }: Budget): (place: Pick<Spender, 'path' | 'symbol' | 'feature'>) => boolean {
  const inFiles = files === undefined ? undefined : globMatcher([files]);
  const inSymbol = symbol === undefined ? undefined : placeMatcher(symbol);
  return (place) =>
    (within === '' || place.path.startsWith(`${within}/`)) &&
    (feature === undefined || place.feature === feature) &&
    (!inFiles || inFiles(place.path)) &&
    (!inSymbol || inSymbol(place.path, place.symbol));
}

/** What a budget is for, in a few words: `total`, `feature triage`, `src/prompts/**`. */
export function subjectOf({ within, feature, files, symbol }: Budget): string {
  const parts = [
    ...(feature === undefined ? [] : [`feature ${feature}`]),
    ...(files === undefined ? [] : [files]),
    ...(symbol === undefined ? [] : [symbol]),
  ];
  return parts.join(', ') || (within === '' ? 'total' : `${within}/**`);
}
