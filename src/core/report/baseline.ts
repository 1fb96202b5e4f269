/** Findings that are accepted as they are, by count per file and rule: new ones fail, mended ones have to be taken out, so it only shrinks. */
import type { Finding, Report } from './report.ts';

/** `costlint-baseline.json` */
export interface Baseline {
  readonly $schema?: string;
  readonly format: 1;
  /** File, relative to the baseline's folder → rule → number of findings. */
  readonly findings: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** More are accepted than are found. */
export interface StaleEntry {
  readonly path: string;
  readonly rule: string;
  readonly accepted: number;
  readonly found: number;
}

export interface Scanned {
  /** The root of the scan as seen from the baseline's folder: '' or ending in '/'. */
  readonly prefix: string;
  /** Whether a file, relative to the root of the scan, was looked at; of others nothing is known. */
  readonly covers: (path: string) => boolean;
}

/** Notes never fail, and a budget is an agreement of its own: neither is accepted by a baseline. */
const isAcceptable = ({ severity, rule, suppressed }: Finding): boolean =>
  suppressed === null && severity !== 'info' && rule !== 'over-budget';

/** What is found now, to be accepted from now on. */
export function baselineOf({ findings }: Report, { prefix }: Scanned): Baseline {
  const counts = new Map<string, Map<string, number>>();
  for (const finding of findings.filter(isAcceptable)) {
    const rules = counts.get(prefix + finding.path) ?? new Map<string, number>();
    rules.set(finding.rule, (rules.get(finding.rule) ?? 0) + 1);
    counts.set(prefix + finding.path, rules);
  }
  return sorted([...counts].map(([path, rules]) => [path, [...rules]]));
}

/**
 * The report with accepted findings suppressed, and what is accepted beyond them. Where a file has more findings of a rule than
 * are accepted none of them is suppressed: which of them is new cannot be told by a count.
 */
export function applyBaseline(
  report: Report,
  baseline: Baseline,
  scanned: Scanned,
): { readonly report: Report; readonly stale: readonly StaleEntry[] } {
  const now = baselineOf(report, scanned);
  const accepts = ({ path, rule }: Finding) => countOf(now, scanned.prefix + path, rule) <= countOf(baseline, scanned.prefix + path, rule);
  const findings = report.findings.map(
    (finding): Finding =>
      isAcceptable(finding) && accepts(finding)
        ? { ...finding, suppressed: { reason: 'accepted by the baseline', by: 'baseline' } }
        : finding,
  );
  const stale = entriesOf(baseline).flatMap(([path, rules]) => {
    if (!path.startsWith(scanned.prefix) || !scanned.covers(path.slice(scanned.prefix.length))) return [];
    return rules.flatMap(([rule, accepted]) => {
      const found = countOf(now, path, rule);
      return found < accepted ? [{ path, rule, accepted, found }] : [];
    });
  });
  return { report: { ...report, findings }, stale };
}

/** The baseline without what is accepted for nothing. */
export function prune(baseline: Baseline, stale: readonly StaleEntry[]): Baseline {
  const found = new Map(stale.map((entry) => [`${entry.path}\n${entry.rule}`, entry.found]));
  return sorted(
    entriesOf(baseline).map(([path, rules]) => [
      path,
      rules.map(([rule, accepted]) => [rule, found.get(`${path}\n${rule}`) ?? accepted] as const).filter(([, count]) => count > 0),
    ]),
  );
}

/** What `next` accepts beyond `before`. */
export function growth(before: Baseline, next: Baseline): readonly StaleEntry[] {
  return entriesOf(next).flatMap(([path, rules]) =>
    rules.flatMap(([rule, found]) => {
      const accepted = countOf(before, path, rule);
      return found > accepted ? [{ path, rule, accepted, found }] : [];
    }),
  );
}

/** What was scanned as it is now, all else as it was. */
export function renewed(before: Baseline, next: Baseline, { prefix, covers }: Scanned): Baseline {
  const kept = entriesOf(before).filter(([path]) => !path.startsWith(prefix) || !covers(path.slice(prefix.length)));
  return sorted([...kept, ...entriesOf(next)]);
}

export const countFindings = (baseline: Baseline): number =>
  entriesOf(baseline).reduce((sum, [, rules]) => sum + rules.reduce((all, [, count]) => all + count, 0), 0);

export const baselineText = (baseline: Baseline): string =>
  `${JSON.stringify({ $schema: './node_modules/costlint/media/baseline.schema.json', ...baseline }, null, 2)}\n`;

/** A problem is a sentence without the name of the file. */
export function readBaseline(text: string): { readonly baseline: Baseline } | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `it is no JSON: ${(error as Error).message}` };
  }
  if (!isRecord(value) || value.format !== 1 || !isRecord(value.findings)) return { problem: 'it is no baseline of format 1' };
  for (const [path, rules] of Object.entries(value.findings)) {
    if (!isRecord(rules)) return { problem: `${path}: rules and their counts are wanted` };
    const wrong = Object.entries(rules).find(([, count]) => !Number.isSafeInteger(count) || (count as number) < 0);
    if (wrong) return { problem: `${path}: the count of ${wrong[0]} must be a whole number` };
  }
  return { baseline: { format: 1, findings: value.findings as Baseline['findings'] } };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Entries = readonly (readonly [path: string, rules: readonly (readonly [rule: string, count: number])[]])[];

const entriesOf = ({ findings }: Baseline): Entries => Object.entries(findings).map(([path, rules]) => [path, Object.entries(rules)]);

function countOf({ findings }: Baseline, path: string, rule: string): number {
  const rules = Object.hasOwn(findings, path) ? findings[path] : undefined;
  return rules && Object.hasOwn(rules, rule) ? (rules[rule] ?? 0) : 0;
}

function sorted(entries: Entries): Baseline {
  const byName = <T>(list: readonly (readonly [string, T])[]) => list.toSorted(([a], [b]) => (a < b ? -1 : 1));
  const files = byName(entries).filter(([, rules]) => rules.length > 0);
  return { format: 1, findings: Object.fromEntries(files.map(([path, rules]) => [path, Object.fromEntries(byName(rules))])) };
}
