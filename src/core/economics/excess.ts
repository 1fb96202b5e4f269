/** What a missing bound costs a month: output beyond a cap, steps beyond a limit. */
import { type Interval, scale } from '../tokens/interval.ts';
import { normalCdf } from './normal.ts';
import { SIGMA } from './spread.ts';

/**
 * E[(X − L)⁺] of a lognormal X with median m and σ: m·e^(σ²/2)·Φ(d + σ) − L·Φ(d), d = ln(m/L)/σ.
 * Tokens of an answer beyond a cap of `limit` tokens.
 */
export function tokensBeyond(median: number, limit: number, sigma: number): number {
  if (median <= 0) return 0;
  const d = Math.log(median / limit) / sigma;
  return Math.max(0, median * Math.exp((sigma * sigma) / 2) * normalCdf(d + sigma) - limit * normalCdf(d));
}

/** USD a month of the output beyond a cap: N·S·n·E[(X − L)⁺]·p_out/10⁶. `price` in USD per 1M tokens, `calls` a month. */
export function beyondCap(of: {
  output: Interval;
  limit: number;
  price: number;
  calls: Interval;
  steps: number;
  samples: number;
}): Interval {
  const tokens = tokensBeyond(of.output.expected / Math.max(1, of.samples), of.limit, SIGMA.openOutput);
  return scale(of.calls, (tokens * of.price * of.steps * of.samples) / 1e6);
}

/** USD a month of the steps beyond `limit` of a loop whose steps are geometric with mean μ: N·Σ_{i>L} (1 − 1/μ)^(i−1)·(I_i·p_in + o·p_out)/10⁶. */
export function beyondSteps(of: {
  mean: number;
  limit: number;
  first: number;
  growth: number;
  output: number;
  input: number;
  price: number;
  calls: Interval;
}): Interval {
  const goesOn = 1 - 1 / Math.max(1, of.mean);
  let cost = 0;
  for (let i = of.limit + 1, chance = goesOn ** of.limit; chance > 1e-9; i++, chance *= goesOn) {
    cost += chance * ((of.first + (i - 1) * of.growth) * of.input + of.output * of.price);
  }
  return scale(of.calls, cost / 1e6);
}
