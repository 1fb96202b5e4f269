/** What the product's calls cost, asked in the owner's words: by feature, user, outcome, model and file, now and under a scenario. */
import { add, exactly, type Interval, scale, ZERO } from '../tokens/interval.ts';
import { type Hosting, hostingOf, type ModelSwap, modelSwapOf } from './investment-options.ts';
import { costPerOutcome, guardedReply, humanCost } from './outcomes.ts';
import { type PriceRisk, priceRisks } from './price-risk.ts';
import type { Scenario } from './scenario.ts';
import { rangeOf } from './spread.ts';
import { perCall as costOfRun, costOfTerms, type Terms } from './terms.ts';
import type { DeclaredFeature, DeclaredUsage } from './usage.ts';
import { type UserMoney, usersOf } from './user-money.ts';
import { type CostedSite, underScenario, type WhatIfContext } from './what-if.ts';

/** A call of the application that pays for its requests itself: the report's sites are such. */
export interface PaidSite extends CostedSite {
  readonly id: string;
  readonly path: string;
  readonly model: { readonly id: string } | null;
}

export interface EconomyInput {
  readonly sites: readonly PaidSite[];
  readonly usage: DeclaredUsage;
  readonly scenario: Scenario;
  readonly context: Omit<WhatIfContext, 'activeUsers'>;
}

/** USD; months are P10 to P90. */
export interface Economy {
  readonly perMonth: Interval;
  /** Without the scenario. */
  readonly before: Interval;
  readonly sites: readonly SiteMoney[];
  /** Sites whose price or traffic is unknown: in no sum. */
  readonly uncounted: number;
  readonly features: readonly FeatureMoney[];
  readonly models: readonly GroupMoney[];
  readonly files: readonly GroupMoney[];
  /** Null without declared users. */
  readonly users: UserMoney | null;
  /** Checks around answers and people behind them: on lines of their own, never in `perMonth`. */
  readonly checks: number;
  readonly people: number;
  /** The whole product by the declared share of tokens in its cost; null when nobody declares it. */
  readonly whole: { readonly tokenShare: number; readonly perMonth: Interval } | null;
  /** Only when the scenario asks for own GPUs. */
  readonly hosting: Hosting | null;
  /** Another model in the place of today's. */
  readonly swap: ModelSwap;
  /** Prices that are known to change, and steps that prompts may reach; empty when nothing is known of any. */
  readonly priceRisks: readonly PriceRisk[];
  /** The input that makes most of the range, and its share of the variance. */
  readonly dominant: Dominant | null;
  /** What moves the month most: inputs of single calls, the widest first. */
  readonly sensitive: readonly Sensitivity[];
  /** What nobody declares and would say more, as configuration keys with a reason. */
  readonly missing: readonly Missing[];
  readonly problems: readonly string[];
}

export interface Dominant {
  /** `calls`, `input`, `output`, `steps` */
  readonly cause: string;
  /** Of the variance, 0 to 1. */
  readonly share: number;
}

export interface SiteMoney {
  readonly id: string;
  readonly perCall: Interval;
  readonly perMonth: Interval;
  readonly before: Interval;
  readonly callsPerMonth: Interval;
}

export interface GroupMoney {
  readonly name: string;
  readonly calls: number;
  readonly perMonth: Interval;
  readonly before: Interval;
}

export interface FeatureMoney extends GroupMoney {
  readonly declared: DeclaredFeature | null;
  /** How the month is made, in USD that add up to it: one answer each time, then what further steps and billed failures add. */
  readonly made: { readonly bare: number; readonly steps: number; readonly retries: number };
  readonly dominant: Dominant | null;
  /** Of the feature's own users, else of the product's; null without any. */
  readonly perUser: Interval | null;
  /** Share of the product's users that use it. */
  readonly adoption: number | null;
  readonly checks: number;
  readonly people: number;
  readonly outcome: { readonly name: string; readonly cost: Interval; readonly value: number | null } | null;
}

/** One input of one call, and the month of that call when it is low (P10) or high (P90) and all else is as expected. */
export interface Sensitivity {
  readonly site: string;
  /** `calls`, `input`, `output`, `steps` */
  readonly cause: string;
  readonly perMonth: Interval;
}

/** A configuration key, what it would tell, and in which view that stands. */
export interface Missing {
  readonly key: string;
  readonly says: string;
  readonly about: 'feature' | 'user' | 'outcome';
}

