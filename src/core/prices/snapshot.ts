/** The shape of our price snapshot, and how a public price collection (genai-prices, format 2) becomes one. */

/** USD per 1M tokens unless said otherwise. A class without a price falls back as `economics/call.ts` says. */
export interface Rates {
  readonly input: number;
  /** Absent for embeddings. */
  readonly output?: number;
  readonly cacheRead?: number;
  /** Writes that live for the provider's short lifetime (5 minutes, OpenAI 30). */
  readonly cacheWrite?: number;
  readonly cacheWrite1h?: number;
  readonly image?: number;
  readonly audio?: number;
  readonly reasoning?: number;
  /** USD per call. */
  readonly request?: number;
  /** USD per web search. */
  readonly search?: number;
  /** Prices of whole requests with more input tokens than `tokens`; what a step leaves out stays as below it. Ascending. */
  readonly above?: readonly RateStep[];
}

export type RateStep = { readonly tokens: number } & Partial<Omit<Rates, 'above'>>;

/** Rates that hold from a day on (YYYY-MM-DD); without a day: always. */
export type DatedRates = Rates & { readonly from?: string };

/**
 * A pattern for model names: `x` is the name itself, `x*` a beginning, `*x` an end, `*x*` a part, `/x/` a regular
 * expression. A list inside a list holds when all its patterns hold.
 */
export type Pattern = string | readonly Pattern[];

export interface SnapshotModel {
  readonly id: string;
  /** Further names; any of them. */
  readonly match?: readonly Pattern[];
  /** Tokens. */
  readonly window?: number;
  readonly deprecated?: true;
  /** Tokens of the longest answer. */
  readonly maxOutput?: number;
  /** Oldest first. Empty: this source knows the model, but no price of it. */
  readonly rates: readonly DatedRates[];
  readonly note?: string;
}

export interface SnapshotProvider {
  /** Regular expression over base URLs. */
  readonly url?: string;
  /** Names of models that are surely this provider's. */
  readonly owns?: readonly Pattern[];
  /** Names under which call sites know the provider. */
  readonly names?: readonly Pattern[];
  /** Providers whose models this one sells at the same price. */
  readonly resells?: readonly string[];
  readonly models: readonly SnapshotModel[];
}

export interface Snapshot {
  readonly source: string;
  /** The day of the newest price in it (YYYY-MM-DD). */
  readonly date: string;
  readonly providers: Readonly<Record<string, SnapshotProvider>>;
}

type Raw = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
const isPrice = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

/** The source's key → ours, and what its unit is divided by to give ours. */
const CLASSES: readonly (readonly [string, Exclude<keyof Rates, 'above'>, number])[] = [
  ['input_mtok', 'input', 1],
  ['output_mtok', 'output', 1],
  ['cache_read_mtok', 'cacheRead', 1],
  ['cache_write_mtok', 'cacheWrite', 1],
  ['cache_write_1h_mtok', 'cacheWrite1h', 1],
  ['input_image_mtok', 'image', 1],
  ['input_audio_mtok', 'audio', 1],
  ['output_reasoning_mtok', 'reasoning', 1],
  ['requests_kcount', 'request', 1000],
  ['web_searches_kcount', 'search', 1000],
];

/**
 * The snapshot of a public price collection. `data` is foreign: what does not have the known shape is left out, and a
 * result without providers says that nothing was understood. Models sold by other units than tokens are left out, as are
 * models whose price is not stated: what is free is understood from its name.
 */
export function snapshotOf(data: unknown, source: string, date: string): Snapshot {
  const providers: Record<string, SnapshotProvider> = {};
  for (const provider of Array.isArray(data) ? data : []) {
    if (!isRecord(provider) || typeof provider.id !== 'string' || !Array.isArray(provider.models)) continue;
    const models = provider.models.map(modelOf).filter((model) => model !== undefined);
    const owns = patternsOf(provider.model_match);
    const names = patternsOf(provider.provider_match);
    const resells = provider.fallback_model_providers;
    providers[provider.id] = {
      ...(typeof provider.api_pattern === 'string' && { url: provider.api_pattern }),
      ...(owns.length > 0 && { owns }),
      ...(names.length > 0 && { names }),
      ...(Array.isArray(resells) && { resells: resells.filter((id) => typeof id === 'string') }),
      models,
    };
  }
  return { source, date, providers };
}

