import { isPaying } from '../analysis/paying.ts';
import { price } from '../prices/book.ts';
import { defineRule } from './rule.ts';

export default defineRule({
  id: 'retired-model',
  summary: 'Move away from models that their vendor has retired.',
  why: 'Requests to a retired model fail, or are answered by its successor at the successor’s price.',
  category: 'model-choice',
  severity: 'warning',
  fix: 'suggestion',
  options: {},
  check(priced, cx) {
    const { site, cost } = priced;
    if (!isPaying(priced.site) || !cost.model) return;
    const { id } = cost.model;
    const answer = price(cx.book, { model: id, provider: site.provider, baseUrl: site.baseUrl, at: cx.at });
    if (answer.state !== 'priced' || answer.price.lifecycle?.status !== 'retired') return;
    const { date, replacement } = answer.price.lifecycle;
    // A prefix of the vendor (`x-ai/grok-4`) stays; of another spelling the successor's is not known.
    const successor =
      replacement !== undefined && id.endsWith(answer.price.model) ? id.slice(0, -answer.price.model.length) + replacement : undefined;
    const impact = site.model && successor !== undefined ? cx.saving(priced, { model: { ...site.model, id: successor } }) : undefined;
    const edits = successor === undefined ? undefined : cx.edit.set(site, 'model', successor);
    cx.report({
      at: site.place,
      message: `${id} is retired${date === undefined ? '' : ` since ${date}`}${replacement === undefined ? '' : `; its successor is ${replacement}`}.`,
      impact,
      fixes: edits && [{ title: `Use ${successor}`, safety: 'suggestion', saving: impact, edits }],
    });
  },
});
