/** A diff for people at a terminal: the verdict with its reason, the money, then every changed call with what changed it. */
import type { Change, Diff } from '../diff.ts';
import { counted, money, percent, signedMoney, unpricedText } from '../words.ts';
import { budgetText, causePlace, causeText, worstMonth, worstText } from './causes.ts';
import type { FormatOptions } from './format.ts';
import { fitEnd, type Paint, painter, printable, wrap } from './paint.ts';
import { findingLines, type Layout, widthOf } from './stylish.ts';

/** Widths of the columns with numbers: USD a month, USD a call. */
const MONTH = 10;
const CALL = 18;
const GAP = '  ';

export function diffText(diff: Diff, { color, width, base, rows }: FormatOptions): string {
  const layout: Layout = { paint: painter(color), width: widthOf(width, 140), flat: !Number.isFinite(width), base };
  const sections = [
    verdictLines(diff, layout),
    [headline(diff, layout)],
    changeTable(diff, layout, rows),
    findingLines(diff.findings.new, layout),
    footer(diff, layout),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => line.trimEnd()).join('\n'))
    .join('\n\n')}\n`;
}

const INDENT = 6;

function verdictLines({ verdict: { state, reasons } }: Diff, { paint, width }: Layout): string[] {
  const word = { pass: paint.green, warn: paint.yellow, fail: paint.red }[state](state.toUpperCase());
  return reasons
    .flatMap((reason) => wrap(reason, width - INDENT))
    .map((line, i) => `${i === 0 ? paint.bold(word) + GAP : ' '.repeat(INDENT)}${line}`);
}

function headline({ base, head, delta, totals, budget }: Diff, { paint }: Layout): string {
  const { perMonth } = delta;
  const worst = worstMonth(perMonth.expected, delta.worst);
  const parts = [
    `${printable(base)} → ${printable(head)}`,
    paint.bold(`${signedMoney(perMonth.expected)} a month`) + (worst ? ` (worst case ${worst})` : rangeOf(perMonth)),
  ];
  if (totals) {
    const [was, is] = [totals.base.perMonth.expected, totals.head.perMonth.expected];
    const share =
      was > 0 && perMonth.expected !== 0 ? ` (${perMonth.expected > 0 ? '+' : '−'}${percent(Math.abs(perMonth.expected) / was)})` : '';
    parts.push(money(was) === money(is) ? `${money(is)} in all` : `${money(was)} → ${money(is)}${share}`);
  }
  if (budget) parts.push(`budget ${printable(budgetText(budget))}, ${percent(budget.used)} used`);
  return parts.join('   ');
}

function rangeOf({ low, expected, high }: Diff['delta']['perMonth']): string {
  const [from, to] = [signedMoney(low), signedMoney(high)];
  return low === high || (from === to && from === signedMoney(expected)) ? '' : ` (${from} to ${to})`;
}

function changeTable({ changes }: Diff, layout: Layout, rows = Number.POSITIVE_INFINITY): string[] {
  if (changes.length === 0) return [];
  const { paint, width, base } = layout;
  const longest = Math.max(...changes.slice(0, rows).map((change) => placeOf(change, base).length), 'Call'.length);
  const place = Math.min(longest, Math.floor(width * 0.36));
  const why = width - place - MONTH - CALL - 3 * GAP.length;
  const row = (cells: readonly [string, string, string, string]) =>
    `${cells[0]}${GAP}${cells[1].padStart(MONTH)}${GAP}${cells[2].padEnd(CALL)}${GAP}${cells[3]}`;
  const lines = [paint.dim(row(['Call'.padEnd(place), '$/month', '$/call', 'Why']))];
  for (const change of changes.slice(0, rows)) {
    const [first = '', ...more] = reasonsOf(change).flatMap((reason) => wrap(reason, why).map((line, i) => (i === 0 ? line : `  ${line}`)));
    const cells = row([fitEnd(printable(placeOf(change, base)), place), monthOf(change), callOf(change), first]);
    lines.push(coloured(change, cells, paint), ...more.map((line) => row([' '.repeat(place), '', '', line])));
  }
  if (changes.length > rows) lines.push(paint.dim(`… and ${counted(changes.length - rows, 'more changed call')}; -f json lists them all.`));
  return lines;
}

const placeOf = ({ path, range, before, after }: Change, base: string): string => {
  const cell = (after ?? before)?.cell;
  return cell ? `${base}${path} cell ${cell.number}:${cell.line}` : `${base}${path}:${range.start.line}`;
};

function coloured({ delta }: Change, line: string, paint: Paint): string {
  const month = delta?.perMonth ?? 0;
  return month > 0 ? line.replace(/(\+\$[\d.,]+)/, paint.red('$1')) : month < 0 ? line.replace(/(−\$[\d.,]+)/, paint.green('$1')) : line;
}

function monthOf({ delta, status }: Change): string {
  if (delta === null) return 'unpriced';
  if (delta.perMonth === null) return 'unknown';
  return status === 'moved' ? '' : signedMoney(delta.perMonth);
}

function callOf({ before, after, status }: Change): string {
  if (status === 'moved') return '';
  const of = (side: Change['before']): string | undefined => (side?.cost ? money(side.cost.perCall.expected) : undefined);
  const [was, is] = [of(before), of(after)];
  return was !== undefined && is !== undefined && was !== is ? `${was} → ${is}` : (is ?? was ?? '');
}

/** Each reason with its money where there are several. */
function reasonsOf(change: Change): readonly string[] {
  const { causes, movedFrom, path } = change;
  const moved = movedFrom
    ? [movedFrom.path === path ? `was in ${movedFrom.symbol ?? 'the module'}` : `was ${movedFrom.path}:${movedFrom.range.start.line}`]
    : [];
  const reasons = causes.map((cause) => {
    const place = causePlace(cause, change);
    const amount = causes.length > 1 && cause.perMonth !== null ? `${signedMoney(cause.perMonth)} ` : '';
    const worst = worstText(cause);
    return `${amount}${causeText(cause)}${place ? ` (${place.path}:${place.line})` : ''}${worst ? `: ${worst}` : ''}`;
  });
  const month = worstMonth(change.delta?.perMonth, change.worst?.perMonth);
  return [...reasons, ...(month ? [`worst case of a month ${month}`] : []), ...moved].map(printable);
}

function footer({ findings, files, prices, changes, unpriced }: Diff, { paint }: Layout): string[] {
  const fixed = findings.fixed.length > 0 ? [paint.green(`${counted(findings.fixed.length, 'finding')} fixed`)] : [];
  const moved = changes.filter(({ status }) => status === 'moved').length;
  const compared = [
    `${counted(files.changed, 'file')} changed, ${files.analysed} with LLM code analysed`,
    ...(moved > 0 ? [`${counted(moved, 'call')} only moved`] : []),
    ...(unpriced > 0 && changes.length > 0 ? [unpricedText(unpriced)] : []),
    `prices of ${prices.asOf}`,
  ];
  return [...fixed, paint.dim(compared.join(', '))];
}
