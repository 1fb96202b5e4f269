/** Finds the price of a model by the name that stands in the code, or says why there is none. */
import { nearest } from '../text/nearest.ts';
import type { Answer, Lifecycle, Price, PriceBook, PriceNote, PriceQuery } from './book.ts';
import type { Entry, Layer } from './layers.ts';
import type { LifecycleEntry } from './overlay.ts';
import { fineTunedFrom, isFreeName, isLocalAddress, isLocalProvider, providerId, type Reading, readingsOf, undated } from './resolve.ts';
import { matchOf, type Rates, type SnapshotProvider } from './snapshot.ts';

/** Finds the price that a query asks for, or says why there is none: overrides, local addresses and free tiers first, then the readings of the name. */
export function answerTo(book: PriceBook, query: PriceQuery): Answer {
  const { at } = query;
  const hosted = query.baseUrl === undefined ? undefined : providerOfUrl(book, query.baseUrl);
  const said = hosted ?? (query.provider === undefined ? undefined : providerId(query.provider));
  const model = unalias(book, query.model.trim(), said);
  const local =
    (said !== undefined && isLocalProvider(said)) || (query.baseUrl !== undefined && hosted === undefined && isLocalAddress(query.baseUrl));
  const readings = readingsOf(model, local ? 'local' : said);
  const own = readings
    .flatMap(({ provider, names }) => names.map((name) => ownPrice(book, provider, name, at)))
    .find((found) => found !== undefined);
  if (own !== undefined) return { state: 'priced', price: own };
  if (local || readings.some((reading) => reading.provider === 'local')) {
    return { state: 'local', note: 'self-hosted: no token price; give it one in "prices" to count it' };
  }

  if (isFreeName(model)) return { state: 'priced', price: freePrice(book, said ?? readings.at(-1)?.provider ?? 'openrouter', model) };
  const tuned = fineTunedFrom(model);
  if (tuned !== undefined) return fineTuned(book, query, said ?? 'openai', model, tuned);

  const elsewhere =
    query.baseUrl !== undefined && hosted === undefined
      ? [
          {
            code: 'price-host-unknown',
            message: `${query.baseUrl} is no provider of the price book: priced as ${said ?? 'the vendor'} does.`,
          },
        ]
      : [];
  const found = lookUp(book, readings, at, elsewhere);
  if (found !== undefined) return { state: 'priced', price: found };

  const owner = ownerOf(book, model);
  if (owner !== undefined && said !== undefined && owner !== said && isMaker(book, said)) {
    const note = {
      code: 'price-gateway',
      message: `${model} is sold by ${owner}, but asked of ${said}: priced as ${owner} does, a gateway may charge more.`,
    };
    const resold = lookUp(book, readingsOf(model, owner), at, [...elsewhere, note]);
    if (resold !== undefined) return { state: 'priced', price: resold };
  }
  return unpriced(book, query, model, readings);
}

/** All exact matches before all undated ones before all matches by a part of the name. */
export function lookUp(book: PriceBook, readings: readonly Reading[], at: string, notes: readonly PriceNote[] = []): Price | undefined {
  for (const match of ['exact', 'dated', 'prefix'] as const) {
    for (const { provider, names } of readings) {
      // An Azure name is a deployment's: it means a model only when it is the model's whole name.
      if (match === 'prefix' && provider === 'azure') continue;
      for (const name of names) {
        const spelled = match === 'dated' ? undated(name) : name;
        if (match === 'dated' && spelled === name) continue;
        for (const asked of provider === undefined ? sellersOf(book, spelled, match !== 'prefix', at) : [provider]) {
          for (const seller of [asked, ...(book.providers.get(asked)?.resells ?? [])]) {
            for (const layer of book.layers) {
              // A price of the user's own holds where they say, not at those who sell the same.
              if (layer.name === 'config' && seller !== asked) continue;
              const entry = layer.find(seller, spelled, match !== 'prefix', at);
              if (entry !== undefined) return priceOf(book, layer, entry, asked, seller, match, at, [name, spelled], notes);
            }
          }
        }
      }
    }
  }
  return undefined;
}

/** Who sells a model whose name stands alone: its maker; else the only provider that has it. */
function sellersOf(book: PriceBook, name: string, exactly: boolean, at: string): readonly string[] {
  const owner = ownerOf(book, name);
  if (owner !== undefined) return [owner];
  if (!exactly) return [];
  const sellers = sellersNamed(book, name, at);
  const makers = sellers.filter((id) => isMaker(book, id));
  return sellers.length === 1 ? sellers : makers.length === 1 ? makers : [];
}

