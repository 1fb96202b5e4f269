import { isPaying } from '../analysis/paying.ts';
import { costOfTerms, type Terms } from '../economics/terms.ts';
import { price } from '../prices/book.ts';
import { defineRule } from './rule.ts';

export default defineRule({
  id: 'price-change-ahead',
  summary: 'Know which calls will cost more on a day that is announced.',
  why: 'A vendor has announced a higher price. The same code will cost more from that day on, without any change of yours.',
  category: 'model-choice',
  severity: 'info',
  fix: 'none',
  options: { days: { type: 'number', default: 90, description: 'Days ahead that are looked at.' } },
  check(priced, cx) {
    const { site, cost } = priced;
    if (!isPaying(priced.site) || !cost.model || !cost.terms || !cost.callsPerMonth || !cost.cost) return;
    const answer = price(cx.book, { model: cost.model.id, provider: site.provider, baseUrl: site.baseUrl, at: cx.at });
    if (answer.state !== 'priced' || answer.price.next?.from === undefined) return;
    const { from, ...rates } = answer.price.next;
    const days = (Date.parse(from) - Date.parse(cx.at)) / 86_400_000;
    if (!(days <= cx.option<number>('days'))) return;
    const { provider, model, layer, match, asOf, input, output } = cost.terms.price;
    const later: Terms = { ...cost.terms, price: { provider, model, layer, match, asOf, output: 0, ...rates } };
    const before = cost.cost.perMonth;
    const after = costOfTerms(later, cost.callsPerMonth).perMonth;
    if (after.expected <= before.expected) return;
    const more = [after.low - before.low, after.expected - before.expected, after.high - before.high] as const;
    cx.report({
      at: site.place,
      message: `From ${from} on ${model} costs $${rates.input} and $${later.price.output} per 1M tokens of input and output, now $${input} and $${output}.`,
      impact: { low: Math.min(...more), expected: more[1], high: Math.max(...more) },
    });
  },
});
