import { isPaying } from '../analysis/paying.ts';
import { defineRule } from './rule.ts';

export default defineRule({
  id: 'unresolved-cost',
  summary: 'Declare what the code does not say, so that every call can be priced.',
  why: 'A call whose model or traffic is decided elsewhere has no cost in the total. One line of configuration or one comment gives it one.',
  category: 'governance',
  severity: 'info',
  fix: 'none',
  options: {},
  check(priced, cx) {
    const { site, cost } = priced;
    if (!isPaying(priced.site) || cost.cost !== null) return;
    if (cost.callsPerMonth === null && cost.terms) {
      cx.report({
        at: site.place,
        message:
          'No cost: how often this runs is not known. Declare it in "usage", or in a comment above the call: costlint-usage calls=50k/month',
      });
      return;
    }
    // A model with a name but no price is another rule's.
    if (cost.model) return;
    const unresolved = site.notes.find(({ code }) => code === 'model-unresolved')?.message;
    // A graph or a task without a model of its own only runs calls that are sites themselves.
    if (site.kind === 'agent' && unresolved === undefined) return;
    const why = unresolved ?? 'The model is not known.';
    const variable = /\(env:(\w+)\)/.exec(why)?.[1];
    const where = variable === undefined ? '' : `"models": { "env:${variable}": "…" } in the configuration, or `;
    cx.report({ at: site.place, message: `No cost. ${why} Name it: ${where}costlint-usage model=… in a comment above the call.` });
  },
});