function priceOf(
  book: PriceBook,
  layer: Layer,
  entry: Entry,
  provider: string,
  seller: string,
  match: Price['match'],
  at: string,
  names: readonly string[],
  notes: readonly PriceNote[],
): Price {
  const more = book.sources.secondary.providers[seller]?.models.find((model) => model.id === entry.id || names.includes(model.id));
  const lifecycle = lifecycleOf(book, provider, seller, [entry.id, ...names], entry.deprecated, at);
  return {
    provider,
    model: entry.id,
    rates: withLongWrites(entry.rates, seller === 'anthropic' || ownerOf(book, entry.id) === 'anthropic'),
    layer: layer.name,
    match,
    asOf: layer.asOf,
    evidence: entry.evidence,
    free: false,
    discount: layer.name === 'config' ? 0 : discountOf(book, provider),
    window: entry.window ?? more?.window,
    maxOutput: entry.maxOutput ?? more?.maxOutput,
    lifecycle,
    next: entry.next,
    notes: [
      ...notes,
      ...(entry.note === undefined ? [] : [{ code: 'price-note', message: entry.note }]),
      ...(match === 'prefix'
        ? [{ code: 'price-by-prefix', message: `No price stands under ${names[0] ?? entry.id} itself: priced as ${entry.id}.` }]
        : []),
      ...(lifecycle === undefined ? [] : [{ code: `model-${lifecycle.status}`, message: lifecycleText(entry.id, lifecycle) }]),
    ],
  };
}

/** Anthropic writes for an hour at twice the input price (formulas.md §1), whether or not a source says so. */
function withLongWrites(rates: Rates, anthropic: boolean): Rates {
  if (!anthropic || rates.cacheWrite1h !== undefined || rates.cacheWrite === undefined) return rates;
  const above = rates.above?.map((step) => ({ ...step, ...(step.input !== undefined && { cacheWrite1h: 2 * step.input }) }));
  return { ...rates, cacheWrite1h: 2 * rates.input, ...(above !== undefined && { above }) };
}

function ownPrice(book: PriceBook, provider: string | undefined, name: string, at: string): Price | undefined {
  const layer = book.layers[0];
  if (layer === undefined || book.sources.overrides === undefined) return undefined;
  // An in-house provider is none of the book's: a price for it holds wherever the model is asked of.
  const inHouse = book.sources.overrides.flatMap((own) =>
    own.provider !== undefined && book.providers.get(providerId(own.provider)) === undefined ? [providerId(own.provider)] : [],
  );
  for (const asked of [provider ?? ownerOf(book, name) ?? '', ...inHouse]) {
    for (const exactly of [true, false]) {
      const entry = layer.find(asked, name, exactly, at);
      if (entry !== undefined)
        return { ...priceOf(book, layer, entry, asked || 'self', asked, exactly ? 'exact' : 'prefix', at, [name], []), asOf: at };
    }
  }
  return undefined;
}

function freePrice(book: PriceBook, provider: string, model: string): Price {
  return {
    provider,
    model,
    rates: { input: 0, output: 0 },
    layer: 'base',
    match: 'free',
    asOf: book.base.date,
    evidence: 'name',
    free: true,
    discount: 0,
    window: undefined,
    maxOutput: undefined,
    lifecycle: undefined,
    next: undefined,
    notes: [{ code: 'price-free', message: 'A free tier: no price, but rate limited.' }],
  };
}

function fineTuned(book: PriceBook, query: PriceQuery, provider: string, model: string, tuned: string): Answer {
  const found = lookUp(book, [{ provider, names: [`ft:${tuned}`, model] }], query.at);
  if (found !== undefined) return { state: 'priced', price: found };
  return {
    state: 'unpriced',
    reason: 'fine-tuned price unknown',
    hint: `add ${model} to "prices"; its base model's price is a lower bound`,
    suggestion: undefined,
    lowerBound: lookUp(book, readingsOf(tuned, provider), query.at),
  };
}

