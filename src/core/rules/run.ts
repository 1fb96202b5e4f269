/** Runs rules over priced sites: severities and options from the configuration, order by place. What is found at a site is kept with it. */

import type { CallSite, Place } from '../analysis/analysis.ts';
import type { SiteCost } from '../analysis/cost.ts';
import type { PriceBook } from '../prices/book.ts';
import { keyOf } from '../resolve/known.ts';
import { add, type Interval, less } from '../tokens/interval.ts';
import { createEdits, type Sources, sharedLiterals } from './edits.ts';
import type { Change, Found, PlacedEdit, PricedSite, Rule, RuleContext, RuleFinding } from './rule.ts';
import type { EffectiveSetting, RuleSettings } from './settings.ts';

export interface RunnerOptions {
  readonly rules: readonly Rule[];
  readonly settings: RuleSettings;
  readonly book: PriceBook;
  /** The day that is priced, YYYY-MM-DD. */
  readonly at: string;
  /** Nothing has been counted without a table that it needs: only such findings are kept. */
  readonly isExact: () => boolean;
  readonly sources: Sources;
}

/**
 * Findings of all rules, by path, position and rule. `costOf`: what a site costs, also one that is not in the code; for the kind and
 * place of a priced site it is under what that one was counted under.
 */
export type RunRules = (sites: readonly PricedSite[], costOf: (site: CallSite) => SiteCost, earlier?: Earlier) => readonly RuleFinding[];

/** What an edit has only moved since the last run. */
export interface Earlier {
  /** A priced site as it was, of the same cost. */
  of(priced: PricedSite): PricedSite | undefined;
  /** Where a place of such a site is now. */
  move(place: Place): Place;
}

/** What checks of one site found, and all that they can have asked for. */
interface Kept {
  readonly found: readonly RuleFinding[];
  /** The site, and those that carry its month. */
  readonly asked: readonly PricedSite[];
  /** Literals by place: whether other calls share them. */
  readonly literals: readonly { readonly place: Place; readonly shared: boolean }[];
}

/** One run. Contexts are made once and ask it. */
interface Run {
  readonly byPlace: ReadonlyMap<string, PricedSite>;
  readonly costOf: (site: CallSite) => SiteCost;
  readonly isShared: (literal: Place) => boolean;
  readonly report: (rule: Rule, level: EffectiveSetting['level'], found: Found) => void;
}

interface Check {
  readonly rule: Rule;
  readonly cx: RuleContext;
}

/** A runner keeps what it finds at a site as long as the priced site and those that carry its month are the same objects. */
export function createRuleRunner({ rules, settings, book, at, isExact, sources }: RunnerOptions): RunRules {
  const kept = new WeakMap<PricedSite, Kept>();
  const contexts = new Map<EffectiveSetting, RuleContext>();
  const checks = new Map<string, readonly Check[]>();
  const all = rules.filter((rule) => rule.checkAll);
  let run: Run;

  const shared = {
    book,
    at,
    edit: createEdits((literal) => run.isShared(literal), sources),
    payer: (of: PricedSite): PricedSite => (of.site.paidBy && run.byPlace.get(keyOf(of.site.paidBy))) ?? of,
    saving: (priced: PricedSite, change: Change) => savingOf(priced, change, run),
    costOf: (site: CallSite) => run.costOf(site),
  };

  function contextOf(rule: Rule, setting: EffectiveSetting): RuleContext {
    const known = contexts.get(setting);
    if (known) return known;
    const made: RuleContext = {
      ...shared,
      option: <T>(name: string) => (setting.options[name] ?? rule.options[name]?.default) as T,
      report: (found) => run.report(rule, setting.level, found),
    };
    contexts.set(setting, made);
    return made;
  }

  /** The checks that are on in a file. */
  function checksIn(path: string): readonly Check[] {
    const known = checks.get(path);
    if (known) return known;
    const made = rules.flatMap((rule): Check[] => {
      const setting = settings(rule, path);
      return rule.check && setting.level !== 'off' ? [{ rule, cx: contextOf(rule, setting) }] : [];
    });
    checks.set(path, made);
    return made;
  }

  /** The sites in whose files a rule is on. A file's stand together. */
  function sitesOf(rule: Rule, sites: readonly PricedSite[]): readonly PricedSite[] {
    let at: string | undefined;
    let isOn = false;
    return sites.filter(({ site: { place } }) => {
      if (place.path !== at) isOn = settings(rule, place.path).level !== 'off';
      at = place.path;
      return isOn;
    });
  }

  /** What was found at a site before an edit has moved it, as it would be found now. */
  function movedAlong(priced: PricedSite, asked: readonly PricedSite[], { of, move }: Earlier): Kept | undefined {
    const was = of(priced);
    const before = was && kept.get(was);
    if (!before || before.found.some(({ site }) => site !== was.site)) return undefined;
    const asBefore = asked.map((one) => of(one) ?? one);
    if (!isSame(before.asked, asBefore)) return undefined;
    return {
      found: before.found.map((one) => movedFinding(one, priced, move)),
      asked,
      literals: before.literals.map(({ place, shared: answer }) => ({ place: move(place), shared: answer })),
    };
  }

  function checkSite(priced: PricedSite, { byPlace, costOf, isShared }: Run, earlier: Earlier | undefined): readonly RuleFinding[] {
    const asked = around(priced, byPlace);
    const known = kept.get(priced);
    const before = known ?? (earlier && movedAlong(priced, asked, earlier));
    if (before && isSame(before.asked, asked) && before.literals.every((one) => isShared(one.place) === one.shared)) {
      if (before !== known) kept.set(priced, before);
      return before.found;
    }
    const found: RuleFinding[] = [];
    const literals: { place: Place; shared: boolean }[] = [];
    run = {
      byPlace,
      costOf,
      isShared(place) {
        const answer = isShared(place);
        literals.push({ place, shared: answer });
        return answer;
      },
      report(rule, level, one) {
        if (level !== 'off') found.push({ ...one, rule, severity: level, site: (one.of ?? priced).site });
      },
    };
    for (const { rule, cx } of checksIn(priced.site.place.path)) rule.check?.(priced, cx);
    if (isExact()) kept.set(priced, { found, asked, literals });
    return found;
  }

  return (sites, costOf, earlier) => {
    const byPlace = new Map<string, PricedSite>();
    for (const priced of sites) if (sends(priced.site)) byPlace.set(keyOf(priced.site.place), priced);
    const found: RuleFinding[] = [];
    const whole: Run = {
      byPlace,
      costOf,
      isShared: sharedLiterals(sites),
      report(rule, _level, one) {
        const of = one.of ?? byPlace.get(keyOf(one.at)) ?? sites.find(({ site }) => site.place.path === one.at.path);
        const { level } = settings(rule, one.at.path);
        if (of && level !== 'off') found.push({ ...one, rule, severity: level, site: of.site });
      },
    };
    for (const priced of sites) found.push(...checkSite(priced, whole, earlier));
    run = whole;
    for (const rule of all) rule.checkAll?.(sitesOf(rule, sites), contextOf(rule, settings(rule, undefined)));
    return inOrder(onePerPlace(found));
  };
}

