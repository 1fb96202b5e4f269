/** A merged configuration as it is written → `Config`: the defaults put in, every part present. */
import type { Sdk } from '../catalog/sdk.ts';
import type { Interval } from '../tokens/interval.ts';
import { DEFAULT_CONFIG, EMPTY_FEATURE, TOTAL } from './defaults.ts';
import { mapValues, type Written } from './layer.ts';
import type { Budget, Config, Feature, PriceOverride, RuleSetting, Usage } from './settings.ts';

/** A merged configuration with every part present but where its values are written. */
export function toConfig(written: Written): Omit<Config, 'declared'> {
  return {
    ignore: listOf(written.ignore),
    scopes: { ...DEFAULT_CONFIG.scopes, ...(written.scopes as object) },
    rules: rulesOf(written.rules),
    overrides: listOf<Written>(written.overrides).map((item) => ({ files: listOf(item.files), rules: rulesOf(item.rules) })),
    usage: usageOf((written.usage ?? {}) as Written),
    budgets: listOf<Written>(written.budgets).map(budgetOf),
    models: (written.models ?? {}) as Config['models'],
    prices: listOf<Written>(written.prices).flatMap(priceOf),
    discounts: (written.discounts ?? {}) as Config['discounts'],
    sdks: listOf<Partial<Sdk>>(written.sdks).flatMap(sdkOf),
    scenarios: (written.scenarios ?? {}) as Config['scenarios'],
  };
}

const listOf = <T = string>(value: unknown): readonly T[] => (Array.isArray(value) ? value : []);

const rulesOf = (written: unknown): Config['rules'] =>
  mapValues((written ?? {}) as Written, (setting) => ({
    level: undefined,
    options: {},
    ...(setting as Partial<RuleSetting>),
  })) as Config['rules'];

function usageOf(written: Written): Usage {
  const features = Object.entries((written.features ?? {}) as Record<string, Partial<Feature>>);
  return {
    ...DEFAULT_CONFIG.usage,
    ...(written as Partial<Usage>),
    declared: written.callsPerMonth !== undefined,
    features: features.map(([name, feature]) => ({
      ...EMPTY_FEATURE,
      ...feature,
      ...retriesOf(feature),
      name,
      callsPerMonth: callsOf(feature),
    })),
  };
}

function retriesOf({ retries }: Partial<Feature>): Partial<Feature> {
  return retries ? { retries: { billed: retries.billed ?? 0, unbilled: retries.unbilled ?? 0 } } : {};
}

function callsOf({ callsPerMonth, activeUsers, callsPerUser }: Partial<Feature>): Interval | undefined {
  if (callsPerMonth || activeUsers === undefined || callsPerUser === undefined) return callsPerMonth;
  const calls = activeUsers * callsPerUser;
  return { low: calls, expected: calls, high: calls };
}

const budgetOf = (written: Written): Budget => ({ ...TOTAL, ...(written as Partial<Budget>) });

function priceOf(written: Written): PriceOverride[] {
  const { model, input } = written as Partial<PriceOverride>;
  if (model === undefined || input === undefined) return [];
  const { above, ...rest } = {
    provider: undefined,
    output: undefined,
    cacheRead: undefined,
    cacheWrite: undefined,
    from: undefined,
    ...(written as Partial<PriceOverride>),
  };
  return [{ ...rest, model, input, above: (above ?? []).map((step) => ({ ...step, output: step.output })) }];
}

function sdkOf(written: Partial<Sdk>): Sdk[] {
  const { id, packages, calls } = written;
  if (id === undefined || packages === undefined || calls === undefined) return [];
  return [{ title: id, homepage: '', checked: '', ...written, id, packages, calls }];
}
