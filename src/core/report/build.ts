/** Priced sites and findings → the contract's report: lines, identities, totals. Sorted, so that the same input gives the same bytes. */

import type { CallSite, Place } from '../analysis/analysis.ts';
import { isPaying } from '../analysis/paying.ts';
import type { Project } from '../analysis/project.ts';
import { keyOf } from '../resolve/known.ts';
import type { PricedSite, RuleFinding } from '../rules/rule.ts';
import type { Lines } from '../text/lines.ts';
import type { Range } from '../text/range.ts';
import { add, type Interval, ZERO } from '../tokens/interval.ts';
import { fingerprint } from './fingerprint.ts';
import { createPlacer, type Placer } from './placer.ts';
import type { Finding, Part, Report, Site, Totals } from './report.ts';

export interface BuildInput {
  readonly version: string;
  readonly project: Project;
  readonly sites: readonly (PricedSite & { readonly scope: Site['scope']; readonly declared?: Range | undefined })[];
  readonly findings: readonly RuleFinding[];
  readonly files: Report['files'];
  readonly prices: Report['prices'];
  readonly assumptions: Report['assumptions'];
  readonly usage: Report['usage'];
  readonly budgets: Report['budgets'];
  readonly suppressed: ReadonlyMap<RuleFinding, Finding['suppressed']>;
  readonly scopeOf: (path: string) => Site['scope'];
}

export function buildReport(input: BuildInput): Report {
  const placer = createPlacer(input.project);
  const { place } = placer;
  const ids = identities(input.sites.map(({ site }) => site));
  const idAt = (at: Place | undefined) => (at && ids.byPlace.get(keyOf(at))) ?? null;
  const sites = input.sites.map((priced) => entryOf(priced, ids.bySite.get(priced.site) as string, idAt(priced.site.paidBy), placer));
  const scopeOf = ({ site, at }: RuleFinding) => input.scopeOf((site?.place ?? at).path);
  const counts = new Map<string, number>();
  const findings = input.findings.map((one): Finding => {
    const site = (one.site && ids.bySite.get(one.site)) ?? null;
    const base = `${one.rule.id}\n${one.at.path}\n${site ?? ''}${one.about === undefined ? '' : `\n${one.about}`}`;
    const ordinal = counts.get(base) ?? 0;
    counts.set(base, ordinal + 1);
    const known = printed.get(one);
    const print = known?.base === base && known.ordinal === ordinal ? known : { base, ordinal, id: fingerprint(`${base}\n${ordinal}`) };
    if (print !== known) printed.set(one, print);
    return {
      rule: one.rule.id,
      severity: one.severity,
      path: one.at.path,
      range: one.where ? { start: one.where, end: one.where } : place(one.at).range,
      message: one.message,
      site,
      fingerprint: print.id,
      impact: one.impact ? { perMonth: one.impact } : null,
      fixes: (one.fixes ?? []).flatMap((fix) => placer.fix(fix) ?? []),
      ...(one.related && one.related.length > 0
        ? { related: one.related.map((other) => ({ path: other.at.path, range: place(other.at).range, message: other.message })) }
        : {}),
      suppressed: input.suppressed.get(one) ?? null,
    };
  });
  return {
    format: 1,
    tool: { name: 'costlint', version: input.version },
    prices: input.prices,
    assumptions: input.assumptions,
    usage: input.usage,
    files: input.files,
    sites,
    findings: findings.filter((finding, i) => finding.severity === 'error' || scopeOf(input.findings[i] as RuleFinding) === 'app'),
    totals: totalsOf(sites),
    budgets: input.budgets,
  };
}

/** The last identity of a finding, and of a site. */
const printed = new WeakMap<RuleFinding, Identity>();
const named = new WeakMap<CallSite, Identity>();

/** What tells a thing from others, and its ordinal among those of which it does not. */
interface Identity {
  readonly base: string;
  readonly ordinal: number;
  readonly id: string;
}

/** The last entry of a site, and the lines of all texts that it has places in. */
const made = new WeakMap<PricedSite, { readonly entry: Site; readonly lines: ReadonlyMap<string, Lines> }>();

/** The entry of a site, kept as long as nothing in it can have changed: in an editor most outlive most keys. */
function entryOf(priced: BuildInput['sites'][number], id: string, paidBy: string | null, placer: Placer): Site {
  const known = made.get(priced);
  if (known?.entry.id === id && known.entry.paidBy === paidBy && stand(known.lines, placer)) return known.entry;
  const entry = siteOf(priced, id, paidBy, placer.place);
  const { place, parts } = priced.site;
  const lines = new Map([[place.path, placer.lines(place.path)]]);
  for (const { place: at } of parts) lines.set(at.path, placer.lines(at.path));
  made.set(priced, { entry, lines });
  return entry;
}

