import { defineRule } from './rule.ts';

export default defineRule({
  id: 'context-window-overflow',
  summary: 'Keep requests within the context window of the model.',
  why: 'A request that is longer than the window is refused. What was retrieved, rendered or computed for it is paid all the same, and so is the retry.',
  category: 'context',
  severity: 'error',
  fix: 'none',
  options: {},
  check(priced, cx) {
    const { site, cost } = priced;
    const window = cost.terms?.window;
    if (window === undefined || !cost.tokens) return;
    // Only text that is written or declared counts: sizes that are assumed prove nothing.
    const { low } = cost.tokens.input;
    if (low <= window) return;
    cx.report({
      at: site.place,
      message: `At least ${Math.round(low).toLocaleString('en-US')} input tokens, but the context window of ${cost.terms?.price.model} has ${window.toLocaleString('en-US')}: the request fails.`,
    });
  },
});