function movedFinding(found: RuleFinding, { site }: PricedSite, move: Earlier['move']): RuleFinding {
  const fixes = found.fixes?.map((fix) => ({
    ...fix,
    edits: fix.edits.map(({ path, range, newText }): PlacedEdit => {
      const { start, end } = move({ path, ...range });
      return { path, range: { start, end }, newText };
    }),
  }));
  const related = found.related?.map(({ at, message }) => ({ at: move(at), message }));
  return { ...found, site, at: move(found.at), ...(fixes && { fixes }), ...(related && { related }) };
}

const isSame = (a: readonly PricedSite[], b: readonly PricedSite[]): boolean => a.length === b.length && a.every((one, i) => one === b[i]);

/** By path, position and rule. */
export const inOrder = (findings: readonly RuleFinding[]): readonly RuleFinding[] =>
  findings.toSorted((a, b) => compare(a.at.path, b.at.path) || a.at.start - b.at.start || compare(a.rule.id, b.rule.id));

/** A prompt or a loop may stand at the place of a call. */
const sends = ({ kind }: CallSite): boolean => kind !== 'prompt' && kind !== 'agent-loop';

/** What a change of a site saves a month, at the sites that carry its months. */
function savingOf(priced: PricedSite, change: Change, { byPlace, costOf }: Run): Interval | undefined {
  let saved: Interval | undefined;
  for (const payer of around(priced, byPlace).filter((one) => carriersOf(one, byPlace).length === 0)) {
    const before = payer.cost.cost?.perMonth;
    const after = before && costOf({ ...payer.site, ...(typeof change === 'function' ? change(payer.site) : change) }).cost?.perMonth;
    if (!after) continue;
    const difference = less(before, after);
    saved = saved ? add(saved, difference) : difference;
  }
  return saved;
}

/** A site, those that carry its month, and those that carry them: the months of the last hold what it costs. */
function around(priced: PricedSite, byPlace: Run['byPlace']): readonly PricedSite[] {
  const carriers = carriersOf(priced, byPlace);
  if (carriers.length === 0) return [priced];
  const seen = new Set([priced, ...carriers]);
  for (const one of seen) if (one !== priced) for (const next of carriersOf(one, byPlace)) seen.add(next);
  return [...seen];
}

function carriersOf({ site: { payers, paidBy } }: PricedSite, byPlace: Run['byPlace']): readonly PricedSite[] {
  if (!paidBy) return NONE;
  return (payers.length > 0 ? payers : [paidBy]).flatMap((place) => byPlace.get(keyOf(place)) ?? []);
}

const NONE: readonly PricedSite[] = [];

/** A prompt that several calls send is one finding, with what it costs in all of them. */
function onePerPlace(found: readonly RuleFinding[]): RuleFinding[] {
  const list: RuleFinding[] = [];
  const places = new Map<Rule, Map<string, number>>();
  for (const one of found) {
    const byPlace = places.get(one.rule) ?? new Map<string, number>();
    if (byPlace.size === 0) places.set(one.rule, byPlace);
    const key = keyOf(one.at);
    const index = byPlace.get(key);
    const before = index === undefined ? undefined : list[index];
    if (index === undefined || !before) byPlace.set(key, list.push(one) - 1);
    else list[index] = { ...before, impact: before.impact && one.impact ? add(before.impact, one.impact) : (before.impact ?? one.impact) };
  }
  return list;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
