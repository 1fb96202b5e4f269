import { defineRule } from './rule.ts';

export default defineRule({
  id: 'growing-history',
  summary: 'Keep a window of the history that a loop sends again.',
  why: 'A loop that appends each answer and sends everything again pays for the first message as often as it has rounds: the input grows with the square of the rounds.',
  category: 'context',
  severity: 'warning',
  fix: 'none',
  options: {
    steps: { type: 'number', default: 10, description: 'Rounds up to which a bounded loop may keep everything.' },
  },
  check(priced, cx) {
    const { site } = priced;
    const { loop } = site;
    if (site.kind !== 'llm-call' || site.inLoop === undefined || !site.grows || site.keptSteps !== undefined) return;
    const kept = cx.option<number>('steps');
    // A bound that is decided elsewhere is mostly that of a few tries; and what tries again sends the same once more.
    if (loop.state === 'none' || loop.state === 'dynamic' || ('steps' in loop && loop.steps <= kept) || site.retriedBy.length > 0) return;
    // What runs on one's own machine has no price for tokens.
    if (priced.cost.notes.some(({ code }) => code === 'self-hosted')) return;
    // To read the whole conversation from a cache costs less than a window, whose beginning changes with every round.
    if (cx.payer(priced).cost.terms?.cachedSteps) return;
    cx.report({
      at: site.place,
      message: `Every round sends all messages so far, and nothing drops or caches old ones${'steps' in loop ? ` in up to ${loop.steps} rounds` : ''}: the input grows with the square of the rounds.`,
      impact: cx.saving(priced, { keptSteps: kept }),
    });
  },
});
