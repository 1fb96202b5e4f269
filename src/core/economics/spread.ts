/** How far an estimate may be off: ranges as products of independent lognormal factors, formulas.md §9. */
import type { Interval } from '../tokens/interval.ts';

/** The 90th percentile of the standard normal distribution. */
export const Z90 = 1.2815515655;

/** Standard deviations of the logarithm, by what is known of a quantity (formulas.md §9; the last two are ours). */
export const SIGMA = {
  literalPrompt: 0.05,
  interpolatedPrompt: 0.35,
  cappedOutput: 0.5,
  openOutput: 0.8,
  declaredOutput: 0.3,
  declaredCalls: 0.3,
  assumedCalls: 1.2,
  /** Steps below a bound that somebody has set, and steps without one. */
  boundedSteps: 0.4,
  openSteps: 0.8,
} as const;

/** P10 and P90 of a product of lognormal factors over its median: exp(∓1.2816·√Σσ²), and each factor's share of the variance. */
export function spread(sigmas: readonly number[]): { sigma: number; low: number; high: number; shares: readonly number[] } {
  const variance = sigmas.reduce((sum, sigma) => sum + sigma * sigma, 0);
  const sigma = Math.sqrt(variance);
  const high = Math.exp(Z90 * sigma);
  return { sigma, low: 1 / high, high, shares: sigmas.map((one) => (variance === 0 ? 0 : (one * one) / variance)) };
}

/** The range of a quantity whose median and σ are known. */
export const rangeOf = (expected: number, sigma: number): Interval => {
  const { low, high } = spread([sigma]);
  return { low: expected * low, expected, high: expected * high };
};

/** The σ of which an interval is the range P10 to P90: ln(high/low)/(2·1.2816); 0 for an exact quantity. */
export const sigmaOf = ({ low, expected, high }: Interval): number => {
  if (high <= low) return 0;
  // A range that reaches down to 0 has no logarithm there: its upper half speaks for both.
  const ratio = low > 0 ? Math.sqrt(high / low) : expected > 0 ? high / expected : 1;
  return Math.log(ratio) / Z90;
};
