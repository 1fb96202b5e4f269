/** The price book: what a model costs on a day, from which layer, by which match; or why no price is known. */
import type { PriceOverride } from '../config/settings.ts';
import { answerTo, bareName, lookUp, ownerOf } from './find.ts';
import { configLayer, type Layer, type LayerName, overlayLayer, snapshotLayer } from './layers.ts';
import { type CachePolicy, cachePolicyOf, type Mode, type Multiplier, multiplierOf } from './modifiers.ts';
import type { Overlay } from './overlay.ts';
import { providerId, undated } from './resolve.ts';
import { type DatedRates, matchOf, type Rates, type Snapshot, type SnapshotProvider } from './snapshot.ts';

export interface BookSources {
  readonly snapshot: Snapshot;
  readonly overlay: Overlay;
  readonly secondary: Snapshot;
  /** Takes the place of `snapshot`. */
  readonly refreshed?: Snapshot;
  readonly overrides?: readonly PriceOverride[];
  /** Provider → negotiated discount, 0 to 1. */
  readonly discounts?: Readonly<Record<string, number>>;
  /** `env:NAME`, `azure:deployment` or a name in the code → a model id. */
  readonly models?: Readonly<Record<string, string>>;
}

export interface PriceQuery {
  readonly model: string;
  /** What the SDK or the user says; any spelling. */
  readonly provider?: string | undefined;
  readonly baseUrl?: string | undefined;
  /** The day that is priced, YYYY-MM-DD; its prices are those of 12:00 UTC. */
  readonly at: string;
}

export interface Price {
  readonly provider: string;
  readonly model: string;
  /** USD per 1M tokens, before `discount`. */
  readonly rates: Rates;
  readonly layer: LayerName;
  /** `exact`: the name stands in the layer; `dated`: without its date or `-latest`; `prefix`: a part of it; `free`: its suffix says so. */
  readonly match: 'exact' | 'dated' | 'prefix' | 'free';
  /** The day of the layer's data. */
  readonly asOf: string;
  readonly evidence: string;
  readonly free: boolean;
  /** Negotiated discount on the rates, 0 to 1. */
  readonly discount: number;
  /** Tokens. */
  readonly window: number | undefined;
  readonly maxOutput: number | undefined;
  readonly lifecycle: Lifecycle | undefined;
  /** The next price that is known already, with its day. */
  readonly next: DatedRates | undefined;
  readonly notes: readonly PriceNote[];
}

export interface PriceNote {
  readonly code: string;
  readonly message: string;
}

export interface Lifecycle {
  readonly status: string;
  readonly date: string | undefined;
  readonly replacement: string | undefined;
}

export type Answer =
  | { readonly state: 'priced'; readonly price: Price }
  /** Self-hosted: no token price. */
  | { readonly state: 'local'; readonly note: string }
  | {
      readonly state: 'unpriced';
      readonly reason: string;
      /** What to declare, or which name was probably meant. */
      readonly hint: string;
      readonly suggestion: string | undefined;
      /** The base model of a fine-tuned one. */
      readonly lowerBound: Price | undefined;
    };

export interface PriceBook {
  readonly sources: BookSources;
  /** Config, overlay, base, secondary. */
  readonly layers: readonly Layer[];
  readonly base: Snapshot;
  readonly providers: ReadonlyMap<string, SnapshotProvider>;
  readonly answers: Map<string, Answer>;
}

/** Opens the book; indices are made when they are first needed. */
export function openBook(sources: BookSources): PriceBook {
  const shipped = snapshotLayer('base', sources.snapshot);
  const base = sources.refreshed === undefined ? shipped : snapshotLayer('base', sources.refreshed);
  return {
    sources,
    layers: [
      configLayer(sources.overrides ?? []),
      overlayLayer(sources.overlay, base, shipped),
      base,
      snapshotLayer('secondary', sources.secondary),
    ],
    base: sources.refreshed ?? sources.snapshot,
    providers: new Map(Object.entries((sources.refreshed ?? sources.snapshot).providers)),
    answers: new Map(),
  };
}

/** The price of a model as the code names it. Never 0 without `free`; what is not known is `unpriced`. */
export function price(book: PriceBook, query: PriceQuery): Answer {
  const key = JSON.stringify([query.model, query.provider, query.baseUrl, query.at]);
  const known = book.answers.get(key);
  if (known !== undefined) return known;
  const answer = answerTo(book, query);
  book.answers.set(key, answer);
  return answer;
}

/** formulas.md §1: the factor on token prices of a way of asking. A negotiated discount is not in it. */
export const priceMultiplier = (book: PriceBook, of: Price, mode: Mode): Multiplier =>
  multiplierOf(book.sources.overlay.modifiers, of.provider, [of.model, undated(of.model)], mode);

/** When the model's provider caches a prefix; resold models follow their maker's rules. */
export function cachePolicy(book: PriceBook, of: Price): CachePolicy | undefined {
  const maker = ownerOf(book, of.model) ?? of.provider;
  return cachePolicyOf(book.sources.overlay.cache, maker, [of.model, bareName(of.model)]);
}

/** The models that a vendor offers for small tasks, with their prices on the day `at`; none that is retired or deprecated. */
export function smallModels(book: PriceBook, provider: string, at: string): readonly Price[] {
  const names = book.sources.overlay.small.filter((entry) => entry.provider === provider).flatMap(({ models }) => models);
  return names.flatMap((name) => {
    const found = lookUp(book, [{ provider, names: [name] }], at);
    return found === undefined || found.match !== 'exact' || found.lifecycle !== undefined ? [] : [found];
  });
}

/** The model reasons unless it is told not to: a cap on its answer also holds for what is not seen of it. */
export const reasonsUnasked = (book: PriceBook, model: string): boolean =>
  book.sources.overlay.reasoning.some(({ match }) => match.some((pattern) => matchOf(pattern, bareName(model)) !== undefined));

/** The day up to which the prices were compared with their sources. */
export const bookDate = (book: PriceBook): string => [book.base.date, book.sources.overlay.checked].sort().at(-1) ?? '';

/** Days after which prices count as old. */
const STALE_AFTER = 120;

/** A sentence when the prices are too old for the day `at`; undefined otherwise. */
export function staleness(book: PriceBook, at: string): string | undefined {
  const checked = bookDate(book);
  const days = Math.round((Date.parse(at) - Date.parse(checked)) / 86_400_000);
  if (!(days > STALE_AFTER)) return undefined;
  return `The prices were last checked on ${checked}, ${days} days before ${at}: update Costlint, or run "costlint prices update".`;
}

/** Names of the sources, for the report. */
export const bookSources = (book: PriceBook): readonly string[] => [
  book.base.source,
  'overlay',
  ...(book.sources.overrides?.length || Object.keys(book.sources.discounts ?? {}).length > 0 ? ['config'] : []),
];

/** All models with a price on the day `at`, by provider and name; `provider` narrows. */
export function listModels(book: PriceBook, at: string, provider?: string): readonly Price[] {
  const providers = provider === undefined ? [...book.providers.keys()] : [providerId(provider)];
  return providers.sort().flatMap((id) => {
    const names = new Set(book.layers.flatMap((layer) => layer.ids(id)));
    return [...names].sort().flatMap((name) => {
      const found = lookUp(book, [{ provider: id, names: [name] }], at);
      return found === undefined ? [] : [found];
    });
  });
}