export function economyOf({ sites, usage, scenario, context }: EconomyInput): Economy {
  const cx: WhatIfContext = { ...context, activeUsers: usage.activeUsers };
  const problems = new Set<string>();
  const paid: Paid[] = [];
  const asked = Object.keys(scenario).length > 0;
  for (const site of sites) {
    const outcome = underScenario(site, scenario, cx);
    for (const problem of outcome.problems) problems.add(problem);
    if (!outcome.cost || site.terms === null || site.callsPerMonth === null) continue;
    const before = asked ? costOfTerms(site.terms, site.callsPerMonth) : outcome.cost;
    const { perCall, perMonth } = outcome.cost;
    const factor = perCall.expected > 0 ? perMonth.expected / perCall.expected / Math.max(1e-12, site.callsPerMonth.expected) : 1;
    const terms = outcome.terms ?? site.terms;
    paid.push({ site, terms, perCall, perMonth, before: before.perMonth, callsPerMonth: scale(site.callsPerMonth, factor) });
  }
  const known = new Set(sites.map(({ feature }) => feature));
  if (scenario.feature !== undefined && !known.has(scenario.feature)) problems.add(`No call belongs to the feature "${scenario.feature}".`);

  if (scenario.human !== undefined && !usage.features.some(({ outcome }) => outcome?.escalation))
    problems.add('"human" needs an outcome with an escalation in the configuration: without it nothing says what a person costs.');

  const perMonth = sum(paid.map((one) => one.perMonth));
  const features = featuresOf(paid, usage, scenario);
  const users = usersOf(perMonth, usage, scenario);
  return {
    perMonth,
    before: sum(paid.map((one) => one.before)),
    sites: paid.map(({ site, terms: _terms, ...money }) => ({ id: site.id, ...money })),
    uncounted: sites.length - paid.length,
    features,
    models: groupsOf(paid, ({ site }) => modelOf(site, scenario)),
    files: groupsOf(paid, ({ site }) => site.path),
    users,
    checks: features.reduce((total, { checks }) => total + checks, 0),
    people: features.reduce((total, { people }) => total + people, 0),
    whole:
      usage.tokenShare === null || usage.tokenShare <= 0
        ? null
        : { tokenShare: usage.tokenShare, perMonth: scale(perMonth, 1 / usage.tokenShare) },
    hosting: scenario.host === 'self' ? hostingOf(paid) : null,
    swap: swapOf(paid, features.length, scenario),
    priceRisks: priceRisks(paid, scenario, cx),
    dominant: dominantOf(paid),
    sensitive: sensitiveOf(paid),
    missing: missingOf(usage, features, scenario),
    problems: [...problems],
  };
}

interface Paid {
  readonly site: PaidSite;
  /** As the question leaves them. */
  readonly terms: Terms;
  readonly perCall: Interval;
  readonly perMonth: Interval;
  readonly before: Interval;
  readonly callsPerMonth: Interval;
}

const sum = (list: readonly Interval[]): Interval => list.reduce(add, ZERO);

/** The name under which the site is priced then. */
const modelOf = ({ model, terms, feature }: PaidSite, scenario: Scenario): string =>
  scenario.model !== undefined && (scenario.feature === undefined || scenario.feature === feature) && terms?.price.output !== 0
    ? scenario.model
    : (model?.id ?? 'unknown');

function groupsOf(paid: readonly Paid[], nameOf: (one: Paid) => string): GroupMoney[] {
  const groups = new Map<string, Paid[]>();
  for (const one of paid) {
    const members = groups.get(nameOf(one));
    if (members) members.push(one);
    else groups.set(nameOf(one), [one]);
  }
  return [...groups]
    .map(([name, members]) => ({
      name,
      calls: members.length,
      perMonth: sum(members.map((one) => one.perMonth)),
      before: sum(members.map((one) => one.before)),
    }))
    .sort(byMoney);
}

const byMoney = (a: GroupMoney, b: GroupMoney): number =>
  b.perMonth.expected - a.perMonth.expected || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** Calls of no feature stand together under the empty name. */
function featuresOf(paid: readonly Paid[], usage: DeclaredUsage, scenario: Scenario): FeatureMoney[] {
  const productUsers = scenario.users ?? usage.activeUsers;
  return groupsOf(paid, ({ site }) => site.feature ?? '').map((group) => {
    const declared = usage.features.find(({ name }) => name === group.name) ?? null;
    const members = paid.filter(({ site }) => (site.feature ?? '') === group.name);
    const grows = scenario.users !== undefined && usage.activeUsers ? scenario.users / usage.activeUsers : 1;
    const users = declared?.activeUsers == null ? productUsers : declared.activeUsers * grows;
    const checks = declared?.guards
      ? members.reduce(
          (total, { perCall, callsPerMonth }) =>
            total + callsPerMonth.expected * (guardedReply(perCall.expected, declared.guards ?? {}) - perCall.expected),
          0,
        )
      : 0;
    const task = taskOf(declared, scenario, usage);
    const people = task === undefined ? 0 : humanCost({ llm: 0, ...task });
    return {
      ...group,
      declared,
      made: madeOf(members),
      dominant: dominantOf(members),
      perUser: users !== null && users > 0 && group.name !== '' ? scale(group.perMonth, 1 / users) : null,
      adoption: users !== null && productUsers !== null && productUsers > 0 && declared?.activeUsers != null ? users / productUsers : null,
      checks,
      people,
      outcome:
        declared?.outcome && task
          ? {
              name: declared.outcome.name,
              cost: eachBound(group.perMonth, (llm) => costPerOutcome({ llm, other: checks, ...task })),
              value: declared.outcome.value,
            }
          : null,
    };
  });
}

