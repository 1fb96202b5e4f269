import { defineRule } from './rule.ts';
import { suggestion } from './suggestion.ts';

export default defineRule({
  id: 'loose-agent-bound',
  summary: 'Bound agent runs near the steps that they need.',
  why: 'Every step sends the conversation again. A bound of hundreds of steps, or the default of a framework that allows thousands, ends a run only when the bill is already there.',
  category: 'risk',
  severity: 'warning',
  fix: 'suggestion',
  options: {
    limit: { type: 'number', default: 100, description: 'Steps above which a bound is loose.' },
    steps: { type: 'number', default: 25, description: 'Steps that the fix allows.' },
  },
  check(priced, cx) {
    const { site } = priced;
    const { loop } = site;
    if (loop.state !== 'bounded' && loop.state !== 'framework-default') return;
    if (loop.steps <= cx.option<number>('limit')) return;
    // Of an agent that is made here and run there the run is told; of a loop in the code the loop, when it sends its answers again.
    // A default counts where the bound could be set: of an agent that is run elsewhere it may be.
    const isDefault = loop.state === 'framework-default';
    const isOwn = isDefault || site.inLoop === undefined;
    const counts = site.kind === 'agent-loop' ? site.grows : site.paidBy === undefined && isOwn;
    if (!counts || (isDefault && (!site.anchors.steps || loop.maybeLess))) return;
    const steps = cx.option<number>('steps');
    const impact = cx.saving(priced, { loop: { state: 'bounded', steps } });
    cx.report({
      at: site.place,
      message: isDefault
        ? `No bound is set: the framework ends a run only after ${loop.steps.toLocaleString('en-US')} steps.`
        : `A run may take ${loop.steps.toLocaleString('en-US')} steps before it is ended.`,
      impact,
      fixes: suggestion(`End a run after ${steps} steps`, cx.edit.set(site, 'steps', steps), impact),
    });
  },
});
