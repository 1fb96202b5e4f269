/** The sources of prices as layers of one shape: configuration, our corrections, the snapshot, the secondary snapshot. */
import type { PriceOverride } from '../config/settings.ts';
import type { Overlay, OverlayPrice } from './overlay.ts';
import { isSameModel, providerId } from './resolve.ts';
import { type DatedRates, matchOf, type Pattern, type Rates, type Snapshot, type SnapshotModel } from './snapshot.ts';

export type LayerName = 'config' | 'overlay' | 'base' | 'secondary';

/** What a layer knows of one model on one day. */
export interface Entry {
  readonly id: string;
  readonly rates: Rates;
  /** The next price that is known already, with its day. */
  readonly next: DatedRates | undefined;
  readonly window: number | undefined;
  readonly maxOutput: number | undefined;
  readonly deprecated: boolean;
  readonly evidence: string;
  readonly note: string | undefined;
}

export interface Layer {
  readonly name: LayerName;
  /** The day of its newest data. */
  readonly asOf: string;
  /** The price that holds for a name on the day `at`; `exactly` leaves out matches by a part of the name. */
  find(provider: string, name: string, exactly: boolean, at: string): Entry | undefined;
  /** The ids that it prices, for lists and suggestions. */
  ids(provider: string): readonly string[];
}

/** A snapshot as a layer. Its indices are made per provider, when a provider is first asked for. */
export function snapshotLayer(name: 'base' | 'secondary', snapshot: Snapshot): Layer {
  const indices = new Map<string, ReadonlyMap<string, SnapshotModel>>();
  const providers = new Map(Object.entries(snapshot.providers));
  const modelsOf = (provider: string): readonly SnapshotModel[] => providers.get(provider)?.models ?? [];
  const indexOf = (provider: string): ReadonlyMap<string, SnapshotModel> => {
    const known = indices.get(provider);
    if (known !== undefined) return known;
    const index = new Map<string, SnapshotModel>();
    // An id goes before another model's further name.
    for (const model of modelsOf(provider)) for (const id of model.match ?? []) if (isWhole(id)) index.set(id.toLowerCase(), model);
    for (const model of modelsOf(provider)) index.set(model.id.toLowerCase(), model);
    indices.set(provider, index);
    return index;
  };
  return {
    name,
    asOf: snapshot.date,
    find(provider, model, exactly, at) {
      const found = exactly
        ? (indexOf(provider).get(model.toLowerCase()) ??
          modelsOf(provider).find(({ match }) => match?.some((pattern) => matchOf(pattern, model) === 'exact')))
        : closest(modelsOf(provider), model);
      return found && entryOf(found, at, name === 'base' ? 'collection' : 'secondary');
    },
    ids: (provider) =>
      modelsOf(provider)
        .filter((model) => model.rates.length > 0)
        .map((model) => model.id),
  };
}

const isWhole = (pattern: Pattern): pattern is string => typeof pattern === 'string' && !/^\*|\*$|^\/.*\/$/.test(pattern);

/** The model whose pattern covers the most of a name and leaves nothing that would make it another model. */
function closest(models: readonly SnapshotModel[], name: string): SnapshotModel | undefined {
  let best: SnapshotModel | undefined;
  let longest = 0;
  for (const model of models) {
    for (const pattern of model.match ?? []) {
      if (matchOf(pattern, name) !== 'partial') continue;
      const covered = typeof pattern === 'string' && !pattern.startsWith('/') ? pattern.replace(/^\*|\*$/g, '') : name;
      if (covered.length <= longest || !isSameModel(restOf(name, covered))) continue;
      best = model;
      longest = covered.length;
    }
  }
  return best;
}

/** What follows the covered part, with the separator in front that the pattern may have taken. */
function restOf(name: string, covered: string): string {
  const end = name.indexOf(covered) + covered.length;
  return name.slice(/[-.:]$/.test(covered) ? end - 1 : end);
}

function entryOf(model: SnapshotModel, at: string, evidence: string): Entry | undefined {
  const valid = model.rates.filter((rates) => (rates.from ?? '') <= at);
  const rates = valid.at(-1) ?? model.rates[0];
  return (
    rates && {
      id: model.id,
      rates,
      next: model.rates.find((later) => (later.from ?? '') > at && later !== rates),
      window: model.window,
      maxOutput: model.maxOutput,
      deprecated: model.deprecated === true,
      evidence,
      note: model.note,
    }
  );
}

/**
 * Our corrections as a layer over the base that they correct. `shipped` is the base they were written against: where a
 * refreshed base has another price for the id than that, upstream has moved since and the correction steps aside.
 */
export function overlayLayer(overlay: Overlay, base: Layer, shipped: Layer): Layer {
  const moved = (price: OverlayPrice, at: string): boolean =>
    base !== shipped &&
    price.match.some(
      (id) => typeof id === 'string' && ratesText(base, price.provider, id, at) !== ratesText(shipped, price.provider, id, at),
    );
  return {
    name: 'overlay',
    asOf: overlay.checked,
    find(provider, name, exactly, at) {
      const wanted = exactly ? 'exact' : 'partial';
      for (const price of overlay.prices) {
        if (price.provider !== provider || (price.from ?? '') > at || moved(price, at)) continue;
        if (!price.match.some((pattern) => matchOf(pattern, name.toLowerCase()) === wanted)) continue;
        const below = base.find(provider, price.aliasOf ?? name, true, at);
        const rates = price.rates ?? below?.rates;
        if (rates === undefined) continue;
        return {
          id: price.aliasOf ?? name,
          rates,
          next: price.rates === undefined ? below?.next : undefined,
          window: below?.window,
          maxOutput: below?.maxOutput,
          deprecated: false,
          evidence: price.evidence,
          note: price.note,
        };
      }
      return undefined;
    },
    ids: (provider) => overlay.prices.filter((price) => price.provider === provider).flatMap((price) => price.match.filter(isWhole)),
  };
}

const ratesText = (layer: Layer, provider: string, id: string, at: string): string =>
  JSON.stringify(layer.find(provider, id, true, at)?.rates);

/** The user's own prices. One without a provider holds wherever the model is asked of. */
export function configLayer(overrides: readonly PriceOverride[]): Layer {
  const holds = (price: PriceOverride, provider: string): boolean =>
    price.provider === undefined || providerId(price.provider) === provider;
  return {
    name: 'config',
    asOf: '',
    find(provider, name, exactly, at) {
      const wanted = exactly ? 'exact' : 'partial';
      const price = overrides
        .filter((own) => holds(own, provider) && (own.from ?? '') <= at && matchOf(own.model.toLowerCase(), name.toLowerCase()) === wanted)
        .sort((a, b) => (a.from ?? '').localeCompare(b.from ?? ''))
        .at(-1);
      return (
        price && {
          id: price.model,
          rates: ownRates(price),
          next: undefined,
          window: undefined,
          maxOutput: undefined,
          deprecated: false,
          evidence: 'config',
          note: undefined,
        }
      );
    },
    ids: (provider) => overrides.filter((price) => holds(price, provider)).map((price) => price.model),
  };
}

function ownRates({ input, output, cacheRead, cacheWrite, above }: PriceOverride): Rates {
  const steps = [...above].sort((a, b) => a.tokens - b.tokens);
  return {
    input,
    ...(output !== undefined && { output }),
    ...(cacheRead !== undefined && { cacheRead }),
    ...(cacheWrite !== undefined && { cacheWrite }),
    ...(steps.length > 0 && {
      above: steps.map((step) => ({ tokens: step.tokens, input: step.input, ...(step.output !== undefined && { output: step.output }) })),
    }),
  };
}
