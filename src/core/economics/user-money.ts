/** What a user costs: the mean, the spread over light and heavy users, and what a plan's price leaves. formulas.md §6 and §7. */
import { type Interval, scale } from '../tokens/interval.ts';
import { cappedMean, costOfTop, HEAVY_USERS, lognormalQuantile, lognormalSigma, type UnderWater, underWater } from './heavy-users.ts';
import type { Scenario } from './scenario.ts';
import type { DeclaredUsage } from './usage.ts';

export interface UserMoney {
  readonly activeUsers: number;
  readonly perUser: Interval;
  /** By a lognormal distribution with the declared heavy users, else the assumed. */
  readonly heavyUsers: { readonly share: number; readonly ofUsage: number; readonly assumed: boolean };
  readonly percentiles: { readonly p50: number; readonly p90: number; readonly p95: number; readonly p99: number };
  /** Share of the cost that the top 1 % cause. */
  readonly topPercent: number;
  readonly plan:
    | (UnderWater & {
        readonly price: number;
        readonly margin: number;
        readonly cappedMean: number;
        readonly share: number;
        readonly matters: boolean;
      })
    | null;
}

/** Below this share of the plan's price the cost of the model decides nothing. */
const MATTERS_FROM = 0.05;

/** Null without declared users. `perMonth` is the month of all calls. */
export function usersOf(perMonth: Interval, usage: DeclaredUsage, scenario: Scenario): UserMoney | null {
  const activeUsers = scenario.users ?? usage.activeUsers;
  if (activeUsers === null || activeUsers <= 0) return null;
  const perUser = scale(perMonth, 1 / activeUsers);
  const heavy = usage.heavyUsers ?? HEAVY_USERS;
  const sigma = lognormalSigma(heavy);
  const at = (p: number) => lognormalQuantile(perUser.expected, sigma, p);
  const price = scenario.planPrice ?? usage.planPrice;
  return {
    activeUsers,
    perUser,
    heavyUsers: { ...heavy, assumed: usage.heavyUsers === null },
    percentiles: { p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99) },
    topPercent: costOfTop(sigma, 0.99),
    plan:
      price === null
        ? null
        : {
            price,
            ...underWater(perUser.expected, sigma, price),
            margin: price - perUser.expected,
            cappedMean: cappedMean(perUser.expected, sigma, price),
            share: price > 0 ? perUser.expected / price : Number.POSITIVE_INFINITY,
            matters: price <= 0 || perUser.expected / price >= MATTERS_FROM,
          },
  };
}
