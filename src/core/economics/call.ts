/** What one request costs: formulas.md §1. */
import type { Rates } from '../prices/snapshot.ts';

/** Token counts are inclusive: `input` holds cached, written, image and audio tokens; `output` holds reasoning. */
export interface CallTokens {
  readonly input: number;
  readonly output?: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  readonly cacheWrite1h?: number;
  readonly image?: number;
  readonly audio?: number;
  readonly reasoning?: number;
}

export interface CallOptions {
  /** M: batch × tier × region × hour, a pure number on all token prices. Default 1. */
  readonly multiplier?: number;
  /** F: USD per call beyond tokens. Default 0. */
  readonly fees?: number;
  /** n: answers asked for; the input is paid once. Default 1. */
  readonly samples?: number;
}

/** The prices of a request of this size (USD per 1M tokens). A step holds above its bound; a class it leaves out keeps the price below it. */
export function ratesAt(rates: Rates, inputTokens: number): Omit<Rates, 'above'> {
  const { above, ...base } = rates;
  if (above === undefined) return base;
  const steps = above.filter((step) => inputTokens > step.tokens).sort((a, b) => a.tokens - b.tokens);
  return Object.assign(base, ...steps);
}

/**
 * USD of one call: c = M·(C_in + C_out)/10⁶ + F, with
 * C_in = T_pl·p_in + T_cr·p_cr + T_w·p_w + T_w1h·p_w1h + T_img·p_img + T_aud·p_aud and C_out = n·[(T_out − T_rsn)·p_out + T_rsn·p_rsn].
 * A class without a price costs what plain input or output does. Throws RangeError on counts that cannot be.
 */
export function callCost(rates: Rates, tokens: CallTokens, { multiplier = 1, fees = 0, samples = 1 }: CallOptions = {}): number {
  for (const [name, count] of Object.entries(tokens)) {
    if (!Number.isFinite(count) || count < 0) throw new RangeError(`${name}: ${count} is not a token count`);
  }
  const { input, output = 0, cacheRead = 0, cacheWrite = 0, cacheWrite1h = 0, image = 0, audio = 0, reasoning = 0 } = tokens;
  const plain = input - cacheRead - cacheWrite - cacheWrite1h - image - audio;
  // Tokens are estimates, hence no integers: what is left of them may be off by a rounding error.
  if (plain < -1e-6 * Math.max(1, input)) throw new RangeError('the token classes exceed the total input');
  if (reasoning > output) throw new RangeError('reasoning exceeds the total output');

  const at = ratesAt(rates, input);
  const write = at.cacheWrite ?? at.input;
  const inputCost =
    Math.max(0, plain) * at.input +
    cacheRead * (at.cacheRead ?? at.input) +
    cacheWrite * write +
    cacheWrite1h * (at.cacheWrite1h ?? write) +
    image * (at.image ?? at.input) +
    audio * (at.audio ?? at.input);
  const outputPrice = at.output ?? 0;
  const outputCost = samples * ((output - reasoning) * outputPrice + reasoning * (at.reasoning ?? outputPrice));
  return (multiplier * (inputCost + outputCost)) / 1e6 + fees + (at.request ?? 0);
}
