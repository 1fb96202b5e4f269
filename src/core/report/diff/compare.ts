/** Two sides of a project → what changed in money, call by call, and which findings came and went. */

import { isPaying } from '../../analysis/paying.ts';
import { perCall } from '../../economics/terms.ts';
import { type Interval, ZERO } from '../../tokens/interval.ts';
import type { Change, ChangeSide, Diff, ProjectTotal } from '../diff.ts';
import type { Finding } from '../report.ts';
import { explainChange, factored, MOST_FACTORS } from './causes.ts';
import { differing, FACTORS } from './factors.ts';
import { matchCalls, type Pair } from './match.ts';
import type { DiffSide, DiffSite } from './side.ts';

export interface CompareOptions {
  readonly base: string;
  readonly head: string;
  /** Both sides hold the whole project, so their totals are the project's. */
  readonly whole: boolean;
  readonly files: Diff['files'];
}

/** Everything of a diff but the verdict. */
export function compare(base: DiffSide, head: DiffSide, options: CompareOptions): Omit<Diff, 'verdict' | 'budget'> {
  const pairs = matchCalls(payingCalls(base), payingCalls(head)).flatMap((pair) => separated(pair, base, head));
  const changes = pairs.flatMap((pair) => changeOf(pair, base, head) ?? []).sort(bySize);
  const { prices } = head.report;
  return {
    format: 1,
    tool: head.report.tool,
    prices: { asOf: prices.asOf, at: prices.at, sources: prices.sources },
    base: options.base,
    head: options.head,
    delta: { perMonth: deltaOf(changes), worst: changes.reduce((sum, { worst }) => sum + (worst?.perMonth ?? 0), 0) },
    totals: options.whole ? { base: totalOf(base), head: totalOf(head) } : null,
    changes,
    findings: findingsOf(base, head, pairs),
    unpriced: payingCalls(head).filter(({ cost }) => !cost.terms).length,
    files: options.files,
  };
}

/** Calls of the application that carry a month of their own. */
export const payingCalls = ({ sites }: DiffSide): readonly DiffSite[] =>
  sites.filter(({ entry }) => entry.scope === 'app' && isPaying(entry));

/** Calls that differ in too many ways are two calls. */
function separated([was, is]: Pair<DiffSite>, base: DiffSide, head: DiffSide): readonly Pair<DiffSite>[] {
  if (!was || !is || FACTORS.length <= MOST_FACTORS) return [[was, is]];
  const count = differing(factored({ side: base, call: was }), factored({ side: head, call: is })).length;
  return count <= MOST_FACTORS
    ? [[was, is]]
    : [
        [was, undefined],
        [undefined, is],
      ];
}

function changeOf([was, is]: Pair<DiffSite>, base: DiffSide, head: DiffSide): Change | undefined {
  if (!was || !is) return cameOrWent(was, is);
  const moved = was.entry.path !== is.entry.path || was.entry.symbol !== is.entry.symbol;
  const explained = explainChange({ side: base, call: was }, { side: head, call: is });
  if (!explained && !moved) return undefined;
  return {
    ...identityOf(is),
    status: explained ? 'changed' : 'moved',
    movedFrom: moved ? { path: was.entry.path, range: was.entry.range, symbol: was.entry.symbol } : null,
    causes: explained?.causes ?? [],
    delta: explained ? explained.delta : { perCall: 0, perMonth: 0 },
    worst: explained ? worstOf(was, is) : { perCall: 0, perMonth: 0 },
    before: sideOf(was),
    after: sideOf(is),
  };
}

function cameOrWent(was: DiffSite | undefined, is: DiffSite | undefined): Change | undefined {
  const one = is ?? was;
  if (!one) return undefined;
  const { perCall, perMonth } = moneyOf(one) ?? {};
  const sign = is ? 1 : -1;
  const delta = perCall ? { perCall: sign * perCall.expected, perMonth: perMonth ? sign * perMonth.expected : null } : null;
  const worst = worstOf(was, is);
  const lines = [{ path: one.entry.path, range: one.entry.range }];
  const tokens = one.entry.tokens?.input.expected;
  return {
    ...identityOf(one),
    status: is ? 'added' : 'removed',
    movedFrom: null,
    causes: [
      {
        cause: is ? 'added' : 'removed',
        perCall: delta?.perCall ?? null,
        perMonth: delta?.perMonth ?? null,
        worst: worst?.perCall ?? null,
        note: null,
        was: null,
        now: null,
        tokens: tokens === undefined ? null : is ? { base: 0, head: tokens } : { base: tokens, head: 0 },
        lines: is ? { base: [], head: lines } : { base: lines, head: [] },
      },
    ],
    delta,
    worst,
    before: was ? sideOf(was) : null,
    after: is ? sideOf(is) : null,
  };
}

/** What the bound of a call has changed by, and of a month at the expected calls. */
function worstOf(was: DiffSite | undefined, is: DiffSite | undefined): Change['worst'] {
  const [before, after] = [boundOf(was), boundOf(is)];
  if (!before || !after) return null;
  const perMonth = before.perMonth === undefined || after.perMonth === undefined ? null : after.perMonth - before.perMonth;
  return { perCall: after.perCall - before.perCall, perMonth };
}

