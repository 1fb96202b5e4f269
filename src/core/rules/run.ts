/** Runs rules over priced sites: severities and options from the configuration, order by place. */

import { globMatcher } from '../config/globs.ts';
import type { Config, RuleSetting } from '../config/settings.ts';
import { add } from '../tokens/interval.ts';
import type { PricedSite, Rule, RuleFinding, Severity } from './rule.ts';

/** Findings of all rules, by path, position and rule. */
export function runRules(rules: readonly Rule[], sites: readonly PricedSite[], config: Config): readonly RuleFinding[] {
  const found: RuleFinding[] = [];
  const byPlace = new Map(sites.map((priced) => [keyOf(priced.site.place), priced]));
  const overrides = config.overrides.map(({ files, rules: settings }) => ({ covers: globMatcher(files), settings }));
  for (const priced of sites) {
    const { path } = priced.site.place;
    for (const rule of rules) {
      const setting = settingOf(
        rule,
        config,
        overrides.filter(({ covers }) => covers(path)).map(({ settings }) => settings[rule.id]),
      );
      const { level } = setting;
      if (level === 'off') continue;
      rule.check(priced, {
        option: <T>(name: string) => (setting.options[name] ?? rule.options[name]?.default) as T,
        payer: (of) => (of.site.paidBy && byPlace.get(keyOf(of.site.paidBy))) ?? of,
        report: (one) => found.push({ ...one, rule, severity: level, site: priced.site }),
      });
    }
  }
  return onePerPlace(found).sort((a, b) => compare(a.at.path, b.at.path) || a.at.start - b.at.start || compare(a.rule.id, b.rule.id));
}

/** A prompt that several calls send is one finding, with what it costs in all of them. */
function onePerPlace(found: readonly RuleFinding[]): RuleFinding[] {
  const byPlace = new Map<string, RuleFinding>();
  for (const one of found) {
    const key = `${one.rule.id}:${keyOf(one.at)}`;
    const before = byPlace.get(key);
    const impact = before?.impact && one.impact ? add(before.impact, one.impact) : (before?.impact ?? one.impact);
    byPlace.set(key, { ...(before ?? one), impact });
  }
  return [...byPlace.values()];
}

function settingOf(
  rule: Rule,
  config: Config,
  overrides: readonly (RuleSetting | undefined)[],
): { level: Severity | 'off'; options: Readonly<Record<string, unknown>> } {
  let level: Severity | 'off' = rule.severity;
  let options: Readonly<Record<string, unknown>> = {};
  for (const setting of [config.rules[rule.id], ...overrides]) {
    if (!setting) continue;
    level = setting.level ?? level;
    options = { ...options, ...setting.options };
  }
  return { level, options };
}

const keyOf = (place: { path: string; start: number; end: number }) => `${place.path}:${place.start}:${place.end}`;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
