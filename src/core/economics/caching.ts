/** When prompt caching pays, and how often a prefix is still warm: formulas.md §4. */

/** A month of 365/12 days. */
export const MINUTES_PER_MONTH = (365 / 12) * 24 * 60;

/** Reads per write from which caching pays: k > (w − 1)/(1 − ρ_c). Ratios are over the input price. */
export const breakEvenReads = (writeRatio: number, readRatio: number): number => (writeRatio - 1) / (1 - readRatio);

/** Share of the prefix's cost that is saved with `reads` reads per write: 1 − (w + k·ρ_c)/(1 + k). */
export const prefixSaving = (reads: number, writeRatio: number, readRatio: number): number =>
  1 - (writeRatio + reads * readRatio) / (1 + reads);

/**
 * Chance that a prefix is still warm: η = 1 − e^(−λτ), λ = N/(43,800·a) calls a minute. `callsPerMonth` are the calls with
 * this prefix, `ttl` its lifetime in minutes, `activeShare` the share of the hours in which they arrive.
 */
export const hitRate = (callsPerMonth: number, ttl: number, activeShare = 1): number =>
  1 - Math.exp((-callsPerMonth / (MINUTES_PER_MONTH * activeShare)) * ttl);
