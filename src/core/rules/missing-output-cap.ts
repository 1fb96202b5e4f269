import { defineRule } from './rule.ts';

export default defineRule({
  id: 'missing-output-cap',
  summary: 'Cap the output of every model call.',
  why: 'Output tokens cost most. Without a cap, one runaway answer costs as much as the model allows.',
  category: 'risk',
  severity: 'warning',
  fix: 'suggestion',
  options: {
    limit: { type: 'number', default: 1024, description: 'Output tokens that the cap of the fix allows; the impact is what that saves.' },
  },
  check(priced, cx) {
    const { site } = priced;
    if (site.kind !== 'llm-call' || site.outputCap.state !== 'absent') return;
    const limit = cx.option<number>('limit');
    const parameter = site.anchors.outputCap?.parameter ?? site.outputCap.parameter;
    const impact = cx.saving(priced, { outputCap: { state: 'set', tokens: limit, parameter: parameter ?? '' } });
    const edits = cx.edit.set(site, 'outputCap', limit);
    cx.report({
      at: site.place,
      message: `No output cap: one answer may cost as much as the model allows.${parameter === undefined ? '' : ` Set ${parameter}.`}`,
      impact,
      fixes: edits && [{ title: `Cap the output at ${limit} tokens`, safety: 'suggestion', saving: impact, edits }],
    });
  },
});
