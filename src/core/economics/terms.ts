/** The plain numbers a cost is made of, and the cost they make: the contract between reading code and money. They travel in the report. */
import type { RateStep, Rates } from '../prices/snapshot.ts';
import type { Interval } from '../tokens/interval.ts';
import { type Caching, type Series, type Steps, seriesCost } from './series.ts';
import { sigmaOf, spread, Z90 } from './spread.ts';

/** Enough to recompute a cost without a scan. Tokens, USD per 1M tokens, calls a month. */
export interface Terms {
  readonly price: {
    readonly provider: string;
    readonly model: string;
    readonly layer: string;
    readonly match: string;
    readonly asOf: string;
    readonly input: number;
    readonly output: number;
    readonly cacheRead?: number;
    readonly cacheWrite?: number;
    readonly cacheWrite1h?: number;
    readonly image?: number;
    /** USD per call. */
    readonly request?: number;
    /** Prices of whole requests above a number of input tokens. */
    readonly above?: readonly RateStep[];
    readonly note?: string;
  };
  /** Of the first request of a run. */
  readonly input: Interval;
  /** Of one answer. */
  readonly output: Interval;
  /** Model calls that one run of the site makes. `openEnded`: they end at random, with this mean and at most `high`. */
  readonly steps: Interval;
  readonly openEnded: boolean;
  /** Tokens by which the input grows from step to step. */
  readonly growth: Interval;
  /** How many earlier steps the input carries; absent: all of them. */
  readonly keptSteps?: number;
  /** The beginning of the prompt that the provider caches. */
  readonly cached: Interval;
  /** Chance that this beginning is warm, 0 to 1; absent when nothing is cached. */
  readonly hitRate?: number;
  /** The steps of a run read from the cache what the step before has sent. */
  readonly cachedSteps?: boolean;
  readonly minCached?: number;
  readonly retryFactor: number;
  readonly samples: number;
  /** The model's context window, tokens. */
  readonly window?: number;
  readonly multiplier: number;
  /** Where the vendor's statement is a range. */
  readonly multiplierRange?: { readonly low: number; readonly high: number };
  /** How often one run of the surrounding function calls it: in `callsPerMonth` already. */
  readonly times: Interval;
  readonly formula: string;
  /** Standard deviations of the logarithm, and which input dominates the range. `causes`: weighted by their share of the cost. */
  readonly spread: { readonly sigma: number; readonly dominant: string; readonly causes: Readonly<Record<string, number>> };
}

/** Terms before their spread: `sigma` holds what is known of each quantity by itself. */
export type BareTerms = Omit<Terms, 'spread' | 'formula'>;

export interface Sigmas {
  readonly input: number;
  readonly output: number;
  readonly steps: number;
}

export interface Cost {
  readonly perCall: Interval;
  readonly perMonth: Interval;
}

/** Steps that are priced one by one at most; a run that goes on beyond is cut here. */
export const MOST_STEPS = 500;

/** USD of one run of the site, with bounds: ρ_retry · Σ steps M·(C_in + n·C_out)/10⁶ (formulas.md §1 to §4). */
export function perCall(terms: BareTerms): Interval {
  const { low: lowest = terms.multiplier, high: highest = terms.multiplier } = terms.multiplierRange ?? {};
  const low = runCost(terms, 'low', lowest);
  const expected = runCost(terms, 'expected', terms.multiplier);
  const high = runCost(terms, 'high', highest);
  return { low: Math.min(low, expected), expected, high: Math.max(high, expected) };
}

function runCost(terms: BareTerms, bound: keyof Interval, multiplier: number, output = terms.output[bound]): number {
  const caching = cachingOf(terms, bound);
  const series: Series = {
    steps: stepsOf(terms, bound),
    first: terms.input[bound],
    growth: terms.growth[bound],
    output,
    ...(terms.window !== undefined && { context: terms.window }),
    ...(terms.keptSteps !== undefined && { window: terms.keptSteps }),
    ...(caching !== undefined && { caching }),
  };
  return terms.retryFactor * seriesCost(ratesOf(terms), series, { multiplier, samples: terms.samples });
}

function stepsOf({ steps, openEnded }: BareTerms, bound: keyof Interval): Steps {
  const most = Math.min(MOST_STEPS, steps.high);
  return openEnded && bound === 'expected'
    ? { kind: 'geometric', mean: steps.expected, most }
    : { kind: 'fixed', count: Math.min(most, steps[bound]) };
}

/** A bound on the cost has all of the cache or nothing of it. */
function cachingOf({ cached, input, hitRate, cachedSteps = false, minCached = 0 }: BareTerms, bound: keyof Interval): Caching | undefined {
  if (hitRate === undefined) return undefined;
  const first = { low: 1, expected: hitRate, high: 0 }[bound];
  const later = bound === 'high' ? 0 : 1;
  return {
    prefix: Math.min(cached[bound], input[bound]),
    firstHit: first,
    laterHit: later,
    conversation: cachedSteps,
    minTokens: minCached,
  };
}

function ratesOf({ price }: BareTerms): Rates {
  const { provider: _p, model: _m, layer: _l, match: _t, asOf: _a, note: _n, ...rates } = price;
  return rates;
}

/**
 * σ of a run's cost by cause: σ_c² ≈ (a_in·σ_in)² + (a_out·σ_out)² + σ_steps², where a is the share of the cost
 * (formulas.md §9). Calls are added by `perMonth`.
 */
export function causesOf(terms: BareTerms, sigmas: Sigmas): Readonly<Record<'input' | 'output' | 'steps', number>> {
  const whole = runCost(terms, 'expected', terms.multiplier);
  const share = whole > 0 ? runCost(terms, 'expected', terms.multiplier, 0) / whole : 1;
  return { input: share * sigmas.input, output: (1 - share) * sigmas.output, steps: sigmas.steps };
}

/** The spread of a month and the cause that makes most of it. `calls` are P10 to P90. */
export function spreadOf(causes: Readonly<Record<string, number>>, calls: Interval | undefined): Terms['spread'] {
  const all: Record<string, number> = { ...causes, ...(calls !== undefined && { calls: sigmaOf(calls) }) };
  const [dominant] = Object.entries(all).sort(([, a], [, b]) => b - a)[0] ?? [''];
  const { sigma } = spread(Object.values(all));
  return { sigma, dominant: sigma === 0 ? 'none' : (dominant ?? 'none'), causes: all };
}

/**
 * USD a month: calls × cost of a run, with P10 and P90 of their product (formulas.md §9). The bounds of a run stay bounds:
 * a month never leaves what its calls times the cheapest or dearest run make.
 */
export function perMonth(run: Interval, calls: Interval, sigma: number): Interval {
  const expected = calls.expected * run.expected;
  const factor = Math.exp(Z90 * sigma);
  return {
    low: Math.min(expected, Math.max(expected / factor, calls.low * run.low)),
    expected,
    high: Math.max(expected, Math.min(expected * factor, calls.high * run.high)),
  };
}

/** The cost that terms make with these calls a month. */
export function costOfTerms(terms: Terms, calls: Interval): Cost {
  const run = perCall(terms);
  return { perCall: run, perMonth: perMonth(run, calls, terms.spread.sigma) };
}
