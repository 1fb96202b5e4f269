/** Whether a change is allowed: the gates of the command line, and the budgets of the configuration. */
import type { Budget } from '../../config/settings.ts';
import { coverage, ROOM, subjectOf } from '../../economics/budget.ts';
import overBudget from '../../rules/over-budget.ts';
import { monthMessage } from '../budgets.ts';
import type { Change, Diff, DiffBudget, Verdict } from '../diff.ts';
import type { BudgetReport, Finding } from '../report.ts';
import { counted, money, percent, unpricedText } from '../words.ts';
import { payingCalls } from './compare.ts';
import type { DiffSide } from './side.ts';

export interface Gates {
  /** Lowest severity of a finding that fails. */
  readonly failOn: 'error' | 'warning';
  /** Fail only above this many warnings; undefined: any warning fails. */
  readonly maxWarnings: number | undefined;
  /** What a month may cost more at most. */
  readonly maxIncrease: Increase | undefined;
}

export type Increase = { readonly usd: number } | { readonly share: number };

/** `10%`, `$500`, `500`: undefined when it is neither a share nor an amount. */
export function parseIncrease(text: string): Increase | undefined {
  const [, dollar, number, unit] = /^(\$?)(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim()) ?? [];
  if (number === undefined || (dollar !== '' && unit !== '')) return undefined;
  return unit === '%' ? { share: Number(number) / 100 } : { usd: Number(number) };
}

/** A share of the total, or a budget, can only be judged when the whole project is known. */
export const wantsTotals = ({ maxIncrease }: Gates, budgets: readonly Budget[]): boolean =>
  (maxIncrease !== undefined && 'share' in maxIncrease) || budgets.length > 0;

/** What a change is held against. */
export interface Limits {
  readonly gates: Gates;
  /** Those of the head. */
  readonly budgets: readonly Budget[];
  readonly base: DiffSide;
  readonly head: DiffSide;
}

export function judge(compared: Omit<Diff, 'verdict' | 'budget'>, limits: Limits): Diff {
  const { gates, head } = limits;
  const fails: string[] = [];
  const warns: string[] = [];
  const more = compared.delta.perMonth.expected;
  if (gates.maxIncrease) fails.push(...increase(more, compared.totals?.base.perMonth.expected ?? 0, gates.maxIncrease, '--max-increase'));
  fails.push(...increasesOf(compared.changes, limits));
  const ofMonth = head.report.budgets.filter(({ unit }) => unit === 'perMonth');
  const used = new Set(ofMonth.map(monthMessage));
  const isOfMonth = ({ rule, message }: Finding): boolean => rule === overBudget.id && used.has(message);
  const open = compared.findings.new.filter((finding) => !isOfMonth(finding));
  const of = (severity: Finding['severity']) => open.filter((finding) => finding.severity === severity);
  const [errors, warnings] = [of('error'), of('warning')];
  // A budget that is used up fails whoever it was that has used it.
  for (const { severity, message } of head.report.findings.filter((finding) => finding.suppressed === null && isOfMonth(finding)))
    (severity === 'error' || (severity === 'warning' && gates.failOn === 'warning') ? fails : warns).push(message);
  if (errors.length > 0) fails.push(`${counted(errors.length, 'new error')}: ${rulesOf(errors)}.`);
  if (warnings.length > 0) {
    const tooMany =
      gates.maxWarnings !== undefined ? gates.maxWarnings >= 0 && warnings.length > gates.maxWarnings : gates.failOn === 'warning';
    (tooMany ? fails : warns).push(`${counted(warnings.length, 'new warning')}: ${rulesOf(warnings)}.`);
  }
  const unpriced = compared.changes.filter(({ status, delta }) => delta === null && status !== 'removed').length;
  if (unpriced > 0)
    warns.push(`${counted(unpriced, 'changed call')} cannot be priced and ${unpriced === 1 ? 'is' : 'are'} not in this number.`);
  const verdict: Verdict =
    fails.length > 0
      ? { state: 'fail', reasons: [...fails, ...warns] }
      : warns.length > 0
        ? { state: 'warn', reasons: warns }
        : { state: 'pass', reasons: [passing(compared)] };
  return { ...compared, verdict, budget: fullest(ofMonth) };
}

function passing({ changes, delta, findings, unpriced }: Omit<Diff, 'verdict' | 'budget'>): string {
  const fixed = findings.fixed.length > 0 ? ` ${counted(findings.fixed.length, 'finding')} fixed.` : '';
  if (changes.length === 0)
    return unpriced === 0
      ? `No call costs anything else.${fixed}`
      : `No call with a price costs anything else; ${unpricedText(unpriced)}.${fixed}`;
  if (delta.perMonth.expected !== 0) return `Within all limits; no new findings.${fixed}`;
  const worst =
    money(Math.abs(delta.worst)) === money(0)
      ? ''
      : `; at worst a month costs ${money(Math.abs(delta.worst))} ${delta.worst > 0 ? 'more' : 'less'}`;
  return `${counted(changes.length, 'call')} changed, none in what it is expected to cost${worst}.${fixed}`;
}

const rulesOf = (findings: readonly Finding[]): string => [...new Set(findings.map(({ rule }) => rule))].join(', ');

/** What budgets say of growth, each of what it covers. */
function increasesOf(changes: readonly Change[], { budgets, base }: Limits): readonly string[] {
  return budgets.flatMap((budget) => {
    const limit = budget.maxIncrease === undefined ? undefined : parseIncrease(budget.maxIncrease);
    if (!limit) return [];
    const covers = coverage(budget);
    const own = changes.filter((change) => covers({ ...change, symbol: change.symbol ?? undefined }));
    const more = own.reduce((sum, { delta }) => sum + (delta?.perMonth ?? 0), 0);
    const before = payingCalls(base)
      .filter(({ site, cost }) => covers({ path: site.place.path, symbol: site.symbol, feature: cost.feature }))
      .reduce((sum, { cost }) => sum + (cost.cost?.perMonth.expected ?? 0), 0);
    const subject = subjectOf(budget);
    return increase(more, before, limit, subject === 'total' ? 'the budget' : `the budget of ${subject}`);
  });
}

/** USD a month, expected. */
function increase(more: number, before: number, limit: Increase, who: string): readonly string[] {
  if (more <= 0) return [];
  if ('usd' in limit) return more > limit.usd * (1 + ROOM) ? [`${money(more)} a month more; ${who} allows ${money(limit.usd)}.`] : [];
  if (before === 0) return [`${money(more)} a month more, from nothing; ${who} allows ${percent(limit.share)} more.`];
  return more > before * limit.share * (1 + ROOM)
    ? [`${percent(more / before)} more a month (${money(more)}); ${who} allows ${percent(limit.share)}.`]
    : [];
}

/** The budget that is nearest to its end. */
function fullest(uses: readonly BudgetReport[]): DiffBudget | null {
  const [first] = [...uses].sort((a, b) => b.used - a.used);
  return first ? { scope: first.scope, limit: first.limit, used: first.used, state: first.state } : null;
}
