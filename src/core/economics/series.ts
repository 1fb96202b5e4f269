/** Requests whose context grows from one to the next, agent loops and chats: formulas.md §3. A single call is a series of one step. */
import type { Rates } from '../prices/snapshot.ts';
import { type CallOptions, callCost } from './call.ts';

/** How many steps a series has: a number (its fraction is the chance of one more), or at random with this mean and most. */
export type Steps =
  | { readonly kind: 'fixed'; readonly count: number }
  | { readonly kind: 'geometric'; readonly mean: number; readonly most: number };

/** Tokens, unless said otherwise. */
export interface Series {
  readonly steps: Steps;
  /** F: input of the first step. */
  readonly first: number;
  /** g: what each step adds to the input of the next. */
  readonly growth: number;
  /** o: output of a step. */
  readonly output: number;
  /** W: how many earlier steps are kept. Default: all. */
  readonly window?: number;
  /** The model's context window: no input is longer. */
  readonly context?: number;
  readonly caching?: Caching;
}

export interface Caching {
  /** The beginning of the first input that other runs have in common. */
  readonly prefix: number;
  /** η: chance that this beginning is warm when a run starts. */
  readonly firstHit: number;
  /** Chance that a step finds warm what the step before it has sent. */
  readonly laterHit: number;
  /** Whole inputs are cached, so a step reads all that the step before it has sent; otherwise it reads the prefix. */
  readonly conversation: boolean;
  /** What is shorter is not cached. */
  readonly minTokens: number;
}

/** I_i = F + min(i − 1, W)·g: input tokens of step i, from 1. */
export const stepInput = (i: number, first: number, growth: number, window = Number.POSITIVE_INFINITY): number =>
  first + Math.min(i - 1, window) * growth;

/** ΣI = S·F + g·S(S−1)/2, of which reads = (S−1)F + g(S−1)(S−2)/2 and writes = F + (S−1)g when every step hits the cache. */
export function seriesTokens(steps: number, first: number, growth: number): { input: number; reads: number; writes: number } {
  return {
    input: steps * first + (growth * steps * (steps - 1)) / 2,
    reads: (steps - 1) * first + (growth * (steps - 1) * (steps - 2)) / 2,
    writes: first + (steps - 1) * growth,
  };
}

/** E[ΣI] = F·E[S] + g·(E[S²] − E[S])/2: expected input tokens for a mean and a mean square of the steps. */
export const expectedSeriesInput = (mean: number, meanSquare: number, first: number, growth: number): number =>
  first * mean + (growth * (meanSquare - mean)) / 2;

/** E[S²] = 2μ² − μ of geometric steps. */
export const geometricMeanSquare = (mean: number): number => 2 * mean * mean - mean;

/** The first step whose input is above a bound: ⌊(θ − F)/g⌋ + 2, or 1. */
export const firstStepAbove = (bound: number, first: number, growth: number): number =>
  first > bound ? 1 : growth > 0 ? Math.floor((bound - first) / growth) + 2 : Number.POSITIVE_INFINITY;

/** Steps that fit a context window beside their answer: ⌊(window − o_max − F)/g⌋ + 1, or 0. */
export const stepsInWindow = (context: number, maxOutput: number, first: number, growth: number): number =>
  first + maxOutput > context ? 0 : growth > 0 ? Math.floor((context - maxOutput - first) / growth) + 1 : Number.POSITIVE_INFINITY;

/** A chat of system prompt P, questions u and answers a is a series with F = P + u and g = u + a. */
export const chatSeries = (system: number, question: number, answer: number): { first: number; growth: number } => ({
  first: system + question,
  growth: question + answer,
});

/** Chance that step i takes place: 1 up to a fixed number, (1 − 1/μ)^(i−1) at random. */
export const stepChance = (steps: Steps, i: number): number =>
  steps.kind === 'fixed'
    ? Math.max(0, Math.min(1, steps.count - i + 1))
    : i > steps.most
      ? 0
      : (1 - 1 / Math.max(1, steps.mean)) ** (i - 1);

/** Expected number of steps that take place. */
export function expectedSteps(steps: Steps): number {
  if (steps.kind === 'fixed') return steps.count;
  const goesOn = 1 - 1 / Math.max(1, steps.mean);
  return (1 - goesOn ** steps.most) / (1 - goesOn);
}

/** Expected input tokens of a series, step by step: E[ΣI] = Σ P(step i)·I_i. */
export function seriesInput(series: Series): number {
  let total = 0;
  for (const [i, chance] of stepsOf(series.steps)) total += chance * inputOf(series, i);
  return total;
}

/** Expected USD of a series, step by step, so that a price step crossed on the way is seen. */
export function seriesCost(rates: Rates, series: Series, options: CallOptions = {}): number {
  let total = 0;
  for (const [i, chance] of stepsOf(series.steps)) total += chance * stepCost(rates, series, i, options);
  return total;
}

const inputOf = ({ first, growth, window, context = Number.POSITIVE_INFINITY }: Series, i: number): number =>
  Math.min(context, stepInput(i, first, growth, window));

/** What is rarer than this adds nothing that shows. */
const NEGLIGIBLE = 1e-9;

function* stepsOf(steps: Steps): Iterable<[step: number, chance: number]> {
  for (let i = 1; ; i++) {
    const chance = stepChance(steps, i);
    if (chance <= NEGLIGIBLE) return;
    yield [i, chance];
  }
}

/** A hit reads what is warm and writes the rest of what is cached; a miss writes all of it again. */
function stepCost(rates: Rates, series: Series, i: number, options: CallOptions): number {
  const { output, window, caching } = series;
  const input = inputOf(series, i);
  if (caching === undefined) return callCost(rates, { input, output }, options);
  const { prefix, conversation, minTokens } = caching;
  const long = (tokens: number): number => (tokens >= minTokens ? tokens : 0);
  const kept = long(conversation ? input : Math.min(prefix, input));
  // Once a window slides, each input begins anew behind the common prefix.
  const slides = window !== undefined && i - 1 > window;
  const warm = Math.min(kept, long(i > 1 && conversation && !slides ? inputOf(series, i - 1) : prefix));
  const hit = warm === 0 ? 0 : i === 1 ? caching.firstHit : caching.laterHit;
  const onHit = hit === 0 ? 0 : callCost(rates, { input, output, cacheRead: warm, cacheWrite: kept - warm }, options);
  const onMiss = hit === 1 ? 0 : callCost(rates, { input, output, cacheWrite: kept }, options);
  return hit * onHit + (1 - hit) * onMiss;
}
