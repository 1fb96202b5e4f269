/** The price book as what-if questions ask it: another model by name, as the terms that it would bring. */
import type { ModelTerms, WhatIfContext } from '../economics/what-if.ts';
import { listModels, type Price, type PriceBook, price, priceMultiplier } from '../prices/book.ts';
import { priceTerms } from './cost.ts';

/** Looks models up on the day `at` (YYYY-MM-DD). */
export const modelTerms =
  (book: PriceBook, at: string): WhatIfContext['modelOf'] =>
  (model, provider) => {
    const answer = price(book, { model, provider: provider ?? undefined, at });
    return answer.state === 'priced' ? termsOf(book, answer.price) : undefined;
  };

/** Every model with a price, by the name that it is priced under: what a page offers that has no book. */
export const allModelTerms = (book: PriceBook, at: string): readonly ModelTerms[] => listModels(book, at).map((one) => termsOf(book, one));

function termsOf(book: PriceBook, of: Price): ModelTerms {
  const batch = priceMultiplier(book, of, { batch: true });
  const { next } = of;
  return {
    price: priceTerms(of, []),
    discounted: 1 - of.discount,
    ...(of.window !== undefined && { window: of.window }),
    ...(batch.unknown.length === 0 && { batch: batch.expected }),
    ...(next?.from !== undefined && { later: { from: next.from, price: priceTerms({ ...of, rates: next, notes: [] }, []) } }),
  };
}
