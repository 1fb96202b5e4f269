import { defineRule } from './rule.ts';

export default defineRule({
  id: 'unbounded-agent-loop',
  summary: 'Bound the steps of every agent loop.',
  why: 'Each step sends the whole conversation again, so the cost of a run grows with the square of its steps. One run that does not end is an invoice.',
  category: 'risk',
  severity: 'warning',
  fix: 'suggestion',
  options: {
    limit: { type: 'number', default: 10, description: 'Steps that the bound of the fix allows; the impact is what that saves.' },
  },
  check(priced, cx) {
    const { site } = priced;
    // A framework's loop is bounded where it is run, or where it is built when nobody is seen to run it; some can only be stopped elsewhere.
    const isFrameworks = site.kind === 'agent' ? !site.paidBy && site.anchors.steps !== undefined : site.kind === 'llm-call';
    const isLoop = site.kind === 'agent-loop' || (isFrameworks && site.inLoop === undefined);
    // What a person ends round by round is a conversation.
    if (!isLoop || site.loop.state !== 'unbounded' || site.interactive) return;
    const limit = cx.option<number>('limit');
    const impact = cx.saving(priced, { loop: { state: 'bounded', steps: limit } });
    const edits = site.kind === 'agent-loop' ? undefined : cx.edit.set(site, 'steps', limit);
    cx.report({
      at: site.place,
      message: 'Nothing bounds the steps of this loop: a run goes on until the model ends it.',
      impact,
      fixes: edits && [{ title: `Stop after ${limit} steps`, safety: 'suggestion', saving: impact, edits }],
    });
  },
});
