import { beyondSteps } from '../economics/excess.ts';
import { defineRule } from './rule.ts';

export default defineRule({
  id: 'unbounded-agent-loop',
  summary: 'Bound the steps of every agent loop.',
  why: 'Each step sends the whole conversation again, so the cost of a run grows with the square of its steps. One run that does not end is an invoice.',
  category: 'risk',
  severity: 'warning',
  fix: 'none',
  options: {
    limit: { type: 'number', default: 10, description: 'Steps that a bound would allow; the impact is what steps beyond it cost.' },
  },
  check(priced, cx) {
    const { site } = priced;
    const isLoop = site.kind === 'agent-loop' || (site.kind === 'agent' || site.kind === 'llm-call' ? site.inLoop === undefined : false);
    if (!isLoop || site.loop.state !== 'unbounded') return;
    const { terms, callsPerMonth, tokens } = cx.payer(priced).cost;
    const limit = cx.option<number>('limit');
    cx.report({
      at: site.place,
      message: 'Nothing bounds the steps of this loop: a run goes on until the model ends it.',
      impact:
        terms && callsPerMonth && tokens
          ? beyondSteps({
              mean: terms.steps.expected,
              limit,
              first: tokens.input.expected,
              growth: terms.growth.expected,
              output: tokens.output.expected,
              input: terms.price.input,
              price: terms.price.output,
              calls: callsPerMonth,
            })
          : undefined,
    });
  },
});
