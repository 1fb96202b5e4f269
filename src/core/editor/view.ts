/** What an editor shows of one file: its sites and findings, and how they stay with their text while somebody types. */
import type { Since } from '../report/diff/base-calls.ts';
import type { Finding, LineColumn, LineRange, Report, Site } from '../report/report.ts';

export interface FileView {
  readonly path: string;
  readonly sites: readonly Site[];
  /** Without those that a comment silences. */
  readonly findings: readonly Finding[];
  /** The report that they are from: other files' sites, the prices, the assumptions. */
  readonly report: Report;
  /** Not all of the file could be read: it is broken, most often because somebody is typing. */
  readonly broken: boolean;
  /** Sites that are kept from the last text that could be read. */
  readonly kept: ReadonlySet<Site>;
  /** What the calls have cost before; undefined where there is nothing to compare with. */
  readonly since: Since | undefined;
}

/** One change of a text, in lines and columns of the text before it. */
export interface LineEdit extends LineRange {
  readonly newText: string;
}

export function viewOf(report: Report, path: string, since?: Since): FileView {
  return {
    path,
    sites: report.sites.filter((site) => site.path === path),
    findings: report.findings.filter((finding) => finding.path === path && finding.suppressed === null),
    report,
    broken: report.files.failed.some((failed) => failed.path === path),
    kept: new Set(),
    since,
  };
}

/** The view as it stands in the text after an edit: nothing appears, nothing goes, all moves along. */
export function shifted(view: FileView, edit: LineEdit): FileView {
  const shift = shiftBy(edit);
  const sites = new Map(view.sites.map((site) => [site, shiftedSite(site, view.path, shift)]));
  return {
    ...view,
    sites: [...sites.values()],
    findings: view.findings.map((finding) => ({ ...finding, range: shift(finding.range), fixes: [] })),
    kept: new Set([...view.kept].map((site) => sites.get(site) ?? site)),
  };
}

function shiftedSite(site: Site, path: string, shift: (range: LineRange) => LineRange): Site {
  const { outputCap } = site;
  return {
    ...site,
    range: shift(site.range),
    outputCap: outputCap.range ? { ...outputCap, range: shift(outputCap.range) } : outputCap,
    parts: site.parts.map((part) => (part.range && part.path === path ? { ...part, range: shift(part.range) } : part)),
  };
}

function shiftBy({ start, end, newText }: LineEdit): (range: LineRange) => LineRange {
  const added = newText.split(/\r\n|\r|\n/);
  const last = (added.at(-1) ?? '').length;
  const edge: LineColumn =
    added.length === 1 ? { line: start.line, column: start.column + last } : { line: start.line + added.length - 1, column: last + 1 };
  const behind = ({ line, column }: LineColumn): LineColumn => ({
    line: line + edge.line - end.line,
    column: line === end.line ? column + edge.column - end.column : column,
  });
  const inserts = compare(start, end) === 0;
  return (range) => {
    const order = compare(range.start, start);
    const from = order < 0 || (order === 0 && !inserts) ? range.start : compare(range.start, end) >= 0 ? behind(range.start) : edge;
    const to = compare(range.end, start) <= 0 ? range.end : compare(range.end, end) >= 0 ? behind(range.end) : start;
    return { start: from, end: compare(from, to) <= 0 ? to : from };
  };
}

/**
 * The fresh view of a broken text, with the sites of the last good one that only the break has hidden: those of which `isThere` says
 * that they still begin where the edits have moved them. What stands in such a loop was read without it, so it is kept as well. A site
 * that both have keeps its identity, because a break changes ordinals.
 */
export function withKept(fresh: FileView, last: FileView, isThere: (site: Site) => boolean): FileView {
  if (!fresh.broken) return fresh;
  const before = new Map(last.sites.map((site) => [keyOf(site), site]));
  const found = new Set(fresh.sites.map(keyOf));
  const hidden = last.sites.filter((site) => !found.has(keyOf(site)) && isThere(site));
  if (hidden.length === 0) return fresh;
  const inside = (site: Site) => hidden.some(({ range }) => contains(range, site.range.start) && contains(range, site.range.end));
  const kept = last.sites.filter((site) => isThere(site) && (!found.has(keyOf(site)) || inside(site)));
  const keptKeys = new Set(kept.map(keyOf));
  const read = fresh.sites.filter((site) => !keptKeys.has(keyOf(site)));
  const ids = new Map(fresh.sites.map((site) => [site.id, before.get(keyOf(site))?.id ?? site.id]));
  const keptIds = new Set(kept.map(({ id }) => id));
  const known = (id: string | null) => (id === null ? null : (ids.get(id) ?? id));
  return {
    ...fresh,
    sites: [...read.map((site) => ({ ...site, id: known(site.id) as string })), ...kept].sort((a, b) =>
      compare(a.range.start, b.range.start),
    ),
    findings: [
      ...fresh.findings.map((finding) => ({ ...finding, site: known(finding.site) })).filter(({ site }) => !site || !keptIds.has(site)),
      ...last.findings.filter(({ site }) => site !== null && keptIds.has(site)),
    ],
    kept: new Set(kept),
  };
}

const keyOf = ({ kind, range: { start } }: Site): string => `${kind}:${start.line}:${start.column}`;

export const compare = (a: LineColumn, b: LineColumn): number => a.line - b.line || a.column - b.column;

export const contains = ({ start, end }: LineRange, at: LineColumn): boolean => compare(start, at) <= 0 && compare(at, end) <= 0;

export const overlaps = (a: LineRange, b: LineRange): boolean => compare(a.start, b.end) <= 0 && compare(b.start, a.end) <= 0;

/** The innermost call around a place, else the one that begins nearest to it, else the call of another file that sends this file's text. */
export function siteNear(view: FileView, at: LineColumn): Site | undefined {
  const calls = view.sites.filter(({ kind }) => CALLS.has(kind));
  const [innermost] = calls.filter(({ range }) => contains(range, at)).sort((a, b) => sizeOf(a.range) - sizeOf(b.range));
  if (innermost) return innermost;
  const [nearest] = calls.sort((a, b) => distance(a, at) - distance(b, at));
  const [text] = view.sites;
  return nearest ?? (text && (payerOf(text, view.report) ?? text));
}

const CALLS: ReadonlySet<Site['kind']> = new Set(['llm-call', 'embedding-call', 'wrapped-call', 'agent']);
const sizeOf = ({ start, end }: LineRange): number => (end.line - start.line) * 10_000 + end.column - start.column;
const distance = ({ range }: Site, at: LineColumn): number =>
  Math.min(Math.abs(range.start.line - at.line), Math.abs(range.end.line - at.line));

/** The site that carries the month of another. */
export const payerOf = (site: Site, report: Report): Site | undefined =>
  site.paidBy === null ? undefined : report.sites.find(({ id }) => id === site.paidBy);
