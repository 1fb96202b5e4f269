/** What a site would cost under a scenario: the same terms with other numbers, so that page, command line and fixes agree. */
import { add, exactly, type Interval, scale, ZERO } from '../tokens/interval.ts';
import { LOOKUP } from './assumptions.ts';
import { hitRate } from './caching.ts';
import { batchFactor, routingSaving } from './levers.ts';
import type { Scenario } from './scenario.ts';
import { type Cost, costOfTerms, perCall, type Terms } from './terms.ts';

/** A site as far as a scenario needs it: the report's sites are such. */
export interface CostedSite {
  readonly feature: string | null;
  readonly provider: string | null;
  readonly terms: Terms | null;
  /** P10 to P90. */
  readonly callsPerMonth: Interval | null;
  readonly parts: readonly CostedPart[];
}

/** What of a part depends on a number that a scenario may change. */
export interface CostedPart {
  /** Documents that a retrieval puts into the prompt. */
  readonly retrieved?: { readonly k: number; readonly chunk: number; readonly tokens: Interval };
  /** A conversation so far. */
  readonly history?: { readonly turns: number; readonly tokens: Interval };
}

/** A model that a scenario can name, by the id that it is priced under. */
export interface ModelTerms {
  readonly price: Terms['price'];
  /** Tokens. */
  readonly window?: number;
  /** Factor on the rates that is left after a negotiated discount. */
  readonly discounted: number;
  /** Factor of the batch interface; absent where the vendor has none that is known. */
  readonly batch?: number;
  /** The next price that is known already, and the day (YYYY-MM-DD) from which it holds. */
  readonly later?: { readonly from: string; readonly price: Terms['price'] };
}

export interface WhatIfContext {
  /** Undefined for a model without a price. */
  readonly modelOf: (model: string, provider: string | null) => ModelTerms | undefined;
  /** Declared active users a month of the product. */
  readonly activeUsers: number | null;
}

export interface Outcome {
  /** Null when the site is unpriced, or its traffic unknown. */
  readonly cost: Cost | null;
  /** The terms that hold then; a share that is routed, batched or answered by a cache is in `cost` only. */
  readonly terms: Terms | null;
  /** What could not be taken into account, as sentences. */
  readonly problems: readonly string[];
}

/** A site that the scenario is not about keeps its cost. Never fails. */
export function underScenario(site: CostedSite, scenario: Scenario, cx: WhatIfContext): Outcome {
  const { terms, callsPerMonth } = site;
  if (terms === null || callsPerMonth === null) return { cost: null, terms, problems: [] };
  if (scenario.feature !== undefined && scenario.feature !== site.feature)
    return { cost: costOfTerms(terms, callsPerMonth), terms, problems: [] };

  const problems: string[] = [];
  const calls = scale(callsPerMonth, trafficFactor(scenario, cx, problems));
  const asked = withModel(withPrompt(terms, site.parts, scenario), scenario.model, cx, problems);
  const changed = withCache(asked, scenario, callsPerMonth.expected === 0 ? 0 : calls.expected);
  const factor = shareFactor(changed, scenario, cx, problems);
  const cost = costOfTerms(changed, calls);
  const lookups = scenario.semanticCache === undefined ? ZERO : exactly(LOOKUP);
  const perRun = add(scale(cost.perCall, factor), lookups);
  return {
    cost: { perCall: perRun, perMonth: add(scale(cost.perMonth, factor), scale(calls, lookups.expected)) },
    terms: changed,
    problems,
  };
}

function trafficFactor({ traffic = 1, users }: Scenario, { activeUsers }: WhatIfContext, problems: string[]): number {
  if (users === undefined) return traffic;
  if (activeUsers !== null && activeUsers > 0) return (traffic * users) / activeUsers;
  problems.push('"users" needs usage.activeUsers in the configuration: without it nothing says what one user causes.');
  return traffic;
}

