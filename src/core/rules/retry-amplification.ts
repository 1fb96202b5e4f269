import type { RetryLayer } from '../analysis/analysis.ts';
import { defineRule } from './rule.ts';
import { suggestion } from './suggestion.ts';

export default defineRule({
  id: 'retry-amplification',
  summary: 'Retry in one place: retries around retries multiply.',
  why: 'An SDK that tries three times inside a loop that tries three times sends nine requests. Each one that was read before it failed is billed, and an outage becomes a storm.',
  category: 'risk',
  severity: 'warning',
  fix: 'suggestion',
  options: {
    limit: { type: 'number', default: 8, description: 'Requests for one answer from which on it is reported.' },
  },
  check(priced, cx) {
    const { site } = priced;
    const layers = site.retriedBy;
    if (layers.length === 0 || (site.kind !== 'llm-call' && site.kind !== 'wrapped-call' && site.kind !== 'agent')) return;
    const own = site.retries + 1;
    const unbounded = layers.some((layer) => layer.unbounded);
    const attempts = layers.reduce((product, layer) => product * (layer.attempts ?? 1), own);
    // One layer with a bound is what everybody should have.
    const multiplies = layers.length > 1 || own > 1;
    if (!unbounded && (!multiplies || attempts < cx.option<number>('limit'))) return;
    const once = site.retries > 0 && site.kind === 'llm-call' ? cx.edit.set(site, 'retries', 0) : undefined;
    const saving = cx.saving(priced, { retries: 0 });
    const impact = saving && saving.high > 0 ? saving : undefined;
    cx.report({
      at: site.place,
      message: unbounded
        ? `Tried again until it succeeds${own > 1 ? `, ${own} requests each time` : ''}: nothing bounds what a failure costs.`
        : `One answer may take ${attempts} requests: ${factors(layers, own)}.`,
      impact,
      fixes: suggestion('Leave retries to the code around: set those of the SDK to 0', once, impact),
      related: layers.map(({ place, attempts: tries }) => ({
        at: place,
        message: tries === undefined ? 'tries again here' : `tries ${tries} times here`,
      })),
    });
  },
});

const factors = (layers: readonly RetryLayer[], own: number): string =>
  [...layers.map(({ attempts }) => `${attempts ?? 'some'} tries in the code`), ...(own > 1 ? [`${own} of the SDK`] : [])].join(' × ');
