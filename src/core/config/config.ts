/** Reads the configuration files that hold for a scan, nearest first, and merges them into one `Config`. */
import type { Sdk } from '../catalog/sdk.ts';
import type { Interval } from '../tokens/interval.ts';
import { DEFAULT_CONFIG, EMPTY_FEATURE, PRESETS } from './defaults.ts';
import { seenFrom } from './globs.ts';
import { OPTIONS } from './options.ts';
import { type ConfigProblem, parseConfig } from './parse.ts';
import type { Budget, Config, Feature, PriceOverride, RuleLevel, RuleSetting, Usage } from './settings.ts';

export interface ConfigFile {
  /** As messages name it. */
  readonly path: string;
  readonly text: string;
  /** The root of the scan as seen from the file's folder: '' when it is that folder, `packages/app` when the file stands above. */
  readonly rootBelow?: string;
}

/** The configuration that a file extends; undefined when there is none. `from` is the path of the file that names it. */
export type Load = (from: string, name: string) => ConfigFile | undefined;

/** A configuration as it is written, with amounts read and wrong parts left out. */
type Written = Readonly<Record<string, unknown>>;

/**
 * Merges files given nearest first; those behind one with `root: true` do not count. Near goes before far: numbers and
 * names replace, objects merge by key, lists of globs and overrides add up. Wrong parts become problems and are left out.
 */
export function readConfig(
  files: readonly ConfigFile[],
  load: Load = () => undefined,
): { readonly config: Config; readonly problems: readonly ConfigProblem[] } {
  const problems: ConfigProblem[] = [];
  const nearestFirst: Written[] = [];
  for (const file of files) {
    const layers = layersOf(file, load, problems, [file.path]);
    nearestFirst.push(...layers);
    if (layers[0]?.root === true) break;
  }
  return { config: toConfig(nearestFirst.reverse().reduce<Written>(merge, {})), problems };
}

/** A file and what it extends, the strongest first. */
function layersOf(file: ConfigFile, load: Load, problems: ConfigProblem[], trail: readonly string[]): Written[] {
  const { value, problems: found } = parseConfig(file.path, file.text, OPTIONS);
  problems.push(...found);
  const written = rebased((value ?? {}) as Written, file.rootBelow ?? '');
  const bases = [written.extends ?? []].flat() as string[];
  return [written, ...bases.reverse().flatMap((name) => baseLayers(name, file, load, problems, trail))];
}

function baseLayers(name: string, file: ConfigFile, load: Load, problems: ConfigProblem[], trail: readonly string[]): Written[] {
  if (Object.hasOwn(PRESETS, name)) return [PRESETS[name] as Written];
  const base = name.startsWith('costlint:') ? undefined : load(file.path, name);
  if (base && !trail.includes(base.path)) {
    return layersOf({ ...base, rootBelow: base.rootBelow ?? file.rootBelow ?? '' }, load, problems, [...trail, base.path]);
  }
  const message = base ? `"${name}" extends itself.` : `Cannot read "${name}". Presets are ${Object.keys(PRESETS).join(' and ')}.`;
  problems.push({ path: file.path, ...placeOf(file.text, name), message });
  return [];
}

function placeOf(text: string, name: string): { line: number; column: number } {
  const before = text.slice(0, Math.max(0, text.indexOf(JSON.stringify(name)))).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** The same configuration with its globs as seen from the root of the scan; those that match nothing there fall away. */
function rebased(written: Written, rootBelow: string): Written {
  if (rootBelow === '') return written;
  const glob = (text: string) => seenFrom(rootBelow, text);
  const globs = (list: unknown) => ((list ?? []) as string[]).map(glob).filter((text) => text !== undefined);
  const budget = (item: Written) => {
    const key = ['files', 'symbol'].find((name) => typeof item[name] === 'string');
    const seen = key && glob(item[key] as string);
    return key === undefined ? [item] : seen === undefined ? [] : [{ ...item, [key]: seen }];
  };
  const usage = written.usage as Written | undefined;
  return {
    ...written,
    ...(written.ignore !== undefined && { ignore: globs(written.ignore) }),
    ...(written.scopes !== undefined && { scopes: mapValues(written.scopes as Written, globs) }),
    ...(written.overrides !== undefined && {
      overrides: (written.overrides as Written[]).map((item) => ({ ...item, files: globs(item.files) })),
    }),
    ...(usage?.features !== undefined && {
      usage: {
        ...usage,
        features: mapValues(usage.features as Written, (feature) => ({
          ...(feature as Written),
          match: globs((feature as Written).match),
        })),
      },
    }),
    ...(written.budgets !== undefined && { budgets: (written.budgets as Written[]).flatMap(budget) }),
  };
}

const mapValues = (record: Written, change: (value: unknown) => unknown): Written =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

/** Lists that add up; of prices the nearest stands first, because the first hit holds. All other lists are replaced. */
const ADDED: Readonly<Record<string, 'far first' | 'near first'>> = {
  ignore: 'far first',
  overrides: 'far first',
  budgets: 'far first',
  sdks: 'far first',
  prices: 'near first',
};

function merge(far: Written, near: Written): Written {
  const out: Record<string, unknown> = { ...far };
  for (const [key, value] of Object.entries(near)) {
    const before = far[key];
    const order = ADDED[key];
    if (order && Array.isArray(before) && Array.isArray(value))
      out[key] = order === 'far first' ? [...before, ...value] : [...value, ...before];
    else if (isRecord(before) && isRecord(value) && !('expected' in value)) out[key] = merge(before, value);
    else out[key] = value;
  }
  return out;
}

const isRecord = (value: unknown): value is Written => typeof value === 'object' && value !== null && !Array.isArray(value);

function toConfig(written: Written): Config {
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

function rulesOf(written: unknown): Readonly<Record<string, RuleSetting>> {
  const rules = Object.entries((written ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    rules.map(([id, setting]) => {
      const [level, options = {}] = (Array.isArray(setting) ? setting : [setting]) as [RuleLevel | undefined, Written?];
      return [id, { level, options }];
    }),
  );
}

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

function budgetOf(written: Written): Budget {
  const none = {
    scope: undefined,
    feature: undefined,
    files: undefined,
    symbol: undefined,
    perMonth: undefined,
    perCall: undefined,
    tokens: undefined,
    maxIncrease: undefined,
  };
  return { ...none, alert: 0.7, stop: 1, ...(written as Partial<Budget>) };
}

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
