/** What the configuration says of a rule in a file: its severity there, and its options. */
import { globMatcher } from '../config/globs.ts';
import type { Config, RuleLevel } from '../config/settings.ts';

export interface EffectiveSetting {
  readonly level: RuleLevel;
  /** Only those that somebody set. */
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * The setting of a rule for a file: the rule's own severity, then the file's configuration, then the overrides that cover it, in
 * their order. Without a file: what the root says, before any override.
 */
export function ruleSettings(
  configOf: (path: string) => Config,
): (rule: { readonly id: string; readonly severity: RuleLevel }, path: string | undefined) => EffectiveSetting {
  const overridesOf = remembered((config: Config) => config.overrides.map(({ files, rules }) => ({ covers: globMatcher(files), rules })));
  const tablesOf = remembered((path: string | undefined): readonly Config['rules'][] => {
    const config = configOf(path ?? '');
    const covering = path === undefined ? [] : overridesOf(config).filter(({ covers }) => covers(path));
    return [config.rules, ...covering.map(({ rules }) => rules)];
  });
  return ({ id, severity }, path) => {
    let setting: EffectiveSetting = { level: severity, options: {} };
    for (const table of tablesOf(path)) {
      const own = Object.hasOwn(table, id) ? table[id] : undefined;
      if (own) setting = { level: own.level ?? setting.level, options: { ...setting.options, ...own.options } };
    }
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
