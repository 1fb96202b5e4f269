import { exactly } from '../tokens/interval.ts';
import { isHole } from './parts.ts';
import { defineRule } from './rule.ts';

/** Code that runs once by its name. */
const ONCE = /(^|\.)(main|__init__|constructor|init|setup|migrate|seed|probe|warm_?up|health_?check)\w*$/i;

export default defineRule({
  id: 'repeated-embedding',
  summary: 'Embed constant text once and keep the vector.',
  why: 'The same text always gives the same vector. Embedded inside a function it is paid for, and waited for, at every run.',
  category: 'waste',
  severity: 'info',
  fix: 'none',
  options: {},
  check(priced, cx) {
    const { site } = priced;
    if (site.kind !== 'embedding-call' || site.symbol === undefined || ONCE.test(site.symbol) || site.paidBy || !site.complete) return;
    const pieces = site.parts.flatMap((part) => part.pieces);
    if (pieces.length === 0 || pieces.some(isHole)) return;
    cx.report({
      at: site.place,
      message: 'This embeds the same text at every run. Embed it once and keep the vector.',
      impact: cx.saving(priced, { times: exactly(0) }),
    });
  },
});
