/** Growth and investments: pilot to production, fine-tuning, self-hosting, total cost of ownership, changing the model. formulas.md §8. */

export const HOURS_PER_MONTH = 730;

export interface Growth {
  /** USD a month of the pilot, its users, and the users in production. */
  readonly cost: number;
  readonly users: number;
  readonly usersLater: number;
  /** Factors on usage a user, tokens a call, model mix, scope and retries. Default 1. */
  readonly usage?: number;
  readonly tokens?: number;
  readonly mix?: number;
  readonly scope?: number;
  readonly retry?: number;
}

/** USD a month in production: C1·(users2/users1)·f_usage·f_token·f_mix·f_scope·f_retry. */
export const pilotToProduction = ({ cost, users, usersLater, usage = 1, tokens = 1, mix = 1, scope = 1, retry = 1 }: Growth): number =>
  cost * (usersLater / users) * usage * tokens * mix * scope * retry;

/** Calls a month from which a fine-tuned model pays: (one-off/months + upkeep)/saving per call. USD. */
export const fineTuneBreakEven = (of: { oneOff: number; months: number; upkeep: number; saving: number }): number =>
  (of.oneOff / of.months + of.upkeep) / of.saving;

export interface SelfHosting {
  /** GPUs at the least: one node of them. */
  readonly gpus: number;
  /** USD an hour of one GPU, and a month of people and upkeep. */
  readonly hourly: number;
  readonly operations: number;
  /** Throughput of one GPU, and the share of the time in which it is used. */
  readonly tokensPerSecond: number;
  readonly utilisation: number;
}

/** GPUs that a volume needs: max(G_min, ⌈Q·tok/(tps·3600·730·util)⌉). */
export const gpusNeeded = (of: SelfHosting, calls: number, tokensPerCall: number): number =>
  Math.max(of.gpus, Math.ceil((calls * tokensPerCall) / (of.tokensPerSecond * 3600 * HOURS_PER_MONTH * of.utilisation)));

/** USD a month of so many GPUs and their operation. */
export const selfHostFixed = ({ hourly, operations }: Pick<SelfHosting, 'hourly' | 'operations'>, gpus: number): number =>
  gpus * hourly * HOURS_PER_MONTH + operations;

/** Calls a month at which self-hosting costs what the API costs: Fixed/(c_api − c_own). */
export const selfHostBreakEven = (fixed: number, apiCall: number, ownCall = 0): number => fixed / (apiCall - ownCall);

/**
 * The crossover on the staircase: the fewest calls a month from which self-hosting stays cheaper until the next GPU, each step
 * with its own fixed cost. Undefined when the API is cheaper at any volume.
 */
export function selfHostCrossover(of: SelfHosting, apiCall: number, tokensPerCall: number, ownCall = 0): number | undefined {
  if (apiCall <= ownCall) return undefined;
  const perGpu = (of.tokensPerSecond * 3600 * HOURS_PER_MONTH * of.utilisation) / tokensPerCall;
  // Each further GPU must earn its own price, or no volume ever does.
  for (let gpus = of.gpus; gpus <= of.gpus + MOST_GPUS; gpus++) {
    const calls = selfHostBreakEven(selfHostFixed(of, gpus), apiCall, ownCall);
    if (calls <= gpus * perGpu) return Math.max(calls, gpus > of.gpus ? (gpus - 1) * perGpu : 0);
  }
  return undefined;
}

/** A staircase that long is a data centre, and another question. */
const MOST_GPUS = 10_000;

export interface Ownership {
  readonly months?: number;
  /** Calls in the first month. */
  readonly calls: number;
  /** USD a call. */
  readonly unit: number;
  /** Growth of the calls a month, fall of the unit price a year, discount of money a year; shares. */
  readonly growth?: number;
  readonly decline?: number;
  readonly discount?: number;
  /** USD a month, and once. */
  readonly fixed?: number;
  readonly capital?: number;
}

/** USD over the months: Σ (1+r)^(−m/12)·[Q·(1+g)^m·c·(1−d)^(m/12) + fixed] + capital. */
export function totalCostOfOwnership(of: Ownership): number {
  const { months = 36, calls, unit, growth = 0, decline = 0, fixed = 0, capital = 0, discount = 0 } = of;
  let total = capital;
  for (let month = 0; month < months; month++) {
    const variable = calls * (1 + growth) ** month * unit * (1 - decline) ** (month / 12);
    total += (variable + fixed) * (1 + discount) ** (-month / 12);
  }
  return total;
}

/** USD of changing the model: cases·repeats·(c_gen + c_judge)·surfaces + days·daily rate. */
export const swapTax = (of: {
  cases: number;
  repeats: number;
  call: number;
  judge: number;
  surfaces: number;
  days: number;
  daily: number;
}): number => of.cases * of.repeats * (of.call + of.judge) * of.surfaces + of.days * of.daily;
