import { requestOrder } from '../analysis/request-order.ts';
import { cachePolicy, price } from '../prices/book.ts';
import { add, ZERO } from '../tokens/interval.ts';
import { count, isHole, isRequest } from './parts.ts';
import { defineRule } from './rule.ts';

export default defineRule({
  id: 'prefix-below-cache-minimum',
  summary: 'A cache marker needs a prefix of the least length that the model caches.',
  why: 'Below the minimum the marker is ignored without an error: every request is billed in full, while the code looks as if it were cached.',
  category: 'caching',
  severity: 'warning',
  fix: 'none',
  options: {},
  check(priced, cx) {
    const { site, cost } = priced;
    if (!isRequest(priced) || !cost.model || !site.complete) return;
    const answer = price(cx.book, { model: cost.model.id, provider: site.provider, baseUrl: site.baseUrl, at: cx.at });
    const policy = answer.state === 'priced' ? cachePolicy(cx.book, answer.price) : undefined;
    if (!policy || policy.minTokens === 0) return;
    const order = requestOrder(site.parts);
    const marked = order.findLastIndex(({ part }) => part.marked);
    const prefix = order.slice(0, marked + 1);
    const last = prefix.at(-1)?.part;
    if (!last || prefix.some(({ part }) => part.role === 'image' || part.pieces.some(isHole))) return;
    const tokens = prefix.reduce((sum, { i }) => add(sum, cost.parts[i]?.tokens ?? ZERO), ZERO);
    if (tokens.high >= policy.minTokens) return;
    cx.report({
      at: last.place,
      message: `The marked prefix has ${count(tokens.expected)} tokens; ${cost.model.id} caches from ${count(policy.minTokens)} on, so nothing is cached.`,
    });
  },
});
