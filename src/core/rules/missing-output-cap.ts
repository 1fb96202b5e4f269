import { beyondCap } from '../economics/excess.ts';
import { defineRule } from './rule.ts';

export default defineRule({
  id: 'missing-output-cap',
  summary: 'Cap the output of every model call.',
  why: 'Output tokens cost most. Without a cap, one runaway answer costs as much as the model allows.',
  category: 'risk',
  severity: 'warning',
  fix: 'none',
  options: {
    limit: {
      type: 'number',
      default: 1024,
      description: 'Output tokens that a cap would allow; the impact is what answers beyond it cost.',
    },
  },
  check(priced, cx) {
    const { site } = priced;
    if (site.kind !== 'llm-call' || site.outputCap.state !== 'absent') return;
    const limit = cx.option<number>('limit');
    const parameter = site.outputCap.parameter;
    const { terms, callsPerMonth, tokens } = cx.payer(priced).cost;
    const impact =
      terms && callsPerMonth && tokens
        ? beyondCap({
            output: tokens.output,
            limit,
            price: terms.price.output,
            calls: callsPerMonth,
            steps: terms.steps.expected,
            samples: terms.samples,
          })
        : undefined;
    cx.report({
      at: site.place,
      message: `No output cap: one answer may cost as much as the model allows.${parameter === undefined ? '' : ` Set ${parameter}.`}`,
      impact,
    });
  },
});
