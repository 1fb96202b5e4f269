/** Budgets as a report shows them: how much of each is used, and a finding for each that is nearly or wholly used up. */

import type { CallSite, Place } from '../analysis/analysis.ts';
import { isPaying } from '../analysis/paying.ts';
import { TOTAL } from '../config/defaults.ts';
import type { Budget, Config, FolderConfig, RuleLevel } from '../config/settings.ts';
import { type BudgetUnit, type BudgetUse, budgetUses, type Spender, subjectOf } from '../economics/budget.ts';
import overBudget from '../rules/over-budget.ts';
import type { PricedSite, Rule, RuleFinding, Severity } from '../rules/rule.ts';
import { nearest } from '../text/nearest.ts';
import type { Interval } from '../tokens/interval.ts';
import type { BudgetReport } from './report.ts';
import { amount, estimate, limitText, percent } from './words.ts';

export interface BudgetInput {
  /** Each once; see `budgetsOf`. */
  readonly budgets: readonly Budget[];
  /** Those that count: the application's. */
  readonly sites: readonly PricedSite[];
  readonly levelOf: (rule: Rule, path: string) => RuleLevel;
}

type SiteSpender = Spender & { readonly site: CallSite };

/** What is used of every limit, and findings: an alert is `info`, a stop has the severity of the rule. */
export function checkBudgets({ budgets, sites, levelOf }: BudgetInput): {
  readonly uses: readonly BudgetReport[];
  readonly findings: readonly RuleFinding[];
} {
  if (budgets.length === 0) return { uses: [], findings: [] };
  const spenders = sites.map(spenderOf);
  const features = [...new Set(spenders.flatMap(({ feature }) => feature ?? []))];
  const uses = budgetUses(budgets, spenders);
  return {
    uses: uses.map(reported),
    findings: uses.flatMap((use) => findingsOf(use, features, levelOf)),
  };
}

function spenderOf({ site, cost }: PricedSite): SiteSpender {
  return {
    site,
    path: site.place.path,
    symbol: site.symbol,
    feature: cost.feature,
    pays: isPaying(site),
    perMonth: cost.cost?.perMonth,
    perCall: cost.cost?.perCall,
    tokens: cost.tokens?.input,
  };
}

function reported({ budget, unit, limit, amount: used, used: share, state, spenders, unknown }: BudgetUse<SiteSpender>): BudgetReport {
  const { path, line, column } = budget.at;
  return {
    scope: subjectOf(budget),
    unit,
    limit,
    amount: used,
    used: share,
    state,
    alert: budget.alert,
    stop: budget.stop,
    sites: spenders.length,
    unknown,
    at: path === '' ? null : { path, line, column },
  };
}

function findingsOf(use: BudgetUse<SiteSpender>, features: readonly string[], levelOf: BudgetInput['levelOf']): RuleFinding[] {
  const { budget, unit, state, spenders, unknown } = use;
  const { feature } = budget;
  const make = (at: Place, severity: Severity, message: string, more: Partial<RuleFinding>): RuleFinding[] => {
    const level = levelOf(overBudget, at.path);
    const about = `${subjectOf(budget)} ${unit}`;
    return level === 'off'
      ? []
      : [{ rule: overBudget, severity: severity === 'error' ? level : severity, site: undefined, at, message, about, ...more }];
  };
  const line: Place = { path: budget.at.path, start: 0, end: 0 };
  const where = { line: budget.at.line, column: budget.at.column };
  if (spenders.length + unknown === 0 && feature !== undefined && !features.includes(feature)) {
    const meant = nearest(feature, features);
    return make(line, 'info', `Budget of feature "${feature}": no call belongs to it.${meant ? ` Did you mean "${meant}"?` : ''}`, {
      where,
    });
  }
  if (state === 'ok') return [];
  if (unit === 'perMonth') {
    const most = spenders[0]?.spender.site;
    const message = monthMessage(reported(use));
    // A limit of the command line stands in no file: the call that takes the most of it is the place to begin.
    if (budget.at.path === '') return most ? make(most.place, severityOf(state), message, { site: most }) : [];
    const related = spenders
      .slice(0, 3)
      .map(({ spender, amount: used }) => ({ at: spender.site.place, message: `${estimate(used)} a month` }));
    return make(line, severityOf(state), message, { where, related, impact: excessOf(use) });
  }
  return spenders.flatMap(({ spender, amount: used, used: share, state: own }) =>
    own === 'ok'
      ? []
      : make(
          spender.site.place,
          severityOf(own),
          `${sentence({ ...use, amount: used, used: share })}: the limit of ${subjectOf(budget)}.`,
          { site: spender.site },
        ),
  );
}

const severityOf = (state: BudgetUse<SiteSpender>['state']): Severity => (state === 'stop' ? 'error' : 'info');

/** What is used of the limit of a month: the words of the finding, wherever they are said. */
export const monthMessage = (use: BudgetReport): string =>
  `Budget of ${use.scope === 'total' ? 'the whole application' : use.scope}: ${sentence(use)}${use.unknown > 0 ? `; ${use.unknown} unpriced not counted` : ''}.`;

const sentence = ({ unit, amount: used, limit, used: share }: Pick<BudgetReport, 'unit' | 'amount' | 'limit' | 'used'>): string =>
  `${inWords(unit, used)} of ${limitText(unit, limit)}, ${percent(share)}`;

const inWords = (unit: BudgetUnit, used: Interval): string => (unit === 'tokens' ? amount(used) : estimate(used));

/** What has to go for the budget to hold. */
function excessOf({ amount: used, limit }: BudgetUse<SiteSpender>): Interval | undefined {
  const beyond = (value: number) => Math.max(0, value - limit);
  return used.expected > limit ? { low: beyond(used.low), expected: beyond(used.expected), high: beyond(used.high) } : undefined;
}

/** The budgets of a scan, each once: folders inherit those above them. `perMonth` takes the place of those for the whole application. */
export function budgetsOf(config: Config, folders: readonly FolderConfig[], perMonth: number | undefined): readonly Budget[] {
  const all = [config, ...folders.map((folder) => folder.config)].flatMap(({ budgets }) => budgets);
  const distinct = [...new Map(all.map((budget) => [JSON.stringify(budget), budget])).values()];
  if (perMonth === undefined) return distinct;
  return [{ ...TOTAL, perMonth }, ...distinct.filter((budget) => subjectOf(budget) !== 'total' || budget.perMonth === undefined)];
}
