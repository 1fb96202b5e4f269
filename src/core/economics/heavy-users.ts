/** How cost is spread over users: from "x % of the users make y % of the usage" to percentiles and users under water. formulas.md §7. */
import { normalCdf, normalQuantile } from './normal.ts';

/** The top share `share` of the users makes the share `ofUsage` of the usage; both between 0 and 1. */
export interface HeavyUsers {
  readonly share: number;
  readonly ofUsage: number;
}

/** What most products see, as an assumption: 5 % of the users make half of the usage. */
export const HEAVY_USERS: HeavyUsers = { share: 0.05, ofUsage: 0.5 };

/** σ of the lognormal distribution with these heavy users: Φ⁻¹(y) + Φ⁻¹(1 − x). 0 when they use no more than others. */
export const lognormalSigma = ({ share, ofUsage }: HeavyUsers): number => Math.max(0, normalQuantile(ofUsage) + normalQuantile(1 - share));

/** α of the Pareto distribution with these heavy users, the stress case: 1/(1 − ln y/ln x). */
export const paretoAlpha = ({ share, ofUsage }: HeavyUsers): number => 1 / (1 - Math.log(ofUsage) / Math.log(share));

/** Cost of the user at percentile p (0 to 1) when the mean is `mean`: mean·exp(σ·z_p − σ²/2). */
export const lognormalQuantile = (mean: number, sigma: number, p: number): number =>
  mean * Math.exp(sigma * normalQuantile(p) - (sigma * sigma) / 2);

/** The same by Pareto: mean·(α − 1)/α·(1 − p)^(−1/α). */
export const paretoQuantile = (mean: number, alpha: number, p: number): number => ((mean * (alpha - 1)) / alpha) * (1 - p) ** (-1 / alpha);

/** Share of all cost that the users above percentile p cause: Φ(σ − z_p). */
export const costOfTop = (sigma: number, p: number): number => normalCdf(sigma - normalQuantile(p));

export interface UnderWater {
  /** Share of the users whose cost is above the price. */
  readonly users: number;
  /** Their share of the cost. */
  readonly cost: number;
  /** USD above the price, averaged over all users. */
  readonly excess: number;
}

/**
 * Users who cost more than they pay: d2 = (ln(mean/π) − σ²/2)/σ, d1 = d2 + σ; users Φ(d2), cost Φ(d1), excess mean·Φ(d1) − π·Φ(d2).
 * A price of 0 leaves everybody under water; without spread it is all or nobody.
 */
export function underWater(mean: number, sigma: number, price: number): UnderWater {
  if (mean <= 0) return { users: 0, cost: 0, excess: 0 };
  if (price <= 0) return { users: 1, cost: 1, excess: mean - price };
  if (sigma === 0) return mean > price ? { users: 1, cost: 1, excess: mean - price } : { users: 0, cost: 0, excess: 0 };
  const d2 = (Math.log(mean / price) - (sigma * sigma) / 2) / sigma;
  const d1 = d2 + sigma;
  const [users, cost] = [normalCdf(d2), normalCdf(d1)];
  return { users, cost, excess: Math.max(0, mean * cost - price * users) };
}

/** Mean cost of a user when nobody may cost more than `cap`: mean − excess. */
export const cappedMean = (mean: number, sigma: number, cap: number): number => mean - underWater(mean, sigma, cap).excess;
