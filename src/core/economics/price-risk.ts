/** What would move the month without any change of the code: prices that are announced with a day, and dearer steps that long prompts reach. */
import { add, type Interval, scale, ZERO } from '../tokens/interval.ts';
import type { Scenario } from './scenario.ts';
import { stepInput } from './series.ts';
import { costOfTerms, type Terms } from './terms.ts';
import { type CostedSite, type ModelTerms, underScenario, type WhatIfContext } from './what-if.ts';

export interface PriceRisk {
  readonly kind: 'dated' | 'long-context';
  readonly provider: string;
  readonly model: string;
  /** The day from which the other price holds; null for a step of today's price. */
  readonly from: string | null;
  /** Input tokens above which a whole request has the other price; null for a dated one. */
  readonly above: number | null;
  /** The layer of the price book that says so, and the day of its data. */
  readonly source: { readonly layer: string; readonly asOf: string };
  /** USD per 1M tokens. */
  readonly rates: { readonly now: Pair; readonly later: Pair };
  readonly calls: number;
  /** USD a month of these calls, as it is and when the other price holds for all of them. */
  readonly now: Interval;
  readonly later: Interval;
}

interface Pair {
  readonly input: number;
  readonly output: number;
}

/** A site with its month and its terms under the question that is asked. */
export interface RiskySite {
  readonly site: CostedSite;
  readonly terms: Terms;
  readonly perMonth: Interval;
}

/** The soonest first, then what costs the most. Retirements are findings of a rule. */
export function priceRisks(paid: readonly RiskySite[], scenario: Scenario, cx: WhatIfContext): readonly PriceRisk[] {
  const dearer = ({ now, later }: PriceRisk) => later.expected - now.expected;
  return [...datedRisks(paid, scenario, cx), ...stepRisks(paid)].sort(
    (a, b) => (a.from ?? '9').localeCompare(b.from ?? '9') || dearer(b) - dearer(a) || a.model.localeCompare(b.model),
  );
}

type Price = Terms['price'];
const nameOf = ({ provider, model }: Price): string => `${provider}/${model}`;
const pairOf = ({ input, output }: Price): Pair => ({ input, output });

function datedRisks(paid: readonly RiskySite[], scenario: Scenario, cx: WhatIfContext): readonly PriceRisk[] {
  const routed = scenario.route && cx.modelOf(scenario.route.model, null);
  const asked = new Map<string, ModelTerms | undefined>(routed ? [[nameOf(routed.price), routed]] : []);
  for (const { terms } of paid) {
    const name = nameOf(terms.price);
    if (!asked.has(name)) asked.set(name, cx.modelOf(terms.price.model, terms.price.provider));
  }
  return [...asked].flatMap(([name, model]): PriceRisk[] => {
    if (model?.later === undefined) return [];
    const { from, price } = model.later;
    const changed: WhatIfContext = {
      ...cx,
      modelOf: (id, provider) => {
        const found = cx.modelOf(id, provider);
        return found && nameOf(found.price) === name ? { ...found, price } : found;
      },
    };
    let [now, later, calls] = [ZERO, ZERO, 0];
    for (const { site, perMonth } of paid) {
      const own = site.terms && nameOf(site.terms.price) === name ? { ...site, terms: { ...site.terms, price } } : site;
      const cost = underScenario(own, scenario, changed).cost?.perMonth;
      // What another price leaves as it is has nothing to do with it.
      if (!cost || cost.expected === perMonth.expected) continue;
      calls++;
      now = add(now, perMonth);
      later = add(later, cost);
    }
    const { provider, model: id, layer, asOf } = model.price;
    const rates = { now: pairOf(model.price), later: pairOf(price) };
    return calls === 0
      ? []
      : [{ kind: 'dated', provider, model: id, from, above: null, source: { layer, asOf }, rates, calls, now, later }];
  });
}

/** Calls that are expected below a step of their price, and may reach it. */
function stepRisks(paid: readonly RiskySite[]): readonly PriceRisk[] {
  const found = new Map<string, PriceRisk>();
  for (const { site, terms, perMonth } of paid) {
    const { price, input, growth, steps, window = Number.POSITIVE_INFINITY } = terms;
    const longest = Math.min(window, stepInput(steps.high, input.high, growth.high));
    const usual = stepInput(Math.round(steps.expected), input.expected, growth.expected);
    const step = price.above?.find(({ tokens }) => tokens >= usual && longest > tokens);
    if (!step || site.callsPerMonth === null) continue;
    const { tokens, ...rates } = step;
    const other: Price = { ...price, ...rates, above: (price.above ?? []).filter((one) => one.tokens > tokens) };
    const [today, dearer] = [terms, { ...terms, price: other }].map(
      (one) => costOfTerms(one, site.callsPerMonth ?? ZERO).perMonth.expected,
    );
    const key = `${nameOf(price)} ${tokens}`;
    const known = found.get(key);
    found.set(key, {
      kind: 'long-context',
      provider: price.provider,
      model: price.model,
      from: null,
      above: tokens,
      source: { layer: price.layer, asOf: price.asOf },
      rates: { now: pairOf(price), later: pairOf(other) },
      calls: (known?.calls ?? 0) + 1,
      now: add(known?.now ?? ZERO, perMonth),
      later: add(known?.later ?? ZERO, scale(perMonth, today ? (dearer ?? 0) / today : 1)),
    });
  }
  return [...found.values()];
}
