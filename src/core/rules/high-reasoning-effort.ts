import { largestAnswer } from '../analysis/answer-size.ts';
import { defineRule } from './rule.ts';
import { suggestion } from './suggestion.ts';

const HIGH: ReadonlySet<string> = new Set(['high', 'xhigh', 'max']);

export default defineRule({
  id: 'high-reasoning-effort',
  summary: 'Ask for little reasoning where the answer is a label.',
  why: 'Reasoning is billed as output. With high effort a model writes thousands of tokens that nobody sees before it answers with one word.',
  category: 'waste',
  severity: 'warning',
  fix: 'suggestion',
  options: {
    budget: { type: 'number', default: 4000, description: 'Tokens of a thinking budget from which on it counts as high.' },
  },
  check(priced, cx) {
    const { site } = priced;
    if (site.kind !== 'llm-call') return;
    const high = site.effort !== undefined && HIGH.has(site.effort.toLowerCase());
    const wide = !high && (site.thinkingBudget ?? 0) >= cx.option<number>('budget');
    const answer = high || wide ? largestAnswer(site) : undefined;
    if (!answer) return;
    // Spelled as it was: some SDKs write the level in capitals.
    const low = site.effort === site.effort?.toUpperCase() ? 'LOW' : 'low';
    const change = high ? { effort: low } : { thinkingBudget: LEAST_BUDGET };
    const impact = cx.saving(priced, change);
    cx.report({
      at: site.place,
      message: `${high ? `Effort “${site.effort}”` : `A thinking budget of ${site.thinkingBudget} tokens`} for an answer of ${answer.tokens} tokens at most: ${answer.why}.`,
      impact,
      fixes: high
        ? suggestion(`Lower the effort to ${low}`, cx.edit.set(site, 'effort', low), impact)
        : suggestion(`Lower the thinking budget to ${LEAST_BUDGET}`, cx.edit.set(site, 'thinkingBudget', LEAST_BUDGET), impact),
    });
  },
});

/** The smallest budget that every vendor takes. */
const LEAST_BUDGET = 1024;
