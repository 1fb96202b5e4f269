/** A diff as Markdown: the comment on a pull request. The number first, then at most eight reasons; the rest is folded. */
import type { Change, Diff } from '../diff.ts';
import type { Finding } from '../report.ts';
import { counted, money, percent, separated, signedMoney, unpricedText } from '../words.ts';
import { budgetText, causePlace, causeText, worstMonth, worstText } from './causes.ts';
import { costedMessage, mostImportant } from './format.ts';
import { cell, code, details, table } from './markdown.ts';

export interface CommentOptions {
  /** A page that shows a line of the head, where there is one. */
  readonly link?: (path: string, line: number) => string;
}

/** Rows that a reader sees at once. */
const FIRST_ROWS = 8;
/** Rows of a folded list; fewer where the comment would be too long. */
const FOLDED_ROWS = [100, 30, 8, 0];
/** GitHub takes 65,536 characters of a comment; a marker and a line of whoever posts it find room too. */
export const MOST_CHARACTERS = 65_000;
/** Causes named in a row. */
const CAUSES = 3;

/** At most `MOST_CHARACTERS` long. */
export function comment(diff: Diff, options: CommentOptions = {}): string {
  for (const rows of FOLDED_ROWS) {
    const text = commentWith(diff, options, rows);
    if (text.length <= MOST_CHARACTERS) return text;
  }
  return commentWith({ ...diff, changes: [], findings: { new: [], fixed: [] } }, options, 0);
}

function commentWith(diff: Diff, options: CommentOptions, most: number): string {
  const changes = diff.changes.filter(({ delta, status }) => delta === null || delta.perMonth !== 0 || status !== 'moved');
  const lines = [
    headline(diff),
    ...verdict(diff),
    ...changeTable(changes.slice(0, FIRST_ROWS), options),
    ...(changes.length > FIRST_ROWS
      ? folded(`${counted(changes.length - FIRST_ROWS, 'more changed call')}`, changes.slice(FIRST_ROWS), options, most)
      : []),
    ...findingList('new', diff.findings.new, options, most),
    ...findingList('fixed', diff.findings.fixed, {}, most),
    '',
    `<sub>${footer(diff)}</sub>`,
  ];
  return `${lines.join('\n')}\n`;
}

function headline({ delta, totals, budget, changes, unpriced }: Diff): string {
  const { expected } = delta.perMonth;
  const bar = budget ? `\n\nBudget ${cell(budgetText(budget))} ${blocks(budget.used)} ${percent(budget.used)}` : '';
  const total = totals ? ` → ${money(totals.head.perMonth.expected)}/mo` : '';
  if (expected === 0) {
    const unknown = changes.some((change) => change.delta === null || change.delta.perMonth === null);
    const now = totals ? `, ${money(totals.head.perMonth.expected)}/mo` : '';
    const worst = worstMonth(expected, delta.worst);
    const left = changes.length === 0 && unpriced > 0 ? `; ${unpricedText(unpriced)}` : '';
    const change = unknown ? 'changed, by an amount that is not known' : worst ? `no change expected, worst case ${worst}/mo` : 'no change';
    return `### Prompt cost: ${change}${now}${left}${bar}`;
  }
  const before = totals?.base.perMonth.expected ?? 0;
  const share = before > 0 ? ` (${shareOf(expected / before)})` : '';
  return `### Prompt cost: ${signedMoney(expected)}/mo${share}${total}${bar}`;
}

/** `+12.6 %`, `−0.4 %`, `+250 %`, `under 0.1 %` */
function shareOf(change: number): string {
  const size = Math.abs(change);
  if (size < 0.0005) return 'under 0.1 %';
  return `${change > 0 ? '+' : '−'}${size < 0.9995 ? `${(size * 100).toFixed(1)} %` : percent(size)}`;
}

const blocks = (used: number): string => {
  const full = Math.min(10, Math.max(0, Math.round(used * 10)));
  return '▓'.repeat(full) + '░'.repeat(10 - full);
};

