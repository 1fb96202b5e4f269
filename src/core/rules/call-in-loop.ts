import { microBatchCost } from '../economics/levers.ts';
import { scale } from '../tokens/interval.ts';
import { defineRule, type PricedSite } from './rule.ts';

export default defineRule({
  id: 'call-in-loop',
  summary: 'Ask for several items in one request.',
  why: 'One request for each item pays for the instructions as often as there are items. A request for ten items pays for them once.',
  category: 'waste',
  severity: 'info',
  fix: 'none',
  options: {
    fixed: { type: 'number', default: 200, description: 'Tokens of fixed text from which on sharing them is worth it.' },
    items: { type: 'number', default: 10, description: 'Items that a request could hold; the impact is computed with them.' },
  },
  check(priced, cx) {
    const { site } = priced;
    if (!site.perItem || (site.kind !== 'llm-call' && site.kind !== 'wrapped-call') || site.batch || site.grows) return;
    // Nothing can be shared between runs of tools, or between conversations.
    if (site.loop.state !== 'none' || site.parts.some(({ role }) => role === 'tools' || role === 'history' || role === 'image')) return;
    if (site.parts.some(({ pieces }) => pieces.some((piece) => 'hole' in piece && (piece.kind === 'context' || LONG.test(piece.hole)))))
      return;
    const fixed = fixedTokens(priced);
    const input = priced.cost.tokens?.input.expected ?? 0;
    if (fixed < cx.option<number>('fixed') || fixed < input / 2) return;
    const { terms, callsPerMonth } = priced.cost;
    // What is read from the cache costs a tenth already.
    if (terms?.hitRate !== undefined && terms.cached.expected >= fixed / 2) return;
    const items = cx.option<number>('items');
    // Items and answers cost the same either way.
    const shared = (perCall: number): number =>
      microBatchCost({ input: priceOfFixed(priced) }, { shared: fixed, task: 0, answer: 0, perCall });
    cx.report({
      at: site.place,
      message: `One request for each item of a loop: its ${Math.round(fixed)} fixed tokens, ${Math.round((100 * fixed) / Math.max(1, input))} % of the input, are paid for every time.`,
      impact: terms && callsPerMonth ? scale(callsPerMonth, terms.multiplier * (shared(1) - shared(items))) : undefined,
      related: [{ at: site.perItem, message: 'the loop over the items' }],
    });
  },
});

/** Names of what is long by itself: several of them rarely fit one request, and are not short beside the instructions. */
const LONG = /content|document|doc$|page|article|transcript|chunk|text|body|source|file|report|html|markdown|context/i;

/** Tokens of the parts that are the same for all items; of those with a hole, what is left when the hole is at its smallest. */
const fixedTokens = ({ site, cost }: PricedSite): number =>
  site.parts.reduce((sum, part, i) => {
    const tokens = cost.parts[i]?.tokens;
    return sum + (tokens ? (part.pieces.some((piece) => 'hole' in piece) ? tokens.low : tokens.expected) : 0);
  }, 0);

/** What is cached costs its reading price as often as it is warm. */
function priceOfFixed({ cost: { terms } }: PricedSite): number {
  if (!terms) return 0;
  const { input, cacheRead = input } = terms.price;
  const warm = terms.cached.expected > 0 ? (terms.hitRate ?? 0) : 0;
  return input * (1 - warm) + cacheRead * warm;
}