/** Fewer documents, another conversation, other answers, other steps. */
function withPrompt(terms: Terms, parts: readonly CostedPart[], { topK, chunk, turns, output, steps }: Scenario): Terms {
  let { input } = terms;
  for (const { retrieved, history } of parts) {
    if (retrieved && (topK !== undefined || chunk !== undefined)) {
      const factor = ((topK ?? retrieved.k) * (chunk ?? retrieved.chunk)) / Math.max(1, retrieved.k * retrieved.chunk);
      input = replaced(input, retrieved.tokens, scale(retrieved.tokens, factor));
    }
    if (history && turns !== undefined) {
      const factor = (turns - 1) / Math.max(1, history.turns - 1);
      input = replaced(input, history.tokens, scale(history.tokens, factor));
    }
  }
  const answer = output === undefined ? terms.output : around(output, terms.output);
  const growth = output === undefined ? terms.growth : grown(terms.growth, terms.output, answer);
  const run =
    steps === undefined || terms.steps.high <= 1
      ? terms.steps
      : {
          low: Math.min(terms.steps.low, steps),
          expected: Math.min(terms.steps.expected, steps),
          high: steps,
        };
  return { ...terms, input, output: answer, growth, steps: run };
}

const replaced = (whole: Interval, part: Interval, by: Interval): Interval => ({
  low: Math.max(0, whole.low - part.low + by.low),
  expected: Math.max(0, whole.expected - part.expected + by.expected),
  high: Math.max(0, whole.high - part.high + by.high),
});

/** The expected length is said; the bounds keep their distance as a factor. */
const around = (expected: number, { low, expected: was, high }: Interval): Interval =>
  was > 0 ? { low: (expected * low) / was, expected, high: (expected * high) / was } : exactly(expected);

/** A step's answer is part of what the next step reads. */
const grown = (growth: Interval, was: Interval, now: Interval): Interval => (growth.high === 0 ? growth : replaced(growth, was, now));

/** The same tokens at another model's prices: counted for the model in the code. */
function withModel(terms: Terms, model: string | undefined, cx: WhatIfContext, problems: string[]): Terms {
  if (model === undefined) return terms;
  const other = cx.modelOf(model, null);
  if (!other) {
    problems.push(`"model=${model}": no price is known of it.`);
    return terms;
  }
  if (isEmbedding(terms) !== isEmbedding({ price: other.price })) return terms;
  const same = cx.modelOf(terms.price.model, terms.price.provider);
  // Tiers and regions are the vendor's own; of another vendor the list price holds.
  const mode = other.price.provider === terms.price.provider && same ? terms.multiplier / same.discounted : 1;
  const { hitRate: warm, window: _window, multiplierRange: _range, ...rest } = terms;
  return {
    ...rest,
    price: other.price,
    multiplier: mode * other.discounted,
    ...(other.window !== undefined && { window: other.window }),
    ...(warm !== undefined && other.price.cacheRead !== undefined && { hitRate: warm }),
  };
}

/** Embedding models sell no output. */
const isEmbedding = ({ price }: Pick<Terms, 'price'>): boolean => price.output === 0 && price.input > 0;

function withCache(terms: Terms, { cacheHit, cacheTtl }: Scenario, calls: number): Terms {
  if (terms.hitRate === undefined) return terms;
  const warm = cacheHit ?? (cacheTtl === undefined ? undefined : hitRate(calls, cacheTtl));
  if (warm === undefined) return terms;
  const { cacheWrite, cacheWrite1h } = terms.price;
  const write = cacheTtl !== undefined && cacheTtl >= 60 && cacheWrite1h !== undefined ? cacheWrite1h : cacheWrite;
  return { ...terms, hitRate: warm, price: { ...terms.price, ...(write !== undefined && { cacheWrite: write }) } };
}

/** What is left of the cost when shares of the calls go elsewhere: batch, a smaller model, a semantic cache. */
function shareFactor(
  terms: Terms,
  { batch, route, escalate = 0, semanticCache = 0 }: Scenario,
  cx: WhatIfContext,
  problems: string[],
): number {
  let factor = 1 - semanticCache;
  if (batch !== undefined) {
    const own = cx.modelOf(terms.price.model, terms.price.provider)?.batch;
    if (own === undefined) problems.push(`"batch": no batch price of ${terms.price.provider} is known.`);
    else factor *= batchFactor(batch, own);
  }
  if (route !== undefined && !isEmbedding(terms)) {
    const routed = withModel(terms, route.model, cx, problems);
    const [small, large] = [perCall(routed).expected, perCall(terms).expected];
    if (routed !== terms && large > 0) factor *= 1 - routingSaving({ queries: route.share, ratio: small / large, escalated: escalate });
  }
  return factor;
}
