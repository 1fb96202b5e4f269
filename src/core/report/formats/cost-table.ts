/** The table of what calls cost: features by money, in each its calls by money. */
import { isPaying } from '../../analysis/paying.ts';
import type { Report, Site } from '../report.ts';
import { counted, estimate, money, moneyRange, separated, shortAmount, shortCount, shortMoney } from '../words.ts';
import { groupsBy } from './groups.ts';
import { fitEnd, fitStart, printable } from './paint.ts';
import type { Layout } from './stylish.ts';

/** Widths of the columns with numbers: tokens in, cap, USD a call, USD a month, range of the month. */
const NUMBERS = [7, 7, 11, 10, 13] as const;
const GAP = ' ';
const MODEL = 17;
const INDENT = '  ';

const numbers = (cells: readonly string[]): string => cells.map((text, at) => GAP + text.padStart(NUMBERS[at] ?? 0)).join('');

interface Group {
  readonly name: string;
  readonly sites: readonly Site[];
  readonly perMonth: number;
}

/** Calls of the application that pay for their requests themselves, priced or not. */
export const payingSites = ({ sites }: Report): readonly Site[] => sites.filter((site) => site.scope === 'app' && isPaying(site));

export function costTable(report: Report, layout: Layout & { readonly rows: number | undefined }): string[] {
  const sites = payingSites(report);
  if (sites.length === 0) return [];
  const { paint, width, base, rows = Number.POSITIVE_INFINITY } = layout;
  const head = width - NUMBERS.reduce((sum, column) => sum + GAP.length + column, 0);
  const place = head - INDENT.length - GAP.length - MODEL;
  const group = (name: string, cells: readonly string[]) => fitStart(printable(name), head) + numbers(cells);
  const call = (site: Site) =>
    `${INDENT}${fitEnd(printable(placeOf(site, '')), place)}${GAP}${fitStart(printable(site.model?.id ?? 'model unknown'), MODEL)}${numbers(cellsOf(site))}`;

  const lines = [paint.dim(group(base === '' ? 'Calls' : `Calls in ${base}`, ['input', 'cap', '$/call', '$/month ', 'range']))];
  let left = rows;
  for (const { name, sites: members, perMonth } of groupsOf(sites)) {
    if (left <= 0) break;
    lines.push(paint.bold(group(name, ['', '', '', perMonth > 0 ? `${money(perMonth)} ` : ''])), ...members.slice(0, left).map(call));
    left -= members.length;
  }
  if (sites.length > rows) lines.push(paint.dim(`  … and ${counted(sites.length - rows, 'more call')}: costlint report lists them all`));
  return [...lines, ...footnotes(sites, report, layout)];
}

function groupsOf(sites: readonly Site[]): Group[] {
  const groups = groupsBy(sites, (site) => site.feature ?? '').map(([name, members]) => ({
    name: name === '' ? 'no feature' : name,
    sites: [...members].sort((a, b) => monthOf(b) - monthOf(a) || compare(a, b)),
    perMonth: members.reduce((sum, site) => sum + monthOf(site), 0),
  }));
  return groups.sort((a, b) => b.perMonth - a.perMonth || (a.name < b.name ? -1 : 1));
}

const monthOf = (site: Site): number => site.cost?.perMonth?.expected ?? 0;

const compare = (a: Site, b: Site): number => (a.path === b.path ? a.range.start.line - b.range.start.line : a.path < b.path ? -1 : 1);

/** `src/triage.ts:42`; in a notebook the cell and its line. */
export function placeOf({ path, range, cell }: Pick<Site, 'path' | 'range' | 'cell'>, base: string): string {
  return cell ? `${base}${path} cell ${cell.number}:${cell.line}` : `${base}${path}:${range.start.line}`;
}

function cellsOf(site: Site): string[] {
  const { tokens, cost, callsPerMonth } = site;
  const input = tokens ? shortAmount(tokens.input) : '';
  if (!cost) return [input, capOf(site), 'unpriced', '', ''];
  if (!callsPerMonth) return [input, capOf(site), estimate(cost.perCall), 'unknown', ''];
  const mark = callsPerMonth.from === 'assumed' ? '*' : ' ';
  return [input, capOf(site), estimate(cost.perCall), `${estimate(cost.perMonth)}${mark}`, moneyRange(cost.perMonth, shortMoney)];
}

function capOf({ outputCap: { state, tokens } }: Site): string {
  if (state === 'set') return `≤${shortCount(tokens ?? 0)}`;
  return { dynamic: 'varies', absent: 'none', 'not-applicable': '' }[state];
}

function footnotes(sites: readonly Site[], { assumptions }: Report, { paint }: Layout): string[] {
  if (!sites.some((site) => site.cost && site.callsPerMonth?.from === 'assumed')) return [];
  const calls = typeof assumptions.callsPerMonth === 'number' ? separated(assumptions.callsPerMonth) : 'an assumed number of';
  return [
    '',
    paint.dim(`  * at ${calls} calls a month, which nobody declared: a feature in costlint.config.json or a comment`),
    paint.dim('    "costlint-usage calls=50k/month" above the call says how often it really runs.'),
  ];
}