function verdict({ verdict: { state, reasons } }: Diff): string[] {
  if (state === 'pass') return [];
  const [first, ...more] = reasons.map(cell);
  return ['', `**${state.toUpperCase()}** ${first ?? ''}`, ...more.map((reason) => `\n${reason}`)];
}

function changeTable(changes: readonly Change[], options: CommentOptions): string[] {
  if (changes.length === 0) return [];
  const rows = changes.map((change) => [nameOf(change, options), deltaOf(change), perCallOf(change), whyOf(change, options)]);
  return ['', ...table(['Call', 'Change:', 'Per call:', 'Why'], rows)];
}

const folded = (summary: string, changes: readonly Change[], options: CommentOptions, most: number): string[] =>
  details(summary, [
    ...changeTable(changes.slice(0, most), options).slice(1),
    ...(changes.length > most ? ['', `… and ${separated(changes.length - most)} more: costlint diff lists them all.`] : []),
  ]);

function nameOf({ path, range, feature, status, before, movedFrom }: Change, { link }: CommentOptions): string {
  const place = placeText(path, range.start.line, status === 'removed' ? undefined : link);
  const from = movedFrom && movedFrom.path !== path ? ` (was ${code(movedFrom.path)})` : '';
  const gone = status === 'removed' && before ? ' (removed)' : '';
  return `${feature === null ? '' : `${cell(feature)} `}${place}${from}${gone}`;
}

const placeText = (path: string, line: number, link: CommentOptions['link']): string => {
  const text = code(`${path}:${line}`);
  return link ? `[${text}](${link(path, line)})` : text;
};

function deltaOf({ delta, worst, status }: Change): string {
  if (delta === null) return 'unpriced';
  if (delta.perMonth === null) return 'traffic unknown';
  const month = worstMonth(delta.perMonth, worst?.perMonth);
  if (month) return `$0, worst case ${month}/mo`;
  return delta.perMonth === 0 ? status : `${signedMoney(delta.perMonth)}/mo`;
}

function perCallOf({ before, after }: Change): string {
  const of = (side: Change['before']) => (side?.cost ? money(side.cost.perCall.expected) : undefined);
  const [was, now] = [of(before), of(after)];
  return was !== undefined && now !== undefined ? (was === now ? now : `${was} → ${now}`) : (now ?? was ?? '');
}

function whyOf(change: Change, { link }: CommentOptions): string {
  const shown = change.causes.slice(0, CAUSES).map((cause) => {
    const place = causePlace(cause, change);
    const worst = worstText(cause);
    return `${cell(causeText(cause))}${place ? ` (${placeText(place.path, place.line, link)})` : ''}${worst ? `; ${worst}` : ''}`;
  });
  const more = change.causes.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? `, ${more} more` : ''}`;
}

function findingList(which: 'new' | 'fixed', findings: readonly Finding[], { link }: CommentOptions, most: number): string[] {
  if (findings.length === 0) return [];
  const lines = mostImportant(findings)
    .slice(0, most)
    .map((finding) => {
      const place = placeText(finding.path, finding.range.start.line, link);
      return `- ${which === 'new' ? `**${finding.severity}** ` : ''}${place} ${cell(costedMessage(finding))} (${code(finding.rule)})`;
    });
  const title = which === 'new' ? counted(findings.length, 'new finding') : `${counted(findings.length, 'finding')} fixed`;
  return details(title, [...lines, ...(findings.length > most ? [`- … and ${separated(findings.length - most)} more.`] : [])]);
}

function footer({ base, head, prices, tool, delta, changes, unpriced }: Diff): string {
  const { low, high } = delta.perMonth;
  const range =
    low === high ? '' : ` The change lies between ${signedMoney(Math.min(low, high))} and ${signedMoney(Math.max(low, high))} a month.`;
  const left = unpriced > 0 && changes.length > 0 ? ` ${unpricedText(unpriced)}.` : '';
  return `Estimates by Costlint ${cell(tool.version)}, prices of ${cell(prices.asOf)}.${range}${left} ${code(base)} → ${code(head)}.`;
}
