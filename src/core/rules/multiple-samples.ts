import { defineRule } from './rule.ts';
import { suggestion } from './suggestion.ts';

export default defineRule({
  id: 'multiple-samples',
  summary: 'Ask for one answer unless you compare several.',
  why: 'Each further sample is billed as output of its own. The input is paid once, the answers every time.',
  category: 'waste',
  severity: 'info',
  fix: 'suggestion',
  options: {},
  check(priced, cx) {
    const { site } = priced;
    if (site.kind !== 'llm-call' || site.samples < 2) return;
    const impact = cx.saving(priced, { samples: 1 });
    cx.report({
      at: site.place,
      message: `Asks for ${site.samples} answers and pays for the output of each.`,
      impact,
      fixes: suggestion('Ask for one answer', cx.edit.set(site, 'samples', 1), impact),
    });
  },
});
