import { isPaying } from '../analysis/paying.ts';
import { price } from '../prices/book.ts';
import { defineRule } from './rule.ts';

export default defineRule({
  id: 'unpriced-model',
  summary: 'Give every model a price.',
  why: 'A model without a price is in no total, no budget and no comparison. Mostly its name is misspelled, or it is your own.',
  category: 'model-choice',
  severity: 'info',
  fix: 'suggestion',
  options: {},
  check(priced, cx) {
    const { site, cost } = priced;
    if (!isPaying(priced.site) || cost.cost !== null || !cost.model) return;
    const answer = price(cx.book, { model: cost.model.id, provider: site.provider, baseUrl: site.baseUrl, at: cx.at });
    if (answer.state !== 'unpriced') return;
    const { reason, hint, suggestion } = answer;
    const edits = suggestion !== undefined && isMisspelled(cost.model.id, suggestion) ? cx.edit.set(site, 'model', suggestion) : undefined;
    cx.report({
      at: site.place,
      message: `No price for ${cost.model.id}: ${reason}; ${hint}.`,
      fixes: edits && [{ title: `Name the model ${suggestion}`, safety: 'suggestion', edits }],
    });
  },
});

/** Another spelling, and not the same model at another vendor. */
const isMisspelled = (id: string, meant: string): boolean => vendorsIn(id) === vendorsIn(meant);
const vendorsIn = (id: string): string => id.slice(0, id.lastIndexOf('/') + 1);
