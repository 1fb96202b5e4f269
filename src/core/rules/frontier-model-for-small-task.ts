import { largestAnswer } from '../analysis/answer-size.ts';
import { type Price, smallModels } from '../prices/book.ts';
import { bareName } from '../prices/find.ts';
import type { Interval } from '../tokens/interval.ts';
import { defineRule, type PricedSite, type RuleContext } from './rule.ts';
import { suggestion } from './suggestion.ts';

export default defineRule({
  id: 'frontier-model-for-small-task',
  summary: 'Use a small model where the answer is a label.',
  why: 'To choose one of a few labels from a short text, small models do about as well as the largest, at a tenth of the price or less. Check it on your own cases.',
  category: 'model-choice',
  severity: 'warning',
  fix: 'suggestion',
  options: {
    price: { type: 'number', default: 8, description: 'USD per 1M output tokens from which on a model counts as top tier.' },
    input: { type: 'number', default: 2000, description: 'Input tokens up to which a task counts as small.' },
    ratio: { type: 'number', default: 3, description: 'How many times cheaper another model has to be.' },
  },
  check(priced, cx) {
    const { site, cost } = priced;
    if (!site.model || !cost.terms || !cost.tokens || cost.terms.price.output < cx.option<number>('price')) return;
    if (site.parts.some(({ role }) => role === 'image') || cost.tokens.input.expected > cx.option<number>('input')) return;
    const answer = largestAnswer(site);
    if (!answer) return;
    const cheaper = cheaperModels(priced, cx);
    const [best] = cheaper;
    if (!best) return;
    const { id } = site.model;
    cx.report({
      at: site.place,
      message: `${id} for an answer of ${answer.tokens} tokens at most: ${answer.why}. For the same tokens ${cheaper.map(({ price, share }) => `${price.model} costs ${Math.max(1, Math.round(100 * share))} %`).join(', ')}.`,
      impact: best.saving,
      fixes: cheaper.flatMap(({ name, saving }) =>
        // The same model may be written for callers with larger tasks, too.
        site.kind === 'llm-call' ? suggestion(`Use ${name}`, cx.edit.set(site, 'model', name), saving) : [],
      ),
    });
  },
});

interface Cheaper {
  readonly price: Price;
  /** As the code would spell it. */
  readonly name: string;
  /** What it costs, as a share of what the model of the code does. */
  readonly share: number;
  readonly saving: Interval;
}

/** Small models of the same vendor that take the request, largest saving first. */
function cheaperModels(priced: PricedSite, cx: RuleContext): readonly Cheaper[] {
  const { site, cost } = priced;
  const { model } = site;
  if (!model || !cost.terms || !cost.tokens || !cost.cost) return [];
  const now = cost.cost.perMonth.expected;
  const size = cost.tokens.input.high + cost.tokens.output.high;
  return smallModels(cx.book, cost.terms.price.provider, cx.at)
    .filter(({ window = Number.POSITIVE_INFINITY }) => size <= window)
    .flatMap((price): Cheaper[] => {
      const name = spelledLike(model.id, price.model);
      const saving = cx.saving(priced, { model: { ...model, id: name } });
      const share = saving && now > 0 ? (now - saving.expected) / now : 1;
      return saving && share <= 1 / cx.option<number>('ratio') ? [{ price, name, share, saving }] : [];
    })
    .sort((a, b) => b.saving.expected - a.saving.expected);
}

/** `openai/gpt-4o` → `openai/gpt-6-luna`: what stands before the name stays. */
const spelledLike = (id: string, name: string): string => {
  const bare = bareName(id).slice(bareName(id).lastIndexOf(':') + 1);
  return id.slice(0, id.length - bare.length) + name;
};