/** Retries multiply what the steps cost; what is routed or batched is cheaper alike in all of it. */
function madeOf(members: readonly Paid[]): FeatureMoney['made'] {
  let [bare, steps, retries] = [0, 0, 0];
  for (const { terms, perMonth } of members) {
    const run = 1 / terms.retryFactor;
    const once = terms.steps.high > 1 ? run * shareOfOne(terms) : run;
    bare += perMonth.expected * once;
    steps += perMonth.expected * (run - once);
    retries += perMonth.expected * (1 - run);
  }
  return { bare, steps, retries };
}

/** One answer over a run of all its steps. */
function shareOfOne(terms: Terms): number {
  const whole = costOfRun(terms).expected;
  return whole > 0 ? costOfRun({ ...terms, steps: exactly(1), openEnded: false }).expected / whole : 1;
}

function swapOf(paid: readonly Paid[], features: number, { model, route, feature }: Scenario): ModelSwap {
  const concerned = paid.filter(({ site, terms }) => terms.price.output !== 0 && (feature === undefined || feature === site.feature));
  const sum = (of: (one: Paid) => number) => concerned.reduce((total, one) => total + of(one), 0);
  const calls = sum(({ callsPerMonth, terms }) => callsPerMonth.expected * terms.steps.expected);
  const unit = calls > 0 ? sum(({ perMonth }) => perMonth.expected) / calls : 0;
  const saving = model === undefined && route === undefined ? 0 : sum(({ before, perMonth }) => before.expected - perMonth.expected);
  return modelSwapOf(feature === undefined ? Math.max(1, features) : 1, unit, saving);
}

/** More traffic means more tasks. */
function taskOf(declared: DeclaredFeature | null, { traffic = 1, users, feature, human }: Scenario, usage: DeclaredUsage) {
  const outcome = declared?.outcome;
  if (!declared || !outcome || outcome.perMonth === null || outcome.perMonth <= 0) return undefined;
  const concerned = feature === undefined || feature === declared.name;
  const grows = concerned ? traffic * (users !== undefined && usage.activeUsers ? users / usage.activeUsers : 1) : 1;
  const { escalation, success } = outcome;
  return {
    tasks: outcome.perMonth * grows,
    success: success ?? 1,
    ...(escalation && {
      escalated: (concerned ? human : undefined) ?? escalation.share,
      minutes: escalation.minutes,
      hourlyRate: escalation.hourlyRate,
    }),
  };
}

const eachBound = ({ low, expected, high }: Interval, of: (value: number) => number): Interval => ({
  low: of(low),
  expected: of(expected),
  high: of(high),
});

/** Causes of all sites, weighted by what the sites cost. */
function dominantOf(paid: readonly Paid[]): Dominant | null {
  const weights = new Map<string, number>();
  for (const { site, perMonth } of paid)
    for (const [cause, sigma] of Object.entries(site.terms?.spread.causes ?? {}))
      weights.set(cause, (weights.get(cause) ?? 0) + sigma * sigma * perMonth.expected);
  const total = [...weights.values()].reduce((a, b) => a + b, 0);
  const [first] = [...weights].sort(([, a], [, b]) => b - a);
  return first && total > 0 ? { cause: first[0], share: first[1] / total } : null;
}

/** As many as a reader can take in. */
const MOST_SENSITIVE = 5;

function sensitiveOf(paid: readonly Paid[]): readonly Sensitivity[] {
  const width = ({ perMonth }: Sensitivity) => perMonth.high - perMonth.low;
  const all = paid.flatMap(({ site, perMonth }) =>
    Object.entries(site.terms?.spread.causes ?? {}).map(
      ([cause, sigma]): Sensitivity => ({ site: site.id, cause, perMonth: rangeOf(perMonth.expected, sigma) }),
    ),
  );
  return all
    .filter((one) => width(one) > 0)
    .sort((a, b) => width(b) - width(a) || (a.site < b.site ? -1 : 1))
    .slice(0, MOST_SENSITIVE);
}

function missingOf(usage: DeclaredUsage, features: readonly FeatureMoney[], { planPrice }: Scenario): Economy['missing'] {
  const without = features.flatMap(({ name, declared }) => (declared && !declared.outcome ? [name] : []));
  const all: readonly (Missing & { readonly when: boolean })[] = [
    { key: 'usage.activeUsers', says: 'what a user costs', about: 'user', when: usage.activeUsers === null },
    { key: 'usage.planPrice', says: 'which users cost more than they pay', about: 'user', when: (planPrice ?? usage.planPrice) === null },
    { key: 'usage.heavyUsers', says: 'how cost is spread over users', about: 'user', when: usage.heavyUsers === null },
    { key: 'usage.tokenShare', says: 'what the whole product costs', about: 'user', when: usage.tokenShare === null },
    {
      key: 'usage.features.<name>.outcome',
      says: `what a success costs (${without.join(', ')})`,
      about: 'outcome',
      when: without.length > 0,
    },
    {
      key: 'usage.features',
      says: 'to which feature the other calls belong',
      about: 'feature',
      when: features.some(({ name }) => name === ''),
    },
  ];
  return all.filter(({ when }) => when).map(({ key, says, about }) => ({ key, says, about }));
}
