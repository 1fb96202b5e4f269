import { ratesAt } from '../economics/call.ts';
import { costOfTerms } from '../economics/terms.ts';
import { less } from '../tokens/interval.ts';
import { defineRule } from './rule.ts';

export default defineRule({
  id: 'long-context-tier',
  summary: 'Keep requests below the size from which on the whole request costs more.',
  why: 'Above a number of input tokens some vendors charge more for every token of the request, also for those below it: one token too many doubles the bill.',
  category: 'context',
  severity: 'warning',
  fix: 'none',
  options: {},
  check(priced, cx) {
    const { site, cost } = priced;
    const { terms, callsPerMonth } = cost;
    if (!terms || !cost.tokens || !terms.price.above) return;
    const { steps, growth } = terms;
    const last = terms.input.expected + (Math.max(1, steps.expected) - 1) * growth.expected;
    const cliff = terms.price.above.filter(({ tokens }) => last > tokens).at(-1);
    if (!cliff) return;
    const { above: _, ...below } = terms.price;
    const flat = callsPerMonth && costOfTerms({ ...terms, price: below }, callsPerMonth).perMonth;
    const factor = ratesAt(terms.price, last).input / terms.price.input;
    cx.report({
      at: site.place,
      message: `About ${Math.round(last).toLocaleString('en-US')} input tokens${steps.expected > 1 ? ' in its last step' : ''}: above ${cliff.tokens.toLocaleString('en-US')} every token of the request costs ${factor.toFixed(1).replace(/\.0$/, '')} times as much.`,
      impact: flat && cost.cost ? less(cost.cost.perMonth, flat) : undefined,
    });
  },
});