function unpriced(book: PriceBook, query: PriceQuery, model: string, readings: readonly Reading[]): Answer {
  const nothing = { state: 'unpriced', suggestion: undefined, lowerBound: undefined } as const;
  const reading = readings.at(-1);
  const provider = reading?.provider ?? ownerOf(book, model);
  if (provider === 'azure') {
    return { ...nothing, reason: 'azure deployment name', hint: `say which model it runs: "models": { "azure:${model}": "…" }` };
  }
  const sellers = provider === undefined ? sellersNamed(book, model, query.at) : [];
  if (sellers.length > 1) {
    return { ...nothing, reason: 'several providers sell this model', hint: `write it with its provider, such as ${sellers[0]}/${model}` };
  }
  if (provider !== undefined && book.providers.get(provider) === undefined) {
    return { ...nothing, reason: `no prices of ${provider}`, hint: `add ${model} to "prices"` };
  }
  const known = provider === undefined ? [...book.providers.keys()].filter((id) => isMaker(book, id)) : [provider];
  const suggestion = nearest(
    reading?.names.at(-1) ?? model,
    known.flatMap((id) => book.layers.flatMap((layer) => layer.ids(id))),
  );
  const hint = suggestion === undefined ? `add ${model} to "prices"` : `did you mean ${suggestion}? Otherwise add ${model} to "prices"`;
  return { ...nothing, reason: 'unknown model', hint, suggestion };
}

/** Sells models of its own, so that a name may tell it. */
const isMaker = (book: PriceBook, provider: string): boolean => book.providers.get(provider)?.owns !== undefined;

const sellersNamed = (book: PriceBook, name: string, at: string): readonly string[] =>
  [...book.providers.keys()].filter((id) => book.layers.some((layer) => layer.find(id, name, true, at) !== undefined));

function unalias(book: PriceBook, model: string, provider: string | undefined): string {
  const aliases = new Map(Object.entries(book.sources.models ?? {}));
  const deployed = /^azure\//.test(model);
  let name = deployed ? model.slice('azure/'.length) : model;
  // An alias may lead to another one; three steps end every circle.
  for (let step = 0; step < 3; step++) {
    const next = (deployed || provider === 'azure' ? aliases.get(`azure:${name}`) : undefined) ?? aliases.get(name);
    if (next === undefined) break;
    name = next;
  }
  return deployed ? `azure/${name}` : name;
}

function providerOfUrl(book: PriceBook, url: string): string | undefined {
  return [...book.providers].find(([, provider]) => provider.url !== undefined && urlMatches(provider.url, url))?.[0];
}

const urlMatches = (pattern: string, url: string): boolean => matchOf(`/^${pattern}/`, url) !== undefined;

/** The provider whose own model this surely is, by its name alone. */
export function ownerOf(book: PriceBook, model: string): string | undefined {
  const name = bareName(model).toLowerCase();
  const owns = ([, provider]: readonly [string, SnapshotProvider]): boolean =>
    provider.owns?.some((pattern) => matchOf(pattern, name) !== undefined) ?? false;
  return [...book.providers].find(owns)?.[0];
}

/** Without the vendor and region that a gateway writes in front: `openai/gpt-4o`, `us.anthropic.claude-haiku-4-5`. */
export const bareName = (model: string): string => model.slice(model.lastIndexOf('/') + 1).replace(/^(?:[a-z]+\.){1,2}(?=[a-z])/, '');

function discountOf(book: PriceBook, provider: string): number {
  const [, discount = 0] = Object.entries(book.sources.discounts ?? {}).find(([name]) => providerId(name) === provider) ?? [];
  return discount;
}

function lifecycleOf(
  book: PriceBook,
  provider: string,
  seller: string,
  names: readonly string[],
  deprecated: boolean,
  at: string,
): Lifecycle | undefined {
  const holds = (entry: LifecycleEntry): boolean =>
    (entry.provider === provider || entry.provider === seller) &&
    (entry.date ?? '') <= at &&
    !entry.except?.includes(provider) &&
    entry.match.some((pattern) => names.some((name) => matchOf(pattern, name) === 'exact'));
  const known = book.sources.overlay.lifecycle.find(holds);
  if (known !== undefined) return { status: known.status, date: known.date, replacement: known.replacement };
  return deprecated ? { status: 'deprecated', date: undefined, replacement: undefined } : undefined;
}

function lifecycleText(model: string, { status, date, replacement }: Lifecycle): string {
  const since = date === undefined ? '' : ` since ${date}`;
  const next = replacement === undefined ? '' : `; its successor is ${replacement}`;
  return `${model} is ${status}${since}${next}. Its last known price is shown.`;
}
