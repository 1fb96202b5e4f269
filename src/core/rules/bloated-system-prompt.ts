import type { PromptPart } from '../analysis/analysis.ts';
import type { SiteCost } from '../analysis/cost.ts';
import type { Interval } from '../tokens/interval.ts';
import { scale } from '../tokens/interval.ts';
import { defineRule } from './rule.ts';

export default defineRule({
  id: 'bloated-system-prompt',
  summary: 'Keep the system prompt short: it is sent with every call.',
  why: 'A system prompt is paid for on every call and every step of a loop. Long ones are mostly repetition and rules for cases that never come.',
  category: 'waste',
  severity: 'warning',
  fix: 'none',
  options: {
    limit: { type: 'number', default: 2000, description: 'Tokens of static system prompt above which it is reported.' },
    repeated: { type: 'number', default: 0.2, description: 'Share of repeated lines above which it is reported, from 500 tokens on.' },
  },
  check(priced, cx) {
    const { site, cost } = priced;
    if (site.kind !== 'llm-call' && site.kind !== 'agent' && site.kind !== 'wrapped-call') return;
    if (site.paidBy || !cost.tokens) return;
    const limit = cx.option<number>('limit');
    site.parts.forEach((part, i) => {
      if (part.role !== 'system') return;
      const tokens = cost.parts[i]?.tokens.expected ?? 0;
      const share = repeatedShare(part);
      const tooLong = tokens > limit;
      const repeats = tokens >= 500 && share >= cx.option<number>('repeated');
      if (!tooLong && !repeats) return;
      const total = cost.tokens?.input.expected ?? 0;
      const spare = Math.max(tooLong ? tokens - limit : 0, repeats ? tokens * share : 0);
      cx.report({
        at: part.place,
        message: `System prompt of ${Math.round(tokens).toLocaleString('en-US')} tokens${total > 0 ? `, ${Math.round((100 * tokens) / total)} % of the input` : ''}${repeats ? `; ${Math.round(100 * share)} % of its lines are repeated` : ''}.`,
        impact: impactOf(cost, spare),
      });
    });
  },
});

/** What `spare` input tokens of every step cost a month, at the price of plain or of cached input as the call has it. */
function impactOf({ terms, callsPerMonth, tokens }: SiteCost, spare: number): Interval | undefined {
  if (!terms || !callsPerMonth || !tokens) return undefined;
  const cachedShare = tokens.input.expected > 0 ? Math.min(1, terms.cached.expected / tokens.input.expected) : 0;
  const rate = terms.price.input * (1 - cachedShare) + (terms.price.cacheRead ?? terms.price.input) * cachedShare;
  return scale(callsPerMonth, (spare * rate * terms.steps.expected * terms.multiplier) / 1e6);
}

/** Share of the lines of 20 characters and more that stand more than once. */
function repeatedShare(part: PromptPart): number {
  const lines = part.pieces
    .flatMap((piece) => ('text' in piece ? piece.text.split('\n') : []))
    .map((line) => line.trim())
    .filter((line) => line.length >= 20);
  return lines.length < 5 ? 0 : 1 - new Set(lines).size / lines.length;
}