function modelOf(raw: unknown): SnapshotModel | undefined {
  if (!isRecord(raw) || typeof raw.id !== 'string') return undefined;
  const id = raw.id;
  const rates = ratesOf(raw.prices);
  if (rates.length === 0) return undefined;
  const match = patternsOf(raw.match).filter((pattern) => pattern !== id);
  return {
    id,
    ...(match.length > 0 && { match }),
    ...(typeof raw.context_window === 'number' && { window: raw.context_window }),
    ...(raw.deprecated === true && { deprecated: true as const }),
    rates,
  };
}

function ratesOf(prices: unknown): readonly DatedRates[] {
  if (!Array.isArray(prices)) return [flatRates(prices)].filter((rates) => rates !== undefined);
  const dated: DatedRates[] = [];
  for (const entry of prices) {
    if (!isRecord(entry)) continue;
    const constraint = entry.constraint;
    const from = isRecord(constraint) ? constraint.start_date : undefined;
    // Prices that hold only in some hours: the overlay's modifiers know them better, with their weekdays.
    if (constraint !== undefined && typeof from !== 'string') continue;
    const rates = flatRates(entry.prices);
    if (rates !== undefined) dated.push({ ...(typeof from === 'string' && { from }), ...rates });
  }
  return dated.sort((a, b) => (a.from ?? '').localeCompare(b.from ?? ''));
}

function flatRates(prices: unknown): Rates | undefined {
  if (!isRecord(prices)) return undefined;
  const base: { -readonly [K in keyof Rates]?: number } & Record<string, unknown> = {};
  const steps = new Map<number, Record<string, number>>();
  for (const [theirs, ours, unit] of CLASSES) {
    const price = prices[theirs];
    if (isPrice(price)) base[ours] = price / unit;
    if (!isRecord(price) || !isPrice(price.base)) continue;
    base[ours] = price.base / unit;
    for (const tier of Array.isArray(price.tiers) ? price.tiers : []) {
      if (!isRecord(tier) || !isPrice(tier.start) || !isPrice(tier.price)) continue;
      steps.set(tier.start, { ...steps.get(tier.start), [ours]: tier.price / unit });
    }
  }
  if (!(Number(base.input) > 0 || Number(base.output) > 0 || Number(base.request) > 0)) return undefined;
  const above = [...steps].sort(([a], [b]) => a - b).map(([tokens, rates]) => ({ tokens, ...rates }));
  return { input: 0, ...base, ...(above.length > 0 && { above }) } as Rates;
}

function patternsOf(logic: unknown): readonly Pattern[] {
  if (!isRecord(logic)) return [];
  const [operator, operand] = Object.entries(logic)[0] ?? [];
  if (Array.isArray(operand)) {
    const inner = operand.map(patternsOf);
    if (operator === 'or') return inner.flat();
    // A choice inside a conjunction does not occur and has no notation here.
    return operator === 'and' && inner.every((choice) => choice.length === 1) ? [inner.flat()] : [];
  }
  if (typeof operand !== 'string' || operand === '') return [];
  switch (operator) {
    case 'equals':
      return [operand];
    case 'starts_with':
      return [`${operand}*`];
    case 'ends_with':
      return [`*${operand}`];
    case 'contains':
      return [`*${operand}*`];
    case 'regex':
      return [`/${operand}/`];
    default:
      return [];
  }
}

/** How a pattern matches a name: word for word, by more than the name, or not. */
export function matchOf(pattern: Pattern, name: string): 'exact' | 'partial' | undefined {
  if (typeof pattern !== 'string') return pattern.every((inner) => matchOf(inner, name) !== undefined) ? 'partial' : undefined;
  if (pattern.length > 2 && pattern.startsWith('/') && pattern.endsWith('/')) return matchOfExpression(pattern.slice(1, -1), name);
  const open = pattern.startsWith('*');
  const more = pattern.endsWith('*');
  if (!open && !more) return name === pattern ? 'exact' : undefined;
  const text = pattern.slice(open ? 1 : 0, more ? -1 : undefined);
  const holds = open && more ? name.includes(text) : more ? name.startsWith(text) : name.endsWith(text);
  return holds ? 'partial' : undefined;
}

function matchOfExpression(source: string, name: string): 'exact' | 'partial' | undefined {
  try {
    if (!new RegExp(source).test(name)) return undefined;
    return source.startsWith('^') && source.endsWith('$') ? 'exact' : 'partial';
  } catch {
    return undefined;
  }
}
