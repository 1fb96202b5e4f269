/** What a large decision costs and brings: own GPUs, a tuned model, another model. By the assumptions of this tool, which stand in the report. */
import type { Interval } from '../tokens/interval.ts';
import { FINE_TUNING, MODEL_SWAP, SELF_HOSTING, THREE_YEARS } from './assumptions.ts';
import { fineTuneBreakEven, gpusNeeded, selfHostCrossover, selfHostFixed, swapTax, totalCostOfOwnership } from './investments.ts';
import type { Terms } from './terms.ts';

export interface Hosting {
  readonly gpus: number;
  readonly perMonth: number;
  readonly callsPerMonth: number;
  /** Calls a month from which own GPUs are cheaper; null when they never are. */
  readonly crossover: number | null;
  /** Calls a month from which a tuned model pays; null when it never does. */
  readonly tuningPays: number | null;
  /** USD over three years of growing traffic: the API as it is, own GPUs, a tuned model at the API. */
  readonly threeYears: { readonly api: Interval; readonly own: Interval; readonly tuned: Interval };
}

/** A site with its terms, its month and its calls, as a question leaves them. */
export interface Invested {
  readonly terms: Terms;
  readonly perMonth: Interval;
  readonly callsPerMonth: Interval;
}

interface Volume {
  /** Requests a month, and tokens of one. */
  readonly calls: number;
  readonly tokens: number;
  /** USD of a request. */
  readonly unit: number;
}

const eachBound = (of: (bound: keyof Interval) => number): Interval => ({
  low: of('low'),
  expected: of('expected'),
  high: of('high'),
});

function volumeOf(paid: readonly Invested[], bound: keyof Interval): Volume {
  const runs = paid.map(({ terms, callsPerMonth, perMonth }) => {
    const calls = callsPerMonth[bound] * terms.steps[bound];
    return { calls, tokens: calls * (terms.input[bound] + terms.output[bound]), money: perMonth[bound] };
  });
  const sum = (of: (run: (typeof runs)[number]) => number) => runs.reduce((total, run) => total + of(run), 0);
  const calls = sum((run) => run.calls);
  return calls > 0
    ? { calls, tokens: sum((run) => run.tokens) / calls, unit: sum((run) => run.money) / calls }
    : { calls: 0, tokens: 0, unit: 0 };
}

/** All generating calls on own GPUs or by a tuned model. */
export function hostingOf(paid: readonly Invested[]): Hosting {
  const generating = paid.filter(({ terms }) => terms.price.output !== 0);
  const { calls, tokens, unit } = volumeOf(generating, 'expected');
  const gpus = gpusNeeded(SELF_HOSTING, calls, tokens);
  return {
    gpus,
    perMonth: selfHostFixed(SELF_HOSTING, gpus),
    callsPerMonth: calls,
    crossover: calls > 0 ? (selfHostCrossover(SELF_HOSTING, unit, tokens) ?? null) : null,
    tuningPays: unit > 0 ? fineTuneBreakEven({ ...FINE_TUNING, saving: (1 - FINE_TUNING.ratio) * unit }) : null,
    threeYears: {
      api: eachBound((bound) => ownershipOf(volumeOf(generating, bound), 'api')),
      own: eachBound((bound) => ownershipOf(volumeOf(generating, bound), 'own')),
      tuned: eachBound((bound) => ownershipOf(volumeOf(generating, bound), 'tuned')),
    },
  };
}

/** Own GPUs are as many as the last month needs: nobody buys them one by one. */
function ownershipOf({ calls, tokens, unit }: Volume, option: keyof Hosting['threeYears']): number {
  const { months, growth, decline, capital } = THREE_YEARS;
  if (option === 'own') {
    const gpus = gpusNeeded(SELF_HOSTING, calls * (1 + growth) ** (months - 1), tokens);
    return totalCostOfOwnership({ months, calls: 0, unit: 0, fixed: selfHostFixed(SELF_HOSTING, gpus), capital });
  }
  const tuned = option === 'tuned' && { fixed: FINE_TUNING.upkeep, capital: FINE_TUNING.oneOff };
  return totalCostOfOwnership({ months, calls, unit: unit * (tuned ? FINE_TUNING.ratio : 1), growth, decline, ...tuned });
}

/** What it takes to answer with another model as well as before: every feature is tested again, and people read the results. */
export interface ModelSwap {
  /** USD, once. */
  readonly cost: Interval;
  /** Of it for the models that answer and judge. */
  readonly tokens: number;
  /** Features that are tested again. */
  readonly surfaces: number;
  /** Months until the question's saving has paid it; null when it saves nothing, or does not change the model. */
  readonly paysAfter: Interval | null;
}

/** `unit` is USD of a call then; `saving` USD a month, 0 when the model stays. */
export function modelSwapOf(surfaces: number, unit: number, saving: number): ModelSwap {
  const { days, ...tests } = MODEL_SWAP;
  const costOf = (bound: keyof Interval) => swapTax({ ...tests, call: unit, surfaces, days: days[bound] });
  const cost = eachBound(costOf);
  return {
    cost,
    tokens: swapTax({ ...tests, call: unit, surfaces, days: 0 }),
    surfaces,
    paysAfter: saving > 0 ? eachBound((bound) => cost[bound] / saving) : null,
  };
}