function boundOf(call: DiffSite | undefined): { readonly perCall: number; readonly perMonth: number | undefined } | undefined {
  if (!call) return { perCall: 0, perMonth: 0 };
  const bound = moneyOf(call)?.perCall.high;
  const calls = call.entry.cost && call.entry.callsPerMonth?.expected;
  return bound === undefined ? undefined : { perCall: bound, perMonth: typeof calls === 'number' ? bound * calls : undefined };
}

const identityOf = ({ entry }: DiffSite): Pick<Change, 'site' | 'path' | 'range' | 'symbol' | 'feature'> => ({
  site: entry.id,
  path: entry.path,
  range: entry.range,
  symbol: entry.symbol,
  feature: entry.feature,
});

function sideOf(call: DiffSite): ChangeSide {
  const { kind, path, range, cell, model, tokens, callsPerMonth } = call.entry;
  return {
    kind,
    path,
    range,
    ...(cell && { cell }),
    model: model?.id ?? null,
    tokens: tokens && { input: tokens.input, output: tokens.output },
    callsPerMonth: callsPerMonth && { low: callsPerMonth.low, expected: callsPerMonth.expected, high: callsPerMonth.high },
    cost: call.entry.cost,
  };
}

function moneyOf({ entry, cost }: DiffSite): { readonly perCall: Interval; readonly perMonth: Interval | undefined } | undefined {
  if (entry.cost) return entry.cost;
  return cost.terms ? { perCall: perCall(cost.terms), perMonth: undefined } : undefined;
}

/** The sum of what every change makes of a month, at its low end, as expected, and at its high end. */
function deltaOf(changes: readonly Change[]): Interval {
  let [low, expected, high] = [0, 0, 0];
  for (const { before, after, delta } of changes) {
    if (delta?.perMonth === null || delta === null) continue;
    const [was, is] = [before?.cost?.perMonth ?? ZERO, after?.cost?.perMonth ?? ZERO];
    low += is.low - was.low;
    expected += delta.perMonth;
    high += is.high - was.high;
  }
  return { low: Math.min(low, expected, high), expected, high: Math.max(low, expected, high) };
}

const totalOf = ({ report: { totals } }: DiffSide): ProjectTotal => ({
  perMonth: totals.perMonth,
  sites: totals.sites,
  unpriced: totals.unpriced,
});

const bySize = (a: Change, b: Change): number =>
  sizeOf(b) - sizeOf(a) ||
  worstSize(b) - worstSize(a) ||
  compareText(a.path, b.path) ||
  a.range.start.line - b.range.start.line ||
  compareText(a.status, b.status);
const sizeOf = ({ delta }: Change): number => Math.abs(delta?.perMonth ?? delta?.perCall ?? 0);
const worstSize = ({ worst }: Change): number => Math.abs(worst?.perMonth ?? worst?.perCall ?? 0);
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

// ── findings ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A finding is known by its fingerprint; at a call that moved by the call; else by the text of its line. */
function findingsOf(base: DiffSide, head: DiffSide, pairs: readonly Pair<DiffSite>[]): Diff['findings'] {
  const now = new Map(pairs.flatMap(([was, is]) => (was && is ? [[was.entry.id, is.entry.id] as const] : [])));
  let gone = base.report.findings.filter(({ suppressed }) => suppressed === null);
  let come = head.report.findings.filter(({ suppressed }) => suppressed === null);
  const settle = (ofBase: (finding: Finding) => string, ofHead: (finding: Finding) => string) => {
    const known = new Map<string, number>();
    for (const finding of gone) known.set(ofBase(finding), (known.get(ofBase(finding)) ?? 0) + 1);
    const matched = new Map<string, number>();
    come = come.filter((finding) => {
      const key = ofHead(finding);
      const left = known.get(key) ?? 0;
      if (left === 0) return true;
      known.set(key, left - 1);
      matched.set(key, (matched.get(key) ?? 0) + 1);
      return false;
    });
    gone = gone.filter((finding) => {
      const key = ofBase(finding);
      const left = matched.get(key) ?? 0;
      matched.set(key, left - 1);
      return left <= 0;
    });
  };
  const paired = new Set(now.values());
  settle(
    ({ rule, site, fingerprint }) => (site !== null && now.has(site) ? `${rule} ${now.get(site)}` : fingerprint),
    ({ rule, site, fingerprint }) => (site !== null && paired.has(site) ? `${rule} ${site}` : fingerprint),
  );
  const line = (side: DiffSide) => (finding: Finding) => `${finding.rule} ${lineOf(side, finding)}`;
  settle(line(base), line(head));
  return { new: come, fixed: gone };
}

const lineOf = (side: DiffSide, { path, range }: Finding): string =>
  ((side.text(path) ?? '').split(/\r\n|\n|\r/)[range.start.line - 1] ?? '').trim();
