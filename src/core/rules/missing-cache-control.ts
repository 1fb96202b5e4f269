import type { CallSite, PromptPart } from '../analysis/analysis.ts';
import { requestOrder } from '../analysis/request-order.ts';
import { count, isHole, isRequest, withPart } from './parts.ts';
import { defineRule, type RuleContext, type RuleFix } from './rule.ts';

export default defineRule({
  id: 'missing-cache-control',
  summary: 'Mark a large static prefix for caching where the provider asks for a marker.',
  why: 'Some providers cache nothing without a marker. A system prompt or a set of tools that is sent again and again then costs ten times what reading it from the cache would.',
  category: 'caching',
  severity: 'warning',
  fix: 'suggestion',
  options: {},
  check(priced, cx) {
    const { site, cost } = priced;
    if (!isRequest(priced) || !cost.terms || site.batch || site.parts.some(({ marked }) => marked)) return;
    if (cost.terms.hitRate !== undefined) return;
    const order = requestOrder(site.parts);
    const first = order.findIndex(({ part }) => part.role === 'image' || part.pieces.some(isHole));
    const last = order[(first < 0 ? order.length : first) - 1];
    if (!last || (last.part.role !== 'tools' && last.part.role !== 'system' && last.part.role !== 'schema')) return;
    const parts = withPart(site.parts, last.i, { ...last.part, marked: true });
    const prefix = cx.costOf({ ...site, parts }).terms?.cached.expected ?? 0;
    const impact = cx.saving(priced, { parts });
    if (prefix <= 0 || !impact || impact.expected <= 0) return;
    cx.report({
      at: site.place,
      message: `${count(prefix)} tokens are the same in every request and no cache marker stands behind them.`,
      impact,
      fixes: markSystem(site, last.part, cx),
      related: [{ at: last.part.place, message: 'The static part ends here.' }],
    });
  },
});

/** The marker stands behind the system prompt when that is one text; tools are marked by hand. */
function markSystem(site: CallSite, last: PromptPart, cx: RuleContext): readonly RuleFix[] {
  if (last.role !== 'system' || site.parts.filter(({ role }) => role === 'system').length > 1) return [];
  const edits = cx.edit.mark(site, 'system');
  return edits ? [{ title: 'Cache the system prompt', safety: 'suggestion', edits }] : [];
}
