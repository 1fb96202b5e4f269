/** The report for people at a terminal: findings by file, then what every call costs by feature, then the total and what it rests on. */
import type { Finding, Report } from '../report.ts';
import { counted, impactWords } from '../words.ts';
import { costTable } from './cost-table.ts';
import { type FormatOptions, openFindings } from './format.ts';
import { groupsBy } from './groups.ts';
import { type Paint, painter, printable, wrap } from './paint.ts';
import { summary } from './summary.ts';

export function stylish(report: Report, options: Omit<FormatOptions, 'textOf'>): string {
  const paint = painter(options.color);
  const layout = { paint, width: widthOf(options.width, 120), flat: !Number.isFinite(options.width), base: options.base };
  const sections = [
    findingLines(openFindings(report), layout),
    costTable(report, { ...layout, rows: options.rows }),
    summary(report, layout),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => line.trimEnd()).join('\n'))
    .join('\n\n')}\n`;
}

/** What all sections of the text share. */
export interface Layout {
  readonly paint: Paint;
  readonly width: number;
  /** Each finding in one line, as logs are searched and problem matchers read them. */
  readonly flat: boolean;
  readonly base: string;
}

/** Columns of tables: those of the terminal within limits, 100 where there is none. */
export const widthOf = (columns: number, most: number): number => (Number.isFinite(columns) ? Math.min(Math.max(columns, 80), most) : 100);

/** Findings by file, and how many there are. */
export function findingLines(open: readonly Finding[], { paint, width, flat, base }: Layout): string[] {
  if (open.length === 0) return [];
  const lines: string[] = [];
  for (const [path, findings] of groupsBy(open, (finding) => finding.path)) {
    lines.push(paint.underline(printable(base + path)));
    for (const finding of findings) lines.push(...findingRow(finding, paint, flat ? Number.POSITIVE_INFINITY : width));
    lines.push('');
  }
  return [...lines, findingCount(open, paint)];
}

function findingRow({ range, severity, message, rule, impact }: Finding, paint: Paint, width: number): string[] {
  const place = `${range.start.line}:${range.start.column}`.padStart(8);
  const cost = impact ? `  ${impactWords(impact.perMonth)}` : '';
  const [first = '', ...more] = wrap(message, width - INDENT);
  const mark = { error: paint.red, warning: paint.yellow, info: paint.cyan }[severity](severity.padEnd(7));
  if (!Number.isFinite(width)) return [`${paint.dim(place)}  ${mark}  ${first}  ${paint.dim(rule)}${paint.bold(cost)}`];
  return [
    `${paint.dim(place)}  ${mark}  ${first}`,
    ...more.map((line) => ' '.repeat(INDENT) + line),
    `${' '.repeat(INDENT)}${paint.dim(rule)}${paint.bold(cost)}`,
  ];
}

/** Place, severity and the gaps behind them. */
const INDENT = 19;

function findingCount(findings: readonly Finding[], paint: Paint): string {
  const count = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity).length;
  const parts = [
    counted(count('error'), 'error'),
    counted(count('warning'), 'warning'),
    ...(count('info') > 0 ? [`${count('info')} info`] : []),
  ];
  const text = `${counted(findings.length, 'finding')} (${parts.join(', ')})`;
  return count('error') > 0 ? paint.red(text) : count('warning') > 0 ? paint.yellow(text) : text;
}
