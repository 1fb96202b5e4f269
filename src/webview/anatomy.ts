/** The cost of one call split over its parts: input by tokens, output by its price. */
import type { Site } from '../core/report/report.ts';

export interface Segment {
  readonly key: string;
  readonly role: string;
  readonly tokens: number;
  /** USD of one call. */
  readonly money: number;
  readonly estimated: boolean;
  readonly says: string | undefined;
}

/**
 * Output costs its price; what is left of the call's cost is shared by the parts of the input by their tokens, so that the bar
 * is as long as the cost of the call, whatever caching, steps and retries do to it.
 */
export function costOfInput(site: Site): readonly Segment[] {
  const { terms, cost, tokens, parts } = site;
  if (!terms || !cost || !tokens) return [];
  const output = tokens.output.expected;
  const whole = cost.perCall.expected;
  const runs = terms.steps.expected * terms.retryFactor;
  const outputMoney = Math.min(whole, (terms.multiplier * runs * output * terms.price.output) / 1e6);
  const input = parts.reduce((sum, part) => sum + part.tokens.expected, 0);
  const segments = parts
    .filter((part) => part.tokens.expected > 0)
    .map(
      (part, at): Segment => ({
        key: `${at}`,
        role: part.role,
        tokens: part.tokens.expected,
        money: input > 0 ? ((whole - outputMoney) * part.tokens.expected) / input : 0,
        estimated: !part.exact,
        says: part.from,
      }),
    );
  if (output === 0) return segments;
  return [
    ...segments,
    { key: 'output', role: 'output', tokens: output, money: outputMoney, estimated: true, says: 'expected length of the answer' },
  ];
}
