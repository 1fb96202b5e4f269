/** The end of the report: the total, what it rests on, what is not in it, and which prices were used. */
import type { BudgetReport, Report } from '../report.ts';
import { amount, counted, estimate, limitText, money, moneyRange, percent } from '../words.ts';
import { payingSites } from './cost-table.ts';
import { groupsBy } from './groups.ts';
import type { Paint } from './paint.ts';
import type { Layout } from './stylish.ts';

export function summary(report: Report, { paint }: Layout): string[] {
  const { totals, files, prices } = report;
  const calls = payingSites(report);
  const row = (label: string, text: string) => `${paint.dim(label.padEnd(9))} ${text}`;
  const lines: string[] = [];
  if (calls.length === 0) lines.push(row('Total', `no LLM calls found in ${counted(files.seen, 'file')}`));
  else {
    const unpriced = totals.unpriced > 0 ? paint.yellow(`, ${totals.unpriced} of them unpriced and not in this number`) : '';
    lines.push(
      row(
        'Total',
        `${paint.bold(`${money(totals.perMonth.expected)} a month`)} (${moneyRange(totals.perMonth)}), ${counted(calls.length, 'call')}${unpriced}`,
      ),
    );
    if (totals.perMonth.expected > 0) lines.push(row('Rests on', evidence(report)));
  }
  for (const budget of report.budgets) lines.push(row('Budget', budgetText(budget, paint)));
  const outside = outsideOf(report);
  if (outside !== '') lines.push(row('Outside', `${outside}: shown in JSON, not in the total`));
  lines.push(row('Scanned', scanned(report)));
  for (const text of readInPart(report)) lines.push(row('In part', paint.yellow(text)));
  const stale = prices.stale ? paint.yellow(`  ${prices.stale}`) : '';
  lines.push(row('Prices', `of ${prices.asOf}, valid on ${prices.at} (${prices.sources.join(', ')})${stale}`));
  const first = calls[0];
  if (first) lines.push(row('Why', paint.dim(`costlint explain <file>:<line> shows how a number is made`)));
  return lines;
}

function budgetText({ scope, unit, limit, amount: used, used: share, state }: BudgetReport, paint: Paint): string {
  const text = `${scope}: ${unit === 'tokens' ? amount(used) : estimate(used)} of ${limitText(unit, limit)}, ${percent(share)}`;
  return state === 'stop' ? paint.red(text) : state === 'alert' ? paint.yellow(text) : text;
}

function evidence({ totals: { evidence: shares } }: Report): string {
  const parts: readonly (readonly [number, string])[] = [
    [shares.measured, 'measured traffic'],
    [shares.resolved, 'code and configuration'],
    [shares.assumed, 'assumptions'],
  ];
  return parts.flatMap(([share, name]) => (share >= 0.005 ? [`${percent(share)} ${name}`] : [])).join(', ');
}

function outsideOf({ totals: { outside } }: Report): string {
  const parts: readonly (readonly [number, string])[] = [
    [outside.test, 'in tests'],
    [outside.example, 'in examples and docs'],
    [outside.notebook, 'in notebooks'],
  ];
  const [first, ...more] = parts.filter(([count]) => count > 0);
  return first ? [`${counted(first[0], 'call')} ${first[1]}`, ...more.map(([count, where]) => `${count} ${where}`)].join(', ') : '';
}

function scanned({ files: { seen, analysed, skipped } }: Report): string {
  const reasons = groupsBy(skipped, ({ reason }) => reason).map(([reason, list]) => `${list.length} ${reason}`);
  return `${counted(seen, 'file')}, ${analysed} with LLM code${reasons.length > 0 ? `; skipped: ${reasons.slice(0, 5).join(', ')}` : ''}`;
}

/** The files that are damaged: calls around the damage are found, calls inside of it may be missing. */
function readInPart({ files: { failed } }: Report): readonly string[] {
  const named = failed.slice(0, 3).map(({ path, reason }) => `${path}: ${reason}`);
  return failed.length > named.length ? [...named, `and ${counted(failed.length - named.length, 'more file')}`] : named;
}
