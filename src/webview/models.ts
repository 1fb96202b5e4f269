/** Models by name for what-if questions: exact names of the list, as the price book writes them. */
import type { ModelTerms, WhatIfContext } from '../core/economics/what-if.ts';

export function modelLookup(models: readonly ModelTerms[]): WhatIfContext['modelOf'] {
  const byName = new Map<string, ModelTerms>();
  for (const one of models) {
    const { provider, model } = one.price;
    byName.set(`${provider}/${model}`, one);
    // Of several sellers of one model the first in the list speaks for the bare name: its maker.
    if (!byName.has(model)) byName.set(model, one);
  }
  return (model, provider) => (provider === null ? undefined : byName.get(`${provider}/${model}`)) ?? byName.get(model);
}
