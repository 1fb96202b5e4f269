import type { CallSite, Cap } from '../analysis/analysis.ts';
import { type LargestAnswer, largestAnswer } from '../analysis/answer-size.ts';
import { reasonsUnasked } from '../prices/book.ts';
import { defineRule, type PricedSite, type RuleContext } from './rule.ts';
import { suggestion } from './suggestion.ts';

/** No cap that is offered is below this: a wrong guess of a label's length must not cut the answer. */
const LEAST_CAP = 64;

export default defineRule({
  id: 'oversized-output-cap',
  summary: 'Set the output cap near the longest answer that is wanted.',
  why: 'A cap is the worst case that you agree to pay, and vendors reserve it against your rate limit. For an answer of a word, thousands of tokens protect nobody.',
  category: 'risk',
  severity: 'warning',
  fix: 'suggestion',
  options: {
    factor: { type: 'number', default: 8, description: 'How many times the longest answer a cap may be before it is reported.' },
    least: { type: 'number', default: 512, description: 'Caps up to this number of tokens are never reported.' },
  },
  // The cap of a model object holds for all calls on it: it is too large only when it is for each.
  checkAll(sites, cx) {
    const byCap = new Map<string, PricedSite[]>();
    for (const priced of sites) {
      const { outputCap, kind } = priced.site;
      if (outputCap.state !== 'set' || (kind !== 'llm-call' && kind !== 'agent')) continue;
      const { path, start } = outputCap.place ?? priced.site.place;
      const key = `${path}:${start}`;
      byCap.set(key, [...(byCap.get(key) ?? []), priced]);
    }
    for (const users of byCap.values()) {
      const answers = users.map((priced) => oversized(priced, cx));
      if (answers.includes(undefined)) continue;
      const most = Math.max(...answers.map((answer) => answer?.tokens ?? 0));
      users.forEach((priced, i) => {
        reportOn(priced, answers[i] as LargestAnswer, most, cx);
      });
    }
  },
});

type SetCap = Extract<Cap, { state: 'set' }>;

/** The longest answer of a call whose cap is far above it. */
function oversized({ site, cost }: PricedSite, cx: RuleContext): LargestAnswer | undefined {
  const { tokens } = site.outputCap as SetCap;
  if (tokens <= cx.option<number>('least') || reasons(site, cost.model?.id, cx)) return undefined;
  const answer = largestAnswer(site);
  return answer && tokens >= cx.option<number>('factor') * answer.tokens ? answer : undefined;
}

/** Reasoning counts towards the cap, and nothing says how long it is. */
const reasons = ({ effort, thinkingBudget }: CallSite, model: string | undefined, cx: RuleContext): boolean =>
  effort !== undefined || thinkingBudget !== undefined || model === undefined || reasonsUnasked(cx.book, model);

function reportOn(priced: PricedSite, answer: LargestAnswer, most: number, cx: RuleContext): void {
  const { site } = priced;
  const outputCap = site.outputCap as SetCap;
  const cap = Math.max(LEAST_CAP, 2 ** Math.ceil(Math.log2(2 * most)));
  const impact = cx.saving(priced, { outputCap: { ...outputCap, tokens: cap } });
  cx.report({
    at: site.place,
    of: priced,
    message: `The cap of ${outputCap.tokens} tokens is ${Math.round(outputCap.tokens / answer.tokens)} times the longest answer: ${answer.why}.`,
    impact,
    fixes: suggestion(`Cap the output at ${cap} tokens`, cx.edit.set(site, 'outputCap', cap), impact),
  });
}
