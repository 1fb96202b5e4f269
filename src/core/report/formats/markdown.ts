/** The report as Markdown: the job summary of a check, and what people paste into a description. */
import type { Finding, Report, Site } from '../report.ts';
import { counted, estimate, money, moneyRange, percent, separated, shortAmount } from '../words.ts';
import { payingSites, placeOf } from './cost-table.ts';
import { costedMessage, type FormatOptions, mostImportant, openFindings } from './format.ts';
import { groupsBy } from './groups.ts';

/** A job summary takes 1 MiB, a comment 65,536 characters: long lists are cut and say so. */
const MOST_ROWS = 200;

export function markdown(report: Report, { base, rows = MOST_ROWS }: FormatOptions): string {
  const calls = [...payingSites(report)].sort((a, b) => monthOf(b) - monthOf(a));
  const findings = mostImportant(openFindings(report));
  return `${[headline(report, calls), ...featureTable(calls), ...callTable(calls, base, rows), ...findingList(findings, base, rows), ...footer(report)].join('\n')}\n`;
}

function headline({ totals, files }: Report, calls: readonly Site[]): string {
  if (calls.length === 0) return `### Prompt cost: no LLM calls found in ${counted(files.seen, 'file')}`;
  const unpriced = totals.unpriced > 0 ? `, ${totals.unpriced} of them unpriced and not in this number` : '';
  return `### Prompt cost: ${money(totals.perMonth.expected)}/mo\n\n${moneyRange(totals.perMonth)} a month over ${counted(calls.length, 'call')}${unpriced}.`;
}

function featureTable(calls: readonly Site[]): string[] {
  const groups = groupsBy(calls, ({ feature }) => feature ?? 'no feature');
  if (groups.length < 2) return [];
  const rows = groups
    .map(([name, own]) => ({ name, calls: own.length, perMonth: own.reduce((sum, site) => sum + monthOf(site), 0) }))
    .sort((a, b) => b.perMonth - a.perMonth || (a.name < b.name ? -1 : 1))
    .map(({ name, calls: count, perMonth }) => [cell(name), String(count), money(perMonth)]);
  return ['', ...table(['Feature', 'Calls:', 'A month:'], rows)];
}

function callTable(calls: readonly Site[], base: string, most: number): string[] {
  if (calls.length === 0) return [];
  const rows = calls
    .slice(0, most)
    .map((site) => [
      code(placeOf(site, base)),
      cell(site.model?.id ?? 'model unknown'),
      site.tokens ? shortAmount(site.tokens.input) : '',
      site.cost ? estimate(site.cost.perCall) : 'unpriced',
      site.cost ? `${estimate(site.cost.perMonth)}${site.callsPerMonth?.from === 'assumed' ? '*' : ''}` : '',
    ]);
  return details(`All ${counted(calls.length, 'call')}`, [
    ...table(['Call', 'Model', 'Input:', 'Per call:', 'A month:'], rows),
    ...(calls.length > most ? ['', `… and ${counted(calls.length - most, 'more call')}.`] : []),
  ]);
}

function findingList(findings: readonly Finding[], base: string, most: number): string[] {
  if (findings.length === 0) return [];
  const lines = findings.slice(0, most).map(({ path, range, rule, severity, ...finding }) => {
    const text = cell(costedMessage({ path, range, rule, severity, ...finding }));
    return `- **${severity}** ${code(`${base}${path}:${range.start.line}`)} ${text} (${code(rule)})`;
  });
  return details(counted(findings.length, 'finding'), [
    ...lines,
    ...(findings.length > most ? [`- … and ${counted(findings.length - most, 'more finding')}.`] : []),
  ]);
}

function footer({ totals: { evidence }, prices, assumptions, tool }: Report): string[] {
  const assumed =
    evidence.assumed > 0 && typeof assumptions.callsPerMonth === 'number'
      ? ` ${percent(evidence.assumed)} of it rests on assumptions; * at ${separated(assumptions.callsPerMonth)} calls a month, which nobody declared.`
      : '';
  return ['', `<sub>Estimates by Costlint ${tool.version}, prices of ${prices.asOf}.${assumed}</sub>`];
}

const monthOf = (site: Site): number => site.cost?.perMonth.expected ?? 0;

/** A folded section. */
export const details = (summary: string, lines: readonly string[]): string[] => [
  '',
  `<details><summary>${summary}</summary>`,
  '',
  ...lines,
  '',
  '</details>',
];

/** A head that ends in a colon is a column of numbers. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(heads.map((head) => head.replace(/:$/, ''))),
    line(heads.map((head) => (head.endsWith(':') ? '---:' : '---'))),
    ...rows.map(line),
  ];
}

/** Text of scanned code is never markup: no tag, link, mention or further cell. */
export const cell = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ')
    .replace(/&/g, '&amp;')
    .replace(/[\\`*_[\]<>|]|~(?=~)/g, '\\$&')
    .replace(/@/g, '@\u200b');

/** In back quotes; one that stands in the text gives way. */
export const code = (text: string): string =>
  `\`${text
    .replace(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ')
    .replaceAll('`', "'")
    .replaceAll('|', '\\|')}\``;