/** The lines are where they were. */
function stand(lines: ReadonlyMap<string, Lines>, placer: Placer): boolean {
  for (const [path, own] of lines) if (placer.lines(path) !== own) return false;
  return true;
}

function siteOf(
  { site, cost, scope, declared }: BuildInput['sites'][number],
  id: string,
  paidBy: string | null,
  place: Placer['place'],
): Site {
  const at = place(site.place);
  const { outputCap, loop, topK } = site;
  return {
    id,
    kind: site.kind,
    path: site.place.path,
    range: at.range,
    ...(at.cell ? { cell: at.cell } : {}),
    symbol: site.symbol ?? null,
    scope,
    paidBy,
    ...(site.textChars === undefined ? {} : { textChars: site.textChars }),
    sdk: site.sdk,
    api: site.api,
    evidence: site.evidence,
    feature: cost.feature,
    provider: cost.provider,
    model: cost.model,
    outputCap: {
      state: outputCap.state,
      ...(outputCap.state === 'set' && { tokens: outputCap.tokens }),
      ...('parameter' in outputCap && outputCap.parameter !== undefined && { parameter: outputCap.parameter }),
      ...('place' in outputCap && outputCap.place?.path === site.place.path && { range: place(outputCap.place).range }),
    },
    loop: 'steps' in loop ? { state: loop.state, steps: loop.steps } : { state: loop.state },
    ...(topK ? { topK: 'k' in topK ? { state: topK.state, k: topK.k } : { state: topK.state } } : {}),
    parts: site.parts
      .flatMap((part, i): Part[] => {
        const counted = cost.parts[i];
        if (!counted) return [];
        const where = place(part.place);
        return [{ role: part.role, range: where.range, path: part.place.path, ...counted }];
      })
      .concat(cost.parts.slice(site.parts.length).map((counted): Part => ({ role: 'overhead', ...counted }))),
    tokens: cost.tokens,
    callsPerMonth: cost.callsPerMonth,
    ...(declared && { declaredAt: place({ path: site.place.path, start: declared.start, end: declared.end }).range.start }),
    cost: cost.cost,
    terms: cost.terms,
    notes: [...site.notes, ...cost.notes],
  };
}

/** Identities without line numbers: kind, path, symbol, SDK, API, and an ordinal among equals. */
function identities(sites: readonly CallSite[]): { bySite: ReadonlyMap<CallSite, string>; byPlace: ReadonlyMap<string, string> } {
  const counts = new Map<string, number>();
  const bySite = new Map<CallSite, string>();
  const byPlace = new Map<string, string>();
  for (const site of sites) {
    const known = named.get(site);
    const base = known?.base ?? [site.kind, site.place.path, site.symbol ?? '', site.sdk, site.api].join('\n');
    const ordinal = counts.get(base) ?? 0;
    counts.set(base, ordinal + 1);
    const id = known?.ordinal === ordinal ? known.id : fingerprint(`${base}\n${ordinal}`);
    if (known?.id !== id) named.set(site, { ordinal, base, id });
    bySite.set(site, id);
    if (site.kind !== 'prompt' && site.kind !== 'agent-loop') byPlace.set(keyOf(site.place), id);
  }
  return { bySite, byPlace };
}

/** Sums over the application's own sites that pay; shares of evidence by expected money. */
export function totalsOf(sites: readonly Site[]): Totals {
  let perMonth: Interval = ZERO;
  let count = 0;
  let unpriced = 0;
  const outside = { test: 0, example: 0, notebook: 0 };
  const shares = { measured: 0, resolved: 0, assumed: 0 };
  for (const site of sites) {
    const pays = isPaying(site);
    if (!pays) continue;
    if (site.scope !== 'app') {
      outside[site.scope]++;
      continue;
    }
    count++;
    if (!site.cost) {
      unpriced++;
      continue;
    }
    perMonth = add(perMonth, site.cost.perMonth);
    const from = site.callsPerMonth?.from;
    const share = from === 'measured' ? 'measured' : from === 'assumed' ? 'assumed' : 'resolved';
    shares[share] += site.cost.perMonth.expected;
  }
  const sum = shares.measured + shares.resolved + shares.assumed;
  const part = (value: number) => (sum > 0 ? value / sum : 0);
  return {
    perMonth,
    sites: count,
    unpriced,
    outside,
    evidence: { measured: part(shares.measured), resolved: part(shares.resolved), assumed: part(shares.assumed) },
  };
}
