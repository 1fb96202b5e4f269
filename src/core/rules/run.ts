/** Runs rules over priced sites: severities and options from the configuration, order by place. */

import type { CallSite, Place } from '../analysis/analysis.ts';
import type { SiteCost } from '../analysis/cost.ts';
import type { Config } from '../config/settings.ts';
import type { PriceBook } from '../prices/book.ts';
import { add, type Interval, less } from '../tokens/interval.ts';
import { createEdits } from './edits.ts';
import type { Found, PricedSite, Rule, RuleContext, RuleFinding } from './rule.ts';
import { type EffectiveSetting, ruleSettings } from './settings.ts';

export interface RunOptions {
  readonly configOf: (path: string) => Config;
  readonly book: PriceBook;
  /** The day that is priced, YYYY-MM-DD. */
  readonly at: string;
  /** What a site costs, also one that is not in the code. */
  readonly costOf: (site: CallSite) => SiteCost;
}

/** Findings of all rules, by path, position and rule. */
export function runRules(rules: readonly Rule[], sites: readonly PricedSite[], run: RunOptions): readonly RuleFinding[] {
  const { configOf, book, at } = run;
  const found: RuleFinding[] = [];
  const byPlace = new Map(sites.filter(({ site }) => sends(site)).map((priced) => [keyOf(priced.site.place), priced]));
  const settings = ruleSettings(configOf);
  const payer = (of: PricedSite): PricedSite => (of.site.paidBy && byPlace.get(keyOf(of.site.paidBy))) ?? of;
  const shared = { book, at, edit: createEdits(sites), payer, saving: savings(byPlace, run.costOf), costOf: run.costOf };
  const contextOf = (rule: Rule, { options }: EffectiveSetting, report: (one: Found) => void): RuleContext => ({
    ...shared,
    option: <T>(name: string) => (options[name] ?? rule.options[name]?.default) as T,
    report,
  });

  for (const rule of rules) {
    const here: PricedSite[] = [];
    // Sites of one file stand together: a setting and a context are made once for all of them.
    for (let i = 0; i < sites.length; ) {
      const { path } = (sites[i] as PricedSite).site.place;
      const setting = settings(rule, path);
      const { level } = setting;
      let current = sites[i] as PricedSite;
      const context =
        level !== 'off' && rule.check
          ? contextOf(rule, setting, (one) => found.push({ ...one, rule, severity: level, site: (one.of ?? current).site }))
          : undefined;
      for (; sites[i]?.site.place.path === path; i++) {
        current = sites[i] as PricedSite;
        if (level !== 'off') here.push(current);
        if (context) rule.check?.(current, context);
      }
    }
    rule.checkAll?.(
      here,
      contextOf(rule, settings(rule, undefined), (one) => {
        const of = one.of ?? byPlace.get(keyOf(one.at)) ?? here.find(({ site }) => site.place.path === one.at.path);
        const { level } = settings(rule, one.at.path);
        if (of && level !== 'off') found.push({ ...one, rule, severity: level, site: of.site });
      }),
    );
  }
  return inOrder(onePerPlace(found));
}

/** By path, position and rule. */
export const inOrder = (findings: readonly RuleFinding[]): readonly RuleFinding[] =>
  findings.toSorted((a, b) => compare(a.at.path, b.at.path) || a.at.start - b.at.start || compare(a.rule.id, b.rule.id));

/** A prompt or a loop may stand at the place of a call. */
const sends = ({ kind }: CallSite): boolean => kind !== 'prompt' && kind !== 'agent-loop';

/** What a change of a site saves a month, at the sites that carry its months. */
function savings(byPlace: ReadonlyMap<string, PricedSite>, costOf: RunOptions['costOf']): RuleContext['saving'] {
  return (priced, change) => {
    let saved: Interval | undefined;
    for (const payer of payersOf(priced, byPlace)) {
      const before = payer.cost.cost?.perMonth;
      const after = before && costOf({ ...payer.site, ...(typeof change === 'function' ? change(payer.site) : change) }).cost?.perMonth;
      if (!after) continue;
      const difference = less(before, after);
      saved = saved ? add(saved, difference) : difference;
    }
    return saved;
  };
}

/** The sites whose months hold what this one costs: itself, or those that carry it, and those that carry them. */
function payersOf(priced: PricedSite, byPlace: ReadonlyMap<string, PricedSite>): readonly PricedSite[] {
  const payers = new Set<PricedSite>();
  const seen = new Set<PricedSite>();
  const follow = (one: PricedSite) => {
    if (seen.has(one)) return;
    seen.add(one);
    const { payers: carriers, paidBy } = one.site;
    const above = (carriers.length > 0 || !paidBy ? carriers : [paidBy]).flatMap((place) => byPlace.get(keyOf(place)) ?? []);
    if (above.length === 0) payers.add(one);
    for (const next of above) follow(next);
  };
  follow(priced);
  return [...payers];
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

const keyOf = (place: Place) => `${place.path}:${place.start}:${place.end}`;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
