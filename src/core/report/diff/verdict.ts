/** Whether a change is allowed: the gates of the command line, and the budgets of the configuration. */
import type { Budget } from '../../config/settings.ts';
import type { Diff, DiffBudget, Verdict } from '../diff.ts';
import type { Finding } from '../report.ts';
import { counted, money, percent } from '../words.ts';

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

const isOfTotal = ({ scope, feature, files, symbol, perMonth, maxIncrease }: Budget): boolean =>
  (scope === 'total' || (feature === undefined && files === undefined && symbol === undefined)) &&
  (perMonth !== undefined || maxIncrease !== undefined);

/** Ratios are compared with this much room: 1.1 × 100 is a little more than 110. */
const ROOM = 1e-9;

export function judge(compared: Omit<Diff, 'verdict' | 'budget'>, gates: Gates, budgets: readonly Budget[]): Diff {
  const fails: string[] = [];
  const warns: string[] = [];
  const budget = budgetOf(compared, budgets);
  for (const { maxIncrease } of budgets.filter(isOfTotal)) {
    const limit = maxIncrease === undefined ? undefined : parseIncrease(maxIncrease);
    if (limit) fails.push(...increase(compared, limit, 'the budget allows'));
  }
  if (gates.maxIncrease) fails.push(...increase(compared, gates.maxIncrease, '--max-increase allows'));
  if (budget && budget.state !== 'ok') {
    const sentence = `${percent(budget.used)} of the budget of ${money(budget.limit)} a month ${budget.used > 1 ? 'would be' : 'is'} used.`;
    (budget.state === 'stop' ? fails : warns).push(sentence);
  }
  const open = compared.findings.new;
  const of = (severity: Finding['severity']) => open.filter((finding) => finding.severity === severity);
  const [errors, warnings] = [of('error'), of('warning')];
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
  return { ...compared, verdict, budget };
}

function passing({ changes, delta, findings }: Omit<Diff, 'verdict' | 'budget'>): string {
  const fixed = findings.fixed.length > 0 ? ` ${counted(findings.fixed.length, 'finding')} fixed.` : '';
  if (changes.length === 0) return `No call costs anything else.${fixed}`;
  if (delta.perMonth.expected === 0) return `${counted(changes.length, 'call')} changed, none in what it is expected to cost.${fixed}`;
  return `Within all limits; no new findings.${fixed}`;
}

const rulesOf = (findings: readonly Finding[]): string => [...new Set(findings.map(({ rule }) => rule))].join(', ');

function increase({ delta, totals }: Omit<Diff, 'verdict' | 'budget'>, limit: Increase, who: string): readonly string[] {
  const more = delta.perMonth.expected;
  if (more <= 0) return [];
  if ('usd' in limit) return more > limit.usd * (1 + ROOM) ? [`${money(more)} a month more; ${who} ${money(limit.usd)}.`] : [];
  const before = totals?.base.perMonth.expected ?? 0;
  if (before === 0) return [`${money(more)} a month more, from nothing; ${who} ${percent(limit.share)} more.`];
  return more > before * limit.share * (1 + ROOM)
    ? [`${percent(more / before)} more a month (${money(more)}); ${who} ${percent(limit.share)}.`]
    : [];
}

/** The budget of the total that is nearest to its end. */
function budgetOf({ totals }: Omit<Diff, 'verdict' | 'budget'>, budgets: readonly Budget[]): DiffBudget | null {
  const month = totals?.head.perMonth.expected;
  if (month === undefined) return null;
  const of = budgets.flatMap((budget): DiffBudget[] => {
    const { perMonth: limit, alert, stop } = budget;
    if (limit === undefined || !isOfTotal(budget)) return [];
    const used = limit > 0 ? month / limit : month > 0 ? Number.MAX_VALUE : 0;
    return [{ scope: 'total', limit, used, state: used + ROOM >= stop ? 'stop' : used + ROOM >= alert ? 'alert' : 'ok' }];
  });
  return of.sort((a, b) => b.used - a.used)[0] ?? null;
}
