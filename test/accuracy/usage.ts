/** Token truth: is the input that a provider reported inside the stated range, and how far is the estimate from it? */
import type { Report, Site } from '../../src/core/report/report.ts';
import { placeOf, type Recorded } from './labels.ts';

export interface Compared {
  readonly row: Recorded;
  readonly site: Site | undefined;
  /** Doublings between the expected input and the recorded one; undefined where nothing was counted. */
  readonly doublings: number | undefined;
  readonly inside: boolean;
  readonly exact: boolean;
}

export interface UsageScore {
  readonly rows: number;
  readonly found: number;
  readonly counted: number;
  readonly inside: number;
  readonly exact: number;
  readonly median: number | undefined;
  readonly p90: number | undefined;
}

/** Lines that a recorded call may lie from the site's start. */
const REACH = 3;

export function compareUsage(rows: readonly Recorded[], report: Pick<Report, 'sites'>): Compared[] {
  const calls = report.sites.filter((site) => site.kind === 'llm-call');
  return rows.map((row) => {
    const site = nearest(row, calls);
    const input = site?.tokens?.input;
    const doublings = input && Math.abs(Math.log2(Math.max(input.expected, 1) / Math.max(row.prompt_tokens, 1)));
    const inside = input !== undefined && input.low <= row.prompt_tokens && row.prompt_tokens <= input.high;
    return { row, site, doublings, inside, exact: input?.expected === row.prompt_tokens };
  });
}

/** Scores for all rows, by provider, by degree, and by both. */
export function scoreUsage(compared: readonly Compared[]): ReadonlyMap<string, UsageScore> {
  const groups = new Map<string, Compared[]>();
  for (const one of compared) {
    const { provider, degree } = one.row;
    for (const key of ['all', `provider ${provider}`, `degree ${degree}`, `${degree} ${provider}`]) {
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, group]) => [key, scoreOf(group)]));
}

function scoreOf(group: readonly Compared[]): UsageScore {
  const gaps = group.flatMap(({ doublings }) => (doublings === undefined ? [] : [doublings])).sort((a, b) => a - b);
  const middle = gaps.length >> 1;
  return {
    rows: group.length,
    found: group.filter(({ site }) => site).length,
    counted: gaps.length,
    inside: group.filter(({ inside }) => inside).length,
    exact: group.filter(({ exact }) => exact).length,
    median: gaps.length % 2 ? gaps[middle] : gaps.length ? ((gaps[middle - 1] as number) + (gaps[middle] as number)) / 2 : undefined,
    p90: gaps[Math.floor(0.9 * (gaps.length - 1))],
  };
}

function nearest(row: Recorded, calls: readonly Site[]): Site | undefined {
  let best: { readonly gap: number; readonly site: Site } | undefined;
  for (const site of calls) {
    if (site.path !== placeOf(row)) continue;
    const { start, end } = site.range;
    const gap = start.line <= row.line && row.line <= end.line ? 0 : Math.abs(start.line - row.line);
    if (gap <= REACH && (!best || gap < best.gap)) best = { gap, site };
  }
  return best?.site;
}
