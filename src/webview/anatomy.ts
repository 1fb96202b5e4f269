/** The cost of one call split over its parts: input by tokens, output by its price. */
import { perCall } from '../core/economics/terms.ts';
import type { Site, Terms } from '../core/report/report.ts';

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
 * `terms` and `whole` (USD of one call) are those of the question that is asked; what it changes of the input is retrieved or history.
 */
export function costOfInput(site: Site, terms: Terms | null, whole: number): readonly Segment[] {
  if (!terms || !site.terms) return [];
  const output = terms.output.expected;
  const parts = partsOf(site.parts, terms.input.expected - site.terms.input.expected);
  const runs = terms.steps.expected * terms.retryFactor;
  // Of calls that go elsewhere, to a batch or a cache, every part is cheaper alike.
  const share = whole / Math.max(1e-12, perCall(terms).expected);
  const outputMoney = Math.min(whole, (share * terms.multiplier * runs * output * terms.price.output) / 1e6);
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

/** Parts whose length a question can change share what it changes, by their tokens. */
function partsOf(parts: Site['parts'], change: number): Site['parts'] {
  const moved = parts.filter(({ retrieved, history }) => retrieved || history).reduce((sum, { tokens }) => sum + tokens.expected, 0);
  if (change === 0 || moved === 0) return parts;
  const factor = Math.max(0, 1 + change / moved);
  return parts.map((part) =>
    part.retrieved || part.history ? { ...part, tokens: { ...part.tokens, expected: part.tokens.expected * factor } } : part,
  );
}
