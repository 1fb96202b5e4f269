import type { PromptPart } from '../analysis/analysis.ts';
import { count, isRequest, percent, withPart } from './parts.ts';
import { defineRule, type PricedSite, type RuleContext } from './rule.ts';

export default defineRule({
  id: 'verbose-tool-schema',
  summary: 'Send only the tools that a call can use, with short descriptions.',
  why: 'All tools with their schemas are input of every request and every step, whether they are used or not. Long lists also make the choice worse.',
  category: 'waste',
  severity: 'warning',
  fix: 'none',
  options: {
    limit: { type: 'number', default: 3000, description: 'Tokens of tools above which they are reported.' },
    tools: { type: 'number', default: 20, description: 'Number of tools above which they are reported.' },
  },
  check(priced, cx) {
    const { site, cost } = priced;
    if (!isRequest(priced)) return;
    const at = site.parts.findIndex((part) => part.role === 'tools');
    const part = site.parts[at];
    const tools = Array.isArray(part?.json) ? part.json : [];
    if (!part || tools.length === 0) return;
    // A history that holds calls of tools may need their definitions.
    if (site.toolChoice === 'none' && !site.parts.some(({ role }) => role === 'history')) {
      const parts = site.parts.filter((other) => other !== part);
      cx.report({
        at: part.place,
        message: `The call forbids the use of tools and pays for ${tools.length} of them. Leave them out.`,
        impact: cx.saving(priced, { parts, toolChoice: 'auto' }),
      });
      return;
    }
    const usable = tools.filter((tool) => nameOf(tool) === site.forcedTool);
    if (site.forcedTool !== undefined && usable.length === 1 && tools.length > 1) {
      cx.report({
        at: part.place,
        message: `The call must use ${site.forcedTool} and pays for ${tools.length - 1} more tools. Leave them out.`,
        impact: cx.saving(priced, { parts: withPart(site.parts, at, { ...part, json: usable }) }),
      });
      return;
    }
    const tokens = cost.parts[at]?.tokens.expected ?? 0;
    const share = tokens / Math.max(1, cost.tokens?.input.expected ?? 0);
    if (tokens > cx.option<number>('limit') || tools.length > cx.option<number>('tools'))
      cx.report({
        at: part.place,
        message: `${tools.length} tools of ${count(tokens)} tokens, ${percent(share)} of the input, go with every request.`,
        impact: cx.saving(priced, { parts: withPart(site.parts, at, { ...part, json: withinLimits(part, tools, priced, cx) }) }),
      });
  },
});

/** The first tools that stay within the limits: what they cost beyond that is the impact. */
function withinLimits(part: PromptPart, tools: readonly unknown[], { site, cost }: PricedSite, cx: RuleContext): readonly unknown[] {
  const own = cost.parts[site.parts.indexOf(part)]?.tokens.expected ?? 0;
  const fitting = Math.floor((tools.length * cx.option<number>('limit')) / Math.max(1, own));
  return tools.slice(0, Math.max(1, Math.min(fitting, cx.option<number>('tools'))));
}

function nameOf(tool: unknown): string | undefined {
  if (typeof tool !== 'object' || tool === null) return undefined;
  const { name, function: inner } = tool as { name?: unknown; function?: unknown };
  return typeof name === 'string' ? name : nameOf(inner);
}
