/** What the configuration says of a rule in a file: its severity there, and its options. */
import { globMatcher } from '../config/globs.ts';
import type { Config, RuleLevel } from '../config/settings.ts';

export interface EffectiveSetting {
  readonly level: RuleLevel;
  /** Only those that somebody set. */
  readonly options: Readonly<Record<string, unknown>>;
}

export type RuleSettings = (rule: { readonly id: string; readonly severity: RuleLevel }, path: string | undefined) => EffectiveSetting;

/**
 * The setting of a rule for a file: the rule's own severity, then the file's configuration, then the overrides that cover it, in
 * their order. Without a file: what the root says, before any override. Files that the configuration treats alike get the same object.
 */
export function ruleSettings(configOf: (path: string) => Config): RuleSettings {
  const overridesOf = remembered((config: Config) => config.overrides.map(({ files, rules }) => ({ covers: globMatcher(files), rules })));
  const alike = remembered((_config: Config) => new Map<string, Map<string, EffectiveSetting>>());
  const tablesOf = remembered((path: string | undefined) => {
    const config = configOf(path ?? '');
    const covering = path === undefined ? [] : overridesOf(config).flatMap(({ covers }, i) => (covers(path) ? [i] : []));
    const key = covering.join();
    const settings = alike(config).get(key) ?? new Map<string, EffectiveSetting>();
    alike(config).set(key, settings);
    return { settings, tables: [config.rules, ...covering.map((i) => config.overrides[i]?.rules ?? {})] };
  });
  return ({ id, severity }, path) => {
    const { settings, tables } = tablesOf(path);
    let setting = settings.get(id);
    if (setting) return setting;
    setting = { level: severity, options: {} };
    for (const table of tables) {
      const own = Object.hasOwn(table, id) ? table[id] : undefined;
      if (own) setting = { level: own.level ?? setting.level, options: { ...setting.options, ...own.options } };
    }
    settings.set(id, setting);
    return setting;
  };
}

function remembered<K, T>(find: (key: K) => T): (key: K) => T {
  const known = new Map<K, T>();
  return (key) => {
    if (!known.has(key)) known.set(key, find(key));
    return known.get(key) as T;
  };
}
