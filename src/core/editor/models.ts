/** One call in every model that could take it: what it would cost there. */
import type { CallSite } from '../analysis/analysis.ts';
import type { SiteCost } from '../analysis/cost.ts';
import { perCall } from '../economics/terms.ts';
import { listModels, type Price, type PriceBook } from '../prices/book.ts';
import type { Interval } from '../tokens/interval.ts';

export interface ModelRow {
  readonly model: string;
  readonly provider: string;
  /** USD; the month is null when the traffic is unknown. */
  readonly perCall: Interval;
  readonly perMonth: Interval | null;
  /** Tokens; null when it is not known. */
  readonly window: number | null;
  /** Request and answer are no longer than the window, as far as both are known. */
  readonly fits: boolean;
  readonly current: boolean;
}

/**
 * Cheapest first. Models of those who make models, and of the provider that the call uses; retired ones are left out. `costOf` prices
 * the call as if it were written with another model.
 */
export function modelRows(
  priced: { readonly site: CallSite; readonly cost: SiteCost },
  book: PriceBook,
  at: string,
  costOf: (site: CallSite) => SiteCost,
): readonly ModelRow[] {
  const { site, cost } = priced;
  const now = cost.terms?.price;
  const offered = listModels(book, at).filter(
    ({ provider, rates, lifecycle }) =>
      (provider === now?.provider || book.providers.get(provider)?.owns) &&
      (site.kind === 'embedding-call') === isEmbedding(rates) &&
      lifecycle?.status !== 'retired',
  );
  const row = (price: Price): ModelRow[] => {
    const current = now?.model === price.model && now.provider === price.provider;
    const model = { id: price.model, via: site.model?.via ?? 'literal' };
    const {
      terms,
      cost: made,
      tokens,
    } = current ? cost : costOf({ ...site, model, provider: price.provider, baseUrl: undefined, otherModels: [] });
    if (!terms) return [];
    const needs = tokens ? tokens.input.expected + tokens.output.expected : 0;
    return [
      {
        model: price.model,
        provider: price.provider,
        perCall: made?.perCall ?? perCall(terms),
        perMonth: made?.perMonth ?? null,
        window: price.window ?? null,
        fits: price.window === undefined || needs <= price.window,
        current,
      },
    ];
  };
  return offered.flatMap(row).sort((a, b) => a.perCall.expected - b.perCall.expected || (a.model < b.model ? -1 : 1));
}

/** They are billed by their input alone. */
const isEmbedding = ({ output = 0, input }: Price['rates']): boolean => output === 0 && input > 0;
