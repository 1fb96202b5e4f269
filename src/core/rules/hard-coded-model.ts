import type { Place } from '../analysis/analysis.ts';
import { price } from '../prices/book.ts';
import { defineRule, type PricedSite } from './rule.ts';

export default defineRule({
  id: 'hard-coded-model',
  summary: 'Name each model in one place.',
  why: 'Prices fall and models retire several times a year. An id that is written in many places is changed late, or in some of them only.',
  category: 'model-choice',
  severity: 'off',
  fix: 'none',
  options: {
    places: { type: 'number', default: 3, description: 'Places from which on it is reported.' },
  },
  checkAll(sites, cx) {
    const byModel = new Map<string, Map<string, { readonly place: Place; readonly priced: PricedSite }>>();
    for (const priced of sites) {
      const { model, anchors } = priced.site;
      const written = anchors.model?.literal ?? (anchors.model?.value && { path: anchors.model.path, ...anchors.model.value });
      // What the environment or a caller can change has its one place.
      if (!model || !written || (model.via !== 'literal' && model.via !== 'constant' && model.via !== 'import')) continue;
      // A name without a price may be a deployment, a profile or a test's.
      if (price(cx.book, { model: model.id, provider: priced.site.provider, baseUrl: priced.site.baseUrl, at: cx.at }).state !== 'priced')
        continue;
      const places = byModel.get(model.id) ?? new Map();
      byModel.set(model.id, places);
      const place = { path: written.path, start: written.start, end: written.end };
      places.set(`${place.path}:${place.start}`, { place, priced });
    }
    for (const [id, found] of byModel) {
      const places = [...found.values()];
      const [first, ...others] = places;
      if (!first || places.length < cx.option<number>('places')) continue;
      cx.report({
        at: first.place,
        of: first.priced,
        message: `${id} is written in ${places.length} places: give it one name.`,
        related: others.map(({ place }) => ({ at: place, message: 'also here' })),
      });
    }
  },
});
